"""Simulated learners: the cohort's make-up, and that what they do follows their ability."""

import itertools
from pathlib import Path
from random import Random
from statistics import fmean

import pytest

from exercise_samples import pool_of, task_specs
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.schema.course import ROLES
from hoichan.schema.documents import read_pool
from hoichan.schema.text import LANGS
from hoichan.scoring.score import score
from hoichan.widgets.opening import open_task
from hoichan_grader.simulation.answering import answer_ops, in_bursts
from hoichan_grader.simulation.learner import CHEATS, SimulatedLearner, cohort

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


def points_of(task, learner, folder):
    """The share of points that a learner earns by using the widget of a gallery task."""
    variant, key = make_variant(pool_of(task), SECRET, learner.name)
    path = (
        folder
        / learner.strategy
        / f"{learner.name}-{learner.d_prime}"
        / "variants"
        / f"{task}.json"
    )
    path.parent.mkdir(parents=True)
    path.write_bytes(variant_bytes(variant))
    widget = open_task(path.parents[1], task)
    for number, op in enumerate(in_bursts(answer_ops(learner, variant, key, seed=1))):
        reply = widget.receive({"kind": "op", "id": f"op{number}", "op": op})
        assert reply["kind"] == "ack", reply
    widget.close()
    return score(key, widget.store.sheet, variant).score


@pytest.mark.parametrize("task", [name for name in task_specs() if name.startswith("x")])
def test_in_every_type_ability_earns_and_tricks_do_not(task, tmp_path):
    def mean(**more):
        return fmean(
            points_of(task, SimulatedLearner(f"p{i}", lang=LANGS[i % 2], **more), tmp_path)
            for i in range(6)
        )

    weak, able = (mean(strategy="honest", d_prime=d_prime) for d_prime in (0.5, 3.0))
    assert weak + 0.3 < able
    for trick in ("flags_all", "flags_none"):
        assert mean(strategy=trick) <= 0.05


def test_practice_adds_to_ability_up_to_a_bound():
    person = SimulatedLearner("x", "honest", d_prime=1.0, gain=0.8)
    assert person.after(0).d_prime == 1.0
    assert person.after(0.5).d_prime == pytest.approx(1.4)
    assert SimulatedLearner("x", "honest", d_prime=3.0, gain=2.0).after(1).d_prime == 3.5
    assert SimulatedLearner("x", "flags_all").after(1).strategy == "flags_all"


def test_every_role_has_the_same_spread_of_ability():
    people = [p for p in cohort(43, seed=7) if p.strategy == "honest"]
    means = {role: fmean(p.d_prime for p in people if p.role == role) for role in ROLES}
    assert max(means.values()) - min(means.values()) < 0.25


def test_an_able_learner_knows_how_likely_the_ai_is_right():
    rng = Random(1)
    able = SimulatedLearner("x", "honest", d_prime=3.0)
    said = [able.weighs(rng, wrong=wrong) for wrong in (True, False) for _ in range(200)]
    wrong, right = (fmean(chance for _, chance in part) for part in (said[:200], said[200:]))
    assert wrong < 20
    assert right > 80
