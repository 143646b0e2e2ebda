"""Rule of X10: comparing two answers.

A pair is worth 0.4 for which answer is accurate, 0.3 for which is safe, and 0.3 for the decisive
units: for each answer the share of its wrong units that were tapped, less half a point for each true
unit tapped; a sound answer is worth its share when nothing in it is tapped. The mean is rescaled so
that the best constant policy (the same two verdicts for every pair, tapping nothing or everything)
is worth 0. Source: course blueprint B (X10).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean
from typing import get_args

from hoichan.schema.exercises.compare_two import Choice

ACCURATE_SHARE = 0.4
SAFER_SHARE = 0.3
DECISIVE_SHARE = 0.3
WRONG_TAP = 0.5
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True)
class GoldPair:
    """What is right of a pair: verdicts, and for either answer its units and the wrong ones."""

    accurate: Choice
    safer: Choice
    units: tuple[frozenset[str], frozenset[str]]
    planted: frozenset[str]


@dataclass(frozen=True)
class Compared:
    """What was said of a pair."""

    accurate: Choice | None
    safer: Choice | None
    tapped: frozenset[str]


def decisive_credit(
    units: frozenset[str], planted: frozenset[str], tapped: frozenset[str]
) -> float:
    """Credit for the taps in one answer, in [0, 1]."""
    wrong = units & planted
    extra = len(tapped & units - wrong)
    found = len(tapped & wrong) / len(wrong) if wrong else 1.0
    return max(0.0, found - WRONG_TAP * extra)


def pair_score(gold: GoldPair, said: Compared | None) -> float:
    """Score of one pair in [0, 1]; 0 while no verdict was given."""
    if said is None or (said.accurate is None and said.safer is None):
        return 0.0
    taps = fmean(decisive_credit(units, gold.planted, said.tapped) for units in gold.units)
    return (
        ACCURATE_SHARE * (said.accurate == gold.accurate)
        + SAFER_SHARE * (said.safer == gold.safer)
        + DECISIVE_SHARE * taps
    )


def best_constant(golds: Sequence[GoldPair]) -> float:
    """g: the best mean that one pair of verdicts for everything earns, tapping nothing or all."""
    best = 0.0
    for accurate, safer, taps in product(CHOICES, CHOICES, (False, True)):
        scores = []
        for gold in golds:
            everything = gold.units[0] | gold.units[1]
            tapped = everything if taps else frozenset()
            scores.append(pair_score(gold, Compared(accurate, safer, tapped)))
        best = max(best, fmean(scores))
    return best


def compare_score(golds: Mapping[str, GoldPair], said: Mapping[str, Compared]) -> dict[str, float]:
    """Mean ``s``, best constant policy ``g`` and S = clip((s - g) / (1 - g), 0, 1).

    Raises:
        ValueError: a constant policy would earn everything.
    """
    g = best_constant(list(golds.values()))
    if g >= 1:
        msg = "every pair has the same verdicts and no error: a constant answer would be right"
        raise ValueError(msg)
    s = fmean(pair_score(gold, said.get(uid)) for uid, gold in golds.items())
    return {"s": s, "g": g, "S": min(1.0, max(0.0, (s - g) / (1 - g)))}
