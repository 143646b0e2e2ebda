"""What each learner made of each claim: the rows behind the feedback's advice and the report.

One row is one thing a learner had to judge: a unit of an AI answer, a line of a "what is missing?"
list, or a claim to check against the data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from hoichan.schema.answers import SpanCritiquePayload, VerifyDataPayload
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual
from hoichan.scoring.signal import SignalDetection, reportable, signal_detection

if TYPE_CHECKING:  # the report's kernel reads the tables only and need not load nbgrader
    from hoichan_grader.grade import Assessment, GradedTask

Kind = Literal["unit", "missing", "claim"]

# Our choice, for advice only, and told on the page; points never depend on it. Errors are rare, so a
# false-alarm rate that looks small already makes most alarms false.
OVER_TRUST_MISSES = 0.35
UNDER_TRUST_FALSE_ALARMS = 0.15


@dataclass(frozen=True)
class Outcome:
    """One thing judged. ``flagged``: called wrong (or missing) by the learner.

    ``source`` names it across learners, whose uids differ: ``case/unit`` for planted things, the
    text itself otherwise (a variant does not tell where a true unit comes from).
    """

    learner: str
    task: str
    kind: Kind
    uid: str
    source: str
    text: Bilingual
    is_error: bool
    flagged: bool
    foil: bool = False
    category: Category | None = None
    given: Category | None = None


def outcomes(assessment: Assessment) -> list[Outcome]:
    """Every judged thing of one submission; tasks without scored answers give none."""
    rows: list[Outcome] = []
    for task in assessment.tasks:
        if task.sheet is None or task.report is None:
            continue
        if task.key.type == "span_critique":
            rows += _critique(assessment.learner, task)
        else:
            rows += _claims(assessment.learner, task)
    return rows


def _critique(learner: str, task: GradedTask) -> list[Outcome]:
    assert task.sheet is not None and task.report is not None  # noqa: PT018, S101
    payload = task.sheet.payload
    given = (
        {flag.uid: flag.category for flag in payload.flags}
        if isinstance(payload, SpanCritiquePayload)
        else {}
    )
    marked = {*task.report.hits, *task.report.false_alarms}
    planted = {unit.uid: unit for unit in task.key.planted}
    omitted = {one.mid: one for one in task.key.omissions}
    foils = {foil.uid for foil in task.key.foils}
    rows: list[Outcome] = []
    for answer in task.variant.answers:
        for unit in answer.units:
            wrong = planted.get(unit.uid)
            rows.append(
                Outcome(
                    learner=learner,
                    task=task.variant.task,
                    kind="unit",
                    uid=unit.uid,
                    source=f"{wrong.case}/{wrong.unit}/{wrong.wording}" if wrong else unit.text.vi,
                    text=unit.text,
                    is_error=wrong is not None,
                    flagged=unit.uid in marked,
                    foil=unit.uid in foils,
                    category=wrong.category if wrong else None,
                    given=given.get(unit.uid),
                )
            )
        for line in answer.missing:
            left_out = omitted.get(line.mid)
            source = f"{left_out.case}/{left_out.unit}/-" if left_out else f"∅ {line.label.vi}"
            rows.append(
                Outcome(
                    learner=learner,
                    task=task.variant.task,
                    kind="missing",
                    uid=line.mid,
                    source=source,
                    text=line.label,
                    is_error=left_out is not None,
                    flagged=line.mid in marked,
                    category=left_out.category if left_out else None,
                    given=left_out.category if left_out and line.mid in marked else None,
                )
            )
    return rows


def _claims(learner: str, task: GradedTask) -> list[Outcome]:
    """Claims with a verdict; one that no table settles is neither an error nor true."""
    assert task.sheet is not None  # noqa: S101
    payload = task.sheet.payload
    answered = (
        {claim.uid: claim.verdict for claim in payload.claims}
        if isinstance(payload, VerifyDataPayload)
        else {}
    )
    texts = {claim.uid: claim.text for claim in task.variant.claims}
    return [
        Outcome(
            learner=learner,
            task=task.variant.task,
            kind="claim",
            uid=claim.uid,
            source=f"{claim.case}/{claim.unit_id}/{'x' if claim.verdict == 'false' else '='}",
            text=texts[claim.uid],
            is_error=claim.verdict == "false",
            flagged=answered[claim.uid] == "false",
            category=claim.category,
        )
        for claim in task.key.claims
        if claim.verdict != "unverifiable" and answered.get(claim.uid) is not None
    ]


class Trust(StrEnum):
    """How a learner's trust in AI answers stands, from misses and false alarms."""

    BALANCED = "balanced"
    OVER = "over"
    UNDER = "under"
    BOTH = "both"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
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


def judge(rows: Iterable[Outcome]) -> Judgement:
    """Count hits and false alarms."""
    hits = errors = false_alarms = true = 0
    for row in rows:
        errors += row.is_error
        true += not row.is_error
        hits += row.is_error and row.flagged
        false_alarms += row.flagged and not row.is_error
    return Judgement(hits, errors, false_alarms, true)
