"""X2: the learner checks an AI's claims against the tables, without writing code."""

from __future__ import annotations

from typing import Any, ClassVar

from hoichan.answers import AnswerStore, OperationRefused
from hoichan.data import DataError
from hoichan.i18n import fill, strings
from hoichan.schema.answers import ClaimAnswer, VerifyDataPayload
from hoichan.schema.text import LANGS, Bilingual
from hoichan.views.cells import plain_number
from hoichan.widgets.base import CritiqueWidget, source, texts
from hoichan.widgets.calculator import calculate
from hoichan.widgets.columns import describe_table
from hoichan.widgets.lookup import look_up


class VerifyData(CritiqueWidget):
    """Widget of a ``verify_data`` task; it also answers questions about the task's tables.

    Questions are ``{"kind": "tables" | "query" | "calc", "id": ...}``; the replies have the kinds
    ``tables``, ``rows``, ``result`` or ``error``, and never change an answer.
    """

    _esm = source(
        "dom.js", "queue.js", "base.js", "verify_data.js", "verify_data_page.js", "workbench.js"
    )
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "lookup", "verify_data")

    @classmethod
    def _texts(cls) -> dict[str, dict[str, str]]:
        units = {f"unit.{unit}": text for unit, text in texts("units").items()}
        return super()._texts() | units

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            match message.get("kind"):
                case "tables":
                    tables = [describe_table(name) for name in self.public.tables]
                    return {"kind": "tables", "id": str(message.get("id", "")), "tables": tables}
                case "query":
                    return look_up(message, self.public.tables)
                case "calc":
                    return calculate(message)
                case _:
                    return super()._answer(message)
        except (OperationRefused, DataError) as error:
            refused = {"kind": "error", "id": str(message.get("id", ""))}
            return refused | {"error": error.text.model_dump()}

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        payload = store.sheet.payload
        claims = payload.claims if isinstance(payload, VerifyDataPayload) else ()
        echo = {claim.uid: echo_of(claim).model_dump() for claim in claims if claim.typed}
        return super()._state_of(store) | {"echo": echo}


def echo_of(claim: ClaimAnswer) -> Bilingual:
    """How the system understood what was typed, said before anything is handed in."""
    words = strings("verify_data")
    if claim.value is None:
        return words["echo.none"]
    vi, en = (plain_number(claim.value, lang) for lang in LANGS)
    return fill(words["echo"], value=Bilingual(vi=vi, en=en))
