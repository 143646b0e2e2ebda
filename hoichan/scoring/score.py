"""The one entry point: an answer sheet and its key in, a score report out. Pure, no I/O."""

from __future__ import annotations

from hoichan.schema.answers import AnswerSheet, SpanCritiquePayload, VerifyDataPayload
from hoichan.schema.key import Key
from hoichan.schema.report import ScoreReport
from hoichan.schema.variant import PublicVariant
from hoichan.scoring.detection import detection_score
from hoichan.scoring.marks import gold_errors, negatives, sort_marks
from hoichan.scoring.verify import claim_score, verify_score

RIGHT_AT = 0.9  # a claim with verdict and value right (the unit may be wrong) is listed as a hit


class SheetMismatchError(ValueError):
    """The answer sheet does not belong to this key; nothing was scored."""


def score(key: Key, sheet: AnswerSheet | None, variant: PublicVariant) -> ScoreReport:
    """Score one task. ``sheet=None`` (nothing answered) scores 0.

    Raises:
        SheetMismatchError: sheet, key and variant are not of the same task and variant, or the
            sheet marks something that the variant does not have.
    """
    if (variant.task, variant.variant) != (key.task, key.variant):
        msg = f"variant {variant.task}/{variant.variant} is not the key's {key.task}/{key.variant}"
        raise SheetMismatchError(msg)
    if sheet is not None and (
        (sheet.lesson, sheet.task, sheet.variant) != (key.lesson, key.task, key.variant)
        or sheet.payload.type != key.type
    ):
        msg = f"answers of {sheet.lesson}/{sheet.task}/{sheet.variant} do not belong to this key"
        raise SheetMismatchError(msg)
    if key.type == "span_critique":
        return _span_critique(key, sheet, variant)
    return _verify_data(key, sheet)


def _span_critique(key: Key, sheet: AnswerSheet | None, variant: PublicVariant) -> ScoreReport:
    payload = sheet.payload if sheet is not None else SpanCritiquePayload()
    assert isinstance(payload, SpanCritiquePayload)  # noqa: S101  (score() compared the types)
    try:
        marks = sort_marks(key, payload, variant)
    except (ValueError, KeyError) as error:
        raise SheetMismatchError(str(error)) from error
    errors = gold_errors(key)
    result = detection_score(errors, marks.hits, marks.false_alarm_weight, negatives(key))
    declared = set(payload.no_error)
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=result.paid,
        points=key.points * result.paid,
        max_points=key.points,
        parts={
            "P": result.precision,
            "R": result.recall,
            "F": result.f,
            "F_all": result.f_all,
            "S": result.s,
            "cap": result.cap,
            "errors": len(errors),
            "negatives": negatives(key),
            "clean_declared_right": len(declared & set(key.clean_answers)),
            "clean_declared_wrong": len(declared - set(key.clean_answers)),
        },
        hits=tuple(error.id for error in errors if error.id in marks.hits),
        misses=tuple(error.id for error in errors if error.id not in marks.hits),
        false_alarms=tuple(marks.false_alarms),
        scorer="detection/1",
    )


def _verify_data(key: Key, sheet: AnswerSheet | None) -> ScoreReport:
    payload = sheet.payload if sheet is not None else VerifyDataPayload()
    assert isinstance(payload, VerifyDataPayload)  # noqa: S101  (score() compared the types)
    answers = {answer.uid: answer for answer in payload.claims}
    unknown = set(answers) - {claim.uid for claim in key.claims}
    if unknown or len(answers) != len(payload.claims):
        msg = f"claims that the variant does not have, or answered twice: {sorted(unknown)}"
        raise SheetMismatchError(msg)
    parts = verify_score(key.claims, answers)
    scores = {claim.uid: claim_score(claim, answers.get(claim.uid)) for claim in key.claims}
    rejected = {uid for uid, answer in answers.items() if answer.verdict == "false"}
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=parts["S"],
        points=key.points * parts["S"],
        max_points=key.points,
        parts={**parts, "claims": len(key.claims), "answered": len(answers)},
        hits=tuple(uid for uid, value in scores.items() if value >= RIGHT_AT - 1e-9),
        misses=tuple(uid for uid, value in scores.items() if value < RIGHT_AT - 1e-9),
        false_alarms=tuple(c.uid for c in key.claims if c.verdict == "true" and c.uid in rejected),
        scorer="verify/1",
    )
