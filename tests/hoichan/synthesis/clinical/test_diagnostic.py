"""Predictive values against the numbers of the course's design, and at the ends of the scale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoichan.synthesis.clinical.diagnostic import (
    negative_predictive_value,
    positive_predictive_value,
)


# The design writes 0.487 at 5 %; 450/925 is 0.48649, so three places give 0.486.
@pytest.mark.parametrize(
    ("prevalence", "ppv"), [(0.005, 0.08295), (0.05, 0.48649), (0.20, 0.81818)]
)
def test_reference_vectors(prevalence, ppv):
    assert positive_predictive_value(prevalence, 0.90, 0.95) == pytest.approx(ppv, abs=0.000005)


def test_ends():
    assert positive_predictive_value(0, 0.9, 0.95) == 0
    assert positive_predictive_value(1, 0.9, 0.95) == 1
    assert positive_predictive_value(0.3, 0.9, 1) == 1
    assert negative_predictive_value(0, 0.9, 0.95) == 1
    assert negative_predictive_value(1, 0.9, 0.95) == 0


@given(st.floats(0.001, 0.999), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_both_agree_with_counting_in_a_large_crowd(prevalence, sensitivity, specificity):
    ill, well = prevalence * 1e9, (1 - prevalence) * 1e9
    found, alarmed = ill * sensitivity, well * (1 - specificity)
    ppv = positive_predictive_value(prevalence, sensitivity, specificity)
    npv = negative_predictive_value(prevalence, sensitivity, specificity)
    assert ppv == pytest.approx(found / (found + alarmed))
    assert npv == pytest.approx((well - alarmed) / (well - alarmed + ill - found))


@pytest.mark.parametrize("wrong", [(-0.1, 0.9, 0.9), (0.1, 1.2, 0.9), (0.1, 0.9, float("nan"))])
def test_what_is_no_share_is_refused(wrong):
    for function in (positive_predictive_value, negative_predictive_value):
        with pytest.raises(ValueError, match=r"within 0\.\.1"):
            function(*wrong)


def test_a_test_that_never_says_anything_has_no_predictive_value():
    with pytest.raises(ValueError, match="ever positive"):
        positive_predictive_value(0.1, 0, 1)
    with pytest.raises(ValueError, match="ever negative"):
        negative_predictive_value(0.1, 1, 0)
