"""A whole grading run: bad submissions beside good ones, and both ways into the gradebook."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys

import pytest
from nbgrader.api import Comment, Gradebook
from nbgrader.converters import Autograde

from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan_grader import bulk
from hoichan_grader.course import Course
from hoichan_grader.gradebook import final_scores
from hoichan_grader.pipeline import grade_lesson, release_lesson

LESSON = "s1_small"


def dump(site: SitePaths) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, random ids replaced by what they stand for."""
    with sqlite3.connect(site.course / "gradebook.db") as db:
        names = _names_of_ids(db)
        tables = [row[0] for row in db.execute("select name from sqlite_master where type='table'")]
        return {
            table: sorted(
                (
                    tuple(
                        names.get(value, value) if isinstance(value, str) else value
                        for value in row
                    )
                    for row in db.execute(f"select * from {table}")  # noqa: S608  (our own names)
                ),
                key=repr,
            )
            for table in sorted(tables)
        }


def _names_of_ids(db: sqlite3.Connection) -> dict[str, str]:
    names = {
        one: f"assignment {name}" for one, name in db.execute("select id, name from assignment")
    }
    names |= {one: f"notebook {name}" for one, name in db.execute("select id, name from notebook")}
    names |= {
        one: f"{kind} {name}"
        for one, name, kind in db.execute("select id, name, type from base_cell")
    }
    names |= {one: f"source {name}" for one, name in db.execute("select id, name from source_cell")}
    submissions = db.execute("select id, student_id from submitted_assignment")
    names |= {one: f"submission of {student}" for one, student in submissions}
    notebooks = db.execute("select id, assignment_id from submitted_notebook").fetchall()
    names |= {one: f"notebook in {names[owner]}" for one, owner in notebooks}
    for table in ("grade", "comment"):
        rows = db.execute(f"select id, cell_id, notebook_id from {table}").fetchall()  # noqa: S608
        names |= {one: f"{table} {names[cell]} / {names[owner]}" for one, cell, owner in rows}
    return names


def record(site: SitePaths, learner: str) -> GradeRecord:
    return GradeRecord.model_validate_json(site.record(LESSON, learner).read_bytes())


def codes(site: SitePaths, learner: str) -> list[str]:
    return [one.code for one in record(site, learner).findings]


def a_bad_class(course) -> None:
    """an: forged; binh: no notebook; chi: good; dung: damaged notebook; khach: not on the list."""
    course.submit("an")
    course.write_answers("an", "x1", course.sheet("binh", "x1"))
    course.submit("binh", notebook=False)
    course.submit("chi")
    course.submit("dung")
    (course.folder("dung") / f"{LESSON}.ipynb").write_bytes(b'{"cells": [')
    course.submit("khach", right=False)
    course.edit_notebook("khach", lambda nb: nb["cells"].append(nb["cells"][2] | {"id": "copy"}))


def test_bad_submissions_are_told_and_hurt_nobody_else(course):
    a_bad_class(course)
    seen = []
    run = grade_lesson(course.site, LESSON, progress=lambda *step: seen.append(step))
    assert [one.learner for one in run.records] == ["an", "binh", "chi", "dung", "khach"]
    assert seen == [("grade", done, 5) for done in range(1, 6)]
    assert {one.learner: [f.code for f in one.findings] for one in run.records} == {
        "an": ["answers_other_learner"],
        "binh": ["notebook_missing"],
        "chi": [],
        "dung": ["notebook_unreadable"],
        "khach": ["notebook_cells_duplicated", "learner_not_on_roster"],
    }
    assert {one.learner: one.points for one in run.records} == {
        "an": 42.0, "binh": 70.0, "chi": 70.0, "dung": 70.0, "khach": 0.0,
    }  # fmt: skip
    assert run.exit_status == 4
    assert run.not_submitted == ()
    scores = final_scores(course.site, LESSON)
    assert {name: sum(one.score for one in cells.values()) for name, cells in scores.items()} == {
        "an": 42.0, "binh": 70.0, "chi": 70.0, "dung": 70.0, "khach": 0.0,
    }  # fmt: skip


def test_those_who_did_not_submit_are_listed_and_are_no_error(course):
    course.submit("chi")
    run = grade_lesson(course.site, LESSON)
    assert run.not_submitted == ("an", "binh", "dung")
    assert run.exit_status == 0


def test_only_the_named_learners_are_graded(course):
    course.submit("an")
    course.submit("chi")
    run = grade_lesson(course.site, LESSON, learners=["chi"])
    assert [one.learner for one in run.records] == ["chi"]
    assert not course.site.record(LESSON, "an").exists()


def test_deleted_task_cells_lose_no_answers(course):
    course.submit("an")
    course.edit_notebook("an", lambda nb: nb["cells"].__delitem__(slice(0, 4)))
    run = grade_lesson(course.site, LESSON)
    assert codes(course.site, "an") == ["notebook_cells_deleted"]
    assert run.records[0].points == 70.0
    assert final_scores(course.site, LESSON)["an"]["x1"].score == 28.0


def test_no_code_of_a_learner_is_run(course, tmp_path):
    trace = tmp_path / "trace"
    course.submit("an", right=False)
    evil = f"open({str(trace)!r}, 'w'); 28.0"
    course.edit_notebook("an", lambda nb: nb["cells"][2].update(source=evil))
    grade_lesson(course.site, LESSON)
    assert not trace.exists()
    assert codes(course.site, "an") == ["notebook_cells_edited"]
    kept = course.folder("an") / f"{LESSON}.ipynb.received"
    assert str(trace) in kept.read_text()
    graded = course.site.course / "autograded" / "an" / LESSON / f"{LESSON}.ipynb"
    assert str(trace) not in graded.read_text()


def test_nbgrader_alone_does_not_take_over_a_learners_cells_either(course):
    """As when submissions were laid there by hand: nothing was put in their place."""
    course.submit("an")
    course.edit_notebook("an", lambda nb: nb["cells"][2].update(source="EVIL = 1"))
    course.edit_notebook(
        "an", lambda nb: nb["cells"].append(nb["cells"][0] | {"id": "own", "source": "EVIL"})
    )
    Course(course.site).convert(Autograde, LESSON, "an")
    graded = course.site.course / "autograded" / "an" / LESSON / f"{LESSON}.ipynb"
    assert "EVIL" not in graded.read_text("utf-8")
    assert record(course.site, "an").points == 70.0
    assert codes(course.site, "an") == ["notebook_cells_edited", "notebook_cells_extra"]


def test_outputs_that_claim_points_are_not_believed(course):
    course.submit("an", right=False)
    claim = {
        "output_type": "execute_result",
        "data": {"text/plain": "28.0"},
        "metadata": {},
        "execution_count": 1,
    }
    course.edit_notebook(
        "an", lambda nb: [cell.update(outputs=[claim]) for cell in nb["cells"][2:]]
    )
    grade_lesson(course.site, LESSON)
    assert record(course.site, "an").points == 0.0
    assert all(one.score == 0 for one in final_scores(course.site, LESSON)["an"].values())


def test_reasons_stand_in_the_gradebook_beside_the_cell(course):
    a_bad_class(course)
    grade_lesson(course.site, LESSON)
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        refused = gradebook.find_grade("x1", LESSON, LESSON, "an")
        assert (refused.auto_score, refused.score, refused.needs_manual_grade) == (None, 0.0, True)
        comment = (
            gradebook.db.query(Comment)
            .filter_by(cell_id=refused.cell_id, notebook_id=refused.notebook_id)
            .one()
        )
        finding = next(f for f in record(course.site, "an").findings if f.task == "x1")
        assert comment.comment == f"{finding.text.vi}\n{finding.text.en}"
        fine = gradebook.find_grade("x1", LESSON, LESSON, "chi")
        assert (fine.auto_score, fine.needs_manual_grade) == (28.0, False)
        assert not gradebook.db.query(Comment).filter_by(notebook_id=fine.notebook_id).all()


def test_formgrader_shows_marks_and_key_in_the_place_of_the_widget(course):
    course.submit("an")
    grade_lesson(course.site, LESSON)
    path = course.site.course / "autograded" / "an" / LESSON / f"{LESSON}.ipynb"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    html = "".join(cells[3]["outputs"][0]["data"]["text/html"])
    planted = course.variant("an", "x1")[1].planted[0]
    assert planted.why.vi in html
    assert planted.why.en in html


def test_grading_again_changes_nothing(course):
    a_bad_class(course)
    grade_lesson(course.site, LESSON)
    rows = dump(course.site)
    files = {path: path.read_bytes() for path in (course.site.root / "records").rglob("*.json")}
    again = grade_lesson(course.site, LESSON)
    assert dump(course.site) == rows
    assert {path: path.read_bytes() for path in files} == files
    assert again.exit_status == 4


def test_a_better_submission_replaces_the_refused_one(course):
    a_bad_class(course)
    grade_lesson(course.site, LESSON)
    course.submit("an")
    run = grade_lesson(course.site, LESSON, learners=["an"])
    assert run.exit_status == 0
    assert codes(course.site, "an") == []
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        grade = gradebook.find_grade("x1", LESSON, LESSON, "an")
        assert (grade.auto_score, grade.needs_manual_grade) == (28.0, False)
        comments = gradebook.db.query(Comment).filter_by(notebook_id=grade.notebook_id).all()
        assert [one.comment for one in comments] == [None]


def test_a_new_wording_of_the_lesson_accuses_nobody(course, tmp_path):
    course.submit("an")
    grade_lesson(course.site, LESSON)
    source = course.site.course / "source" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(source.read_text("utf-8"))
    notebook["cells"][0]["source"] = "# Bài nhỏ, đã sửa lỗi chính tả"
    path = tmp_path / "again.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    release_lesson(course.site, LESSON, notebook=path, publish=False)
    course.submit("chi")
    run = grade_lesson(course.site, LESSON)
    assert [(one.learner, one.points, one.findings) for one in run.records] == [
        ("an", 70.0, ()),
        ("chi", 70.0, ()),
    ]


def test_a_persons_mark_stands_and_is_shown_for_review_when_graded_again(course):
    course.submit("an")
    course.write_answers("an", "x1", b"{")
    grade_lesson(course.site, LESSON)
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        grade = gradebook.find_grade("x1", LESSON, LESSON, "an")
        grade.manual_score, grade.needs_manual_grade = 20.0, False
        gradebook.db.commit()
    grade_lesson(course.site, LESSON)
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        grade = gradebook.find_grade("x1", LESSON, LESSON, "an")
        assert (grade.score, grade.needs_manual_grade) == (20.0, True)  # as nbgrader does


@pytest.mark.parametrize(("method", "penalty"), [("none", 0.0), ("zero", 70.0)])
def test_lateness_is_nbgraders_own(course, method, penalty):
    local = course.site.course / "nbgrader_local.py"
    local.write_text(f"c = get_config()\nc.LateSubmissionPlugin.penalty_method = {method!r}\n")
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2025-05-05 02:00:00 UTC")
    course.submit("an", at="2025-05-05 02:30:00.000000 UTC")
    course.submit("chi", at="2025-05-05 01:30:00.000000 UTC")
    run = grade_lesson(course.site, LESSON)
    late, early = record(course.site, "an"), record(course.site, "chi")
    assert (late.seconds_late, late.penalty, late.points) == (1800.0, penalty, 70.0)
    assert [one.code for one in late.findings] == ["late"]
    assert "30 phút" in late.findings[0].text.vi
    assert (early.seconds_late, early.penalty, early.findings) == (0.0, 0.0, ())
    assert run.exit_status == 0
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        assert (gradebook.find_submission(LESSON, "an").late_submission_penalty or 0.0) == penalty


def test_a_submission_that_breaks_the_grader_does_not_stop_the_run(course, monkeypatch):
    course.submit("an")
    course.submit("chi")
    assess = bulk.LessonBook.assess

    def sometimes(book, learner):
        if learner == "an":
            raise ZeroDivisionError
        return assess(book, learner)

    monkeypatch.setattr(bulk.LessonBook, "assess", sometimes)
    run = grade_lesson(course.site, LESSON)
    assert codes(course.site, "an") == ["grading_failed"]
    assert codes(course.site, "chi") == []
    assert run.exit_status == 1
    assert "ZeroDivisionError" in (course.site.root / "logs" / "nbgrader.log").read_text()


def test_more_than_99_that_need_a_look_are_99(course):
    record = GradeRecord(
        lesson=LESSON, learner="an", submitted_at=None, tasks=(), graded_at="", grader="",
        findings=(course_finding(),),
    )  # fmt: skip
    run = bulk.GradingRun(LESSON, (record,) * 120, (), 1.0)
    assert run.exit_status == 99


def course_finding():
    from hoichan_grader.texts import finding

    return finding("notebook_missing")


@pytest.mark.slow
def test_nbgrader_autograde_leaves_the_same_gradebook_row_for_row(course, tmp_path):
    """Plain `nbgrader autograde`, one learner after the other, against our run."""
    a_bad_class(course)
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2025-05-05 02:00:00 UTC")
    # Collecting with nbgrader puts released notebooks in place; here the files were laid by hand.
    bulk.place_all(course.site, LESSON)
    other = SitePaths(tmp_path / "other")
    shutil.copytree(course.site.root, other.root)
    grade_lesson(course.site, LESSON)
    for learner in ("an", "binh", "khach"):
        autograde(other, learner)
    autograde(other, "*")
    assert dump(other) == dump(course.site)
    assert len(dump(other)["grade"]) == 10
    for learner in ("an", "binh", "chi", "dung", "khach"):
        ours, theirs = record(course.site, learner), record(other, learner)
        assert ours == theirs.model_copy(update={"graded_at": ours.graded_at})


def autograde(site: SitePaths, learner: str) -> None:
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON, f"--student={learner}"]
    done = subprocess.run(
        [*command, "--log-level=ERROR"],
        cwd=site.course,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
