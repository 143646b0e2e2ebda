"""X10: two unnamed answers side by side: which is accurate, which safe, and what decides it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from hoichan.i18n import strings
from hoichan.schema.confidence import Stop
from hoichan.schema.exercises.compare_two import (
    Choice,
    Clearer,
    CompareTwoPayload,
    CompareTwoVariant,
    PairAnswer,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import LANGS, Lang, Strict
from hoichan.views.cells import show_date
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.presenting import evidence_view


class CompareOp(Strict):
    """Everything said of one pair."""

    do: Literal["compare"]
    uid: Id
    accurate: Choice | None = None
    safer: Choice | None = None
    clearer: Clearer | None = None
    decisive: Annotated[tuple[Id, ...], Field(max_length=80)] = ()
    p: Stop | None = None


class Widget(CritiqueWidget[CompareTwoVariant, CompareTwoPayload]):
    """Widget of a ``compare_two`` task."""

    _script = ("compare_two.js",)
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "compare_two")
    _operations = Operations[Any](CompareOp)

    def _applied(
        self,
        payload: CompareTwoPayload,
        operation: Any,
        lang: Lang,
    ) -> CompareTwoPayload:
        return apply(payload, operation, self.public)

    def _shown(self) -> dict[str, Any]:
        plain = self.public.model_dump(mode="json", exclude={"pairs": {"__all__": {"evidence"}}})
        as_of = strings("views")["as_of"]
        for shown, pair in zip(plain["pairs"], self.public.pairs, strict=True):
            shown["evidence"] = [evidence_view(table) for table in pair.evidence]
            shown["as_of"] = {
                lang: as_of[lang].format(date=show_date(pair.as_of, lang)) for lang in LANGS
            }
        return plain


def apply(
    payload: CompareTwoPayload, operation: CompareOp, variant: CompareTwoVariant
) -> CompareTwoPayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    pair = next((one for one in variant.pairs if one.uid == operation.uid), None)
    if pair is None:
        raise refused("unknown_item")
    units = [unit.uid for side in (pair.a, pair.b) for unit in side.units]
    if set(operation.decisive) - set(units):
        raise refused("unknown_unit")
    said = PairAnswer(
        **operation.model_dump(exclude={"do", "decisive"}),
        decisive=tuple(uid for uid in units if uid in operation.decisive),
    )
    answers = {answer.uid: answer for answer in payload.pairs} | {said.uid: said}
    order = [uid for uid in variant.items() if uid in answers]
    return payload.model_copy(update={"pairs": tuple(answers[uid] for uid in order)})
