"""What a test result means: Bayes' rule for a test of known quality at a known prevalence."""

from __future__ import annotations


def positive_predictive_value(prevalence: float, sensitivity: float, specificity: float) -> float:
    """Probability of illness given a positive test; all arguments and the result are 0..1.

    Raises:
        ValueError: an argument is outside 0..1, or no test would ever be positive.
    """
    _check(prevalence, sensitivity, specificity)
    true = prevalence * sensitivity
    false = (1 - prevalence) * (1 - specificity)
    if true + false == 0:
        msg = "no test is ever positive"
        raise ValueError(msg)
    return true / (true + false)


def negative_predictive_value(prevalence: float, sensitivity: float, specificity: float) -> float:
    """Probability of health given a negative test; all arguments and the result are 0..1.

    Raises:
        ValueError: an argument is outside 0..1, or no test would ever be negative.
    """
    _check(prevalence, sensitivity, specificity)
    true = (1 - prevalence) * specificity
    missed = prevalence * (1 - sensitivity)
    if true + missed == 0:
        msg = "no test is ever negative"
        raise ValueError(msg)
    return true / (true + missed)


def _check(*shares: float) -> None:
    for share in shares:
        if not 0 <= share <= 1:
            msg = f"a share must lie within 0..1, not {share}"
            raise ValueError(msg)
