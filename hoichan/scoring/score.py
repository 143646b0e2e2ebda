"""The one entry point: an answer sheet and its key in, a score report out. Pure, no I/O."""

from __future__ import annotations

from collections import Counter
from typing import cast

from hoichan.schema.documents import AnswerSheet, blank_payload
from hoichan.schema.exercises import module_of
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.report import ScoreReport
from hoichan.schema.variant import PublicVariant
from hoichan.scoring.errors import SheetMismatchError
from hoichan.scoring.judgement import Judgement

__all__ = ["SheetMismatchError", "judgements", "repeated_names", "score", "unknown_names"]


def score(key: Key, sheet: AnswerSheet | None, variant: PublicVariant) -> ScoreReport:
    """Score one task. ``sheet=None`` (nothing answered) scores as blank answers do.

    Raises:
        SheetMismatchError: sheet, key and variant are not of the same task and variant, or the
            sheet speaks of something that the variant does not have.
    """
    payload = _payload(key, sheet, variant)
    return cast("ScoreReport", module_of("scoring", key.type).score(key, payload, variant))


def judgements(
    key: Key, sheet: AnswerSheet, variant: PublicVariant, report: ScoreReport
) -> tuple[Judgement, ...]:
    """Every thing of the task that the learner judged; errors as in :func:`score`."""
    payload = _payload(key, sheet, variant)
    found = module_of("scoring", key.type).judgements(key, payload, variant, report)
    return cast("tuple[Judgement, ...]", found)


def _payload(key: Key, sheet: AnswerSheet | None, variant: PublicVariant) -> Payload:
    """The sheet's answers, once they are known to belong to key and variant."""
    if (variant.task, variant.variant) != (key.task, key.variant):
        msg = f"variant {variant.task}/{variant.variant} is not the key's {key.task}/{key.variant}"
        raise SheetMismatchError(msg)
    if sheet is None:
        return blank_payload(key.type)
    if (sheet.lesson, sheet.task, sheet.variant) != (key.lesson, key.task, key.variant) or (
        sheet.payload.type != key.type
    ):
        msg = f"answers of {sheet.lesson}/{sheet.task}/{sheet.variant} do not belong to this key"
        raise SheetMismatchError(msg)
    wrong = unknown_names(sheet.payload, variant) or repeated_names(sheet.payload)
    if wrong:
        msg = f"names that the variant does not have, or answered twice: {sorted(wrong)}"
        raise SheetMismatchError(msg)
    return sheet.payload


def unknown_names(payload: Payload, variant: PublicVariant) -> set[str]:
    """Names in the answers that the variant does not have."""
    return set(payload.names()) - variant.names()


def repeated_names(payload: Payload) -> set[str]:
    """Names that the answers speak of twice."""
    return {name for name, times in Counter(payload.names()).items() if times > 1}
