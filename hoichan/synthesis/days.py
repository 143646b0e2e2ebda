"""Calendar of a generator: how busy each day is by weekday, month, year, holiday and chance."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from hoichan.synthesis.draws import Draws, Floats, Ints
from hoichan.synthesis.params import Params


class DayParams(Params):
    """Factors of a day's load; ``noise`` is a log-scale spread between days."""

    weekday: tuple[float, float, float, float, float, float, float]
    month: tuple[float, ...]
    second_year: float
    holiday: float
    noise: float
    holidays: tuple[tuple[date, date], ...]


class Days:
    """Days from ``first`` to ``last`` inclusive; positions count from 0."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.number = (last - first).days + 1
        self.dates = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
        each = [first + timedelta(days=i) for i in range(self.number)]
        self.weekday = np.array([day.weekday() for day in each], dtype=np.int64)
        self.month = np.array([day.month for day in each], dtype=np.int64)
        self.year = np.array([day.year - first.year for day in each], dtype=np.int64)

    def holiday(self, ranges: tuple[tuple[date, date], ...]) -> Ints:
        """Positions of the days inside ``ranges``."""
        inside = np.zeros(self.number, dtype=bool)
        for start, end in ranges:
            low, high = (start - self.first).days, (end - self.first).days
            inside[max(low, 0) : max(high + 1, 0)] = True
        return np.flatnonzero(inside)

    def weights(self, params: DayParams, draws: Draws) -> Floats:
        """Relative load of every day."""
        weight = np.array(params.weekday)[self.weekday] * np.array(params.month)[self.month - 1]
        weight = weight * np.where(self.year == 1, params.second_year, 1.0)
        weight[self.holiday(params.holidays)] *= params.holiday
        return np.asarray(weight * draws.lognormal(1.0, params.noise, self.number))


def clock(minutes: Ints) -> list[str]:
    """``HH:MM`` for minutes since midnight."""
    return [f"{m // 60:02d}:{m % 60:02d}" for m in minutes.tolist()]
