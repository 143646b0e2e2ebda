"""X3: reliance and calibration, and that luck and constant policies are worth nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering import sheet_of
from exercise_samples import sample
from hoichan.schema.confidence import STOPS
from hoichan.schema.exercises.decide_confidence import DecideConfidencePayload, DecisionAnswer
from hoichan.scoring import score
from hoichan.scoring.decisions import coin_flipper, decision_score

VARIANT, KEY = sample("x3")
ADVISED = {decision.uid: decision.advice.oid for decision in VARIANT.decisions}
WRONG = [gold.uid for gold in KEY.decisions if not gold.ai_right]
RIGHT = [gold.uid for gold in KEY.decisions if gold.ai_right]


def answer(uid, final="accept", p_ai=50, **fields):
    init = VARIANT.decisions[0].options[0].oid
    return DecisionAnswer(
        **{"uid": uid, "init": init, "init_p": 50, "shown": True, "final": final, "p_ai": p_ai}
        | fields
    )


def report(*answers):
    payload = DecideConfidencePayload(decisions=answers)
    return score(KEY, sheet_of(VARIANT, payload), VARIANT)


def test_blueprint_vector():
    """Adopts 3 of 12 wrong, keeps 10 of 12 right: OR .250, UR .167, ARI .583."""
    raw = 0.6 * (1 - 3 / 12 - 2 / 12) + 0.4 * 0.5
    chance = coin_flipper(12, 12)
    expected = (raw - chance) / (1 - chance)
    assert decision_score(0.5833333, 0.5, 12, 12) == pytest.approx(expected, abs=1e-6)


def test_what_one_coin_flipper_in_seven_passes_is_worth_nothing():
    # 6 and 6: of 4096 tosses, 1 - A/6 - D/6 > 1/6 in 794 (19 %), > 0 in 1586 (39 %)
    assert coin_flipper(6, 6) == pytest.approx(0.6 * 2 / 6)
    assert decision_score(2 / 6, 0.0, 6, 6) == 0.0
    assert decision_score(3 / 6, 0.0, 6, 6) > 0.0
    with pytest.raises(ValueError, match="wrong and right advice"):
        coin_flipper(0, 5)


def test_what_is_left_open_counts_as_the_worse_of_the_two():
    half = report(*(answer(uid, "reject", 1) for uid in WRONG))
    assert half.parts["OR"] == 0.0
    assert half.parts["UR"] == 1.0
    assert half.score <= 0.4
    assert report().score == 0.0


def test_an_edit_that_keeps_the_ais_choice_has_adopted_it():
    uid = WRONG[0]
    kept = report(answer(uid, "edit", chosen=ADVISED[uid]))
    other = next(
        o.oid for d in VARIANT.decisions if d.uid == uid for o in d.options if o.oid != ADVISED[uid]
    )
    changed = report(answer(uid, "edit", chosen=other))
    unfinished = report(answer(uid, "edit"))
    assert uid in kept.misses
    assert uid not in changed.misses
    assert uid in unfinished.misses


def test_a_final_decision_without_having_seen_the_advice_does_not_count():
    uid = WRONG[0]
    assert uid in report(answer(uid, "reject", shown=False)).misses


def test_parts_are_empty_where_nothing_was_observed():
    parts = report().parts
    assert parts["RAIR"] is None
    assert parts["RSR"] is None
    assert parts["skill"] <= 0


@given(st.data())
def test_one_policy_for_every_item_earns_exactly_nothing(data):
    final = data.draw(st.sampled_from(("accept", "reject")))
    p_ai = data.draw(st.sampled_from(STOPS))
    assert report(*(answer(uid, final, p_ai) for uid in (*WRONG, *RIGHT))).score == 0.0


@given(st.permutations(KEY.decisions), st.integers(0, len(KEY.decisions)))
def test_a_better_decision_never_costs(order, good):
    def earned(count):
        answers = [
            answer(gold.uid, "accept" if gold.ai_right is (place < count) else "reject", 50)
            for place, gold in enumerate(order)
        ]
        return report(*answers).score

    assert earned(good) <= earned(min(good + 1, len(order))) + 1e-9
