"""X2: the learner checks an AI's claims against the tables, without writing code."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from hoichan.answers import AnswerStore, OperationRefused
from hoichan.data import DataError
from hoichan.schema.case import UnitOfMeasure
from hoichan.schema.exercises.verify_data import (
    ClaimAnswer,
    Verdict,
    VerifyDataPayload,
    VerifyDataVariant,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import Lang, NfcStr, Strict
from hoichan.widgets.base import CritiqueWidget, texts
from hoichan.widgets.calculator import calculate
from hoichan.widgets.columns import describe_table
from hoichan.widgets.lookup import look_up
from hoichan.widgets.numbers import echo_of, read_number
from hoichan.widgets.operations import Operations, refused

MAX_PATH_STEPS = 60
_SIGNS: dict[str, UnitOfMeasure] = {"%": "percent", "‰": "permille"}


class ClaimOp(Strict):
    """Answer a claim. ``typed`` is read as a number in ``lang`` (default: the sheet's language)."""

    do: Literal["claim"]
    uid: Id
    verdict: Verdict | None = None
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    unit: UnitOfMeasure | None = None
    lang: Lang | None = None


class PathOp(Strict):
    """Record one step of how the learner looked a claim up."""

    do: Literal["path"]
    uid: Id
    step: Annotated[NfcStr, Field(min_length=1, max_length=200)]


class Widget(CritiqueWidget[VerifyDataVariant, VerifyDataPayload]):
    """Widget of a ``verify_data`` task; it also answers questions about the task's tables.

    Questions are ``{"kind": "tables" | "query" | "calc", "id": ...}``; the replies have the kinds
    ``tables``, ``rows``, ``result`` or ``error``, and never change an answer.
    """

    _script = ("verify_data.js", "verify_data_page.js", "workbench.js")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "lookup", "verify_data")
    _operations = Operations[Any](ClaimOp | PathOp)

    def _applied(self, payload: VerifyDataPayload, operation: Any, lang: Lang) -> VerifyDataPayload:
        return apply(payload, operation, self.public, lang)

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
        echo = {claim.uid: echo_of(claim.value).model_dump() for claim in claims if claim.typed}
        return super()._state_of(store) | {"echo": echo}


def apply(
    payload: VerifyDataPayload, operation: ClaimOp | PathOp, variant: VerifyDataVariant, lang: Lang
) -> VerifyDataPayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    public = next((claim for claim in variant.claims if claim.uid == operation.uid), None)
    if public is None:
        raise refused("unknown_claim")
    claims = {claim.uid: claim for claim in payload.claims}
    old = claims.get(operation.uid, ClaimAnswer(uid=operation.uid))
    if isinstance(operation, PathOp):
        path = (*old.path, operation.step)[-MAX_PATH_STEPS:]
        claims[old.uid] = old.model_copy(update={"path": path})
    else:
        claims[old.uid] = _answered(old, operation, public.units_offered, operation.lang or lang)
    order = [claim.uid for claim in variant.claims]
    known = tuple(claims[uid] for uid in order if uid in claims)
    strange = tuple(claim for uid, claim in claims.items() if uid not in order)
    return payload.model_copy(update={"claims": known + strange})


def _answered(
    old: ClaimAnswer, operation: ClaimOp, offered: tuple[UnitOfMeasure, ...], lang: Lang
) -> ClaimAnswer:
    """What is typed is kept even when it is no number yet, so that nothing typed is ever lost."""
    if operation.unit is not None and operation.unit not in offered:
        raise refused("unit_not_offered")
    unit = operation.unit
    typed = operation.typed.strip()
    if unit is None and typed != old.typed and _SIGNS.get(typed[-1:]) in offered:
        unit = _SIGNS[typed[-1:]]  # whoever writes "98,6%" has named the unit
    update = {
        "verdict": operation.verdict,
        "typed": typed,
        # A claim that no table settles has no true value; what was typed stays for a change of mind.
        "value": None if operation.verdict == "unverifiable" else read_number(typed, lang),
        "unit": unit,
    }
    return old.model_copy(update=update)
