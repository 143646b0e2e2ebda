"""Grading one submission: files checked, key made again, scored in this process, nothing executed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from nbgrader.utils import parse_utc

from hoichan.cases.variant import make_variant
from hoichan.schema.documents import AnswerSheet
from hoichan.schema.key import Key
from hoichan.schema.pool import TaskPool
from hoichan.schema.report import Finding, GradeRecord, ScoreReport, TaskRecord, TaskStatus
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Lang
from hoichan.schema.variant import PublicVariant
from hoichan.scoring import SheetMismatchError, score
from hoichan_grader.integrity import Cell, check_notebook, read_cells
from hoichan_grader.placing import (
    received_bytes,
    released_notebook,
    released_versions,
    submitted_folder,
)
from hoichan_grader.pools import load_pools
from hoichan_grader.released import graded_tasks
from hoichan_grader.roster import Learner, read_roster
from hoichan_grader.site_setup import read_secret
from hoichan_grader.submission import check_sheet, extra_files, read_answers, remarks
from hoichan_grader.texts import error, finding

GRADER = f"hoichan-grader {version('hoichan-grader')}"
ATTEMPT = 1  # the only one that is open


@dataclass(frozen=True)
class GradedTask:
    """One task of a submission with all that its points rest on. Holds the key: staff only."""

    variant: PublicVariant
    key: Key
    sheet: AnswerSheet | None
    report: ScoreReport | None
    status: TaskStatus
    answers_sha256: str | None
    findings: tuple[Finding, ...]

    @property
    def points(self) -> float:
        """Points earned, 0 while a person has to look."""
        return 0.0 if self.report is None else round(self.report.points, 4)


@dataclass(frozen=True)
class Assessment:
    """All that was decided about one submission, before lateness."""

    lesson: str
    learner: str
    lang: Lang
    submitted_at: str | None
    receipt: str | None
    tasks: tuple[GradedTask, ...]
    findings: tuple[Finding, ...]

    def task(self, name: str) -> GradedTask | None:
        """The task called ``name``, None when the lesson has no such task."""
        return next((task for task in self.tasks if task.variant.task == name), None)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Findings about the submission, then those about its tasks."""
        return self.findings + tuple(one for task in self.tasks for one in task.findings)

    def record(
        self,
        *,
        seconds_late: float = 0.0,
        penalty: float = 0.0,
        more: tuple[Finding, ...] = (),
        now: datetime | None = None,
    ) -> GradeRecord:
        """The grade record; ``more`` are findings that came up after scoring."""
        late = (
            (finding("late", {"minutes": max(1, round(seconds_late / 60))}),)
            if seconds_late
            else ()
        )
        moment = now if now is not None else datetime.now(UTC)
        return GradeRecord(
            lesson=self.lesson,
            learner=self.learner,
            lang=self.lang,
            submitted_at=self.submitted_at,
            receipt=self.receipt,
            seconds_late=seconds_late,
            penalty=penalty,
            tasks=tuple(
                TaskRecord(
                    task=task.variant.task,
                    status=task.status,
                    points=task.points,
                    max_points=task.key.points,
                    report=task.report,
                    answers_sha256=task.answers_sha256,
                    variant=task.variant.variant,
                )
                for task in self.tasks
            ),
            findings=self.all_findings + late + more,
            graded_at=moment.isoformat(timespec="seconds"),
            grader=GRADER,
        )


@dataclass(frozen=True)
class LessonBook:
    """What grading a lesson needs, read once: pools, secret, class list, the released notebook."""

    site: SitePaths
    lesson: str
    pools: Mapping[str, tuple[TaskPool, ...]]
    secret: bytes
    roster: Mapping[str, Learner]
    released: bytes
    cells: tuple[tuple[Cell, ...], ...]

    def assess(self, learner: str) -> Assessment:
        """Check and score one collected submission. Reads files, writes none."""
        folder = submitted_folder(self.site, self.lesson, learner)
        submitted_at = _timestamp(folder)
        tasks = tuple(self._assess_task(folder, task, learner) for task in self.pools)
        findings = check_notebook(received_bytes(folder, self.lesson), self.cells)
        findings += extra_files(folder, self.lesson, set(self.pools))
        if self.roster and learner not in self.roster:
            findings.append(finding("learner_not_on_roster"))
        return Assessment(
            lesson=self.lesson,
            learner=learner,
            lang=self._lang(learner, tasks),
            submitted_at=submitted_at.isoformat() if submitted_at else None,
            receipt=_receipt(folder),
            tasks=tasks,
            findings=tuple(findings),
        )

    def empty(self, learner: str) -> Assessment:
        """The assessment of a submission that could not even be read: nothing scored."""
        known = self.roster.get(learner)
        lang: Lang = known.lang if known else "vi"
        return Assessment(self.lesson, learner, lang, None, None, (), ())

    def _assess_task(self, folder: Path, task: str, learner: str) -> GradedTask:
        pools = self.pools[task]
        read = read_answers(folder, task, pools[0].title)
        variant, key, older = self._handed_out(pools, learner, read.sheet)
        refused = read.finding
        if read.sheet is not None:
            refused = check_sheet(read.sheet, variant)
        sheet = None if refused is not None else read.sheet
        findings = [refused] if refused is not None else []
        if sheet is not None:
            findings += remarks(sheet, variant)
        if older:
            findings.append(finding("pool_older", task=task, title=variant.title))
        report: ScoreReport | None = None
        status: TaskStatus = "scored" if sheet is not None else "not_answered"
        if refused is not None and refused.needs_look:
            status = "needs_look"
        else:
            try:
                report = score(key, sheet, variant)
            except SheetMismatchError:
                findings.append(finding("answers_not_scored", task=task, title=variant.title))
                status = "needs_look"
        return GradedTask(variant, key, sheet, report, status, read.sha256, tuple(findings))

    def _handed_out(
        self, pools: tuple[TaskPool, ...], learner: str, sheet: AnswerSheet | None
    ) -> tuple[PublicVariant, Key, bool]:
        """The variant this learner was handed, worked out again; whether its pool is an older one.

        A sheet can only choose among variants that were really this learner's.
        """
        variant, key = make_variant(pools[0], self.secret, learner, ATTEMPT)
        if sheet is not None and sheet.variant != variant.variant:
            for pool in pools[1:]:
                earlier = make_variant(pool, self.secret, learner, ATTEMPT)
                if earlier[0].variant == sheet.variant:
                    return (*earlier, True)
        return variant, key, False

    def _lang(self, learner: str, tasks: tuple[GradedTask, ...]) -> Lang:
        """The language last worked in; the class list's when there are no answers."""
        sheets = [task.sheet for task in tasks if task.sheet is not None]
        if sheets:
            return max(sheets, key=lambda sheet: sheet.saved).lang
        known = self.roster.get(learner)
        return known.lang if known else "vi"


def _timestamp(folder: Path) -> datetime | None:
    """When the submission was received, as nbgrader reads it from ``timestamp.txt``."""
    path = folder / "timestamp.txt"
    if not path.is_file():
        return None
    try:
        moment: datetime = parse_utc(path.read_text(encoding="utf-8").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC)


def _receipt(folder: Path) -> str | None:
    path = folder / "receipt.json"
    if not path.is_file():
        return None
    try:
        receipt = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    return str(receipt["id"]) if isinstance(receipt, dict) and "id" in receipt else None


def open_book(site: SitePaths, lesson: str) -> LessonBook:
    """The lesson's book, read again only when one of its files has changed.

    Raises:
        GraderError: the lesson is not released, or a pool, the secret or the class list is missing
            or damaged.
    """
    released = released_notebook(site, lesson)
    files = [released, site.course_secret, site.roster, *(site.keys / lesson).glob("*.json")]
    state = tuple(
        (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(files)
        if path.is_file()
    )
    return _open_book(site, lesson, state)


@lru_cache(maxsize=8)
def _open_book(
    site: SitePaths,
    lesson: str,
    state: tuple[tuple[str, int, int], ...],  # noqa: ARG001  (part of the cache's key)
) -> LessonBook:
    data = released_notebook(site, lesson).read_bytes()
    tasks = graded_tasks(data)
    if not tasks:
        raise error("no_pool", path=site.keys / lesson, site=site.root, lesson=lesson)
    return LessonBook(
        site=site,
        lesson=lesson,
        pools={task: load_pools(site, lesson, task) for task in tasks},
        secret=read_secret(site),
        roster=read_roster(site.roster),
        released=data,
        cells=tuple(read_cells(one) for one in released_versions(site, lesson)),
    )
