"""Rule of X8: cost of triage decisions against the best constant policy (course blueprint B)."""

from __future__ import annotations

from collections.abc import Sequence

EMERGENCY = 3
_LEVELS = range(EMERGENCY + 1)


def triage_cost(true: int, final: int) -> int:
    """Cost of deciding ``final`` when ``true`` is right (levels 0 to 3, 3 = emergency).

    One level too high costs 1; one too low costs 2, or 4 where the truth is an emergency.
    """
    if final >= true:
        return final - true
    return (true - final) * (4 if true == EMERGENCY else 2)


def worst_level(true: int) -> int:
    """The costliest decision where ``true`` is right: what an unanswered case counts as."""
    return max(_LEVELS, key=lambda level: triage_cost(true, level))


def triage_score(
    truth: Sequence[int], final: Sequence[int], advised: Sequence[int] | None = None
) -> float:
    """clip(1 - cost / cost of the best thoughtless policy, 0, 1).

    Thoughtless is one constant level for all and, where there was advice, taking the advised level,
    or always one above or one below it: each of them earns exactly 0.

    Raises:
        ValueError: lengths differ, a level is unknown, or a thoughtless policy is always right.
    """
    if len(truth) != len(final) or not truth:
        msg = f"{len(final)} decisions for {len(truth)} cases"
        raise ValueError(msg)
    if any(level not in _LEVELS for level in (*truth, *final)):
        msg = "triage levels are 0, 1, 2 and 3"
        raise ValueError(msg)
    policies = [[level] * len(truth) for level in _LEVELS]
    if advised is not None:
        policies += [
            [min(EMERGENCY, max(0, level + shift)) for level in advised] for shift in (-1, 0, 1)
        ]
    best = min(_cost(truth, policy) for policy in policies)
    if best == 0:
        msg = "one constant level, or the advice, is right for every case"
        raise ValueError(msg)
    return min(1.0, max(0.0, 1 - _cost(truth, final) / best))


def _cost(truth: Sequence[int], final: Sequence[int]) -> int:
    return sum(triage_cost(true, level) for true, level in zip(truth, final, strict=True))
