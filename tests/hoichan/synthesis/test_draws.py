"""Draws repeat on every machine: their first values are written down here."""

from __future__ import annotations

import numpy as np
import pytest

from hoichan.synthesis.draws import Draws, allot, whole


def test_a_stream_starts_with_these_words():
    assert Draws(7, "a", "b").words(3).tolist() == [
        6031373992251793381,
        2514576303999077686,
        16949884242342761039,
    ]


def test_streams_of_other_names_or_seeds_differ():
    first = Draws(7, "a", "b").words(4).tolist()
    assert Draws(7, "a", "b").words(4).tolist() == first
    assert Draws(7, "a", "c").words(4).tolist() != first
    assert Draws(8, "a", "b").words(4).tolist() != first


def test_integers_reach_both_ends_and_no_further():
    values = Draws(1, "x").integers(3, 5, 2000)
    assert set(values.tolist()) == {3, 4, 5}


def test_choose_follows_the_weights_and_never_takes_weight_zero():
    counts = np.bincount(Draws(1, "x").choose(20_000, [1, 0, 3]), minlength=3)
    assert counts[1] == 0
    assert abs(counts[2] / 20_000 - 0.75) < 0.01


def test_choose_rows_takes_the_only_possible_column():
    weights = np.array([[0.0, 2.0, 0.0], [0.5, 0.0, 0.0]])
    assert Draws(1, "x").choose_rows(weights).tolist() == [1, 0]


def test_normal_has_mean_0_and_spread_1():
    values = Draws(1, "x").normal(50_000)
    assert abs(values.mean()) < 0.02
    assert abs(values.std() - 1) < 0.02


@pytest.mark.parametrize("k", [0, 1, 17, 99, 100])
def test_sample_gives_exactly_k_different_rows(k):
    weights = np.linspace(0.1, 30, 100)
    found = Draws(3, "x").sample(weights, k)
    assert len(found) == k
    assert len(set(found.tolist())) == k


def test_sample_takes_heavy_rows_more_often():
    weights = np.r_[np.full(500, 1.0), np.full(500, 3.0)]
    heavy = (Draws(3, "x").sample(weights, 200) >= 500).sum()
    assert heavy == pytest.approx(150, abs=1)


def test_sample_refuses_more_rows_than_can_be_taken():
    with pytest.raises(ValueError, match="cannot sample 3 of 2"):
        Draws(3, "x").sample(np.array([1.0, 0.0, 1.0]), 3)


def test_allot_is_exact_and_in_proportion():
    assert allot(10, [1, 1, 2]).tolist() == [3, 2, 5]
    assert int(allot(12_345, np.linspace(0.3, 9, 77)).sum()) == 12_345


def test_whole_rounds_halves_up():
    assert whole(np.array([0.5, 1.4999999999, 2.49, -0.2])).tolist() == [1, 2, 2, 0]


def test_negative_binomial_has_its_mean_and_variance():
    n = 40_000
    values = Draws(3, "nb").negative_binomial(np.full(n, 20.0), np.full(n, 5))
    assert values.mean() == pytest.approx(20, rel=0.02)
    assert values.var() == pytest.approx(20 + 20**2 / 5, rel=0.05)
    assert (values == 0).mean() == pytest.approx((5 / 25) ** 5, abs=0.0003)


def test_large_means_are_drawn_too_and_a_mean_of_0_gives_0():
    values = Draws(3, "nb").negative_binomial(np.array([0.0, 3000.0] * 500), np.array([4, 8] * 500))
    assert values[0::2].max() == 0
    assert values[1::2].mean() == pytest.approx(3000, rel=0.06)


def test_binomial_has_its_mean_and_variance_and_stays_within_the_trials():
    n = 40_000
    values = Draws(4, "b").binomial(np.full(n, 12), 0.25)
    assert values.mean() == pytest.approx(3, rel=0.02)
    assert values.var() == pytest.approx(12 * 0.25 * 0.75, rel=0.04)
    assert values.max() <= 12
    assert Draws(4, "b").binomial(np.array([0, 0]), 0.9).tolist() == [0, 0]


def test_counts_start_with_these_values():
    means, sizes = np.array([2.5, 40.0, 900.0, 900.0]), np.array([4, 5, 6, 8])
    assert Draws(7, "a", "b").negative_binomial(means, sizes).tolist() == [1, 20, 1451, 589]
    assert Draws(7, "a", "b").binomial(np.array([5, 50, 500, 2000]), 0.02).tolist() == [
        0,
        0,
        15,
        34,
    ]


def test_counts_that_cannot_be_drawn_are_errors():
    draws = Draws(1, "x")
    with pytest.raises(ValueError, match="whole sizes from 1"):
        draws.negative_binomial(np.array([1.0]), np.array([0]))
    with pytest.raises(ValueError, match="probability"):
        draws.binomial(np.array([1]), 1.0)
    with pytest.raises(ValueError, match="too small"):
        draws.binomial(np.array([100_000]), 0.02)
