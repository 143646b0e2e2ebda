"""X4 from Python: the kernel works out the next answer; the browser holds the last one only."""

from __future__ import annotations

import json

import pytest

from exercise_samples import sample

VARIANT, KEY = sample("x4")
FIRST, SECOND = VARIANT.prompts[:2]
GOLD = KEY.prompts[0]
REMOVABLE = next(one for one in GOLD.planted if one.removed_by)
STAYS = next(one for one in GOLD.planted if not one.removed_by)
BLOCK = REMOVABLE.removed_by[0]


def texts(drive, uid=FIRST.uid):
    """What the answer on the page reads, by unit."""
    return {unit["uid"]: unit["text"]["vi"] for unit in drive.widget.state["answers"][uid]}


def prompt(drive, uid=FIRST.uid):
    return next(p for p in drive.payload["prompts"] if p["uid"] == uid)


def switch(drive, block, *, on=True, uid=FIRST.uid):
    return drive.ok(do="block", uid=uid, block=block, on=on)


def test_the_answer_changes_when_asked_again_and_not_before(drive):
    x4 = drive("x4")
    before = texts(x4)
    switch(x4, BLOCK)
    assert texts(x4) == before
    x4.ok(do="run", uid=FIRST.uid)
    after = texts(x4)
    removed = {one.uid for one in GOLD.planted if BLOCK in one.removed_by}
    assert {uid for uid in after if after[uid] != before[uid]} == removed
    assert after[REMOVABLE.uid] == REMOVABLE.true_text.vi
    assert prompt(x4)["asked"] == [BLOCK]
    assert prompt(x4)["runs"] == 1


def test_nothing_of_other_answers_is_sent(drive):
    """Neither what a sentence would read under other blocks nor how blocks and sentences hang
    together; after a run, the words that went are gone from what is sent."""
    x4 = drive("x4")
    wrong = next(unit for unit in FIRST.units if unit.uid == REMOVABLE.uid).text.vi

    def sent():
        return json.dumps([x4.widget.variant, x4.widget.state], ensure_ascii=False)

    for public in VARIANT.prompts:  # of each by itself: another may say the same by chance
        (shown,) = [p for p in x4.widget.variant["prompts"] if p["uid"] == public.uid]
        answer = json.dumps([shown, x4.widget.state["answers"][public.uid]], ensure_ascii=False)
        for under in (one for unit in public.units for one in unit.under):
            assert under.text.vi not in answer
    assert wrong in sent()
    assert not {"units", "under"} & {name for p in x4.widget.variant["prompts"] for name in p}
    switch(x4, BLOCK)
    x4.ok(do="run", uid=FIRST.uid)
    assert wrong not in sent()
    for hidden in ("removed_by", "severity", "planted", "phi"):
        assert f'"{hidden}"' not in sent()


def test_the_error_that_stays_stays_under_every_block(drive):
    x4 = drive("x4")
    first = texts(x4)[STAYS.uid]
    for block in FIRST.blocks:
        switch(x4, block.id)
    x4.ok(do="run", uid=FIRST.uid)
    assert texts(x4)[STAYS.uid] == first
    assert first != STAYS.true_text.vi


def test_a_mark_goes_with_the_words_it_spoke_of(drive):
    x4 = drive("x4")
    for uid in (REMOVABLE.uid, STAYS.uid):
        x4.ok(do="mark", uid=FIRST.uid, unit=uid, on=True)
    x4.ok(do="done", uid=FIRST.uid, on=True)
    switch(x4, BLOCK)
    x4.ok(do="run", uid=FIRST.uid)
    assert prompt(x4)["marks"] == [STAYS.uid]
    assert prompt(x4)["done"] is False  # a new answer wants to be read


def test_undo_steps_back_through_blocks_and_runs(drive):
    x4 = drive("x4")
    before = texts(x4)
    switch(x4, BLOCK)
    x4.ok(do="run", uid=FIRST.uid)
    x4.ok(do="mark", uid=FIRST.uid, unit=STAYS.uid, on=True)
    x4.ok(do="undo")
    assert prompt(x4)["marks"] == []
    x4.ok(do="undo")
    assert prompt(x4)["asked"] == []
    assert texts(x4) == before
    x4.ok(do="undo")
    assert [p["blocks"] for p in x4.payload["prompts"]] in ([], [[]])
    assert x4.op(do="undo")["kind"] == "nack"


def test_everything_is_there_when_it_is_opened_again(drive):
    x4 = drive("x4")
    switch(x4, BLOCK)
    x4.ok(do="run", uid=FIRST.uid)
    x4.ok(do="free", uid=FIRST.uid, text="Xin ghi rõ nguồn số liệu.")
    x4.ok(do="mark", uid=FIRST.uid, unit=STAYS.uid, on=True)
    again = x4.reopened()
    assert again.payload == x4.payload
    assert texts(again) == texts(x4)
    assert prompt(again)["free"] == "Xin ghi rõ nguồn số liệu."


def test_identifiers_in_own_words_are_said_at_once_and_kept(drive):
    x4 = drive("x4")
    x4.ok(do="free", uid=FIRST.uid, text="Người bệnh có số điện thoại 0312 605 784.")
    assert x4.widget.state["leaks"] == [FIRST.uid]
    assert x4.reopened().widget.state["leaks"] == [FIRST.uid]
    x4.ok(do="free", uid=FIRST.uid, text="Người bệnh khoa Nội.")
    assert x4.widget.state["leaks"] == []


def test_own_words_change_no_answer(drive):
    x4 = drive("x4")
    before = texts(x4)
    x4.ok(do="free", uid=FIRST.uid, text=" ".join(block.text.vi for block in FIRST.blocks[:3]))
    x4.ok(do="run", uid=FIRST.uid)
    assert texts(x4) == before


def test_prompts_do_not_touch_each_other(drive):
    x4 = drive("x4")
    other = texts(x4, SECOND.uid)
    for uid in (SECOND.uid, FIRST.uid):
        switch(x4, BLOCK, uid=uid)
    x4.ok(do="run", uid=FIRST.uid)
    assert texts(x4, SECOND.uid) == other
    assert [p["uid"] for p in x4.payload["prompts"]] == [FIRST.uid, SECOND.uid]


@pytest.mark.parametrize(
    "op",
    [
        {"do": "block", "uid": "q99", "block": BLOCK, "on": True},
        {"do": "block", "uid": FIRST.uid, "block": "khac", "on": True},
        {"do": "block", "uid": FIRST.uid, "block": BLOCK},
        {"do": "mark", "uid": FIRST.uid, "unit": SECOND.units[0].uid, "on": True},
        {"do": "mark", "uid": FIRST.uid, "unit": FIRST.uid, "on": True},
        {"do": "free", "uid": FIRST.uid, "text": "x" * 2_001},
        {"do": "run", "uid": FIRST.uid, "blocks": [BLOCK]},
        {"do": "run"},
        {"do": "ask", "uid": FIRST.uid},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(drive, op):
    x4 = drive("x4")
    switch(x4, BLOCK)
    before = (x4.payload, texts(x4))
    reply = x4.op(**op)
    assert reply["kind"] == "nack"
    assert reply["error"]["vi"]
    assert reply["error"]["en"]
    assert (x4.payload, texts(x4)) == before
    assert x4.reopened().payload == before[0]


def test_practice_gives_feedback_on_one_prompt_and_graded_tasks_give_none(drive):
    variant, key = sample("p4")
    reply = drive("p4").widget.receive({"kind": "feedback", "id": "f1", "item": "q1"})
    assert reply["item"] == "q1"
    assert key.prompts[0].planted[0].why.en[:20] in reply["html"]["en"]
    assert variant.prompts[1].title.vi not in reply["html"]["vi"]
    refused = drive("x4").widget.receive({"kind": "feedback", "id": "f2", "item": "q1"})
    assert refused["kind"] == "error"
