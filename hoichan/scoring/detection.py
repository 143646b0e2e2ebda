"""Rule C1: how well planted errors were found, corrected for chance.

One number per *set* of answers: a severity-weighted F score from which the F of "flag everything"
is subtracted, so that neither suspicion nor trust alone is worth anything.
Source: course blueprint C1; reference values in C8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hoichan.schema.taxonomy import Category, Severity

FOIL_WEIGHT = 1.5
HIT_SHARE = 0.7
LABEL_SHARE = 0.3
FULL_MARKS_AT = 0.75
CAP_MISSED_CRITICAL = 0.6
CAP_MISSED_SERIOUS = 0.85


class Label(Protocol):
    """What a learner may call an error: a category of the taxonomy, or a kind of bug."""

    @property
    def group(self) -> str:
        """Labels of one group are half right for each other."""


@dataclass(frozen=True)
class GoldError:
    """An error that is really there. ``id`` is a unit's uid or a missing-list line's mid."""

    id: str
    category: Label
    severity: Severity


@dataclass(frozen=True)
class Hit:
    """How far one gold error was found: ``credit`` in (0, 1] and the category given, if any."""

    credit: float
    category: Label | None


@dataclass(frozen=True)
class DetectionScore:
    """Parts of C1. All in [0, 1]; ``paid`` is the share of the task's points."""

    precision: float
    recall: float
    f: float
    f_all: float
    s: float
    cap: float
    paid: float


def label_credit(given: Label | None, gold: Label) -> float:
    """Credit for the category: 1 exact, 0.5 same group, else 0."""
    if given is None:
        return 0.0
    if given == gold:
        return 1.0
    return 0.5 if given.group == gold.group else 0.0


def f_beta(precision: float, recall: float, beta: float) -> float:
    """F_beta, 0 when both parts are 0."""
    if precision <= 0 or recall <= 0:
        return 0.0
    square = beta * beta
    return (1 + square) * precision * recall / (square * precision + recall)


def f_flag_all(
    errors: Sequence[GoldError], negatives: int, beta: float, labels: Sequence[Label] = ()
) -> float:
    """F_beta of "flag every unit and tick every line", labels guessed among all categories.

    A tick in the missing list names its category by itself, so it needs no guess. With ``labels``
    (few of them, so that one for all may often be right) it is the best single label's F.
    """
    if labels:
        return max(_f_one_label(errors, negatives, beta, label) for label in labels)
    weight = sum(error.severity.weight for error in errors)
    guess = 1 / len(Category)
    recall = sum(
        error.severity.weight
        * (HIT_SHARE + LABEL_SHARE * (1 if error.category is Category.CLIN_OMISSION else guess))
        for error in errors
    )
    return f_beta(len(errors) / (len(errors) + negatives), recall / weight, beta)


def _f_one_label(errors: Sequence[GoldError], negatives: int, beta: float, label: Label) -> float:
    weight = sum(error.severity.weight for error in errors)
    earned = sum(
        error.severity.weight * (HIT_SHARE + LABEL_SHARE * label_credit(label, error.category))
        for error in errors
    )
    return f_beta(len(errors) / (len(errors) + negatives), earned / weight, beta)


def detection_score(
    errors: Sequence[GoldError],
    hits: Mapping[str, Hit],
    false_alarms: float,
    negatives: int,
    beta: float = 1.0,
    *,
    labels: Sequence[Label] = (),
) -> DetectionScore:
    """Score one set.

    Args:
        errors: every gold error of the set; at least one.
        hits: for each error that was found, how far (key: ``GoldError.id``).
        false_alarms: weighted number of flagged non-errors (a foil counts ``FOIL_WEIGHT``).
        negatives: number of non-errors in the set (true units and missing-list decoys).
        beta: 1 for office work, 2 where missing an error endangers a patient.
        labels: every label there is, where they are so few that one for all is a policy.

    Raises:
        ValueError: a set without errors cannot be scored, or a hit names no gold error.
    """
    if not errors:
        msg = "a set without a planted error cannot be scored"
        raise ValueError(msg)
    unknown = set(hits) - {error.id for error in errors}
    if unknown:
        msg = f"hits that are not gold errors: {sorted(unknown)}"
        raise ValueError(msg)
    weight = sum(error.severity.weight for error in errors)
    earned = sum(
        error.severity.weight
        * hits[error.id].credit
        * (HIT_SHARE + LABEL_SHARE * label_credit(hits[error.id].category, error.category))
        for error in errors
        if error.id in hits
    )
    recall = earned / weight
    flagged = len(hits) + false_alarms
    precision = len(hits) / flagged if flagged else 0.0
    f = f_beta(precision, recall, beta)
    f_all = f_flag_all(errors, negatives, beta, labels)
    s = min(1.0, max(0.0, (f - f_all) / (1 - f_all)))
    cap = _cap(errors, hits)
    return DetectionScore(precision, recall, f, f_all, s, cap, min(1.0, s / FULL_MARKS_AT, cap))


def _cap(errors: Sequence[GoldError], hits: Mapping[str, Hit]) -> float:
    """What may be earned at most when a grave error was missed."""
    missed = {error.severity for error in errors if error.id not in hits}
    if Severity.CRITICAL in missed:
        return CAP_MISSED_CRITICAL
    return CAP_MISSED_SERIOUS if Severity.SERIOUS in missed else 1.0
