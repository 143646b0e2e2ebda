"""Exact tests and intervals for counts, in plain Python: small numbers must not be over-read.

Sources: Clopper & Pearson 1934 (binomial interval), Garwood 1936 (Poisson interval), Przyborowski
& Wilenski 1940 (two Poisson counts, conditional on their sum), Fisher 1935 (2x2 table). Two-sided
p-values add up every outcome that is not more probable than the one observed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

_SLACK = 1e-7  # outcomes equally probable but for rounding count as equally probable


def _two_sided(logs: Sequence[float], observed: int) -> float:
    limit = logs[observed] + _SLACK
    return min(1.0, math.fsum(math.exp(value) for value in logs if value <= limit))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def poisson_pair_p(count: int, exposure: float, count_2: int, exposure_2: float) -> float:
    """Two-sided p that two Poisson counts share one rate per unit of exposure (conditional test)."""
    total = count + count_2
    share = exposure / (exposure + exposure_2)
    log_p, log_q = math.log(share), math.log1p(-share)
    logs = [_log_choose(total, k) + k * log_p + (total - k) * log_q for k in range(total + 1)]
    return _two_sided(logs, count)


def fisher_p(events: int, n: int, events_2: int, n_2: int) -> float:
    """Two-sided Fisher p that two proportions ``events/n`` and ``events_2/n_2`` are equal."""
    total = events + events_2
    first = max(0, total - n_2)
    last = min(total, n)
    base = _log_choose(n + n_2, total)
    logs = [_log_choose(n, k) + _log_choose(n_2, total - k) - base for k in range(first, last + 1)]
    return _two_sided(logs, events - first)


def poisson_interval(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact (Garwood) interval for the mean of a Poisson count."""
    tail = (1 - confidence) / 2

    def at_most(k: int, mean: float) -> float:
        if k < 0:
            return 0.0
        logs = (i * math.log(mean) - mean - math.lgamma(i + 1) for i in range(k + 1))
        return math.fsum(math.exp(value) for value in logs)

    top = count + 10 * math.sqrt(count + 1) + 10
    low = _falling(lambda mean: at_most(count - 1, mean) - (1 - tail), top) if count else 0.0
    return low, _falling(lambda mean: at_most(count, mean) - tail, top)


def binomial_interval(events: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact (Clopper-Pearson) interval for a proportion ``events / n``."""
    tail = (1 - confidence) / 2

    def at_most(k: int, p: float) -> float:
        if k < 0:
            return 0.0
        log_p, log_q = math.log(p), math.log1p(-p)
        logs = (_log_choose(n, i) + i * log_p + (n - i) * log_q for i in range(k + 1))
        return math.fsum(math.exp(value) for value in logs)

    top = 1 - 1e-12
    low = _falling(lambda p: at_most(events - 1, p) - (1 - tail), top) if events else 0.0
    high = _falling(lambda p: at_most(events, p) - tail, top) if events < n else 1.0
    return low, high


def _falling(function: Callable[[float], float], top: float) -> float:
    """Zero of a falling function between 0 and ``top``, by halving."""
    low, high = 0.0, top
    for _ in range(80):
        middle = (low + high) / 2
        if function(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
