"""The cohort report: tables from graded submissions, run by papermill, exported without code."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import nbformat
import papermill
from jinja2 import Template
from nbconvert.exporters import HTMLExporter
from papermill.exceptions import PapermillExecutionError

from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader import atomic
from hoichan_grader.grade import LessonBook, open_book
from hoichan_grader.gradebook import final_scores
from hoichan_grader.outcomes import outcomes
from hoichan_grader.records import read_records
from hoichan_grader.released import lesson_title
from hoichan_grader.reports import tables
from hoichan_grader.texts import error

_HERE = Path(__file__).parent / "reports"
_CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?(?: tags=(?P<tags>\[.*\]))?$", re.MULTILINE)
_TIMEOUT = 300  # seconds a cell; drawing a figure takes one or two


def cohort_notebook() -> nbformat.NotebookNode:
    """The report's notebook, made from ``reports/cohort_report.py`` (percent form)."""
    source = (_HERE / "cohort_report.py").read_text(encoding="utf-8")
    starts = list(_CELL.finditer(source))
    notebook: nbformat.NotebookNode = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python",
    }  # fmt: skip
    ends = [start.start() for start in starts[1:]] + [len(source)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        text = source[start.end() : end].strip()
        if start["markdown"]:
            text = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
            cell = nbformat.v4.new_markdown_cell(text)
        else:
            cell = nbformat.v4.new_code_cell(text)
            cell.metadata["tags"] = json.loads(start["tags"] or "[]")
        cell["id"] = f"cell-{number}"
        notebook.cells.append(cell)
    del notebook.cells[0]  # says what the file is, to those who read it
    return notebook


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
    with tempfile.TemporaryDirectory(prefix="hoichan-report-") as name:
        folder = Path(name)
        _write_data(folder, book, records, title, now or datetime.now(timezone(timedelta(hours=7))))
        notebook, done = folder / "report.ipynb", folder / "done.ipynb"
        nbformat.write(cohort_notebook(), notebook)
        try:
            papermill.execute_notebook(
                notebook,
                done,
                parameters={"data_folder": str(folder)},
                kernel_name="python3",
                progress_bar=False,
                cwd=str(folder),
                execution_timeout=_TIMEOUT,
                # Notices for operators of shared machines; the kernel lives for seconds and is ours.
                extra_arguments=["--IPKernelApp.log_level=ERROR"],
            )
        except PapermillExecutionError as reason:
            raise error("report_failed", reason=f"{reason.ename}: {reason.evalue}") from reason
        html = _page(nbformat.read(done, as_version=4), title)
    atomic.write_text(site.report(lesson), html)
    return site.report(lesson)


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


def _page(notebook: nbformat.NotebookNode, title: Bilingual) -> str:
    """Only what the cells say, in a page of our own: nbconvert's would load MathJax from outside."""
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    template = (_HERE / "report.html.j2").read_text(encoding="utf-8")
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    html: str = Template(template, autoescape=True).render(body=body, title=title, style=style)
    return html
