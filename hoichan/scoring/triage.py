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


def triage_score(truth: Sequence[int], final: Sequence[int]) -> float:
    """clip(1 - cost / cost of the best constant level, 0, 1).

    Raises:
        ValueError: lengths differ, a level is unknown, or one constant level is always right.
    """
    if len(truth) != len(final) or not truth:
        msg = f"{len(final)} decisions for {len(truth)} cases"
        raise ValueError(msg)
    if any(level not in _LEVELS for level in (*truth, *final)):
        msg = "triage levels are 0, 1, 2 and 3"
        raise ValueError(msg)
    best = min(sum(triage_cost(true, level) for true in truth) for level in _LEVELS)
    if best == 0:
        msg = "one constant level is right for every case"
        raise ValueError(msg)
    cost = sum(triage_cost(t, f) for t, f in zip(truth, final, strict=True))
    return min(1.0, max(0.0, 1 - cost / best))
