"""X1: the learner marks what is wrong in AI answers and says what is missing."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, assert_never

from hoichan.schema.exercises.span_critique import (
    DragSpan,
    Flag,
    PublicAnswer,
    SpanCritiquePayload,
    SpanCritiqueVariant,
)
from hoichan.schema.payload import Id, Note
from hoichan.schema.taxonomy import CATEGORY_LABELS, SEVERITY_LABELS, Category, Severity
from hoichan.schema.text import Bilingual, Lang, Strict
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.presenting import answer_view


class FlagOp(Strict):
    """Hold a unit to be wrong, or replace what was said about it."""

    do: Literal["flag"]
    uid: Id
    category: Category | None = None
    severity: Severity | None = None
    span: DragSpan | None = None
    note: Note = ""


class UnflagOp(Strict):
    """Take the mark of a unit away."""

    do: Literal["unflag"]
    uid: Id


class MissingOp(Strict):
    """Tick or untick a line of the "what is missing?" list."""

    do: Literal["missing"]
    mid: Id
    on: bool


class NoErrorOp(Strict):
    """Declare an answer free of error, or take that back."""

    do: Literal["no_error"]
    aid: Id
    on: bool


class Widget(CritiqueWidget[SpanCritiqueVariant, SpanCritiquePayload]):
    """Widget of a ``span_critique`` task."""

    _script = ("span_critique.js", "span_critique_page.js")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "span_critique")
    _operations = Operations[Any](FlagOp | UnflagOp | MissingOp | NoErrorOp)

    def _applied(
        self, payload: SpanCritiquePayload, operation: Any, lang: Lang
    ) -> SpanCritiquePayload:
        return apply(payload, operation, self.public)

    def _shown(self) -> dict[str, Any]:
        plain = self.public.model_dump(mode="json", exclude={"answers"})
        plain["answers"] = [answer_view(answer) for answer in self.public.answers]
        return plain

    @classmethod
    def _texts(cls) -> dict[str, dict[str, str]]:
        labels: dict[str, Bilingual] = {
            **{f"category.{category}": label for category, label in CATEGORY_LABELS.items()},
            **{f"severity.{int(severity)}": label for severity, label in SEVERITY_LABELS.items()},
        }
        return super()._texts() | {key: label.model_dump() for key, label in labels.items()}


def marks_in(payload: SpanCritiquePayload, answer: PublicAnswer) -> int:
    """How many marks and "missing" ticks the learner has put on one answer."""
    uids = {unit.uid for unit in answer.units}
    mids = {option.mid for option in answer.missing}
    flags = sum(flag.uid in uids for flag in payload.flags)
    return flags + sum(mid in mids for mid in payload.missing)


def apply(
    payload: SpanCritiquePayload,
    operation: FlagOp | UnflagOp | MissingOp | NoErrorOp,
    variant: SpanCritiqueVariant,
) -> SpanCritiquePayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    match operation:
        case FlagOp():
            return _flag(payload, operation, variant)
        case UnflagOp():
            _answer_of_unit(variant, operation.uid)
            kept = tuple(flag for flag in payload.flags if flag.uid != operation.uid)
            return payload.model_copy(update={"flags": kept})
        case MissingOp():
            return _missing(payload, operation, variant)
        case NoErrorOp():
            return _no_error(payload, operation, variant)
        case _:
            assert_never(operation)


def _flag(
    payload: SpanCritiquePayload, operation: FlagOp, variant: SpanCritiqueVariant
) -> SpanCritiquePayload:
    answer = _answer_of_unit(variant, operation.uid)
    if operation.span is not None:
        _check_span(operation.span, operation.uid, answer)
    flag = Flag(**operation.model_dump(exclude={"do"}))
    flags = {kept.uid: kept for kept in payload.flags} | {flag.uid: flag}
    order = [unit.uid for each in variant.answers for unit in each.units]
    known = tuple(flags[uid] for uid in order if uid in flags)
    strange = tuple(kept for uid, kept in flags.items() if uid not in order)
    update = {"flags": known + strange, "no_error": _without(payload.no_error, answer.aid)}
    return payload.model_copy(update=update)


def _missing(
    payload: SpanCritiquePayload, operation: MissingOp, variant: SpanCritiqueVariant
) -> SpanCritiquePayload:
    answer = next(
        (
            each
            for each in variant.answers
            for option in each.missing
            if option.mid == operation.mid
        ),
        None,
    )
    if answer is None:
        raise refused("unknown_option")
    update = {"missing": _without(payload.missing, operation.mid)}
    if operation.on:
        update["missing"] += (operation.mid,)
        update["no_error"] = _without(payload.no_error, answer.aid)
    return payload.model_copy(update=update)


def _no_error(
    payload: SpanCritiquePayload, operation: NoErrorOp, variant: SpanCritiqueVariant
) -> SpanCritiquePayload:
    answer = next((each for each in variant.answers if each.aid == operation.aid), None)
    if answer is None:
        raise refused("unknown_answer")
    marks = marks_in(payload, answer)
    if operation.on and marks:
        raise refused("marks_stand", n=marks)
    declared = _without(payload.no_error, operation.aid)
    if operation.on:
        declared += (operation.aid,)
    return payload.model_copy(update={"no_error": declared})


def _check_span(span: DragSpan, uid: str, answer: PublicAnswer) -> None:
    """A dragged selection has to be what the learner saw, and to touch the unit it marks."""
    text = answer.text(span.lang)
    if span.end > len(text) or text[span.start : span.end] != span.quote:
        raise refused("span_differs")
    start = 0
    for unit in answer.units:
        end = start + len(unit.text[span.lang])
        if unit.uid == uid and span.start < end and span.end > start:
            return
        start = end + 1
    raise refused("span_differs")


def _answer_of_unit(variant: SpanCritiqueVariant, uid: str) -> PublicAnswer:
    for answer in variant.answers:
        if any(unit.uid == uid for unit in answer.units):
            return answer
    raise refused("unknown_unit")


def _without(ids: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != gone)
