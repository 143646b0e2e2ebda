"""Rule C4: appropriate reliance on AI advice (over- and under-reliance count alike).

Source: course blueprint C4, concept of Schemmer et al. (2023).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reliance:
    """Over-reliance, under-reliance and ARI = 1 - OR - UR; None where nothing was observed."""

    over: float | None
    under: float | None
    ari: float | None


def appropriate_reliance(
    adopted_wrong: int, n_wrong: int, discarded_right: int, n_right: int
) -> Reliance:
    """Reliance from counts over items where the AI was wrong and where it was right.

    A missing denominator gives None, never 0.

    Raises:
        ValueError: a count outside its range.
    """
    if not (0 <= adopted_wrong <= n_wrong and 0 <= discarded_right <= n_right):
        msg = f"counts out of range: {adopted_wrong}/{n_wrong}, {discarded_right}/{n_right}"
        raise ValueError(msg)
    over = adopted_wrong / n_wrong if n_wrong else None
    under = discarded_right / n_right if n_right else None
    ari = None if over is None or under is None else 1 - over - under
    return Reliance(over, under, ari)
