"""Grading every collected submission of a lesson through nbgrader, one learner after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from nbgrader.converters import Autograde

from hoichan.schema.portal import is_learner_name
from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan_grader.course import Course
from hoichan_grader.grade import LessonBook, open_book
from hoichan_grader.placing import place_all
from hoichan_grader.records import read_record, write_record
from hoichan_grader.shared_engine import shared_engine
from hoichan_grader.site_setup import enter_students
from hoichan_grader.texts import GraderError, finding

MAX_NEEDS_LOOK_STATUS = 99
RUN_FAILED_STATUS = 101

Progress = Callable[[str, int, int], None]
"""Called as ``progress(what, done, total)`` after each piece of work."""


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class GradingRun:
    """What one grading run did. ``seconds`` is the whole run's wall time."""

    lesson: str
    records: tuple[GradeRecord, ...]
    not_submitted: tuple[str, ...]
    seconds: float

    @property
    def needs_look(self) -> tuple[GradeRecord, ...]:
        """Submissions that a person has to look at."""
        return tuple(record for record in self.records if record.needs_look)

    @property
    def exit_status(self) -> int:
        """How many need a look, at most 99."""
        return min(len(self.needs_look), MAX_NEEDS_LOOK_STATUS)


def grade_all(
    site: SitePaths,
    lesson: str,
    *,
    learners: Sequence[str] | None = None,
    progress: Progress = no_progress,
) -> GradingRun:
    """Grade what was collected; a submission that cannot be graded gets a finding, the run goes on.

    Raises:
        GraderError: the site or the lesson is not ready; nothing was graded.
    """
    started = perf_counter()
    book = open_book(site, lesson)
    collected = [name for name in place_all(site, lesson) if is_learner_name(name)]
    if learners is not None:
        collected = [name for name in collected if name in set(learners)]
    course = Course(site)
    enter_students(site, book.roster.values())
    records = []
    with shared_engine():
        for done, learner in enumerate(collected, start=1):
            records.append(_grade_one(course, book, learner))
            progress("grade", done, len(collected))
    absent = sorted(set(book.roster) - set(collected)) if learners is None else []
    return GradingRun(lesson, tuple(records), tuple(absent), perf_counter() - started)


def _grade_one(course: Course, book: LessonBook, learner: str) -> GradeRecord:
    site, lesson = book.site, book.lesson
    try:
        course.convert(Autograde, lesson, learner, create_student=True)
    except GraderError:
        record = _not_in_gradebook(course.app.log, book, learner)
        write_record(site, record)
    kept = read_record(site.record(lesson, learner))
    if kept is None:
        msg = f"no grade record was written for {learner}"
        raise RuntimeError(msg)
    return kept


def _not_in_gradebook(log: logging.Logger, book: LessonBook, learner: str) -> GradeRecord:
    """The record of a submission that nbgrader failed on."""
    try:
        return book.assess(learner).record(more=(finding("gradebook_failed"),))
    # The edge between submissions: whatever one of them does to us, the others are graded.
    except Exception:
        log.exception("%s: could not be graded", learner)
        return book.empty(learner).record(more=(finding("grading_failed"),))
