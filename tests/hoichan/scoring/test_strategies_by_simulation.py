"""Trivial strategies earn nothing and ability pays, over thousands of simulated learners (C1)."""

from random import Random
from statistics import NormalDist, fmean

import pytest

from hoichan.schema.taxonomy import Category, Severity
from hoichan.scoring.detection import FOIL_WEIGHT, GoldError, Hit, detection_score

SEVERITIES = (1, 1, 2, 2, 2, 3, 3, 3, 4)
ERRORS = [GoldError(f"e{i}", Category.NUM_ARITH, Severity(s)) for i, s in enumerate(SEVERITIES)]
NEGATIVES, FOILS = 51, 6
RUNS = 2000


def mean_s(rng, p_hit, p_false_alarm, label=lambda rng: rng.choice(list(Category))):
    """Mean S of learners who flag errors and true units with these probabilities."""

    def one():
        hits = {e.id: Hit(1, label(rng)) for e in ERRORS if rng.random() < p_hit}
        alarms = sum(
            FOIL_WEIGHT if i < FOILS else 1.0
            for i in range(NEGATIVES)
            if rng.random() < p_false_alarm
        )
        return detection_score(ERRORS, hits, alarms, NEGATIVES).s

    return fmean(one() for _ in range(RUNS))


@pytest.mark.parametrize("share", [0, 1])
def test_flagging_none_or_all_earns_exactly_zero(share):
    assert mean_s(Random(1), share, share, label=lambda _: None) == 0


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.9])
def test_flagging_at_random_earns_at_most_003(share):
    assert mean_s(Random(2), share, share) <= 0.03


def test_ability_pays_in_order():
    normal = NormalDist()
    means = []
    for d_prime in (0, 1, 2, 3):
        # the criterion that flags about 15 % of the units, as in the blueprint's simulation
        cut = max(0.6, d_prime / 2 + 0.4)
        means.append(
            mean_s(
                Random(3),
                1 - normal.cdf(cut - d_prime),
                1 - normal.cdf(cut),
                label=lambda _: Category.NUM_ARITH,
            )
        )
    assert means == sorted(means)
    assert means[0] < 0.05
    assert means[1] > 0.1
    assert means[3] > 0.6
