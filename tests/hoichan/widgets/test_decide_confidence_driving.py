"""X3 from Python: nothing of the AI's before the own decision, and no second thoughts after it."""

from __future__ import annotations

import json

import pytest

from exercise_samples import sample

VARIANT, KEY = sample("x3")
FIRST, SECOND = VARIANT.decisions[:2]
CHOICES = [choice.oid for choice in FIRST.options]


def begun(drive):
    x3 = drive("x3")
    x3.ok(do="init", uid=FIRST.uid, init=CHOICES[0], init_p=75)
    return x3


def test_advice_and_source_are_not_sent_before_they_are_asked_for(drive):
    x3 = begun(drive)
    sent = json.dumps([x3.widget.variant, x3.widget.state], ensure_ascii=False)
    for decision in VARIANT.decisions:
        assert decision.advice.text.vi not in sent
    assert not {"advice", "evidence"} & {k for d in x3.widget.variant["decisions"] for k in d}
    x3.ok(do="reveal", uid=FIRST.uid)
    assert x3.widget.state["advice"] == {FIRST.uid: FIRST.advice.model_dump()}
    assert x3.widget.state["sources"] == {}
    x3.ok(do="check", uid=FIRST.uid)
    assert len(x3.widget.state["sources"][FIRST.uid]) == len(FIRST.evidence)
    assert x3.widget.state["checks_left"] == VARIANT.checks - 1


def test_the_own_decision_stands_once_the_advice_was_seen(drive):
    x3 = begun(drive)
    x3.ok(do="init", uid=FIRST.uid, init=CHOICES[1], init_p=90)  # still free to change
    x3.ok(do="reveal", uid=FIRST.uid)
    reply = x3.op(do="init", uid=FIRST.uid, init=CHOICES[0], init_p=90)
    assert reply["kind"] == "nack"
    assert "giữ nguyên" in reply["error"]["vi"]
    x3.ok(do="final", uid=FIRST.uid, final="reject", chosen=None, p_ai=10)
    x3.ok(do="undo")
    (saved,) = x3.reopened().payload["decisions"]
    assert (saved["init"], saved["init_p"], saved["shown"]) == (CHOICES[1], 90, True)
    assert (saved["final"], saved["p_ai"]) == (None, None)
    assert x3.op(do="undo")["kind"] == "nack"  # nothing left that may be taken back


@pytest.mark.parametrize("missing", [{"init": None}, {"init_p": None}])
def test_no_advice_without_an_own_decision_and_its_certainty(drive, missing):
    x3 = drive("x3")
    x3.ok(do="init", **{"uid": FIRST.uid, "init": CHOICES[0], "init_p": 50, **missing})
    for op in ({"do": "reveal"}, {"do": "check"}, {"do": "final", "final": "accept", "p_ai": 90}):
        reply = x3.op(**op, uid=FIRST.uid)
        assert reply["kind"] == "nack"
        assert "chọn câu trả lời" in reply["error"]["vi"]


def test_sources_are_limited(drive):
    x3 = drive("x3")
    for place, decision in enumerate(VARIANT.decisions):
        x3.ok(do="init", uid=decision.uid, init=decision.options[0].oid, init_p=50)
        x3.ok(do="reveal", uid=decision.uid)
        reply = x3.op(do="check", uid=decision.uid)
        assert reply["kind"] == ("ack" if place < VARIANT.checks else "nack")
    x3.ok(do="check", uid=FIRST.uid)  # one that is open stays open
    assert x3.widget.state["checks_left"] == 0


def test_nonsense_is_refused_and_changes_nothing(drive):
    x3 = begun(drive)
    before = x3.payload
    for op in (
        {"do": "init", "uid": "d99", "init": CHOICES[0]},
        {"do": "init", "uid": FIRST.uid, "init": SECOND.options[0].oid},
        {"do": "init", "uid": FIRST.uid, "init": CHOICES[0], "init_p": 33},
        {"do": "flag", "uid": FIRST.uid},
        {"do": "many", "ops": []},
    ):
        assert x3.op(**op)["kind"] == "nack"
    assert x3.payload == before


def test_practice_gives_feedback_on_one_item_and_graded_tasks_give_none(drive):
    p3 = drive("p3")
    reply = p3.widget.receive({"kind": "feedback", "id": "f1", "item": "d2"})
    variant, key = sample("p3")
    assert reply["item"] == "d2"
    assert key.decisions[1].why.vi[:30] in reply["html"]["vi"]
    assert variant.decisions[0].question.en not in reply["html"]["en"]
    assert drive("x3").widget.receive({"kind": "feedback", "id": "f2"})["kind"] == "error"
