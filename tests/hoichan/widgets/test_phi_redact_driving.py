"""X5 from Python: stretches of words are hidden, shown again, sent and taken back."""

from __future__ import annotations

import pytest

from exercise_samples import sample

VARIANT, KEY = sample("x5")
NOTE, OTHER = VARIANT.notes[:2]
W = NOTE.tokens


def hide(x5, first, last, **more):
    return x5.ok(do="hide", uid=NOTE.uid, start=W[first].start, end=W[last].end, **more)


def spans(x5):
    (note,) = x5.payload["notes"]
    return [(span["start"], span["end"], span["kind"], span["action"]) for span in note["spans"]]


def test_a_stretch_is_hidden_named_and_shown_again(drive):
    x5 = drive("x5")
    hide(x5, 2, 4)
    assert spans(x5) == [(W[2].start, W[4].end, None, "mask")]
    hide(x5, 2, 4, kind="name", action="delete")
    assert spans(x5.reopened()) == [(W[2].start, W[4].end, "name", "delete")]
    x5.ok(do="show", uid=NOTE.uid, start=W[2].start)
    assert spans(x5) == []


def test_a_new_stretch_takes_the_place_of_those_it_touches(drive):
    x5 = drive("x5")
    hide(x5, 0, 1, kind="name")
    hide(x5, 3, 4, kind="phone")
    hide(x5, 6, 6, kind="date")
    hide(x5, 1, 3)
    assert spans(x5) == [
        (W[1].start, W[3].end, None, "mask"),
        (W[6].start, W[6].end, "date", "mask"),
    ]


def test_what_is_changed_after_sending_has_to_be_sent_again(drive):
    x5 = drive("x5")
    hide(x5, 0, 0)
    x5.ok(do="send", uid=NOTE.uid, on=True)
    assert x5.payload["notes"][0]["sent"]
    hide(x5, 2, 2)
    assert not x5.payload["notes"][0]["sent"]
    x5.ok(do="send", uid=NOTE.uid, on=True)
    x5.ok(do="show", uid=NOTE.uid, start=W[0].start)
    assert not x5.payload["notes"][0]["sent"]
    x5.ok(do="send", uid=NOTE.uid, on=True)
    x5.ok(do="send", uid=NOTE.uid, on=False)
    assert not x5.reopened().payload["notes"][0]["sent"]


def test_undo_goes_back_a_step_at_a_time(drive):
    x5 = drive("x5")
    hide(x5, 0, 0)
    hide(x5, 2, 3, kind="name")
    x5.ok(do="send", uid=NOTE.uid, on=True)
    x5.ok(do="undo")
    assert not x5.payload["notes"][0]["sent"]
    x5.ok(do="undo")
    assert spans(x5) == [(W[0].start, W[0].end, None, "mask")]
    x5.ok(do="undo")
    assert x5.reopened().payload["notes"] == []


def test_notes_stand_in_their_order(drive):
    x5 = drive("x5")
    x5.ok(do="send", uid=OTHER.uid, on=True)
    x5.ok(do="send", uid=NOTE.uid, on=True)
    assert [note["uid"] for note in x5.payload["notes"]] == [NOTE.uid, OTHER.uid]


def test_nonsense_is_refused_and_changes_nothing(drive):
    x5 = drive("x5")
    hide(x5, 0, 0)
    before = x5.payload
    start, end = W[2].start, W[2].end
    for op in (
        {"do": "hide", "uid": "n99", "start": start, "end": end},
        {"do": "hide", "uid": NOTE.uid, "start": start + 1, "end": end},
        {"do": "hide", "uid": NOTE.uid, "start": start, "end": end - 1},
        {"do": "hide", "uid": NOTE.uid, "start": W[5].start, "end": W[3].end},
        {"do": "hide", "uid": NOTE.uid, "start": start, "end": 10**6},
        {"do": "hide", "uid": NOTE.uid, "start": -1, "end": end},
        {"do": "hide", "uid": NOTE.uid, "start": start, "end": end, "kind": "secret"},
        {"do": "hide", "uid": NOTE.uid, "start": start, "end": end, "action": "keep"},
        {"do": "send", "uid": NOTE.uid},
    ):
        reply = x5.op(**op)
        assert reply["kind"] == "nack", op
        assert reply["error"]["vi"] != reply["error"]["en"]
    assert x5.payload == before


@pytest.mark.parametrize("task", ["x5", "p5"])
def test_the_browser_is_told_nothing_of_what_identifies(drive, task):
    shown = drive(task).widget
    for note in shown.variant["notes"]:
        assert set(note) == {"uid", "sort", "text", "tokens"}
    assert "identifiers" not in str(shown.state)


def test_practice_gives_feedback_on_one_note_and_graded_tasks_give_none(drive):
    p5 = drive("p5")
    variant, key = sample("p5")
    reply = p5.widget.receive({"kind": "feedback", "id": "f1", "item": "n2"})
    second = key.notes[1]
    text = variant.notes[1].text
    assert reply["item"] == "n2"
    for one in second.identifiers:
        assert text[one.start : one.end] in reply["html"]["vi"]
    assert variant.notes[0].text[:40] not in reply["html"]["en"]
    assert drive("x5").widget.receive({"kind": "feedback", "id": "f2"})["kind"] == "error"
