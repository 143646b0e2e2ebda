"""What each learner made of each claim: the rows behind the feedback's advice and the report.

One row is one thing a learner had to judge: a unit of an AI answer, a line of a "what is missing?"
list, a claim to check against the data, an AI's advice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hoichan.scoring.judgement import Judgement
from hoichan.scoring.score import judgements
from hoichan.scoring.signal import SignalDetection, reportable, signal_detection

if TYPE_CHECKING:  # the report's kernel reads the tables only and need not load nbgrader
    from hoichan_grader.grade import Assessment

# Our choice, for advice only, and told on the page; points never depend on it. Errors are rare, so a
# false-alarm rate that looks small already makes most alarms false.
OVER_TRUST_MISSES = 0.35
UNDER_TRUST_FALSE_ALARMS = 0.15


@dataclass(frozen=True, kw_only=True)
class Outcome(Judgement):
    """A judgement with whose it is and in which task."""

    learner: str
    task: str


def outcomes(assessment: Assessment) -> list[Outcome]:
    """Every judged thing of one submission; tasks without scored answers give none."""
    return [
        Outcome(learner=assessment.learner, task=task.variant.task, **vars(judgement))
        for task in assessment.tasks
        if task.sheet is not None and task.report is not None
        for judgement in judgements(task.key, task.sheet, task.variant, task.report)
    ]


class Trust(StrEnum):
    """How a learner's trust in AI answers stands, from misses and false alarms."""

    BALANCED = "balanced"
    OVER = "over"
    UNDER = "under"
    BOTH = "both"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Counts:
    """Counts over some outcomes, with what they say about trust."""

    hits: int
    errors: int
    false_alarms: int
    true: int

    @property
    def signal(self) -> SignalDetection | None:
        """d' and c; None while there are too few errors or true units to show them (rule C2)."""
        if not reportable(self.errors, self.true):
            return None
        return signal_detection(self.hits, self.false_alarms, self.errors, self.true)

    @property
    def trust(self) -> Trust:
        """Over-trust: many errors accepted. Under-trust: many true statements rejected."""
        if not self.errors or not self.true:
            return Trust.UNKNOWN
        over = 1 - self.hits / self.errors > OVER_TRUST_MISSES
        under = self.false_alarms / self.true > UNDER_TRUST_FALSE_ALARMS
        if over and under:
            return Trust.BOTH
        if over:
            return Trust.OVER
        return Trust.UNDER if under else Trust.BALANCED


def judge(rows: Iterable[Outcome]) -> Counts:
    """Count hits and false alarms."""
    hits = errors = false_alarms = true = 0
    for row in rows:
        errors += row.is_error
        true += not row.is_error
        hits += row.is_error and row.flagged
        false_alarms += row.flagged and not row.is_error
    return Counts(hits, errors, false_alarms, true)
