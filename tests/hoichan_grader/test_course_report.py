"""What changed between two tests: the estimates, what is left out, and the page."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from hoichan.schema.report import GradeRecord, ScoreReport, TaskRecord
from hoichan.schema.text import Bilingual
from hoichan_grader import pipeline
from hoichan_grader.placing import released_notebook
from hoichan_grader.records import write_record
from hoichan_grader.reports import change, course_sections
from hoichan_grader.texts import GraderError

LESSON = "s1_small"


def values(before, after, measure="OR", group="A"):
    rows = [
        (f"hv{i}", group, phase, measure, value)
        for phase, column in (("pre", before), ("post", after))
        for i, value in enumerate(column)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=list(change.VALUE_COLUMNS))


def report(kind, task, score=0.5, **more):
    return TaskRecord(
        task=task, status="scored", points=10 * score, max_points=10, variant="v",
        report=ScoreReport(task=task, type=kind, score=score, points=10 * score, max_points=10,
                           scorer="test/1", **more),
    )  # fmt: skip


def record(learner, lesson, *tasks):
    return GradeRecord(
        lesson=lesson, learner=learner, submitted_at=None, tasks=tasks,
        graded_at="2026-01-01T00:00:00+00:00", grader="test",
    )  # fmt: skip


def test_a_change_is_paired_and_its_interval_holds_it():
    found = change.paired(values([0.6, 0.5, 0.7, 0.4, 0.8], [0.4, 0.3, 0.6, 0.4, 0.3]), "OR")
    assert (found.n, round(found.before, 6), round(found.after, 6)) == (5, 0.6, 0.4)
    assert found.change == pytest.approx(-0.2)
    assert found.low < -0.2 < found.high < 0
    again = change.paired(values([0.6, 0.5, 0.7, 0.4, 0.8], [0.4, 0.3, 0.6, 0.4, 0.3]), "OR")
    assert found == again


def test_who_took_one_test_only_counts_in_neither():
    found = change.paired(values([0.6, 0.5, 0.7, 0.4, 0.8, 1.0], [0.4, 0.3, 0.6, 0.4, 0.3]), "OR")
    assert (found.n, round(found.before, 6)) == (5, 0.6)
    assert change.paired(values([0.6, 0.5, 0.7, 0.4], [0.4, 0.3, 0.6, 0.4, 0.3]), "OR") is None
    assert change.paired(values([0.6] * 5, []), "OR") is None


def test_the_same_change_for_everybody_has_no_width():
    found = change.paired(values([0.5] * 6, [0.25] * 6), "OR")
    assert (found.low, found.change, found.high) == (-0.25, -0.25, -0.25)
    assert change.normalised_gain(found) == -0.5
    assert change.normalised_gain(change.paired(values([1.0] * 5, [1.0] * 5), "OR")) is None


@pytest.mark.parametrize(("after", "holds"), [([0.2] * 6, True), ([0.2, 0.5] * 3, False)])
def test_the_guard_rail_asks_for_the_upper_end(after, holds):
    assert change.guard_holds(change.paired(values([0.2] * 6, after, "UR"), "UR")) is holds


def test_sensitivity_is_of_the_class_together():
    rows = [
        (f"hv{i}", "A", phase, hits, 6, alarms, 30)
        for phase, hits, alarms in (("pre", 2, 6), ("post", 5, 6))
        for i in range(5)
    ]
    found = change.pooled_signal(pd.DataFrame(rows, columns=list(change.COUNT_COLUMNS)))
    # By hand: (10 + p) / (30 + 2p) and (30 + q) / (150 + 2q) with p = 1/6, q = 5/6.
    assert found["d_prime"].before == pytest.approx(0.40421, abs=1e-4)
    assert found["d_prime"].after > found["d_prime"].before
    assert found["criterion"].after < found["criterion"].before
    few = pd.DataFrame(rows[:4] + rows[5:9], columns=list(change.COUNT_COLUMNS))
    assert change.pooled_signal(few) == {}


def test_what_was_not_answered_gives_no_value():
    unanswered = report("decide_confidence", "x3", parts={"OR": 1.0}).model_copy(
        update={"status": "not_answered", "report": None}
    )
    decided = report("decide_confidence", "x3", parts={"OR": 0.25, "UR": 0.5, "skill": None})
    hidden = report("phi_redact", "x5", parts={"direct_leaks": 2})
    assert change.values_of("an", "A", "pre", record("an", "pre", unanswered)) == []
    found = {
        name: value
        for *_, name, value in change.values_of(
            "an", "A", "pre", record("an", "pre", decided, hidden)
        )
    }
    assert found == {
        "score.decide_confidence": 0.5, "OR": 0.25, "UR": 0.5, "score.phi_redact": 0.5, "leak": 1.0,
    }  # fmt: skip


def test_a_small_group_is_counted_but_not_shown():
    rows = pd.concat(
        [values([0.5] * 5, [0.4] * 5, m, "lớn") for m in ("OR", "UR")]
        + [values([0.5] * 4, [0.4] * 4, m, "nhỏ") for m in ("OR", "UR")]
    )
    html = course_sections.by_group(rows)
    assert "lớn" in html
    assert "nhỏ" not in html
    assert "Không kể 1 nhóm" in html


def mark_as_pretest(course, of):
    path = released_notebook(course.site, LESSON)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["hoichan"]["pretest_of"] = of
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_feedback_on_a_pretest_waits_for_the_exit_test(course):
    for learner in ("an", "binh"):
        course.submit(learner)
    pipeline.grade_lesson(course.site, LESSON)
    mark_as_pretest(course, "s1_again")
    assert pipeline.waiting(course.site, LESSON) == {"an", "binh"}
    assert pipeline.write_feedback(course.site, LESSON) == []
    write_record(course.site, record("an", "s1_again", report("span_critique", "x1")))
    assert pipeline.waiting(course.site, LESSON) == {"binh"}
    assert pipeline.write_feedback(course.site, LESSON, learners=["binh"]) == []
    assert pipeline.write_feedback(course.site, LESSON) == [course.site.feedback(LESSON, "an")]


def test_a_course_without_grades_has_no_report(course):
    with pytest.raises(GraderError, match="Nothing of the course is graded"):
        pipeline.write_course_report(course.site)


def test_the_page_says_what_its_learners_are(course, monkeypatch):
    note = Bilingual(vi="Học viên mô phỏng.", en="Simulated learners.")
    for i in range(5):
        for lesson, wrong in (("pre_test", 0.5), ("post_test", 0.25)):
            parts = {"OR": wrong, "UR": 0.1, "ARI": 0.9 - wrong}
            tasks = [report("decide_confidence", "x3", parts=parts)]
            if lesson == "post_test":  # a task that only the exit test has is no part of the change
                tasks.append(report("decide_confidence", "x9", parts={"OR": 1.0, "UR": 1.0}))
            write_record(course.site, record(f"hv{i}", lesson, *tasks))
    for lesson, of in (("pre_test", "post_test"), ("post_test", None)):
        folder = course.site.course / "release" / lesson
        folder.mkdir(parents=True)
        notebook = {"cells": [], "metadata": {"hoichan": {"pretest_of": of}}}
        (folder / f"{lesson}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    page = pipeline.write_course_report(course.site, note=note).read_text(encoding="utf-8")
    assert "Simulated learners." in page
    assert "from 50.0 % to 25.0 %" in page
    assert "DESCRIPTIVE" in page
    assert "T-HC2" in page or "PRE" in page
    assert "http" not in page.replace("http://www.w3.org", "")
