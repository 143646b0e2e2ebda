"""Rule of X2: checking claims against a table.

A claim is worth 0.5 for the verdict, 0.4 for the true value and 0.1 for its unit. The mean is
rescaled so that the best *constant* policy is worth 0: always the same verdict, with or without
copying the number that the claim states. Source: course blueprint B (X2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from statistics import fmean
from typing import get_args

from hoichan.schema.exercises.verify_data import ClaimAnswer, KeyClaim, Verdict

VERDICT_SHARE = 0.5
VALUE_SHARE = 0.4
UNIT_SHARE = 0.1
NEAR = 5.0  # within 5 tolerances: half the value's credit
_SLACK = 1e-9  # binary floats: 98.6 - 98.55 must count as within 0.05


def claim_score(claim: KeyClaim, answer: ClaimAnswer | None) -> float:
    """Score of one claim in [0, 1]; 0 without a verdict.

    A claim that no table settles has no value: the verdict then carries the whole claim, and a
    value typed all the same forfeits the value's share.
    """
    if answer is None or answer.verdict is None:
        return 0.0
    right = answer.verdict == claim.verdict
    if claim.value is None:
        if not right:
            return 0.0
        return 1.0 if answer.value is None else VERDICT_SHARE
    unit_right = answer.value is not None and answer.unit == claim.unit
    return (
        VERDICT_SHARE * right
        + VALUE_SHARE * value_credit(claim.value, claim.tolerance, answer.value)
        + UNIT_SHARE * unit_right
    )


def value_credit(true: float, tolerance: float, typed: float | None) -> float:
    """1 within the tolerance, 0.5 within five of them, else 0. Both numbers as displayed."""
    if typed is None:
        return 0.0
    error = abs(typed - true)
    if error <= tolerance + _SLACK:
        return 1.0
    return 0.5 if error <= NEAR * tolerance + _SLACK else 0.0


def constant_policy_score(claims: Sequence[KeyClaim]) -> float:
    """g: the best mean score that an unthinking constant policy earns on these claims."""
    verdicts: tuple[Verdict, ...] = get_args(Verdict)
    return max(
        fmean(claim_score(claim, constant_answer(claim, verdict, copy=copy)) for claim in claims)
        for verdict, copy in product(verdicts, (False, True))
    )


def constant_answer(claim: KeyClaim, verdict: Verdict, *, copy: bool) -> ClaimAnswer:
    """What the policy "always ``verdict``" answers, ``copy``-ing the stated number or not."""
    if not copy or claim.shown is None:
        return ClaimAnswer(uid=claim.uid, verdict=verdict)
    return ClaimAnswer(uid=claim.uid, verdict=verdict, value=claim.shown, unit=claim.unit)


def verify_score(
    claims: Sequence[KeyClaim], answers: Mapping[str, ClaimAnswer]
) -> dict[str, float]:
    """Mean raw score ``s``, constant policy ``g`` and rescaled ``S`` = clip((s-g)/(1-g), 0, 1).

    Raises:
        ValueError: no claims, or a set that a constant policy would solve.
    """
    if not claims:
        msg = "a verify_data set needs at least one claim"
        raise ValueError(msg)
    g = constant_policy_score(claims)
    if g >= 1:
        msg = "every claim has the same verdict: a constant answer would earn full marks"
        raise ValueError(msg)
    s = fmean(claim_score(claim, answers.get(claim.uid)) for claim in claims)
    return {"s": s, "g": g, "S": min(1.0, max(0.0, (s - g) / (1 - g)))}
