"""The thirty known-truth questions: all are there, each with a trap that gives something else."""

from __future__ import annotations

import math

import pytest

from hoichan import data
from hoichan.schema.taxonomy import Category
from hoichan.synthesis.questions import asked
from hoichan.synthesis.verify import read_truths

NUMBER = {
    "opd_visits": 3, "ipd_discharges": 3, "dengue_weekly": 4, "pharmacy": 3, "labs": 3,
    "ward_vitals": 3, "immunization": 3, "bhyt_claims": 2, "monthly_activity": 2, "notes_phi": 1,
    "screening": 2, "refs": 1,
}  # fmt: skip
QUESTIONS = asked()


def test_every_dataset_has_its_questions():
    assert {name: len(asked(name)) for name in data.NAMES} == NUMBER
    assert len(QUESTIONS) == 30


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_trap_gives_another_answer_than_the_data(question):
    kept = {item["id"]: item for item in read_truths(question.dataset)["questions"]}
    item = kept[question.id]
    right, wrong = item["value"], item["trap"]["value"]
    if isinstance(right, float | int) and isinstance(wrong, float | int):
        # Far enough that no rounding makes one of the other.
        assert not math.isclose(right, wrong, rel_tol=0.01)
    else:
        assert right != wrong
    assert Category(item["trap"]["category"]) is question.category


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_is_said_in_both_languages_with_its_rule(question):
    assert question.text.vi.endswith("?")
    assert question.text.en.endswith("?")
    assert question.text.vi != question.text.en
    assert question.trap_text is not None
    assert question.trap_text.vi != question.trap_text.en
    assert len(question.rule) > 20
