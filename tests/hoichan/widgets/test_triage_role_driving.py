"""X8 from Python: the AI's level is sent when the own one stands, and only then."""

from __future__ import annotations

import json

import pytest

from exercise_samples import sample

VARIANT, KEY = sample("x8")
FIRST, SECOND = VARIANT.patients[:2]
ACTS = [act.id for act in FIRST.acts]


def test_no_advice_is_sent_before_the_own_level_stands(drive):
    x8 = drive("x8")
    assert not any("advice" in patient for patient in x8.widget.variant["patients"])
    x8.ok(do="level", uid=FIRST.uid, init=1)
    sent = json.dumps([x8.widget.variant, x8.widget.state], ensure_ascii=False)
    reasons = [patient.advice.reason for patient in VARIANT.patients]
    assert not any(reason.vi in sent or reason.en in sent for reason in reasons)
    assert x8.widget.state["advice"] == {}  # nor a level without its reason
    x8.ok(do="reveal", uid=FIRST.uid)
    assert x8.widget.state["advice"] == {FIRST.uid: FIRST.advice.model_dump()}


@pytest.mark.parametrize("op", [{"do": "reveal"}, {"do": "final", "final": 2, "p_ai": 50}])
def test_first_ones_own_level(drive, op):
    x8 = drive("x8")
    reply = x8.op(**op, uid=FIRST.uid)
    assert reply["kind"] == "nack"
    assert reply["error"]["vi"] != reply["error"]["en"]
    assert x8.payload["patients"] == []


def test_the_own_level_stands_once_the_advice_was_seen_and_undo_takes_the_final_part(drive):
    x8 = drive("x8")
    x8.ok(do="level", uid=FIRST.uid, init=0)
    x8.ok(do="level", uid=FIRST.uid, init=2)  # still free to change
    x8.ok(do="reveal", uid=FIRST.uid)
    assert x8.op(do="level", uid=FIRST.uid, init=3)["kind"] == "nack"
    x8.ok(do="final", uid=FIRST.uid, final=3, p_ai=10, acts=[ACTS[1], ACTS[0]])
    (saved,) = x8.payload["patients"]
    assert saved["acts"] == ACTS[:2]  # in the order of the page
    x8.ok(do="undo")
    (saved,) = x8.reopened().payload["patients"]
    assert (saved["init"], saved["shown"]) == (2, True)
    assert (saved["final"], saved["p_ai"], saved["acts"]) == (None, None, [])
    assert x8.op(do="undo")["kind"] == "nack"


def test_answers_stand_in_the_order_of_the_patients(drive):
    x8 = drive("x8")
    for patient in (SECOND, FIRST):
        x8.ok(do="level", uid=patient.uid, init=1)
    assert [each["uid"] for each in x8.payload["patients"]] == [FIRST.uid, SECOND.uid]


def test_nonsense_is_refused_and_changes_nothing(drive):
    x8 = drive("x8")
    x8.ok(do="level", uid=FIRST.uid, init=1)
    x8.ok(do="reveal", uid=FIRST.uid)
    before = x8.payload
    for op in (
        {"do": "level", "uid": "t99", "init": 1},
        {"do": "level", "uid": SECOND.uid, "init": 4},
        {"do": "level", "uid": SECOND.uid, "init": -1},
        {"do": "final", "uid": FIRST.uid, "final": 2, "p_ai": 33},
        {"do": "final", "uid": FIRST.uid, "final": 2, "p_ai": 50, "acts": ["nothing_like_it"]},
        {"do": "flag", "uid": FIRST.uid},
    ):
        reply = x8.op(**op)
        assert reply["kind"] == "nack", op
        assert reply["error"]["vi"] != reply["error"]["en"]
    assert x8.payload == x8.reopened().payload == before


def test_practice_gives_feedback_on_one_patient_and_graded_tasks_give_none(drive):
    p8 = drive("p8")
    variant, key = sample("p8")
    reply = p8.widget.receive({"kind": "feedback", "id": "f1", "item": "t2"})
    assert reply["item"] == "t2"
    assert key.patients[1].why.vi[:25] in reply["html"]["vi"]
    assert variant.patients[0].vignette.en not in reply["html"]["en"]
    assert drive("x8").widget.receive({"kind": "feedback", "id": "f2"})["kind"] == "error"
