"""What we read from and write to nbgrader's gradebook beyond what nbgrader itself does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    SubmittedAssignment,
    SubmittedNotebook,
)

from hoichan.schema.report import Finding
from hoichan.schema.site import SitePaths
from hoichan_grader.site_setup import COURSE_ID


@dataclass(frozen=True)
class FinalScore:
    """One graded cell as the gradebook has it: a person's mark counts before ours."""

    auto: float | None
    manual: float | None
    score: float


@dataclass(frozen=True)
class Lateness:
    """Seconds after the (extended) deadline and the points taken off for it."""

    seconds: float
    penalty: float


def comment_text(findings: Iterable[Finding]) -> str | None:
    """Findings as one comment, Vietnamese first; None when there are none."""
    texts = [f"{one.text.vi}\n{one.text.en}" for one in findings]
    return "\n\n".join(texts) or None


def save_comment(gradebook: Gradebook, grade: Any, text: str | None) -> None:
    """Set the automatic comment of a graded cell; a person's own comment is left alone.

    nbgrader makes comments for solution and task cells only. The table takes one for any cell, and
    that is where reasons for a refused answers file belong.
    """
    session = gradebook.db
    comment = (
        session.query(Comment)
        .filter(Comment.cell_id == grade.cell_id, Comment.notebook_id == grade.notebook_id)
        .one_or_none()
    )
    if comment is None:
        if text is None:
            return
        comment = Comment(cell_id=grade.cell_id, notebook=grade.notebook)
        session.add(comment)
    comment.auto_comment = text


def lateness(gradebook: Gradebook, lesson: str, learner: str) -> Lateness:
    """How late a submission is and what that costs, as nbgrader worked it out."""
    submission = gradebook.find_submission(lesson, learner)
    penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
    return Lateness(float(submission.total_seconds_late), float(penalty))


def final_scores(site: SitePaths, lesson: str) -> dict[str, dict[str, FinalScore]]:
    """Scores of every submission of a lesson by learner and graded cell, in one query."""
    with Gradebook(site.gradebook_url, COURSE_ID) as gradebook:
        rows = (
            gradebook.db.query(
                SubmittedAssignment.student_id,
                GradeCell.name,
                Grade.auto_score,
                Grade.manual_score,
                Grade.score,
            )
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(GradeCell, GradeCell.id == Grade.cell_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == lesson)
            .all()
        )
    scores: dict[str, dict[str, FinalScore]] = {}
    for learner, cell, auto, manual, total in rows:
        scores.setdefault(learner, {})[cell] = FinalScore(auto, manual, float(total))
    return scores
