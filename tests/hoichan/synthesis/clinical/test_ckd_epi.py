"""The CKD-EPI equation of 2021 against worked values, its knees and its limits."""

from __future__ import annotations

import numpy as np
import pytest

from hoichan.synthesis.clinical.ckd_epi import egfr


def one(creatinine, age, female):
    return float(egfr([creatinine], [age], [female])[0])


def test_worked_values():
    assert one(115, 68, True) == pytest.approx(44.8, abs=0.05)
    assert one(90, 45, False) == pytest.approx(92.6, abs=0.05)


@pytest.mark.parametrize(("female", "knee"), [(True, 0.7), (False, 0.9)])
def test_both_branches_meet_at_the_knee(female, knee):
    at = knee * 88.4
    expected = 142 * 0.9938**50 * (1.012 if female else 1.0)
    assert one(at, 50, female) == pytest.approx(expected)
    below = (at - 1) / at
    assert one(at - 1, 50, female) / expected == pytest.approx(
        below ** (-0.241 if female else -0.302)
    )
    assert one(2 * at, 50, female) / expected == pytest.approx(2**-1.2)


def test_more_creatinine_or_age_means_less_filtration():
    creatinine = np.arange(30, 900, 5)
    assert (
        np.diff(egfr(creatinine, np.full(len(creatinine), 60), np.ones(len(creatinine)))) < 0
    ).all()
    ages = np.arange(18, 95)
    assert (np.diff(egfr(np.full(len(ages), 80), ages, np.zeros(len(ages)))) < 0).all()


@pytest.mark.parametrize(("creatinine", "age"), [(0, 50), (-3, 50), (80, 17), (float("nan"), 50)])
def test_where_the_equation_does_not_hold_it_says_so(creatinine, age):
    with pytest.raises(ValueError, match="18 years or more"):
        one(creatinine, age, True)
