"""X8: what final levels earn, and what is said of reliance on the AI."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exercise_samples import pool_of
from hoichan.cases.variant import make_variant
from hoichan.personas import answers
from hoichan.schema.exercises.triage_role import LEVELS, TriageAnswer, TriageRolePayload
from hoichan.scoring.exercises.triage_role import judgements, score
from hoichan.scoring.triage import triage_cost, triage_score, worst_level

LEARNERS = [make_variant(pool_of("x8"), b"triage", f"n{number}") for number in range(12)]
VARIANT, KEY = LEARNERS[0]
SOME_LEVELS = st.lists(st.integers(0, LEVELS - 1), min_size=len(KEY.patients), max_size=12)


def given_levels(levels, *, shown=True, acts=None):
    return TriageRolePayload(
        patients=tuple(
            TriageAnswer(
                uid=gold.uid, init=gold.level, shown=shown, final=level, p_ai=50,
                acts=acts(gold) if acts else (),
            )
            for gold, level in zip(KEY.patients, levels, strict=True)
        )
    )  # fmt: skip


def earned(payload, variant=VARIANT, key=KEY):
    return score(key, payload, variant)


TRUTH = [gold.level for gold in KEY.patients]
ADVISED = [patient.advice.level for patient in VARIANT.patients]


# --- the formula


@pytest.mark.parametrize(
    ("true", "final", "cost"),
    [(0, 0, 0), (0, 3, 3), (1, 2, 1), (2, 1, 2), (2, 0, 4), (3, 2, 4), (3, 0, 12)],
)
def test_too_low_costs_more_than_too_high_and_most_for_an_emergency(true, final, cost):
    assert triage_cost(true, final) == cost


def test_an_unanswered_patient_counts_as_the_costliest_decision():
    assert [worst_level(true) for true in range(LEVELS)] == [3, 0, 0, 0]


@given(SOME_LEVELS)
def test_a_score_lies_in_0_to_1_and_no_better_level_costs(levels):
    before = earned(given_levels(levels)).score
    assert 0 <= before <= 1
    for place, true in enumerate(TRUTH):
        mended = [*levels[:place], true, *levels[place + 1 :]]
        assert earned(given_levels(mended)).score >= before


@pytest.mark.parametrize(("variant", "key"), LEARNERS)
def test_policies_that_look_at_nothing_earn_nothing(variant, key):
    for strategy in ("blank", "accept_all", "reject_all", "always_0", "always_1", "always_2"):
        assert earned(answers(strategy, variant, key, Random(1)), variant, key).score == 0
    for strategy in ("one_above_ai", "one_below_ai"):
        assert earned(answers(strategy, variant, key, Random(1)), variant, key).score == 0
    assert earned(answers("reference", variant, key, Random(1)), variant, key).score == 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_no_thoughtless_policy_earns_anything_in_any_set(cases):
    truth, advised = [true for true, _ in cases], [level for _, level in cases]
    shifted = [[min(3, max(0, level + by)) for level in advised] for by in (-1, 0, 1)]
    policies = [*([level] * len(truth) for level in range(LEVELS)), *shifted]
    assume(truth not in policies)
    assert [triage_score(truth, policy, advised) for policy in policies] == [0] * len(policies)
    assert triage_score(truth, truth, advised) == 1


@given(SOME_LEVELS, st.integers(0, len(KEY.patients) - 1))
def test_one_level_nearer_to_the_truth_never_costs(levels, place):
    true, old = TRUTH[place], levels[place]
    nearer = old + (true > old) - (true < old)
    moved = [*levels[:place], nearer, *levels[place + 1 :]]
    assert triage_score(TRUTH, moved, ADVISED) >= triage_score(TRUTH, levels, ADVISED)
    assert (triage_cost(true, nearer) < triage_cost(true, old)) == (true != old)


def test_a_policy_that_is_always_right_makes_no_set():
    with pytest.raises(ValueError, match="right for every case"):
        triage_score([1, 2], [1, 2], [1, 2])


# --- what counts as an answer


def test_a_final_level_without_the_advice_or_none_at_all_counts_as_unanswered():
    unseen = given_levels(TRUTH, shown=False)
    assert earned(unseen).score == 0
    half = TriageRolePayload(patients=given_levels(TRUTH).patients[:6])
    report = earned(half)
    assert set(report.hits) >= {gold.uid for gold in KEY.patients[:6]}
    costs = [triage_cost(gold.level, worst_level(gold.level)) for gold in KEY.patients[6:]]
    assert report.parts["cost"] == sum(costs)


def test_the_clinician_who_follows_the_ai_where_it_is_unsure_earns_some():
    means = []
    for variant, key in LEARNERS:
        report = earned(answers("typical", variant, key, Random(5)), variant, key)
        means.append(report.score)
        followed = sum(
            p.final == a.advice.level
            for p, a, gold in zip(
                answers("typical", variant, key, Random(5)).patients,
                variant.patients,
                key.patients,
                strict=True,
            )
            if not gold.ai_right
        )
        wrong = sum(not gold.ai_right for gold in key.patients)
        assert report.parts["OR"] == pytest.approx(followed / wrong)
        assert report.parts["UR"] == 0
    assert 0.3 < sum(means) / len(means) < 0.9


# --- the report


def test_patients_are_told_apart_by_the_direction_of_the_error():
    levels = list(TRUTH)
    low = next(i for i, true in enumerate(TRUTH) if true > 0)
    high = next(i for i, true in enumerate(TRUTH) if true < 3 and i != low)
    levels[low] -= 1
    levels[high] += 1
    report = earned(given_levels(levels))
    assert report.misses == (KEY.patients[low].uid,)
    assert report.false_alarms == (KEY.patients[high].uid,)
    assert len(report.hits) == len(TRUTH) - 2


def test_following_all_is_full_over_reliance_and_refusing_all_full_under_reliance():
    follows = earned(given_levels(ADVISED)).parts
    assert (follows["OR"], follows["UR"]) == (1, 0)
    refuses = earned(given_levels([(level + 2) % LEVELS for level in ADVISED])).parts
    assert (refuses["OR"], refuses["UR"]) == (0, 1)


def test_beginnings_kept_and_beginnings_mended():
    # Everybody begins right: what was kept against a wrong AI is RSR; nobody began wrong.
    parts = earned(given_levels(ADVISED)).parts
    assert (parts["RSR"], parts["RAIR"]) == (0, None)
    assert earned(given_levels(TRUTH)).parts["RSR"] == 1


def test_acts_are_reported_and_earn_nothing():
    right = earned(given_levels(TRUTH, acts=lambda gold: gold.acts))
    wrong = earned(given_levels(TRUTH, acts=lambda gold: (*gold.acts[:1], "nobody")))
    assert (right.parts["acts"], wrong.parts["acts"]) == (1, 0)
    assert right.score == wrong.score == 1
    assert earned(given_levels(TRUTH)).parts["acts"] is None


def test_judgements_are_of_advice_that_was_seen_and_decided_on():
    payload = given_levels(ADVISED)
    first = payload.patients[0].model_copy(update={"final": None})
    payload = TriageRolePayload(patients=(first, *payload.patients[1:]))
    made = judgements(KEY, payload, VARIANT, earned(payload))
    assert [one.uid for one in made] == [gold.uid for gold in KEY.patients[1:]]
    assert [one.is_error for one in made] == [not gold.ai_right for gold in KEY.patients[1:]]
    assert not any(one.flagged for one in made)
