"""What scoring and grading say: a task's score with its parts, and a learner's grade record."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoichan.schema.text import Bilingual, Strict


class ScoreReport(Strict):
    """Score of one task. ``score`` in [0, 1] before points; ``points`` = what is paid."""

    task: str
    type: str
    score: float = Field(ge=0, le=1)
    points: float = Field(ge=0)
    max_points: float = Field(ge=0, description="0 for practice")
    parts: dict[str, float | None] = Field(
        default_factory=dict, description="Named parts of the formula: P, R, F, S, cap, g, ..."
    )
    hits: tuple[str, ...] = Field(default=(), description="uids/mids rightly flagged or answered")
    misses: tuple[str, ...] = ()
    false_alarms: tuple[str, ...] = ()
    scorer: str = Field(description="Name and version of the rule, e.g. detection/1")


TaskStatus = Literal["scored", "not_answered", "needs_look"]


class Finding(Strict):
    """Something the grader noticed about a submission; a person reads ``text``."""

    code: str
    text: Bilingual
    needs_look: bool = False
    task: str | None = None


class TaskRecord(Strict):
    """One task of a grade record."""

    task: str
    status: TaskStatus
    points: float = Field(ge=0)
    max_points: float = Field(gt=0)
    report: ScoreReport | None = None
    answers_sha256: str | None = None
    variant: str


class GradeRecord(Strict):
    """All that was decided about one learner's submission of one lesson."""

    schema_id: Literal["hoichan.grade/1"] = "hoichan.grade/1"
    lesson: str
    learner: str
    lang: Literal["vi", "en"] = "vi"
    submitted_at: str | None
    receipt: str | None = None
    seconds_late: float = 0.0
    penalty: float = Field(default=0.0, ge=0)
    tasks: tuple[TaskRecord, ...]
    findings: tuple[Finding, ...] = ()
    graded_at: str
    grader: str

    @property
    def points(self) -> float:
        """Points over all tasks, before a late penalty."""
        return sum(task.points for task in self.tasks)

    @property
    def needs_look(self) -> bool:
        """Whether a person has to look at this submission."""
        return any(finding.needs_look for finding in self.findings)
