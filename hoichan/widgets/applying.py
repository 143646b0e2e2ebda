"""What each operation does to the answers. Pure functions: no file, no browser.

An operation that makes no sense for the variant or the answers so far raises ``OperationRefused``
with a text that tells the learner what to do.
"""

from __future__ import annotations

from typing import assert_never

from hoichan.answers import OperationRefused
from hoichan.i18n import fill, strings
from hoichan.schema.answers import (
    AnswerSheet,
    ClaimAnswer,
    DragSpan,
    Flag,
    SpanCritiquePayload,
    VerifyDataPayload,
)
from hoichan.schema.case import UnitOfMeasure
from hoichan.schema.numbers import NumberFormatError, parse_number
from hoichan.schema.text import Lang
from hoichan.schema.variant import PublicAnswer, PublicVariant
from hoichan.widgets.operations import (
    ActiveOp,
    ClaimOp,
    FlagOp,
    LangOp,
    ManyOp,
    MissingOp,
    NoErrorOp,
    PathOp,
    Single,
    UnflagOp,
)

MAX_PATH_STEPS = 60
_SIGNS: dict[str, UnitOfMeasure] = {"%": "percent", "‰": "permille"}


def apply_operation(
    sheet: AnswerSheet, operation: Single | ManyOp, variant: PublicVariant
) -> AnswerSheet:
    """The answers after ``operation``.

    Raises:
        OperationRefused: the operation does not fit the task, the variant or the answers so far.
    """
    if isinstance(operation, ManyOp):
        for single in operation.ops:
            sheet = apply_operation(sheet, single, variant)
        return sheet
    if isinstance(operation, LangOp):
        return sheet.model_copy(update={"lang": operation.lang})
    if isinstance(operation, ActiveOp):
        return sheet.model_copy(update={"active_ms": sheet.active_ms + operation.ms})
    payload: SpanCritiquePayload | VerifyDataPayload
    if isinstance(sheet.payload, SpanCritiquePayload):
        if isinstance(operation, ClaimOp | PathOp):
            raise _refused("wrong_task")
        payload = _critique(sheet.payload, operation, variant)
    else:
        if not isinstance(operation, ClaimOp | PathOp):
            raise _refused("wrong_task")
        payload = _verify(sheet.payload, operation, variant, sheet.lang)
    return sheet.model_copy(update={"payload": payload})


def marks_in(payload: SpanCritiquePayload, answer: PublicAnswer) -> int:
    """How many marks and "missing" ticks the learner has put on one answer."""
    uids = {unit.uid for unit in answer.units}
    mids = {option.mid for option in answer.missing}
    flags = sum(flag.uid in uids for flag in payload.flags)
    return flags + sum(mid in mids for mid in payload.missing)


# --- span_critique --------------------------------------------------------------------------------


def _critique(
    payload: SpanCritiquePayload,
    operation: FlagOp | UnflagOp | MissingOp | NoErrorOp,
    variant: PublicVariant,
) -> SpanCritiquePayload:
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
    payload: SpanCritiquePayload, operation: FlagOp, variant: PublicVariant
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
    payload: SpanCritiquePayload, operation: MissingOp, variant: PublicVariant
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
        raise _refused("unknown_option")
    update = {"missing": _without(payload.missing, operation.mid)}
    if operation.on:
        update["missing"] += (operation.mid,)
        update["no_error"] = _without(payload.no_error, answer.aid)
    return payload.model_copy(update=update)


def _no_error(
    payload: SpanCritiquePayload, operation: NoErrorOp, variant: PublicVariant
) -> SpanCritiquePayload:
    answer = next((each for each in variant.answers if each.aid == operation.aid), None)
    if answer is None:
        raise _refused("unknown_answer")
    marks = marks_in(payload, answer)
    if operation.on and marks:
        raise OperationRefused(fill(strings("operations")["marks_stand"], n=marks))
    declared = _without(payload.no_error, operation.aid)
    if operation.on:
        declared += (operation.aid,)
    return payload.model_copy(update={"no_error": declared})


def _check_span(span: DragSpan, uid: str, answer: PublicAnswer) -> None:
    """A dragged selection has to be what the learner saw, and to touch the unit it marks."""
    text = answer.text(span.lang)
    if span.end > len(text) or text[span.start : span.end] != span.quote:
        raise _refused("span_differs")
    start = 0
    for unit in answer.units:
        end = start + len(unit.text[span.lang])
        if unit.uid == uid and span.start < end and span.end > start:
            return
        start = end + 1
    raise _refused("span_differs")


def _answer_of_unit(variant: PublicVariant, uid: str) -> PublicAnswer:
    for answer in variant.answers:
        if any(unit.uid == uid for unit in answer.units):
            return answer
    raise _refused("unknown_unit")


# --- verify_data ----------------------------------------------------------------------------------


def _verify(
    payload: VerifyDataPayload, operation: ClaimOp | PathOp, variant: PublicVariant, lang: Lang
) -> VerifyDataPayload:
    public = next((claim for claim in variant.claims if claim.uid == operation.uid), None)
    if public is None:
        raise _refused("unknown_claim")
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
        raise _refused("unit_not_offered")
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


def read_number(typed: str, lang: Lang) -> float | None:
    """The number a learner typed, None when it is empty or cannot be read."""
    try:
        return parse_number(typed, lang) if typed.strip() else None
    except NumberFormatError:
        return None


def _without(ids: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != gone)


def _refused(key: str) -> OperationRefused:
    return OperationRefused(strings("operations")[key])
