"""The grader's steps in the order they are run, as the command line and the demo call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from hoichan.portal_client import PortalClient
from hoichan.schema.portal import LessonMeta
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader import atomic, bulk, course_report, feedback, report, site_setup
from hoichan_grader import release as releasing
from hoichan_grader.bulk import GradingRun, Progress, no_progress
from hoichan_grader.course import Course
from hoichan_grader.freezing import compile_pools
from hoichan_grader.gradebook import final_scores
from hoichan_grader.placing import place_all, released_notebook, submitted_folder
from hoichan_grader.pools import Frozen, freeze
from hoichan_grader.records import read_records
from hoichan_grader.released import pretest_of
from hoichan_grader.roster import Learner, read_roster
from hoichan_grader.sources import Sources
from hoichan_grader.texts import error

# Whose variants are worked out again from the tables before freezing; half a second each.
TRIED_LEARNERS = 5


def init_site(
    site: SitePaths,
    *,
    roster: Iterable[Learner] | None = None,
    secret: bytes | None = None,
) -> None:
    """Set up folders, secret, nbgrader course and gradebook; nothing that exists is overwritten."""
    site_setup.init_site(site, roster=roster, secret=secret)


def freeze_pools(
    site: SitePaths,
    lesson: str,
    *,
    sources: Sources | None = None,
    new_version: bool = False,
    allow_draft: bool = False,
    progress: Progress = no_progress,
) -> list[Frozen]:
    """Compile and check a lesson's cases, try out a few variants, and freeze the pools.

    A pool that learners already have changes only with ``new_version``; its earlier content is
    kept and still used for the answers given to it. ``allow_draft`` lets clinical wordings of
    severity 4 through that two experts have yet to confirm; learners then see a banner.

    Raises:
        CaseProblemsError: an author's mistakes, each with file and line.
        GraderError: the site is not set up, or a pool in use would change.
    """
    places = sources or Sources.of_repository()
    spec = places.spec(lesson)
    secret = site_setup.read_secret(site)
    tried = (sorted(read_roster(site.roster)) or ["trial-1", "trial-2"])[:TRIED_LEARNERS]
    total = len({case for task in spec.graded for case in task.cases}) + len(tried)
    done = count(1)
    pools = compile_pools(
        places,
        spec,
        secret=secret,
        learners=tried,
        drafts=allow_draft,
        step=lambda: progress("pools", next(done), total),
    )
    return freeze(site, pools, new_version=new_version)


def release_lesson(
    site: SitePaths,
    lesson: str,
    *,
    sources: Sources | None = None,
    notebook: Path | None = None,
    publish: bool = True,
    client: PortalClient | None = None,
    progress: Progress = no_progress,
) -> list[Path]:
    """Make the learner's version and hand it to the submission service; returns its files.

    ``client`` speaks to the service; without one it is taken from the environment
    (``HOICHAN_PORTAL_URL`` and a token). ``publish=False`` leaves the service out.

    Raises:
        GraderError: not built, no pool, nbgrader failed, the service refused, or a key in a file.
    """
    places = sources or Sources.of_repository()
    built = notebook or places.notebook(lesson)
    files = releasing.release(site, lesson, built)
    progress("release", 1, 2 if publish else 1)
    if publish:
        meta = LessonMeta.of(places.spec(lesson))
        Course(site).release_to_portal(lesson, meta, client)
        progress("release", 2, 2)
    return files


def collect(
    site: SitePaths,
    lesson: str,
    *,
    client: PortalClient | None = None,
    progress: Progress = no_progress,
) -> list[str]:
    """Collect every learner's newest submission; returns all learners who have one.

    Raises:
        GraderError: the service cannot be used, or some submissions could not be downloaded.
    """
    Course(site).collect_from_portal(lesson, client, partial(progress, "collect"))
    return place_all(site, lesson)


def grade_lesson(
    site: SitePaths,
    lesson: str,
    *,
    learners: Sequence[str] | None = None,
    progress: Progress = no_progress,
) -> GradingRun:
    """Grade what was collected (or only ``learners``): gradebook, grade records, summary."""
    return bulk.grade_all(site, lesson, learners=learners, progress=progress)


def write_feedback(
    site: SitePaths,
    lesson: str,
    *,
    learners: Sequence[str] | None = None,
    progress: Progress = no_progress,
) -> list[Path]:
    """Write the feedback page of everybody who was graded (or only of ``learners``).

    A copy goes where nbgrader keeps its own feedback, so that its commands and formgrader find it.
    Who is waiting (see :func:`waiting`) gets none yet.

    Raises:
        GraderError: nothing of the lesson is graded yet.
    """
    records = read_records(site, lesson)
    if not records:
        raise error("no_records", lesson=lesson, site=site.root)
    final = final_scores(site, lesson)
    wanted = set(records if learners is None else learners) - waiting(site, lesson)
    names = [name for name in records if name in wanted]
    written = []
    for done, learner in enumerate(names, start=1):
        html = feedback.render(site, lesson, learner, final.get(learner, {}))
        atomic.write_text(site.feedback(lesson, learner), html)
        beside = site.course / "feedback" / learner / lesson
        atomic.write_text(beside / f"{lesson}.html", html)
        timestamp = submitted_folder(site, lesson, learner) / "timestamp.txt"
        if timestamp.is_file():
            atomic.write_bytes(beside / "timestamp.txt", timestamp.read_bytes())
        written.append(site.feedback(lesson, learner))
        progress("feedback", done, len(names))
    return written


def waiting(site: SitePaths, lesson: str) -> set[str]:
    """Who was graded in a pre-test but not yet in the test at the end, which asks the same again.

    What was wrong, and why, would be told before the second measurement; of every other lesson
    nobody waits.
    """
    again = pretest_of(released_notebook(site, lesson).read_bytes())
    if again is None:
        return set()
    return set(read_records(site, lesson)) - set(read_records(site, again))


def write_report(site: SitePaths, lesson: str, *, progress: Progress = no_progress) -> Path:
    """Write the cohort report (one HTML file) and return its path."""
    path = report.write_report(site, lesson)
    progress("report", 1, 1)
    return path


def write_course_report(
    site: SitePaths,
    *,
    sources: Sources | None = None,
    note: Bilingual | None = None,
    progress: Progress = no_progress,
) -> Path:
    """Write the report on the whole course (one HTML file) and return its path."""
    course = (sources or Sources.of_repository()).course_map()
    path = course_report.write_course_report(site, course, note=note)
    progress("report", 1, 1)
    return path
