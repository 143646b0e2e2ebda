"""The report on a whole course: what changed between its two tests, and how each lesson went."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd

from hoichan.schema.course import CourseMap
from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader.papermill_report import render
from hoichan_grader.placing import released_notebook
from hoichan_grader.records import read_records
from hoichan_grader.released import pretest_of
from hoichan_grader.reports import change, tables
from hoichan_grader.roster import read_roster
from hoichan_grader.texts import error

NAME = "course"  # of the page: reports/course.html
_HEADING = Bilingual(vi="Báo cáo khoá học", en="Course report")
_TITLE_COLUMNS = ("lesson", "code", "vi", "en", "role")
_RESULT_COLUMNS = ("lesson", "learner", "group", "share")


def write_course_report(
    site: SitePaths,
    course: CourseMap,
    *,
    note: Bilingual | None = None,
    now: datetime | None = None,
) -> Path:
    """Write ``reports/course.html`` from the grade records of every lesson on the map.

    ``note`` is said at the top: for instance that the learners are simulated.

    Raises:
        GraderError: nothing of the course is graded yet.
    """
    records = {module.lesson: read_records(site, module.lesson) for module in course.modules}
    if not any(records.values()):
        raise error("nothing_graded", site=site.root)
    groups = {name: one.group for name, one in read_roster(site.roster).items()}
    moment = now or datetime.now(timezone(timedelta(hours=7)))
    about = {
        "title": course.title.model_dump(),
        "roster": len(groups),
        "made_at": f"{moment:%d/%m/%Y %H:%M}",
        "note": note.model_dump() if note else None,
    }
    values, counts = _before_and_after(site, records, groups)
    frames = {
        "lessons": _lessons(course),
        "results": _results(records, groups),
        "values": pd.DataFrame(values, columns=list(change.VALUE_COLUMNS)),
        "counts": pd.DataFrame(counts, columns=list(change.COUNT_COLUMNS)),
    }

    def lay_out(folder: Path) -> None:
        tables.write_tables(folder, frames)
        text = json.dumps(about, ensure_ascii=False)
        (folder / "about.json").write_text(text, encoding="utf-8")

    return render(site.report(NAME), "course_report.py", lay_out, _HEADING, course.title)


def _lessons(course: CourseMap) -> pd.DataFrame:
    rows = [(m.lesson, m.code, m.title.vi, m.title.en, m.role or "") for m in course.modules]
    return pd.DataFrame(rows, columns=list(_TITLE_COLUMNS))


def _results(records: dict[str, dict[str, GradeRecord]], groups: dict[str, str]) -> pd.DataFrame:
    rows = [
        (lesson, learner, groups.get(learner, ""), record.points / most)
        for lesson, own in records.items()
        for learner, record in own.items()
        if (most := sum(task.max_points for task in record.tasks)) > 0
    ]
    return pd.DataFrame(rows, columns=list(_RESULT_COLUMNS))


def _before_and_after(
    site: SitePaths, records: dict[str, dict[str, GradeRecord]], groups: dict[str, str]
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Rows of the tasks that both tests have; a test's further tasks are no part of the change."""
    values: list[tuple[object, ...]] = []
    counts: list[tuple[object, ...]] = []
    for lesson, before in records.items():
        again = pretest_of(released_notebook(site, lesson).read_bytes()) if before else None
        if again is None:
            continue
        after = records.get(again, {})
        for learner in sorted(set(before) & set(after)):
            pair = before[learner], after[learner]
            names = set.intersection(*({task.task for task in one.tasks} for one in pair))
            for phase, record in zip(change.PHASES, pair, strict=True):
                shared = tuple(task for task in record.tasks if task.task in names)
                own = record.model_copy(update={"tasks": shared})
                group = groups.get(learner, "")
                values += change.values_of(learner, group, phase, own)
                counts += change.counts_of(learner, group, phase, own)
    return values, counts
