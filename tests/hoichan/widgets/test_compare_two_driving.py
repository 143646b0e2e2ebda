"""X10 from Python: verdicts and taps are saved as a whole for a pair, undone, and reopened."""

from __future__ import annotations

import json

import pytest

from exercise_samples import sample

VARIANT, KEY = sample("x10")
FIRST, SECOND = VARIANT.pairs[:2]
A1, A2 = (unit.uid for unit in FIRST.a.units[:2])
B1 = FIRST.b.units[0].uid
SAID = {"accurate": "A", "safer": "neither", "clearer": "same", "p": 75}


def compare(drive, uid=FIRST.uid, **said):
    return drive.ok(do="compare", uid=uid, **said)


def test_what_was_said_of_a_pair_is_saved_and_there_again(drive):
    x10 = drive("x10")
    compare(x10, **SAID, decisive=[B1, A2, A1])
    (pair,) = x10.reopened().payload["pairs"]
    assert pair == {"uid": FIRST.uid, **SAID, "decisive": [A1, A2, B1]}  # in the order on the page


def test_pairs_stand_in_the_order_of_the_page(drive):
    x10 = drive("x10")
    for uid in (SECOND.uid, FIRST.uid):
        compare(x10, uid, accurate="both")
    assert [pair["uid"] for pair in x10.payload["pairs"]] == [FIRST.uid, SECOND.uid]


def test_undo_goes_back_one_answer_at_a_time(drive):
    x10 = drive("x10")
    compare(x10, accurate="A")
    compare(x10, accurate="A", decisive=[B1])
    compare(x10, SECOND.uid, accurate="both")
    x10.ok(do="undo")
    assert [pair["uid"] for pair in x10.payload["pairs"]] == [FIRST.uid]
    x10.ok(do="undo")
    assert x10.payload["pairs"][0]["decisive"] == []
    x10.ok(do="undo")
    assert x10.reopened().payload["pairs"] == []
    assert x10.op(do="undo")["kind"] == "nack"


def test_an_answer_may_be_taken_back(drive):
    x10 = drive("x10")
    compare(x10, **SAID, decisive=[A1])
    compare(x10, accurate=None, safer="B")
    (pair,) = x10.payload["pairs"]
    assert (pair["accurate"], pair["safer"], pair["decisive"]) == (None, "B", [])


def test_a_pair_is_settled_when_all_four_questions_are_answered(drive):
    x10 = drive("x10")
    for missing in SAID:
        compare(x10, **SAID | {missing: None})
        assert x10.widget.store.sheet.payload.settled() == frozenset()
    compare(x10, **SAID)
    assert x10.widget.store.sheet.payload.settled() == {FIRST.uid}


@pytest.mark.parametrize(
    "op",
    [
        {"do": "compare", "uid": "p99", "accurate": "A"},
        {"do": "compare", "uid": FIRST.uid, "accurate": "C"},
        {"do": "compare", "uid": FIRST.uid, "accurate": "same"},
        {"do": "compare", "uid": FIRST.uid, "clearer": "both"},
        {"do": "compare", "uid": FIRST.uid, "p": 33},
        {"do": "compare", "uid": FIRST.uid, "decisive": [SECOND.a.units[0].uid]},
        {"do": "compare", "uid": FIRST.uid, "decisive": [FIRST.uid]},
        {"do": "compare", "uid": FIRST.uid, "decisive": "A1"},
        {"do": "compare", "uid": FIRST.uid, "score": 1},
        {"do": "compare"},
        {"do": "flag", "uid": FIRST.uid},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(drive, op):
    x10 = drive("x10")
    compare(x10, **SAID, decisive=[A1])
    before = x10.payload
    reply = x10.op(**op)
    assert reply["kind"] == "nack"
    assert reply["error"]["vi"]
    assert reply["error"]["en"]
    assert x10.payload == before
    assert x10.reopened().payload == before


def test_a_sentence_tapped_twice_in_one_message_counts_once(drive):
    x10 = drive("x10")
    compare(x10, decisive=[A1, A1])
    assert x10.payload["pairs"][0]["decisive"] == [A1]


def test_nothing_sent_tells_which_answer_is_right(drive):
    """Both sides of every pair have the same fields and name their sentences alike."""
    x10 = drive("x10")
    sent = json.dumps([x10.widget.variant, x10.widget.state], ensure_ascii=False)
    for gold in KEY.pairs:
        for one in gold.planted:
            assert one.why.vi not in sent
            assert one.check.en not in sent
    for name in ("polite", "planted", "severity", "wording", "category"):
        assert f'"{name}"' not in sent
    for pair in x10.widget.variant["pairs"]:
        assert set(pair["a"]) == set(pair["b"])
        tails = [[u["uid"].partition(".")[2][1:] for u in pair[s]["units"]] for s in ("a", "b")]
        assert tails[0] == tails[1]


def test_practice_gives_feedback_on_one_pair_and_graded_tasks_give_none(drive):
    variant, key = sample("p10")
    place = next(n for n, gold in enumerate(key.pairs) if gold.planted)
    uid = key.pairs[place].uid
    reply = drive("p10").widget.receive({"kind": "feedback", "id": "f1", "item": uid})
    assert reply["item"] == uid
    for one in key.pairs[place].planted:
        assert one.uid.startswith(uid)
        assert one.why.en[:20] in reply["html"]["en"]
    others = [pair.title.vi for pair in variant.pairs if pair.uid != uid]
    assert not any(title in reply["html"]["vi"] for title in others)
    refused = drive("x10").widget.receive({"kind": "feedback", "id": "f2", "item": "p1"})
    assert refused["kind"] == "error"
