"""Rule of X3: appropriate reliance and calibrated trust over decisions before and after advice.

Raw score = 0.6 max(0, ARI) + 0.4 calibration score (rules C4 and C3, course blueprint B). With few
items a coin flipper's ARI is often above 0 by luck alone, so the raw score c that one coin flipper in
seven passes is worth nothing: S = clip((raw - c) / (1 - c), 0, 1), with c worked out exactly for the
numbers of right and wrong advices in the set. Constant policies have ARI <= 0 and no skill and earn
exactly 0.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from math import comb

RELIANCE_SHARE = 0.6
CALIBRATION_SHARE = 0.4
LUCKY_SHARE = 0.15


@cache
def coin_flipper(n_wrong: int, n_right: int) -> float:
    """c: the raw score that at most one in seven passes who adopts advice by the toss of a coin.

    Raises:
        ValueError: the set has no wrong or no right advice.
    """
    if n_wrong < 1 or n_right < 1:
        msg = f"a set needs wrong and right advice, not {n_wrong} and {n_right}"
        raise ValueError(msg)
    ways: dict[float, int] = defaultdict(int)
    for adopted in range(n_wrong + 1):
        for discarded in range(n_right + 1):
            ari = max(0.0, 1 - adopted / n_wrong - discarded / n_right)
            ways[RELIANCE_SHARE * ari] += comb(n_wrong, adopted) * comb(n_right, discarded)
    above = 0
    for raw in sorted(ways, reverse=True):
        above += ways[raw]
        if above > LUCKY_SHARE * 2 ** (n_wrong + n_right):
            return raw
    return 0.0


def decision_score(ari: float, calibration: float, n_wrong: int, n_right: int) -> float:
    """S in [0, 1] from the reliance index and the calibration score."""
    raw = RELIANCE_SHARE * max(0.0, ari) + CALIBRATION_SHARE * calibration
    chance = coin_flipper(n_wrong, n_right)
    return min(1.0, max(0.0, (raw - chance) / (1 - chance)))
