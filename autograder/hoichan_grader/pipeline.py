"""The grader's steps in the order they are run, as the command line and the demo call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from hoichan.schema.site import SitePaths
from hoichan_grader import bulk, site_setup
from hoichan_grader import release as releasing
from hoichan_grader.bulk import GradingRun, Progress, no_progress
from hoichan_grader.course import Course
from hoichan_grader.placing import place_all
from hoichan_grader.roster import Learner
from hoichan_grader.sources import Sources


def init_site(
    site: SitePaths,
    *,
    roster: Iterable[Learner] | None = None,
    secret: bytes | None = None,
) -> None:
    """Set up folders, secret, nbgrader course and gradebook; nothing that exists is overwritten."""
    site_setup.init_site(site, roster=roster, secret=secret)


def release_lesson(
    site: SitePaths,
    lesson: str,
    *,
    sources: Sources | None = None,
    notebook: Path | None = None,
    publish: bool = True,
    progress: Progress = no_progress,
) -> list[Path]:
    """Make the learner's version and hand it to the submission service; returns its files."""
    built = notebook or (sources or Sources.of_repository()).notebook(lesson)
    files = releasing.release(site, lesson, built, publish=publish)
    progress("release", 1, 1)
    return files


def collect(site: SitePaths, lesson: str, *, progress: Progress = no_progress) -> list[str]:
    """Collect every learner's newest submission; returns all learners who have one."""
    Course(site).collect_from_portal(lesson)
    learners = place_all(site, lesson)
    progress("collect", len(learners), len(learners))
    return learners


def grade_lesson(
    site: SitePaths,
    lesson: str,
    *,
    learners: Sequence[str] | None = None,
    progress: Progress = no_progress,
) -> GradingRun:
    """Grade what was collected (or only ``learners``): gradebook, grade records, summary."""
    return bulk.grade_all(site, lesson, learners=learners, progress=progress)
