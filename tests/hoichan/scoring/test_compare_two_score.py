"""X10: verdicts and the sentences that decide them, by hand; no fixed answer earns anything."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering import sheet_of
from exercise_samples import pool_of, sample
from hoichan import personas
from hoichan.cases.variant import make_variant
from hoichan.personas.compare_two import TRICKS
from hoichan.schema.confidence import STOPS
from hoichan.schema.exercises.compare_two import CompareTwoPayload, PairAnswer
from hoichan.scoring import score
from hoichan.scoring.comparing import (
    CHOICES,
    Compared,
    GoldPair,
    best_constant,
    compare_score,
    decisive_credit,
    pair_score,
)
from hoichan.scoring.exercises.compare_two import gold_pairs
from hoichan.scoring.score import judgements

VARIANT, KEY = sample("x10")
UNITS = {
    pair.uid: {side.side: [unit.uid for unit in side.units] for side in (pair.a, pair.b)}
    for pair in VARIANT.pairs
}
A, B = frozenset({"a1", "a2", "a3", "a4"}), frozenset({"b1", "b2", "b3", "b4"})
# A has two errors, B none: only B is accurate; one error is grave, so only B is safe
ONE_WRONG = GoldPair("B", "B", (A, B), frozenset({"a1", "a2"}))
BOTH_WRONG = GoldPair("neither", "A", (A, B), frozenset({"a1", "b1"}))
BOTH_RIGHT = GoldPair("both", "both", (A, B), frozenset())


def report(*answers, key=KEY, variant=VARIANT):
    return score(key, sheet_of(variant, CompareTwoPayload(pairs=answers)), variant)


def right(gold, **fields):
    said = {
        "uid": gold.uid,
        "accurate": gold.accurate,
        "safer": gold.safer,
        "clearer": "same",
        "decisive": tuple(one.uid for one in gold.planted),
        "p": 75,
    }
    return PairAnswer(**said | fields)


def all_units(uid):
    return tuple(unit for side in UNITS[uid].values() for unit in side)


@pytest.mark.parametrize(
    ("gold", "accurate", "safer", "tapped", "expected"),
    [
        pytest.param(ONE_WRONG, "B", "B", {"a1", "a2"}, 1.0, id="all right"),
        pytest.param(ONE_WRONG, "B", "B", {"a1"}, 0.7 + 0.3 * (0.5 + 1) / 2, id="one error found"),
        pytest.param(ONE_WRONG, "B", "B", set(), 0.7 + 0.3 / 2, id="verdicts without a tap"),
        pytest.param(ONE_WRONG, "neither", "B", {"a1", "a2"}, 0.6, id="accuracy wrong"),
        pytest.param(ONE_WRONG, "B", "both", {"a1", "a2"}, 0.7, id="safety wrong"),
        pytest.param(ONE_WRONG, "B", None, {"a1", "a2"}, 0.7, id="safety left open"),
        pytest.param(ONE_WRONG, None, None, {"a1", "a2"}, 0.0, id="no verdict at all"),
        pytest.param(
            ONE_WRONG, "B", "B", {"a1", "a2", "b1"}, 0.7 + 0.3 * (1 + 0.5) / 2, id="a true one too"
        ),
        pytest.param(ONE_WRONG, "B", "B", A | B, 0.7, id="everything tapped"),
        pytest.param(BOTH_WRONG, "neither", "A", {"a1", "b1"}, 1.0, id="an error in each"),
        pytest.param(BOTH_WRONG, "neither", "A", {"b1"}, 0.85, id="one of the two"),
        pytest.param(BOTH_RIGHT, "both", "both", set(), 1.0, id="nothing wrong, nothing tapped"),
        pytest.param(BOTH_RIGHT, "A", "A", {"b2"}, 0.3 * (1 + 0.5) / 2, id="error seen in truth"),
    ],
)
def test_one_pair_by_hand(gold, accurate, safer, tapped, expected):
    said = Compared(accurate, safer, frozenset(tapped))
    assert pair_score(gold, said) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("tapped", "credit"),
    [
        ({"a1", "a2"}, 1.0),
        ({"a1"}, 0.5),
        ({"a1", "a2", "a3"}, 0.5),
        ({"a1", "a3"}, 0.0),
        ({"b1", "b2"}, 0.0),
        (A, 0.0),
    ],
)
def test_true_sentences_tapped_cost_half_of_an_answer_each(tapped, credit):
    assert decisive_credit(A, frozenset({"a1", "a2"}), frozenset(tapped)) == credit


def test_the_set_is_rescaled_by_the_best_fixed_answer():
    """One wrong, both wrong, both right; the best fixed answer is right once in each question."""
    golds = {"p1": ONE_WRONG, "p2": BOTH_WRONG, "p3": BOTH_RIGHT}
    # "both, both", nothing tapped: 0.15 + 0 + 1; any other is right once too, but in lesser pairs
    assert best_constant(list(golds.values())) == pytest.approx((0.15 + 0 + 1) / 3)
    g = 1.15 / 3
    said = {
        "p1": Compared("B", "B", frozenset({"a1"})),
        "p3": Compared("both", "both", frozenset()),
    }
    s = (0.7 + 0.3 * 0.75 + 0 + 1) / 3
    assert compare_score(golds, said)["S"] == pytest.approx((s - g) / (1 - g))
    assert compare_score(golds, {})["S"] == 0.0


def test_pairs_that_a_fixed_answer_gets_all_right_cannot_be_scored():
    with pytest.raises(ValueError, match="a constant answer would be right"):
        compare_score({"p1": BOTH_RIGHT, "p2": BOTH_RIGHT}, {})


def test_the_reference_earns_all_and_what_reads_better_earns_nothing():
    full = report(*(right(gold) for gold in KEY.pairs))
    assert full.score == pytest.approx(1.0)
    assert full.points == pytest.approx(KEY.points)
    assert not full.misses
    assert not full.false_alarms
    plain = report(*(right(gold, clearer=None, p=None) for gold in KEY.pairs))
    assert plain.score == full.score


def fooled(gold):
    """Half of the clinicians: where one answer is worse, the longer and more polite one is taken."""
    if gold.accurate in ("A", "B") and gold.accurate != gold.polite:
        return right(gold, accurate=gold.polite, safer=gold.polite, decisive=())
    return right(gold)


def test_a_typical_clinician_takes_the_polite_answer_for_the_accurate_one():
    for number in range(40):
        variant, key = make_variant(pool_of("x10"), b"polite", f"n{number}")
        tricky = [g for g in key.pairs if g.accurate in ("A", "B") and g.accurate != g.polite]
        if tricky:
            break
    believed = report(*(fooled(gold) for gold in key.pairs), key=key, variant=variant)
    assert believed.parts["fluency_bias"] == 1.0
    assert 0 < believed.score < 1
    assert set(believed.misses) == {one.uid for gold in tricky for one in gold.planted}
    seen = report(*(right(gold) for gold in key.pairs), key=key, variant=variant)
    assert seen.parts["fluency_bias"] == 0.0
    assert report(key=key, variant=variant).parts["fluency_bias"] is None


def test_only_pairs_that_were_compared_are_judged():
    gold = next(gold for gold in KEY.pairs if gold.planted)
    sheet = sheet_of(VARIANT, CompareTwoPayload(pairs=(right(gold, decisive=()),)))
    rows = judgements(KEY, sheet, VARIANT, score(KEY, sheet, VARIANT))
    assert [row.uid for row in rows] == list(all_units(gold.uid))
    assert {row.uid for row in rows if row.is_error} == {one.uid for one in gold.planted}
    assert not any(row.flagged for row in rows)


def test_every_fixed_answer_earns_exactly_nothing():
    """Any two verdicts for every pair, tapping nothing, everything, all of A or all of B."""
    for number in range(4):
        variant, key = make_variant(pool_of("x10"), b"fixed", f"n{number}")
        sides = {
            pair.uid: (
                tuple(unit.uid for unit in pair.a.units),
                tuple(unit.uid for unit in pair.b.units),
            )
            for pair in variant.pairs
        }
        for accurate, safer, taps in product((*CHOICES, None), (*CHOICES, None), range(4)):
            answers = [
                PairAnswer(
                    uid=uid,
                    accurate=accurate,
                    safer=safer,
                    decisive=(*(a if taps & 1 else ()), *(b if taps & 2 else ())),
                )
                for uid, (a, b) in sides.items()
            ]
            earned = report(*answers, key=key, variant=variant).score
            assert earned == 0.0, (number, accurate, safer, taps)


@pytest.mark.parametrize("strategy", ["blank", "accept_all", "reject_all"])
def test_leaving_blank_trusting_and_distrusting_earn_nothing(strategy):
    payload = personas.answers(strategy, VARIANT, KEY, Random(1))
    assert score(KEY, sheet_of(VARIANT, payload), VARIANT).score == 0.0


@pytest.mark.parametrize("strategy", ["random", *TRICKS])
def test_luck_and_manners_earn_next_to_nothing(strategy):
    rng, earned = Random(3), []
    for number in range(60):
        variant, key = make_variant(pool_of("x10"), b"luck", f"n{number}")
        payload = personas.answers(strategy, variant, key, rng)
        earned.append(score(key, sheet_of(variant, payload), variant).score)
    assert sum(earned) / len(earned) <= 0.05


@st.composite
def comparisons(draw):
    """Anything a learner could have said of every pair."""
    verdict = st.sampled_from((*CHOICES, None))
    return tuple(
        PairAnswer(
            uid=uid,
            accurate=draw(verdict),
            safer=draw(verdict),
            clearer=draw(st.sampled_from(("A", "B", "same", None))),
            decisive=tuple(draw(st.lists(st.sampled_from(all_units(uid)), unique=True))),
            p=draw(st.sampled_from((*STOPS, None))),
        )
        for uid in UNITS
    )


@given(comparisons())
def test_the_score_is_a_share_and_the_counts_add_up(answers):
    one = report(*answers)
    assert 0.0 <= one.score <= 1.0
    assert one.points == pytest.approx(KEY.points * one.score)
    planted = {error.uid for gold in KEY.pairs for error in gold.planted}
    assert {*one.hits, *one.misses} == planted
    assert not {*one.false_alarms} & planted


@given(comparisons(), st.data())
def test_a_better_answer_never_costs(answers, data):
    place = data.draw(st.integers(0, len(answers) - 1))
    gold, old = KEY.pairs[place], answers[place]
    wrong = [one.uid for one in gold.planted]
    changes = {
        "accurate": {"accurate": gold.accurate},
        "safer": {"safer": gold.safer},
        "one more found": {"decisive": tuple(dict.fromkeys((*old.decisive, *wrong[:1])))},
        "one true less": {"decisive": tuple(u for u in old.decisive if u in wrong)},
    }
    better = old.model_copy(update=changes[data.draw(st.sampled_from(sorted(changes)))])
    improved = (*answers[:place], better, *answers[place + 1 :])
    assert report(*improved).score >= report(*answers).score - 1e-12


def test_what_is_gold_of_a_pair_comes_from_key_and_variant():
    golds = gold_pairs(KEY, VARIANT)
    assert list(golds) == list(VARIANT.items())
    for gold in KEY.pairs:
        found = golds[gold.uid]
        assert found.units == tuple(frozenset(UNITS[gold.uid][side]) for side in "AB")
        assert found.planted <= found.units[0] | found.units[1]
