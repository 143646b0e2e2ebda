"""X11 from Python: lines marked with their kind of bug, snippets declared sound, never both."""

from __future__ import annotations

import json

import pytest

from exercise_samples import pool_of, sample

VARIANT, KEY = sample("x11")
FIRST, SECOND = VARIANT.snippets[:2]
L1, L2 = (line.uid for line in FIRST.lines[:2])


def kinds(drive):
    return {flag["uid"]: flag["kind"] for flag in drive.payload["flags"]}


def test_marks_and_declarations_are_saved_and_there_again(drive):
    x11 = drive("x11")
    x11.ok(do="flag", uid=L2)
    x11.ok(do="flag", uid=L1, kind="wrong_join")
    x11.ok(do="flag", uid=L2, kind="dropped_nan")
    x11.ok(do="no_error", uid=SECOND.uid, on=True)
    again = x11.reopened()
    assert kinds(again) == {L1: "wrong_join", L2: "dropped_nan"}
    assert list(kinds(again)) == [L1, L2]  # in the order of the page
    assert again.payload["no_error"] == [SECOND.uid]
    assert again.widget.store.sheet.payload.settled() == {FIRST.uid, SECOND.uid}


def test_a_snippet_is_not_sound_and_faulty_at_once(drive):
    x11 = drive("x11")
    x11.ok(do="no_error", uid=FIRST.uid, on=True)
    x11.ok(do="flag", uid=L1)
    assert x11.payload["no_error"] == []
    reply = x11.op(do="no_error", uid=FIRST.uid, on=True)
    assert reply["kind"] == "nack"
    assert "1" in reply["error"]["vi"]
    assert kinds(x11) == {L1: None}
    x11.ok(do="unflag", uid=L1)
    x11.ok(do="no_error", uid=FIRST.uid, on=True)
    assert x11.payload == x11.reopened().payload
    assert x11.payload["no_error"] == [FIRST.uid]


def test_a_mark_in_one_snippet_leaves_the_declaration_of_another(drive):
    x11 = drive("x11")
    x11.ok(do="no_error", uid=SECOND.uid, on=True)
    x11.ok(do="flag", uid=L1)
    x11.ok(do="unflag", uid=L1)
    assert x11.payload["no_error"] == [SECOND.uid]


def test_a_line_ten_is_not_of_the_snippet_that_begins_alike():
    """``s1`` and ``s10`` begin alike; only what stands before the dot names the snippet."""
    from hoichan.schema.exercises.code_critique import CodeCritiquePayload, LineFlag
    from hoichan.widgets.exercises.code_critique import FlagOp, NoErrorOp, apply

    ten = FIRST.model_copy(
        update={
            "uid": "s10",
            "lines": tuple(
                line.model_copy(update={"uid": f"s10.l{n}"}) for n, line in enumerate(FIRST.lines)
            ),
        }
    )
    variant = VARIANT.model_copy(update={"snippets": (*VARIANT.snippets, ten)})
    marked = CodeCritiquePayload(flags=(LineFlag(uid="s10.l1"),))
    declared = apply(marked, NoErrorOp(do="no_error", uid="s1", on=True), variant)
    assert declared.no_error == ("s1",)
    again = apply(declared, FlagOp(do="flag", uid="s10.l2"), variant)
    assert again.no_error == ("s1",)


def test_undo_goes_back_one_step_at_a_time(drive):
    x11 = drive("x11")
    x11.ok(do="no_error", uid=FIRST.uid, on=True)
    x11.ok(do="flag", uid=L1)
    x11.ok(do="flag", uid=L1, kind="wrong_axis")
    x11.ok(do="undo")
    assert kinds(x11) == {L1: None}
    x11.ok(do="undo")
    assert kinds(x11) == {}
    assert x11.payload["no_error"] == [FIRST.uid]  # the mark had taken it away
    x11.ok(do="undo")
    assert x11.reopened().payload["no_error"] == []
    assert x11.op(do="undo")["kind"] == "nack"


def test_taking_away_a_mark_that_is_not_there_is_harmless(drive):
    x11 = drive("x11")
    x11.op(do="unflag", uid=L1)
    assert kinds(x11) == {}


@pytest.mark.parametrize(
    "op",
    [
        {"do": "flag", "uid": "s1.l99"},
        {"do": "flag", "uid": FIRST.uid},
        {"do": "flag", "uid": L2, "kind": "num_arith"},
        {"do": "unflag", "uid": "s9.l1"},
        {"do": "no_error", "uid": L1, "on": True},
        {"do": "no_error", "uid": "s99", "on": True},
        {"do": "no_error", "uid": SECOND.uid},
        {"do": "run", "code": "import os"},
        {"do": "flag"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(drive, op):
    x11 = drive("x11")
    x11.ok(do="flag", uid=L1, kind="wrong_join")
    before = x11.payload
    reply = x11.op(**op)
    assert reply["kind"] == "nack"
    assert reply["error"]["vi"]
    assert reply["error"]["en"]
    assert x11.payload == before
    assert x11.reopened().payload == before


def test_nothing_sent_tells_what_a_line_should_read_or_what_the_code_gives(drive):
    x11 = drive("x11")
    sent = json.dumps([x11.widget.variant, x11.widget.state], ensure_ascii=False)
    for bug in KEY.planted:
        for secret in (bug.true_code, bug.why.vi, bug.check.en):
            assert json.dumps(secret, ensure_ascii=False)[1:-1] not in sent
    for case in pool_of("x11").cases:
        assert json.dumps(case.result, ensure_ascii=False)[1:-1] not in sent


def test_practice_gives_feedback_on_one_snippet_and_graded_tasks_give_none(drive):
    variant, key = sample("p11")
    bug = key.planted[0]
    uid = bug.uid.partition(".")[0]
    reply = drive("p11").widget.receive({"kind": "feedback", "id": "f1", "item": uid})
    assert reply["item"] == uid
    assert bug.why.en[:20] in reply["html"]["en"]
    others = [snippet.title.vi for snippet in variant.snippets if snippet.uid != uid]
    assert not any(title in reply["html"]["vi"] for title in others)
    refused = drive("x11").widget.receive({"kind": "feedback", "id": "f2", "item": "s1"})
    assert refused["kind"] == "error"
