"""The cohort report: tables from the graded submissions of one lesson, as one HTML page."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader.grade import LessonBook, open_book
from hoichan_grader.gradebook import final_scores
from hoichan_grader.outcomes import outcomes
from hoichan_grader.papermill_report import render
from hoichan_grader.records import read_records
from hoichan_grader.released import lesson_title
from hoichan_grader.reports import tables
from hoichan_grader.texts import error

_HEADING = Bilingual(vi="Báo cáo lớp", en="Cohort report")


def write_report(site: SitePaths, lesson: str, now: datetime | None = None) -> Path:
    """Write ``reports/<lesson>.html`` from all grade records of a lesson.

    Raises:
        GraderError: nothing of the lesson is graded yet.
    """
    records = read_records(site, lesson)
    if not records:
        raise error("no_records", lesson=lesson, site=site.root)
    book = open_book(site, lesson)
    title = lesson_title(book.released, lesson)
    moment = now or datetime.now(timezone(timedelta(hours=7)))

    def lay_out(folder: Path) -> None:
        _write_data(folder, book, records, title, moment)

    return render(site.report(lesson), "cohort_report.py", lay_out, _HEADING, title)


def _write_data(
    folder: Path,
    book: LessonBook,
    records: dict[str, GradeRecord],
    title: Bilingual,
    moment: datetime,
) -> None:
    rows = [row for learner in records for row in outcomes(book.assess(learner))]
    scores = final_scores(book.site, book.lesson)
    learners = tables.learner_table(records, rows, scores, book.roster)
    tables.write_tables(
        folder,
        {
            "learners": learners,
            "outcomes": tables.outcome_table(rows),
            "findings": tables.finding_table(records, book.roster),
        },
    )
    about = {
        "title": title.model_dump(),
        "max_points": float(learners["max_points"].max()),
        "not_submitted": sorted(set(book.roster) - set(records)),
        "made_at": f"{moment:%d/%m/%Y %H:%M}",
    }
    text = json.dumps(about, ensure_ascii=False)
    (folder / "about.json").write_text(text, encoding="utf-8")
