"""Random draws that give the same values on every machine and with every NumPy.

NumPy promises that a bit generator's raw stream never changes, but not what its distributions make
of it. So everything here starts from raw 64-bit words, and a distribution is a weighted choice in
whole numbers or a step of a normal quantile table. Named streams keep a change in one step from
shifting another.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Between the seeds of two replicates; SeedSequence mixes neighbouring seeds into unrelated streams.
SEED_STEP = 1_000_003

_STEPS = 4096  # resolution of the normal quantile table
_SMALLEST = 1e-280  # least probability of 0 from which counts are found without losing digits
_WEIGHT = 1_000_000  # weights become whole numbers, so that no machine rounds them differently


@cache
def _normal_table() -> Floats:
    """Standard normal quantiles in the middle of 4096 equally probable steps."""
    normal = NormalDist()
    return np.array([round(normal.inv_cdf((i + 0.5) / _STEPS), 6) for i in range(_STEPS)])


def whole(values: Floats) -> Ints:
    """Round to whole numbers, first to 6 decimals so that the last bit of a power cannot matter."""
    return np.floor(np.round(values, 6) + 0.5).astype(np.int64)


def decimals(values: Floats, places: int) -> Floats:
    """Round half up to ``places`` decimals, alike on every machine (see :func:`whole`)."""
    return np.asarray(whole(values * 10.0**places) / 10.0**places, dtype=np.float64)


class Draws:
    """A stream of draws for one step of one table: ``Draws(seed, "opd_visits", "dates")``."""

    def __init__(self, seed: int, *path: str) -> None:
        key = [zlib.crc32(part.encode()) for part in path]
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, *key]))

    def words(self, n: int) -> NDArray[np.uint64]:
        """``n`` raw 64-bit words."""
        return np.asarray(self._bits.random_raw(n), dtype=np.uint64)

    def uniform(self, n: int) -> Floats:
        """``n`` values in [0, 1), multiples of 2**-53."""
        return (self.words(n) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def integers(self, low: int, high: int, n: int) -> Ints:
        """``n`` whole numbers, ``low`` to ``high`` inclusive."""
        return low + np.floor(self.uniform(n) * (high - low + 1)).astype(np.int64)

    def normal(self, n: int) -> Floats:
        """``n`` standard normal values from a table of 4096 steps (within ±3.7)."""
        return _normal_table()[self.integers(0, _STEPS - 1, n)]

    def lognormal(self, median: Floats | float, sigma: float, n: int) -> Floats:
        """``n`` values with the given median and log-scale spread."""
        return np.asarray(median * np.exp(sigma * self.normal(n)), dtype=np.float64)

    def choose(self, n: int, weights: Sequence[float] | Floats) -> Ints:
        """``n`` positions in ``weights``, each as probable as its weight."""
        sums = np.cumsum(whole(np.asarray(weights, dtype=np.float64) * _WEIGHT))
        points = self.integers(0, int(sums[-1]) - 1, n)
        return np.searchsorted(sums, points, side="right").astype(np.int64)

    def choose_rows(self, weights: Floats) -> Ints:
        """One position per row of a weight matrix."""
        sums = np.cumsum(whole(weights * _WEIGHT), axis=1)
        point = np.floor(self.uniform(len(weights)) * sums[:, -1]).astype(np.int64)
        return np.asarray((sums <= point[:, None]).sum(axis=1), dtype=np.int64)

    def happens(self, probability: Floats) -> NDArray[np.bool_]:
        """One yes or no per probability."""
        return self.uniform(len(probability)) < np.round(probability, 9)

    def negative_binomial(self, mean: Floats, size: Ints) -> Ints:
        """One count a mean; variance = mean + mean**2 / size, ``size`` whole and from 1.

        Inverse of the distribution function by the ratio of neighbouring probabilities. The first
        one is a product of ``size`` factors, so only sums, products and quotients are used.
        """
        if (size < 1).any() or (mean < 0).any():
            msg = "a negative binomial needs means from 0 and whole sizes from 1"
            raise ValueError(msg)
        failing = size / (size + np.round(mean, 6))
        first = np.ones(len(mean))
        for step in range(int(size.max(initial=0))):
            first = np.where(step < size, first * failing, first)
        return self._inverse(first, lambda k: (k + size) / (k + 1) * (1 - failing))

    def binomial(self, trials: Ints, probability: float) -> Ints:
        """One count of successes for each number of trials."""
        if not 0 <= probability < 1 or (trials < 0).any():
            msg = "a binomial needs trials from 0 and a probability from 0 to below 1"
            raise ValueError(msg)
        odds = probability / (1 - probability)
        first = np.power(1 - probability, trials)
        return self._inverse(first, lambda k: np.maximum(trials - k, 0) / (k + 1) * odds)

    def _inverse(self, first: Floats, ratio: Callable[[int], Floats]) -> Ints:
        """Counts whose probability is ``first`` at 0 and ``ratio(k)`` times that of k at k + 1."""
        if (first < _SMALLEST).any():
            msg = "counts this large cannot be drawn: the probability of 0 is too small"
            raise ValueError(msg)
        points, below, here = self.uniform(len(first)), first.copy(), first.copy()
        counts = np.zeros(len(first), dtype=np.int64)
        k = 0
        # Rounding lets the sum reach 1, so that the search ends.
        while (further := points >= np.round(below, 9)).any():
            counts += further
            here = here * ratio(k)
            below = below + here
            k += 1
        return counts

    def order(self, n: int) -> Ints:
        """A random order of ``n`` things."""
        return np.argsort(self.words(n), kind="stable").astype(np.int64)

    def sample(self, weights: Floats, k: int) -> Ints:
        """``k`` different positions, each included in proportion to its weight (systematic sampling).

        Positions are taken in the given order, so that sorting by a column spreads the sample over
        it. A weight above total/k is cut to it.
        """
        if k == 0:
            return np.zeros(0, dtype=np.int64)
        scaled = whole(weights * _WEIGHT)
        if int((scaled > 0).sum()) < k:
            msg = f"cannot sample {k} of {int((scaled > 0).sum())} possible rows"
            raise ValueError(msg)
        while int(scaled.max()) > int(scaled.sum()) // k:
            capped = np.minimum(scaled, max(1, int(scaled.sum()) // k))
            if np.array_equal(capped, scaled):
                break
            scaled = capped
        sums = np.cumsum(scaled)
        start = self.integers(0, int(sums[-1]) - 1, 1)[0]
        points = (start + np.arange(k, dtype=np.int64) * int(sums[-1]) // k) % int(sums[-1])
        found = np.unique(np.searchsorted(sums, points, side="right"))
        if len(found) < k:  # a rounding tie hit one row twice: fill up with the next free rows
            free = np.setdiff1d(np.flatnonzero(scaled > 0), found)
            found = np.sort(np.concatenate([found, free[: k - len(found)]]))
        return found.astype(np.int64)


def allot(total: int, weights: Sequence[float] | Floats) -> Ints:
    """Split ``total`` in proportion to ``weights`` in whole numbers (largest remainders)."""
    scaled = whole(np.asarray(weights, dtype=np.float64) * _WEIGHT)
    exact = scaled * total
    parts = exact // int(scaled.sum())
    left = total - int(parts.sum())
    rest = exact - parts * int(scaled.sum())
    parts[np.argsort(-rest, kind="stable")[:left]] += 1
    return parts
