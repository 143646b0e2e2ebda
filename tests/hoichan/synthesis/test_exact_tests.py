"""Exact tests against values of textbooks and of R (binom.test, fisher.test, poisson.test)."""

from __future__ import annotations

import math

import pytest

from hoichan.synthesis.exact_tests import (
    binomial_interval,
    fisher_p,
    poisson_interval,
    poisson_pair_p,
)


def test_fisher_on_the_lady_tasting_tea():
    assert fisher_p(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert fisher_p(4, 4, 0, 4) == pytest.approx(2 / 70)


def test_fisher_is_symmetric_and_1_for_equal_shares():
    assert fisher_p(7, 50, 2, 60) == pytest.approx(fisher_p(2, 60, 7, 50))
    assert fisher_p(5, 100, 5, 100) == pytest.approx(1)


def test_two_poisson_counts_are_a_binomial_test_of_their_sum():
    two_of_four = sum(math.comb(16, k) for k in (*range(6), *range(11, 17))) / 2**16
    assert poisson_pair_p(11, 1, 5, 1) == pytest.approx(two_of_four)
    assert poisson_pair_p(3, 1, 1, 1) == pytest.approx(10 / 16)


def test_exposure_counts():
    assert poisson_pair_p(20, 2, 10, 1) == pytest.approx(1)
    assert poisson_pair_p(20, 1, 10, 2) < 0.001


def test_no_events_are_no_evidence():
    assert poisson_pair_p(0, 1, 0, 1) == pytest.approx(1)


def test_poisson_interval_by_garwood():
    assert poisson_interval(0) == pytest.approx((0, 3.6889), abs=1e-4)
    assert poisson_interval(10) == pytest.approx((4.7954, 18.3904), abs=1e-4)
    assert poisson_interval(522) == pytest.approx((478.16, 568.76), abs=0.2)


def test_binomial_interval_by_clopper_and_pearson():
    assert binomial_interval(5, 10) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert binomial_interval(0, 10) == pytest.approx((0, 0.3085), abs=1e-4)
    assert binomial_interval(10, 10) == pytest.approx((0.6915, 1), abs=1e-4)
