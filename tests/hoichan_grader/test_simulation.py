"""Simulated learners: the cohort's make-up, and that what they do follows their ability."""

import itertools
from pathlib import Path
from statistics import fmean

import pytest

from hoichan.cases.variant import make_variant
from hoichan.schema.documents import read_pool
from hoichan_grader.simulation import CHEATS, SimulatedLearner, answer_ops, cohort

FIXTURES = Path(__file__).parents[1] / "fixtures"
SECRET = b"a secret of the tests"


def pool(name):
    return read_pool((FIXTURES / name).read_bytes())


def drawn(name, learner):
    variant, key = make_variant(pool(name), SECRET, learner.name)
    return variant, key, answer_ops(learner, variant, key, seed=1)


def test_cohort_spreads_ability_evenly_and_holds_one_of_each_cheat():
    people = cohort(40, seed=7)
    assert [p.name for p in people] == [f"hv{i:02d}" for i in range(1, 41)]
    assert sorted(p.strategy for p in people if p.strategy != "honest") == sorted(CHEATS)
    abilities = sorted(p.d_prime for p in people if p.strategy == "honest")
    steps = [b - a for a, b in itertools.pairwise(abilities)]
    assert (abilities[0], abilities[-1]) == (0, 3)
    assert max(steps) == pytest.approx(min(steps))
    assert people == cohort(40, seed=7)
    assert people != cohort(40, seed=8)


def test_cohort_too_small_for_a_spread_is_refused():
    with pytest.raises(ValueError, match="at least 5"):
        cohort(4, seed=1)


def test_cheaters_do_what_they_are_called():
    variant, _, ops = drawn("small_pool.json", SimulatedLearner("x", "flags_all"))
    units = {unit.uid for answer in variant.answers for unit in answer.units}
    assert {op["uid"] for op in ops if op["do"] == "flag"} == units
    assert not any(op["do"] == "no_error" for op in ops)
    variant, _, ops = drawn("small_pool.json", SimulatedLearner("x", "flags_none"))
    assert [op["do"] for op in ops] == ["lang"] + ["no_error"] * len(variant.answers)
    _, key, ops = drawn("small_x2_pool.json", SimulatedLearner("x", "flags_none"))
    assert {op["verdict"] for op in ops[1:]} == {"true"}
    assert len(ops) == 1 + len(key.claims)


def share_found(d_prime):
    """Share of planted units and of true units that 60 learners of one ability flag."""
    hits, alarms = [], []
    for i in range(60):
        learner = SimulatedLearner(f"p{i}", "honest", d_prime=d_prime)
        _, key, ops = drawn("small_pool.json", learner)
        flagged = {op["uid"] for op in ops if op["do"] == "flag"}
        planted = {unit.uid for unit in key.planted}
        hits += [uid in flagged for uid in planted]
        alarms += [uid in flagged for uid in set(key.unit_uids) - planted]
    return fmean(hits), fmean(alarms)


def test_ability_shows_as_more_hits_for_the_same_false_alarms():
    (weak_hits, weak_alarms), (able_hits, able_alarms) = share_found(0.0), share_found(3.0)
    assert weak_hits == pytest.approx(weak_alarms, abs=0.12)  # d' = 0: errors look like the rest
    assert able_hits > 0.8
    assert able_alarms < 0.2
