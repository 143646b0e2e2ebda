"""X7: accuracy rescaled by thoughtless policies, the gate, and speed that counts only behind it."""

from __future__ import annotations

import unicodedata
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering import sheet_of
from exercise_samples import pool_of, sample
from hoichan.cases.variant import make_variant
from hoichan.personas import STRATEGIES, answers, tricks
from hoichan.schema.exercises.timed_report import (
    Clock,
    FigureAnswer,
    KeySentence,
    SentenceAnswer,
    SignOff,
    clock_of,
)
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.text import Bilingual
from hoichan.scoring import score
from hoichan.scoring.edits import fate
from hoichan.scoring.score import judgements
from hoichan.scoring.timed import policy_share, report_score, speed_credit

TASKS = ("x7", "p7")
NOTHING = ("blank", "accept_all", "reject_all", *tricks("timed_report"))


def drawn(task, number=40):
    return [make_variant(pool_of(task), b"timed", f"n{i}") for i in range(number)]


def scored(variant, key, payload):
    return score(key, sheet_of(variant, payload), variant)


def reference():
    variant, key = sample("x7")
    return variant, key, answers("reference", variant, key, Random(1))


def with_clock(payload, uid, ms):
    kept = tuple(clock for clock in payload.clocks if clock.uid != clock_of(uid))
    return payload.model_copy(update={"clocks": (*kept, Clock(uid=clock_of(uid), edit_ms=ms))})


def drafted(key):
    return next(report for report in key.reports if report.draft)


# --- persons


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("strategy", NOTHING)
def test_no_trick_earns_anything(task, strategy):
    rng = Random(2)
    earned = {scored(v, k, answers(strategy, v, k, rng)).score for v, k in drawn(task)}
    assert earned == {0.0}


@pytest.mark.parametrize("task", TASKS)
def test_reference_earns_all_and_dice_next_to_nothing(task):
    rng = Random(3)
    assert {scored(v, k, answers("reference", v, k, rng)).score for v, k in drawn(task)} == {1.0}
    by_dice = [scored(v, k, answers("random", v, k, rng)).score for v, k in drawn(task)]
    assert fmean(by_dice) <= 0.05


def test_the_typical_clinician_lies_in_between():
    rng = Random(4)
    typical = [scored(v, k, answers("typical", v, k, rng)).score for v, k in drawn("x7")]
    assert 0.25 < fmean(typical) < 0.75


def test_every_strategy_is_a_payload_of_its_variant():
    variant, key = sample("x7")
    for strategy in (*STRATEGIES, *tricks("timed_report")):
        payload = answers(strategy, variant, key, Random(1))
        assert set(payload.names()) <= variant.names()


# --- speed and the gate


@pytest.mark.parametrize(
    ("minutes", "credit"),
    [(0, 0.0), (3.5, 1.0), (7, 1.0), (8.4, 0.8), (10.5, 0.5), (14, 0.0), (99, 0.0)],
)
def test_speed_by_the_formula(minutes, credit):
    assert speed_credit(minutes, 14) == pytest.approx(credit)


@given(accuracy=st.floats(0, 1), speed=st.floats(0, 1), gate=st.booleans(), signed=st.booleans())
def test_speed_is_worth_a_fifth_at_most_and_only_behind_the_gate(accuracy, speed, gate, signed):
    earned = report_score(accuracy, gate=gate, signed=signed, speed=speed)
    plain = report_score(accuracy, gate=False, signed=False, speed=1.0)
    assert plain == pytest.approx(0.8 * accuracy)
    assert earned - plain == pytest.approx(0.2 * speed if gate and signed else 0.0)
    assert 0 <= earned <= 1


@given(st.floats(0.01, 300), st.floats(0.01, 300))
def test_working_longer_never_pays(first, second):
    low, high = sorted((first, second))
    assert speed_credit(low, 14) >= speed_credit(high, 14)


def test_one_wrong_figure_shuts_the_gate():
    variant, key, payload = reference()
    hand = next(report for report in key.reports if not report.draft)
    wrong = hand.figures[0]
    figures = tuple(
        f.model_copy(update={"value": wrong.value + 2 * wrong.tolerance + 1})
        if f.uid == wrong.uid
        else f
        for f in payload.figures
    )
    report = scored(variant, key, payload.model_copy(update={"figures": figures}))
    assert report.parts["gate_hand"] == 0.0
    assert report.parts["speed_hand"] == 0.0
    assert report.parts["gate_ai"] == 1.0
    assert report.parts["shipped_hand"] == 1.0
    assert wrong.uid in report.misses


def test_a_serious_sentence_left_shuts_the_gate_a_lighter_one_does_not():
    for learner in range(40):
        variant, key = make_variant(pool_of("x7"), b"gate", f"n{learner}")
        full = answers("reference", variant, key, Random(1))
        for sentence in drafted(key).sentences:
            if sentence.wording is None:
                continue
            kept = tuple(s for s in full.sentences if s.uid != sentence.uid)
            report = scored(variant, key, full.model_copy(update={"sentences": kept}))
            assert report.parts["gate_ai"] == float(sentence.severity < Severity.SERIOUS)
            assert report.parts["shipped_ai"] == 1.0
            assert report.score < 1


def test_without_signature_there_is_no_speed():
    variant, key, payload = reference()
    unsigned = payload.model_copy(
        update={"reports": tuple(SignOff(uid=r.uid, felt_minutes=3) for r in payload.reports)}
    )
    assert scored(variant, key, unsigned).score == pytest.approx(0.8)


def test_a_text_that_was_not_written_earns_no_speed():
    variant, key, payload = reference()
    assert scored(variant, key, payload.model_copy(update={"parts": ()})).score == pytest.approx(
        0.9
    )


@pytest.mark.parametrize(("share", "earned"), [(0.4, 1.0), (0.75, 0.95), (1.0, 0.9), (3.0, 0.9)])
def test_slow_work_keeps_its_accuracy(share, earned):
    variant, key, payload = reference()
    uid = drafted(key).uid
    slow = with_clock(payload, uid, int(share * drafted(key).minutes * 60_000))
    assert scored(variant, key, slow).score == pytest.approx(earned, abs=1e-4)


def test_no_measured_time_is_no_speed():
    variant, key, payload = reference()
    assert scored(variant, key, payload.model_copy(update={"clocks": ()})).score == pytest.approx(
        0.8
    )


def test_ratios_are_given_when_both_reports_are_signed_only():
    variant, key, payload = reference()
    report = scored(variant, key, payload)
    assert report.parts["time_ratio"] == pytest.approx(1.0)
    assert report.parts["felt_ratio"] == pytest.approx(1.0)
    one = payload.model_copy(update={"reports": payload.reports[:1]})
    assert scored(variant, key, one).parts["time_ratio"] is None


def test_forged_time_pays_nothing_without_the_work():
    variant, key = sample("x7")
    payload = answers("accept_all", variant, key, Random(1))
    for report in key.reports:
        payload = with_clock(payload, report.uid, 1)
    assert scored(variant, key, payload).score == 0.0


# --- what g covers


def test_policy_share_covers_draft_copy_and_one_number():
    for _, key in drawn("x7"):
        for report in key.reports:
            other = next(each for each in key.reports if each.uid != report.uid)
            g = policy_share(report, other)
            units = len(report.figures) + len(report.sentences)
            if report.draft:
                planted = sum(f.planted is not None for f in report.figures)
                planted += sum(s.wording is not None for s in report.sentences)
                assert g == pytest.approx((units - planted) / units)
            else:
                assert 1 / units <= g <= 2 / units  # two figures may lie so near to each other


def test_any_number_typed_everywhere_earns_nothing():
    variant, key = sample("x7")
    numbers = {f.value for report in key.reports for f in report.figures} | {0.0, 1.0, 100.0}
    for number in numbers:
        figures = tuple(
            FigureAnswer(uid=f.uid, typed="x", value=number)
            for report in key.reports
            for f in report.figures
        )
        payload = answers("sign_at_once", variant, key, Random(1))
        assert scored(variant, key, payload.model_copy(update={"figures": figures})).score == 0.0


# --- edited sentences

SHOWN = Bilingual(vi="Công suất giường là 93,0% trong tháng.", en="Occupancy was 93.0% this month.")
NUMERIC = KeySentence(
    uid="r1.s1", unit="u4", wording="beds", category=Category.NUM_DENOMINATOR,
    severity=Severity.SERIOUS, right=(108.5,), wrong=(93.0,), mended=(108.5,),
    true_text=Bilingual(vi="Công suất giường là 108,5% trong tháng.", en="Occupancy was 108.5%."),
)  # fmt: skip
WORDED_SHOWN = Bilingual(
    vi="Lượt khám tăng là do thời tiết thay đổi.", en="Visits rose because of rain."
)
WORDED = KeySentence(
    uid="r1.s2", unit="u8", wording="weather", category=Category.INF_CAUSAL,
    severity=Severity.WRONG_DECISION, left_vi=("do thời tiết",), left_en=("because of rain",),
    true_text=Bilingual(vi="Chưa rõ vì sao lượt khám tăng.", en="It is not clear why."),
)  # fmt: skip
TRUE = KeySentence(uid="r1.s3", unit="u5", right=(5.9,), true_text=SHOWN)
TRUE_SHOWN = Bilingual(
    vi="Mỗi lượt ra viện có trung bình 5,9 ngày điều trị.",
    en="A discharge had 5.9 days on average.",
)


def edit(text, lang="vi"):
    return SentenceAnswer(uid="r1.s1", handling="edit", text=text, lang=lang)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Công suất giường là 108,5% trong tháng.", "vi", "mended"),
        ("Công suất sử dụng giường kế hoạch: 108,5 %", "vi", "mended"),
        ("Bed use was 108.5%.", "en", "mended"),
        ("Công suất giường vượt 100%... cần xem lại.", "vi", "left"),  # a number nobody knows
        ("Công suất giường xem ở bảng trên.", "vi", "mended"),  # the number is gone
        ("Khoa có 30 giường kế hoạch.", "vi", "mended"),  # a known number instead
        ("Công suất giường là 93,0% trong tháng.", "vi", "left"),
        ("  Công suất giường là  93,0% trong tháng. ", "vi", "left"),
        ("Công suất giường chỉ khoảng 93% thôi.", "vi", "left"),
        ("Công suất giường là 108,5%, không phải 93,0%.", "vi", "left"),
        ("Công suất giường là 105,0% trong tháng.", "vi", "left"),  # wrong in another way
        ("", "vi", "mended"),
    ],
)
def test_a_wrong_number_edited(text, lang, expected):
    assert fate(NUMERIC, edit(text, lang), SHOWN, known=(30.0, 1009.0)) == expected


def test_numbers_written_by_the_habits_of_the_other_language():
    days = NUMERIC.model_copy(update={"right": (1009.0,), "wrong": (1090.0,), "mended": (1009.0,)})
    assert fate(days, edit("Có 1.090 ngày điều trị trong tháng.", "en"), SHOWN, ()) == "left"
    assert fate(days, edit("Có 1.009 ngày điều trị trong tháng.", "en"), SHOWN, ()) == "mended"


def test_decomposed_letters_are_the_same_words():
    text = unicodedata.normalize("NFD", "Lượt khám tăng do thời tiết.")
    assert fate(WORDED, edit(text), WORDED_SHOWN, ()) == "left"
    assert fate(WORDED, edit("Chưa rõ vì sao lượt khám tăng."), WORDED_SHOWN, ()) == "mended"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TRUE_SHOWN.vi, "kept"),
        ("Trung bình mỗi lượt ra viện có 5,9 ngày điều trị, không đổi.", "kept"),
        ("Mỗi lượt ra viện có trung bình 7,1 ngày điều trị.", "lost"),
        ("5,9", "lost"),
        ("", "lost"),
    ],
)
def test_a_true_sentence_edited(text, expected):
    assert fate(TRUE, edit(text), TRUE_SHOWN, ()) == expected


@pytest.mark.parametrize(
    ("sentence", "shown", "kept", "struck"),
    [(NUMERIC, SHOWN, "left", "mended"), (TRUE, TRUE_SHOWN, "kept", "lost")],
)
def test_kept_and_struck_out(sentence, shown, kept, struck):
    strike = SentenceAnswer(uid=sentence.uid, handling="strike")
    assert fate(sentence, None, shown, ()) == kept
    assert fate(sentence, strike, shown, ()) == struck


# --- judgements


def test_judgements_are_of_the_signed_draft():
    variant, key, payload = reference()
    sheet = sheet_of(variant, payload)
    report = score(key, sheet, variant)
    rows = judgements(key, sheet, variant, report)
    draft = drafted(key)
    assert len(rows) == len(draft.figures) + len(draft.sentences)
    assert all(row.is_error == row.flagged for row in rows)
    unsigned = sheet_of(variant, payload.model_copy(update={"reports": ()}))
    assert judgements(key, unsigned, variant, report) == ()
