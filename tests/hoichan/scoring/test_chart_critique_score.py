"""X9: reads, flaws and designs; what looks at nothing is worth nothing."""

from __future__ import annotations

from random import Random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercise_samples import pool_of, sample
from hoichan import personas
from hoichan.authoring.strategies import earned
from hoichan.schema.exercises.chart_critique import (
    ChartCritiquePayload,
    DesignAnswer,
    KeyRead,
    ReadAnswer,
)
from hoichan.scoring.charts import (
    blind_ticks,
    f1,
    flaw_score,
    numbers_in,
    read_credit,
    rescaled,
    stated_numbers,
)
from hoichan.scoring.exercises.chart_critique import judgements, score


@pytest.fixture(scope="module")
def drawn():
    return sample("x9")


def reference(drawn, **change):
    variant, key = drawn
    payload = personas.answers("reference", variant, key, Random(1))
    return payload.model_copy(update=change)


# --- parts


@pytest.mark.parametrize(
    ("typed", "credit"),
    [(100.0, 1), (102.5, 1), (97.5, 1), (104.9, 0.5), (105.0, 0.5), (105.1, 0), (None, 0)],
)
def test_a_reading_is_right_within_its_tolerance_and_half_right_within_two(typed, credit):
    assert read_credit(KeyRead(uid="g1.r1", value=100, tolerance=2.5), typed) == credit


def test_f1_by_hand():
    planted = {"a", "b", "c", "d"}
    assert f1(planted, {"a", "b", "x"}) == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))
    assert f1(planted, set()) == 0
    assert f1(planted, {"x"}) == 0


def test_rescaling_takes_off_what_is_had_for_nothing():
    assert rescaled(0.64, 0.28) == pytest.approx(0.5)
    assert rescaled(0.2, 0.28) == 0
    assert rescaled(1, 0.28) == 1
    assert rescaled(1, 1) == 0


def test_flaws_are_pooled_and_corrected_by_the_best_blind_policy(drawn):
    variant, key = drawn
    planted = {flaw.uid for chart in key.charts for flaw in chart.flaws}
    parts = flaw_score(variant.charts, planted, planted)
    lines = sum(len(chart.options) for chart in variant.charts)
    every = 2 * len(planted) / (len(planted) + lines)
    assert parts["F_cc"] == 1
    assert parts["F_blind"] >= every
    for ticked in blind_ticks(variant.charts):
        assert flaw_score(variant.charts, planted, ticked)["F_cc"] == 0
    assert flaw_score(variant.charts, planted, frozenset())["F_cc"] == 0


def test_a_set_without_flaws_cannot_be_scored(drawn):
    with pytest.raises(ValueError, match="planted"):
        flaw_score(drawn[0].charts, frozenset(), frozenset())


def test_numbers_are_found_in_both_forms():
    assert numbers_in("Ở tuần 33 có 2.801 ca, 98,6%.", "vi") == [33, 2801, 98.6]
    assert numbers_in("In week 33: 2,801 cases, 98.6%.", "en") == [33, 2801, 98.6]


# --- the whole


def test_the_reference_earns_everything(drawn):
    variant, key = drawn
    report = score(key, reference(drawn), variant)
    assert report.score == 1
    assert report.points == key.points
    assert (report.misses, report.false_alarms) == ((), ())


def test_shares_of_the_parts(drawn):
    variant, key = drawn
    assert score(key, reference(drawn, reads=()), variant).score == pytest.approx(0.7)
    assert score(key, reference(drawn, flaws=()), variant).score == pytest.approx(0.5)
    assert score(key, reference(drawn, better=()), variant).score == pytest.approx(0.8)


def test_a_missed_flaw_and_a_false_alarm_cost_and_are_named(drawn):
    variant, key = drawn
    planted = [flaw.uid for chart in key.charts for flaw in chart.flaws]
    spare = next(o.uid for c in variant.charts for o in c.options if o.uid not in planted)
    report = score(key, reference(drawn, flaws=(*planted[1:], spare)), variant)
    assert report.misses == (planted[0],)
    assert report.false_alarms == (spare,)
    n = len(planted)
    f = (n - 1) / n
    assert report.parts["F"] == pytest.approx(f)
    blind = report.parts["F_blind"]
    assert report.score == pytest.approx(0.5 + 0.5 * (f - blind) / (1 - blind))


def test_copying_a_number_of_the_caption_is_worth_nothing(drawn):
    variant, key = drawn
    stated = {chart.uid: stated_numbers(chart) for chart in variant.charts}
    for place in range(max(map(len, stated.values()))):
        reads = tuple(
            ReadAnswer(uid=r.uid, typed="x", value=stated[c.uid][place])
            for c in key.charts
            for r in c.reads
            if place < len(stated[c.uid])
        )
        assert score(key, ChartCritiquePayload(reads=reads), variant).score == 0


def test_the_same_place_in_every_list_of_designs_is_worth_nothing(drawn):
    variant, key = drawn
    for place in range(3):
        better = tuple(
            DesignAnswer(uid=c.better_uid, choice=c.designs[place].uid) for c in variant.charts
        )
        assert score(key, ChartCritiquePayload(better=better), variant).score == 0


@pytest.mark.parametrize("learner", [f"hv{n}" for n in range(8)])
def test_one_flaw_or_one_number_everywhere_is_worth_nothing(learner):
    variant, key = sample("x9", learner)
    for label in {option.label for chart in variant.charts for option in chart.options}:
        ticked = tuple(o.uid for c in variant.charts for o in c.options if o.label == label)
        assert score(key, ChartCritiquePayload(flaws=ticked), variant).score == 0
    uids = [read.uid for chart in key.charts for read in chart.reads]
    for value in {read.value for chart in key.charts for read in chart.reads}:
        same = tuple(ReadAnswer(uid=uid, typed="x", value=value) for uid in uids)
        assert score(key, ChartCritiquePayload(reads=same), variant).score == 0


@pytest.mark.parametrize("task", ["x9", "p9"])
def test_no_trick_pays_and_chance_next_to_nothing(task):
    rows = {row.strategy: row for row in earned([pool_of(task)], 20)}
    assert rows["reference"].mean == 1
    assert rows["random"].mean <= 0.05
    assert 0.2 < rows["typical"].mean < 0.7
    others = set(rows) - {"reference", "random", "typical"}
    assert {name: rows[name].best for name in others} == dict.fromkeys(others, 0.0)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_scores_stay_between_0_and_1_and_one_more_hit_never_costs(seed):
    variant, key = sample("x9")
    rng = Random(seed)
    payload = personas.answers("random", variant, key, rng)
    report = score(key, payload, variant)
    assert 0 <= report.score <= 1
    missed = list(report.misses)
    if missed:
        more = payload.model_copy(update={"flaws": (*payload.flaws, rng.choice(missed))})
        assert score(key, more, variant).score >= report.score


def test_judgements_cover_every_line_of_judged_charts_only(drawn):
    variant, key = drawn
    planted = {flaw.uid for flaw in key.charts[1].flaws}
    payload = ChartCritiquePayload(sound=("g1",), flaws=("g2.f1",))
    found = judgements(key, payload, variant, score(key, payload, variant))
    assert [one.uid for one in found] == [
        option.uid for chart in variant.charts[:2] for option in chart.options
    ]
    assert {one.uid for one in found if one.flagged} == {"g2.f1"}
    assert {one.uid for one in found if one.is_error and one.uid.startswith("g2")} == planted
    assert all((one.category is not None) == one.is_error for one in found)


def test_the_typical_clinician_is_between(drawn):
    variant, key = drawn
    scores = [
        score(key, personas.answers("typical", variant, key, Random(n)), variant).score
        for n in range(30)
    ]
    assert 0.2 < fmean(scores) < 0.8
