"""Answers to every exercise type, graded the way a class is: points, records, gradebook, feedback."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from random import Random

import pytest

from hoichan import personas
from hoichan.cases.variant import make_variant
from hoichan.schema.documents import AnswerSheet
from hoichan.schema.exercises.chart_critique import CAPTION_FLAWS, CHART_FLAWS
from hoichan.schema.exercises.code_critique import BugKind
from hoichan.schema.site import SitePaths
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import LANGS
from hoichan_grader import feedback
from hoichan_grader.grade import open_book
from hoichan_grader.gradebook import final_scores
from hoichan_grader.outcomes import outcomes
from hoichan_grader.pipeline import (
    freeze_pools,
    grade_lesson,
    init_site,
    release_lesson,
    write_feedback,
    write_report,
)
from hoichan_grader.pools import load_pools
from hoichan_grader.roster import Learner
from hoichan_grader.sources import Sources

LESSON = "exercise_types"
NOTEBOOK = f"{LESSON}.ipynb"
SECRET = bytes(range(32))
SPEC = Sources.of_repository().spec(LESSON)
# Learners are named by what they do.
CLASS = ("reference", "typical", "accept_all", "reject_all", "blank")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A site whose class has answered every task, with the records of its grading."""
    site = SitePaths(tmp_path_factory.mktemp("every_type_graded") / "site")
    roster = [Learner(learner=name, name=name) for name in CLASS]
    init_site(site, roster=roster, secret=SECRET)
    freeze_pools(site, LESSON)
    release_lesson(site, LESSON, publish=False)
    for name in CLASS:
        hand_in(site, name)
    return site, {record.learner: record for record in grade_lesson(site, LESSON).records}


def hand_in(site, name):
    """Lay a submission where the collect step lays it."""
    folder = site.course / "submitted" / name / LESSON
    folder.mkdir(parents=True)
    shutil.copyfile(site.course / "release" / LESSON / NOTEBOOK, folder / NOTEBOOK)
    (folder / "timestamp.txt").write_text("2026-05-05 02:30:00.000000 UTC", encoding="utf-8")
    (folder / "answers").mkdir()
    for task in SPEC.graded:
        variant, key = make_variant(load_pools(site, LESSON, task.id)[0], SECRET, name)
        payload = personas.answers(name, variant, key, Random(f"{name}|{task.id}"))
        sheet = AnswerSheet.model_validate(
            {
                "lesson": LESSON,
                "task": task.id,
                "variant": variant.variant,
                "learner": name,
                "rev": 3,
                "opened": "2026-05-05T01:00:00+00:00",
                "saved": "2026-05-05T02:00:00+00:00",
                "ui": "test",
                "payload": payload.model_dump(mode="json"),
            }
        )
        path = folder / "answers" / f"{task.id}.json"
        path.write_text(json.dumps(sheet.model_dump(mode="json")), encoding="utf-8")


@pytest.mark.parametrize("task", [task.id for task in SPEC.graded])
def test_the_reference_earns_all_points_and_tricks_none(graded, task):
    _site, records = graded
    points = {
        name: next(one for one in record.tasks if one.task == task).points
        for name, record in records.items()
    }
    assert points["reference"] == 10
    assert points["accept_all"] == points["reject_all"] == points["blank"] == 0
    assert 0 <= points["typical"] < 10


def test_nobody_is_accused_of_anything(graded):
    _site, records = graded
    assert {name: record.findings for name, record in records.items()} == dict.fromkeys(CLASS, ())
    for record in records.values():
        assert {task.task for task in record.tasks} == {task.id for task in SPEC.graded}
        assert {task.status for task in record.tasks} == {"scored"}


def test_nbgraders_book_says_the_same(graded):
    site, records = graded
    book = final_scores(site, LESSON)
    for name, record in records.items():
        scores = {task: final.score for task, final in book[name].items()}
        assert scores == pytest.approx({task.task: task.points for task in record.tasks})


def test_the_feedback_shows_every_task_in_both_languages(graded):
    site, _records = graded
    pages = write_feedback(site, LESSON, learners=["typical", "blank"])
    assert len(pages) == 2
    for path in pages:
        html = path.read_text(encoding="utf-8")
        for task in SPEC.graded:
            assert all(task.title[lang] in html for lang in LANGS), task.id
            rule = feedback._words()[f"rule_{task.type}"]
            assert all(rule[lang] in unescape(html) for lang in LANGS), task.id
        assert "http" not in html.replace("http://www.w3.org/", "")
        assert "<script src" not in html


def test_the_report_of_the_class_speaks_of_errors_of_every_type(graded):
    site, _records = graded
    html = write_report(site, LESSON).read_text(encoding="utf-8")
    shown = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))
    assert f"{len(CLASS)} bài nộp đã chấm" in shown
    codes = {kind.value for kind in (*BugKind, *Category)} | {*CHART_FLAWS, *CAPTION_FLAWS}
    assert [code for code in sorted(codes) if re.search(rf"\b{code}\b", shown)] == []
    assert "nan" not in shown.split()
    judged = {
        row.task
        for name in ("typical", "reject_all")
        for row in outcomes(open_book(site, LESSON).assess(name))
    }
    assert judged == {task.id for task in SPEC.graded}
