"""X7 from Python: opening, filling in, the clock, signing, undo, refusals."""

from __future__ import annotations

import json

import pytest

from exercise_samples import sample

START = 1_700_000_000_000


@pytest.fixture
def x7(drive):
    return drive("x7")


def reports():
    variant, _ = sample("x7")
    hand = next(r for r in variant.reports if not r.draft)
    return hand, next(r for r in variant.reports if r.draft)


def clock_of(x7, uid):
    return next(c for c in x7.payload["clocks"] if c["uid"] == f"{uid}.clock")


def total(x7, uid):
    clock = clock_of(x7, uid)
    return clock["read_ms"] + clock["verify_ms"] + clock["edit_ms"]


def tick(x7, uid, begin, end, phase="edit", **more):
    x7.ok(do="clock", uid=uid, phase=phase, begin=START + begin, end=START + end, **more)


def fill(x7, hand):
    for figure in hand.figures:
        x7.ok(do="figure", uid=figure.uid, typed="12,5")
    for part in hand.parts:
        x7.ok(do="part", uid=part.uid, text="Khoa hoạt động ổn định.")


# --- opening


def test_a_report_is_not_in_the_browser_before_it_is_opened(x7):
    hand, draft = reports()
    sent = json.dumps([x7.widget.variant, x7.widget.state], ensure_ascii=False)
    for text in (draft.parts[0].sentences[0].text.vi, hand.figures[0].label.vi):
        assert text not in sent
    x7.ok(do="start", uid=draft.uid)
    opened = x7.widget.state["opened"]
    assert set(opened) == {draft.uid}
    assert draft.parts[0].sentences[0].text.vi in json.dumps(opened, ensure_ascii=False)


def test_opening_is_nothing_to_undo_and_lasts(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    tick(x7, hand.uid, 0, 5_000)
    assert x7.widget.state["undo"] == 0
    assert set(x7.reopened().widget.state["opened"]) == {hand.uid}


def test_nothing_is_answered_before_opening(x7):
    hand, _ = reports()
    for op in (
        {"do": "figure", "uid": hand.figures[0].uid, "typed": "1"},
        {"do": "clock", "uid": hand.uid, "phase": "read", "begin": 0, "end": 1},
        {"do": "sign", "uid": hand.uid, "felt": "5"},
    ):
        assert x7.op(**op)["kind"] == "nack"
    assert x7.payload["clocks"] == []


# --- figures


@pytest.mark.parametrize(
    ("typed", "lang", "value", "echo"),
    [
        ("98,6", "vi", 98.6, "Hệ thống hiểu là 98,6"),
        ("98.6", "vi", 98.6, "Hệ thống hiểu là 98,6"),
        ("98,6%", "vi", 98.6, "Hệ thống hiểu là 98,6"),
        ("1.009", "vi", 1009, "Hệ thống hiểu là 1.009"),
        ("1,009", "en", 1009, "Hệ thống hiểu là 1.009"),
        ("chín", "vi", None, "Chưa đọc được thành số. Ví dụ: 98,6 hoặc 1.250"),
    ],
)
def test_figures_are_read_in_either_form_and_said_back(x7, typed, lang, value, echo):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    uid = hand.figures[0].uid
    x7.ok(do="figure", uid=uid, typed=typed, lang=lang)
    (figure,) = x7.payload["figures"]
    assert (figure["typed"], figure["value"]) == (typed, value)
    assert x7.widget.state["echo"][uid]["vi"] == echo


def test_the_drafts_own_number_typed_again_is_no_change(x7):
    _, draft = reports()
    x7.ok(do="start", uid=draft.uid)
    figure = draft.figures[0]
    x7.ok(do="figure", uid=figure.uid, typed="1,5")
    assert x7.payload["figures"]
    x7.ok(do="figure", uid=figure.uid, typed=figure.draft.vi)
    assert x7.payload["figures"] == []
    x7.ok(do="figure", uid=figure.uid, typed="")
    assert x7.payload["figures"] == [{"uid": figure.uid, "typed": "", "value": None}]


def test_sentences_are_kept_edited_or_struck_out_and_undone_one_by_one(x7):
    _, draft = reports()
    x7.ok(do="start", uid=draft.uid)
    first, second = (s.uid for s in draft.parts[0].sentences[:2])
    x7.ok(do="sentence", uid=second, handling="strike")
    x7.ok(do="sentence", uid=first, handling="edit", text="Khoa có 171 lượt ra viện.")
    assert [s["uid"] for s in x7.payload["sentences"]] == [first, second]
    x7.ok(do="undo")
    assert [s["uid"] for s in x7.payload["sentences"]] == [second]
    x7.ok(do="sentence", uid=second, handling="keep")
    assert x7.payload["sentences"] == []
    assert x7.reopened().payload["sentences"] == []


# --- the clock


def test_time_is_added_by_phase(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    tick(x7, hand.uid, 0, 10_000, "read")
    tick(x7, hand.uid, 10_000, 25_000, "verify")
    tick(x7, hand.uid, 25_000, 27_500, "edit")
    clock = clock_of(x7, hand.uid)
    assert [clock[f"{phase}_ms"] for phase in ("read", "verify", "edit")] == [10_000, 15_000, 2_500]


def test_a_stretch_told_twice_late_or_by_two_tabs_counts_once(x7):
    hand, draft = reports()
    x7.ok(do="start", uid=hand.uid)
    x7.ok(do="start", uid=draft.uid)
    tick(x7, hand.uid, 0, 15_000)
    tick(x7, hand.uid, 0, 15_000)  # sent anew after a reload
    tick(x7, hand.uid, 10_000, 30_000)  # another tab
    tick(x7, hand.uid, 60_000, 70_000)
    tick(x7, hand.uid, 40_000, 50_000)  # late
    tick(x7, draft.uid, 0, 30_000)  # the other report in another tab at the same time
    assert total(x7, hand.uid) == 50_000
    assert total(x7, draft.uid) == 0


def test_time_goes_on_over_a_kernel_restart(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    tick(x7, hand.uid, 0, 15_000)
    again = x7.reopened()
    tick(again, hand.uid, 0, 15_000)  # replayed
    tick(again, hand.uid, 15_000, 20_000)
    assert total(again, hand.uid) == 20_000


@pytest.mark.parametrize(
    ("begin", "end"), [(10_000, 9_999), (0, 900_001), (-START - 1, 5), (0, 10**17)]
)
def test_time_that_runs_backwards_or_jumps_is_refused(x7, begin, end):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    op = {"do": "clock", "uid": hand.uid, "phase": "read"}
    assert x7.op(**op, begin=START + begin, end=START + end)["kind"] == "nack"
    assert total(x7, hand.uid) == 0


def test_a_clock_set_back_adds_nothing_twice(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    tick(x7, hand.uid, 600_000, 660_000)
    tick(x7, hand.uid, 630_000, 650_000)  # the same moments once more
    assert total(x7, hand.uid) == 60_000


def test_spans_stay_few_and_count_no_time_twice(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    for minute in range(100):
        tick(x7, hand.uid, minute * 60_000, minute * 60_000 + 5_000)
    assert total(x7, hand.uid) == 500_000
    assert len(clock_of(x7, hand.uid)["spans"]) == 60
    for minute in range(100):
        tick(x7, hand.uid, minute * 60_000, minute * 60_000 + 5_000)
    assert total(x7, hand.uid) == 500_000


def test_the_clock_is_not_turned_back_by_undo(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    x7.ok(do="figure", uid=hand.figures[0].uid, typed="5")
    tick(x7, hand.uid, 0, 15_000, peeked=True)
    x7.ok(do="undo")
    assert x7.payload["figures"] == []
    assert total(x7, hand.uid) == 15_000
    assert clock_of(x7, hand.uid)["peeked"] is True
    assert x7.op(do="undo")["kind"] == "nack"


# --- the signature


def test_a_form_with_holes_is_not_signed(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    reply = x7.op(do="sign", uid=hand.uid, felt="5")
    assert f"còn {len(hand.figures)} ô số" in reply["error"]["vi"]
    for figure in hand.figures:
        x7.ok(do="figure", uid=figure.uid, typed="12,5")
    assert f"còn {len(hand.parts)} mục" in x7.op(do="sign", uid=hand.uid, felt="5")["error"]["vi"]
    assert x7.payload["reports"] == []


@pytest.mark.parametrize("felt", ["", "lâu", "0", "-3", "601"])
def test_felt_minutes_come_before_the_signature(x7, felt):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    fill(x7, hand)
    assert x7.op(do="sign", uid=hand.uid, felt=felt)["kind"] == "nack"
    assert x7.payload["reports"] == []


def test_a_signed_report_stands_still(x7):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    fill(x7, hand)
    tick(x7, hand.uid, 0, 15_000)
    x7.ok(do="sign", uid=hand.uid, felt="7,5")
    signed = {"uid": hand.uid, "signed": True, "felt_minutes": 7.5}
    assert x7.payload["reports"] == [signed]
    tick(x7, hand.uid, 15_000, 20_000)
    assert total(x7, hand.uid) == 15_000
    assert x7.op(do="figure", uid=hand.figures[0].uid, typed="9")["kind"] == "nack"
    assert x7.reopened().payload["reports"] == [signed]


@pytest.mark.parametrize("back", ["unsign", "undo"])
def test_a_signature_taken_back_keeps_what_was_felt_blind(x7, back):
    hand, _ = reports()
    x7.ok(do="start", uid=hand.uid)
    fill(x7, hand)
    x7.ok(do="sign", uid=hand.uid, felt="7")
    x7.ok(**({"do": "undo"} if back == "undo" else {"do": "unsign", "uid": hand.uid}))
    assert x7.payload["reports"] == [{"uid": hand.uid, "signed": False, "felt_minutes": 7.0}]
    x7.ok(do="sign", uid=hand.uid, felt="99")
    assert x7.payload["reports"][0]["felt_minutes"] == 7.0


def test_the_draft_can_be_signed_as_it_is(x7):
    """That is the trap: nothing stops somebody who does not check."""
    _, draft = reports()
    x7.ok(do="start", uid=draft.uid)
    x7.ok(do="sign", uid=draft.uid, felt="1")
    assert x7.payload["reports"][0]["signed"] is True


# --- nonsense, calculator, static view


def test_nonsense_is_refused(x7):
    hand, draft = reports()
    for report in (hand, draft):
        x7.ok(do="start", uid=report.uid)
    before = x7.payload
    for op in (
        {"do": "start", "uid": "r9"},
        {"do": "figure", "uid": hand.uid, "typed": "1"},
        {"do": "figure", "uid": f"{hand.uid}.f99", "typed": "1"},
        {"do": "figure", "uid": hand.figures[0].uid, "typed": "1" * 61},
        {"do": "sentence", "uid": hand.figures[0].uid, "handling": "strike"},
        {"do": "sentence", "uid": draft.parts[0].sentences[0].uid, "handling": "burn"},
        {"do": "part", "uid": draft.parts[0].uid, "text": "x"},
        {"do": "part", "uid": hand.parts[0].uid, "text": "x" * 2_001},
        {"do": "clock", "uid": hand.uid, "phase": "sleep", "begin": 0, "end": 1},
        {"do": "flag", "uid": hand.uid},
    ):
        assert x7.op(**op)["kind"] == "nack", op
    assert x7.payload == before


def test_it_calculates(x7):
    reply = x7.widget.receive({"kind": "calc", "id": "c", "a": "1009", "b": "30 × 31"})
    assert reply["forms"]["percent"] == "108,49"
    wrong = x7.widget.receive({"kind": "calc", "id": "c", "a": "1", "b": "0"})
    assert (wrong["kind"], wrong["id"]) == ("error", "c")
    assert x7.widget.receive({"kind": "tables", "id": "t"})["kind"] == "error"


def test_practice_gives_feedback_on_one_report(drive):
    p7 = drive("p7")
    variant, _ = sample("p7")
    uid = variant.reports[0].uid
    p7.ok(do="start", uid=uid)
    reply = p7.widget.receive({"kind": "feedback", "id": "f", "item": uid})
    assert reply["kind"] == "feedback"
    assert variant.reports[0].title.vi in reply["html"]["vi"]
    assert variant.reports[1].title.vi not in reply["html"]["vi"]


def test_emptying_a_drafted_field_is_undone_like_any_change(x7):
    _, draft = reports()
    x7.ok(do="start", uid=draft.uid)
    x7.ok(do="figure", uid=draft.figures[0].uid, typed="")
    assert x7.widget.state["undo"] == 1
    x7.ok(do="undo")
    assert x7.payload["figures"] == []
