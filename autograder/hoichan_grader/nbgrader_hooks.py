"""What nbgrader's own commands call: our preprocessors and the feedback page.

Named in the course's ``nbgrader_config.py``. ``nbgrader autograde`` and the bulk run go through the
same classes, so they leave the same gradebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import determine_grade
from sqlalchemy.engine import make_url

from hoichan.schema.site import SitePaths
from hoichan_grader import feedback
from hoichan_grader.grade import Assessment, open_book
from hoichan_grader.gradebook import comment_text, lateness, save_comment
from hoichan_grader.placing import (
    merge_solutions,
    received_bytes,
    released_notebook,
    submitted_folder,
)
from hoichan_grader.records import write_record
from hoichan_grader.shown import staff_view

Notebook = Any
Resources = dict[str, Any]
_KEPT = "hoichan_assessment"  # in nbconvert's resources, from one preprocessor to the next


def site_of(db_url: str) -> SitePaths:
    """The site whose ``course/gradebook.db`` has this URL.

    Raises:
        ValueError: the gradebook is no SQLite file in a course directory.
    """
    database = make_url(db_url).database
    if database is None or Path(database).parent.name != "course":
        msg = f"not the gradebook of a Hội chẩn site: {db_url}"
        raise ValueError(msg)
    return SitePaths(Path(database).parent.parent)


def _assessment(resources: Resources) -> Assessment:
    """Assess the submission that nbgrader is working on, once."""
    if _KEPT not in resources:
        about = resources["nbgrader"]
        book = open_book(site_of(about["db_url"]), about["assignment"])
        resources[_KEPT] = book.assess(about["student"])
    kept: Assessment = resources[_KEPT]
    return kept


class ReplaceByRelease(NbGraderPreprocessor):
    """Work on the released notebook, whatever the learner's holds; nothing of theirs is run."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Return the released notebook with the learner's text in cells that a person marks."""
        about = resources["nbgrader"]
        site = site_of(about["db_url"])
        folder = submitted_folder(site, about["assignment"], about["student"])
        released = released_notebook(site, about["assignment"]).read_bytes()
        merged = merge_solutions(released, received_bytes(folder, about["assignment"]))
        return nbformat.reads(merged.decode("utf-8"), as_version=4), resources


class SaveTrustedGrades(SaveAutoGrades):
    """nbgrader's ``SaveAutoGrades`` with points from the answers file and the key.

    What cells print is never believed. A graded code cell that is none of our tasks gets no automatic
    score, so that a person has to look.
    """

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Score the submission, then let nbgrader walk through the cells."""
        self._assessed = _assessment(resources)
        self._about_submission = self._assessed.findings
        nb, resources = super().preprocess(nb, resources)
        return nb, resources

    def _add_score(self, cell: Notebook, resources: Resources) -> None:
        """Write one cell's score and comment as nbgrader does, all but where they come from."""
        name = cell.metadata["nbgrader"]["grade_id"]
        task = self._assessed.task(name)
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        if task is not None:
            # None = needs manual grade: a refused file waits for a person and counts 0 till then.
            grade.auto_score = None if task.status == "needs_look" else task.points
            # What concerns the whole submission stands with its first task only.
            findings = (*self._about_submission, *task.findings)
            self._about_submission = ()
            save_comment(self.gradebook, grade, comment_text(findings))
            cell.outputs = [_html_output(staff_view(task, self._assessed))]
        elif utils.is_solution(cell) or cell.cell_type != "code":
            grade.auto_score, _ = determine_grade(cell, self.log)
        else:
            grade.auto_score = None
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        self.gradebook.db.commit()


def _html_output(html: str) -> Notebook:
    return nbformat.v4.new_output("display_data", data={"text/html": html})


class SaveGradeRecord(NbGraderPreprocessor):
    """Write the grade record, after nbgrader has worked out what lateness costs."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Write ``records/<lesson>/<learner>.json``; the notebook stays as it is."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            late = lateness(gradebook, about["assignment"], about["student"])
        record = _assessment(resources).record(seconds_late=late.seconds, penalty=late.penalty)
        write_record(site_of(about["db_url"]), record)
        return nb, resources


class FeedbackExporter(Exporter):
    """Lets ``nbgrader generate_feedback`` write our feedback page."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]  # HTML is text, as in nbconvert's own exporters
        self, nb: Notebook, resources: Resources | None = None, **kwargs: Any
    ) -> tuple[str, Resources]:
        """The learner's page; the notebook itself gives nothing to it."""
        nb, prepared = super().from_notebook_node(nb, resources, **kwargs)
        about = prepared["nbgrader"]
        page = feedback.page(site_of(about["db_url"]), about["assignment"], about["student"])
        return page, prepared
