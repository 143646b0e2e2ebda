"""Which seasons of ``dengue_weekly`` are sprayed, and when: a decision that reads cases and changes none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hoichan.synthesis.draws import Draws, Floats, Ints
from hoichan.synthesis.params import Params

WEEKS = 52


class Spraying(Params):
    """How many seasons are sprayed, in which weeks after the peak, and how the schedule is chosen."""

    seasons: int
    after_peak: tuple[int, ...]
    around: int
    peak_weeks: tuple[int, int]
    schedules: int
    naive: float


def schedule(p: Spraying, cases: Ints, unfinished: int, draws: Draws) -> NDArray[np.bool_]:
    """Sprayed weeks, provinces x weeks; the last ``unfinished`` weeks belong to no comparison."""
    years = cases.reshape(-1, WEEKS)
    seasons = len(years)
    low, high = p.peak_weeks
    peaks = np.argmax(years[:, low - 1 : high], axis=1) + low - 1
    offsets = np.arange(p.around)
    before = _sums(years, peaks + p.after_peak[0] - p.around, offsets)
    last = peaks + p.after_peak[-1] + p.around
    limit = np.full(seasons, WEEKS - 1)
    limit[cases.shape[1] // WEEKS - 1 :: cases.shape[1] // WEEKS] -= unfinished
    usable = np.flatnonzero(last <= limit)
    after = _sums(years, np.minimum(peaks, WEEKS - 1 - p.after_peak[-1] - p.around)
                  + p.after_peak[-1] + 1, offsets)  # fmt: skip
    chosen = _chosen(p, usable, before, after, draws)
    sprayed = np.zeros(years.shape, dtype=np.bool_)
    for shift in p.after_peak:
        sprayed[chosen, peaks[chosen] + shift] = True
    return sprayed.reshape(cases.shape)


def _sums(years: Ints, start: Ints, offsets: Ints) -> Ints:
    """Cases of each season in the weeks from ``start`` on."""
    columns = start[:, None] + offsets[None, :]
    return np.asarray(np.take_along_axis(years, columns, axis=1).sum(axis=1), dtype=np.int64)


def _chosen(p: Spraying, usable: Ints, before: Ints, after: Ints, draws: Draws) -> Ints:
    """The random schedule whose fall is nearest to the planned one, sprayed or not."""
    if p.seasons == 0:
        return usable[:0]
    best, found = float("inf"), usable[:0]
    for _ in range(p.schedules):
        order = usable[draws.order(len(usable))]
        ours, others = order[: p.seasons], order[p.seasons :]
        naive = _change(before[ours], after[ours])
        apart = abs(naive - _change(before[others], after[others]))
        off = round(abs(naive - p.naive) + 2 * apart, 9)
        if off < best:
            best, found = off, ours
    return np.sort(found)


def _change(before: Ints, after: Ints) -> float:
    """Relative change of the sum."""
    totals: Floats = np.array([before.sum(), after.sum()], dtype=np.float64)
    return float(totals[1] / totals[0] - 1)
