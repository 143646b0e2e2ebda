"""Rule C3: calibration of stated probabilities ("the AI statement is correct").

The Brier score is strictly proper: saying anything but what one believes costs on average.
Source: course blueprint C3; decomposition after Murphy (1973).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

FULL_MARKS_AT = 0.6
MIN_FOR_MURPHY = 40


@dataclass(frozen=True)
class Calibration:
    """Brier score, its reference, skill (1 - BS/BS_ref), score in [0, 1], bias (> 0 over-trust)."""

    brier: float
    reference: float
    skill: float
    score: float
    bias: float


@dataclass(frozen=True)
class MurphyParts:
    """Murphy's parts: brier = reliability - resolution + uncertainty (bins = stated values)."""

    reliability: float
    resolution: float
    uncertainty: float


def calibration(probabilities: Sequence[float], outcomes: Sequence[bool]) -> Calibration:
    """Score stated probabilities against what was the case.

    Raises:
        ValueError: lengths differ, a probability is outside [0, 1], or all outcomes are alike
            (skill is then undefined; the builder refuses such a set).
    """
    rate = _check(probabilities, outcomes)
    brier = fmean((p - o) ** 2 for p, o in zip(probabilities, outcomes, strict=True))
    reference = rate * (1 - rate)
    skill = 1 - brier / reference
    score = min(1.0, max(0.0, skill / FULL_MARKS_AT))
    return Calibration(brier, reference, skill, score, fmean(probabilities) - rate)


def murphy(probabilities: Sequence[float], outcomes: Sequence[bool]) -> MurphyParts | None:
    """Decompose the Brier score over the stops that were used; None below 40 items."""
    rate = _check(probabilities, outcomes)
    if len(outcomes) < MIN_FOR_MURPHY:
        return None
    bins: defaultdict[float, list[bool]] = defaultdict(list)
    for probability, outcome in zip(probabilities, outcomes, strict=True):
        bins[probability].append(outcome)
    n = len(outcomes)
    reliability = sum(len(seen) * (p - fmean(seen)) ** 2 for p, seen in bins.items()) / n
    resolution = sum(len(seen) * (fmean(seen) - rate) ** 2 for seen in bins.values()) / n
    return MurphyParts(reliability, resolution, rate * (1 - rate))


def _check(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Check the input and return the share of true outcomes."""
    if len(probabilities) != len(outcomes) or not outcomes:
        msg = f"{len(probabilities)} probabilities for {len(outcomes)} outcomes"
        raise ValueError(msg)
    if any(not 0 <= p <= 1 for p in probabilities):
        msg = "probabilities must lie in [0, 1]"
        raise ValueError(msg)
    rate = fmean(outcomes)
    if rate in (0, 1):
        msg = "calibration needs both true and false statements in the set"
        raise ValueError(msg)
    return rate
