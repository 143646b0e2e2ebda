"""Generator of ``dengue_weekly``: a season, an outbreak, late reports, and spraying that does nothing.

Cases are drawn first. Spraying is then laid over them and never read by the model of cases, so any
fall after it is the season's own end and regression to the mean.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd

from hoichan.synthesis.draws import Draws, Floats, Ints, allot, decimals, whole
from hoichan.synthesis.generators.dengue_spraying import Spraying, schedule
from hoichan.synthesis.params import Params, load_params

NAME = "dengue_weekly"
WEEKS = 52


class Province(Params):
    """One province; ``base`` in weekly cases per 100,000, ``warm`` and ``seasons`` in degrees Celsius."""

    population: int
    base: float
    swing: float
    peak: int
    size: int
    warm: float
    seasons: float


class Temperature(Params):
    """Effect on log cases of each degree above the mean, ``lag`` weeks before."""

    effect: float
    lag: int
    warmest_week: int
    noise: float


class Rain(Params):
    """Effect on log cases of each millimetre, ``lag`` weeks before."""

    effect: float
    lag: int
    wettest_week: int
    median: float
    swing: float
    sigma: float


class Outbreak(Params):
    """Where and when cases are ``times`` as many."""

    year: int
    provinces: tuple[str, ...]
    times: float
    ramp_weeks: int
    weeks: tuple[int, int]


class LateRise(Params):
    """From which week the last season stays up, and by what factor it grows a week."""

    year: int
    from_week: int
    weekly: float


class Breteau(Params):
    """Breteau index: its level, and how far it follows the log of expected cases."""

    level: float
    follows: float
    sigma: float


class DengueParams(Params):
    """All parameters of ``dengue_weekly``."""

    seed: int
    first_monday: date
    years: tuple[int, ...]
    population_growth: float
    provinces: dict[str, Province]
    temperature: Temperature
    rain: Rain
    outbreak: Outbreak
    late_rise: LateRise
    completeness: tuple[float, ...]
    cut_off: date
    complete_after_days: int
    severe: float
    fatality: float
    breteau: Breteau
    spraying: Spraying


@cache  # reading the file takes as long as a third of the table
def params() -> DengueParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, DengueParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``dengue_weekly``: a row for every province and week."""
    return {NAME: table(params(), seed)}


def table(p: DengueParams, seed: int) -> pd.DataFrame:
    """The table with parameters ``p``; blocks inside are provinces x weeks."""
    warmth, rain = _weather(p, seed)
    people = _people(p)
    risk = _risk(p, warmth, rain)
    cases = _cases(p, people * np.exp(risk) / 100_000, Draws(seed, NAME, "cases"))
    lag = max(p.temperature.lag, p.rain.lag)
    sprayed = schedule(p.spraying, cases, len(p.completeness), Draws(seed, NAME, "spraying"))
    known = np.ones(cases.shape)
    known[:, -len(p.completeness) :] = p.completeness
    reported = whole(cases * known)
    severe, deaths = _outcomes(p, reported, Draws(seed, NAME, "outcomes"))
    noise = Draws(seed, NAME, "breteau").lognormal(1.0, p.breteau.sigma, cases.size)
    rising = np.exp(p.breteau.follows * (risk - risk.mean(axis=1, keepdims=True)))
    index = p.breteau.level * rising * noise.reshape(cases.shape)
    n, weeks = cases.shape
    return pd.DataFrame(
        {
            "tinh_id": np.repeat(list(p.provinces), weeks),
            "nam": np.tile(np.repeat(p.years, WEEKS), n),
            "tuan": np.tile(np.arange(weeks) % WEEKS + 1, n),
            "dan_so": people.ravel(),
            "ca_mac": reported.ravel(),
            "ca_nang": severe.ravel(),
            "tu_vong": deaths.ravel(),
            "nhiet_do": decimals(warmth[:, lag:], 1).ravel(),
            "mua_mm": whole(rain[:, lag:]).ravel(),
            "BI": decimals(index, 1).ravel(),
            "phun_hoa_chat": np.where(sprayed, "true", "false").ravel(),
            "ngay_bao_cao": np.tile(_report_dates(p, weeks), n),
            "ty_le_day_du": known.ravel(),
        }
    )


def _weather(p: DengueParams, seed: int) -> tuple[Floats, Floats]:
    """Degrees and millimetres, with as many weeks before the first as the longer lag needs."""
    lag = max(p.temperature.lag, p.rain.lag)
    weeks = np.arange(1 - lag, len(p.years) * WEEKS + 1)
    shape = (len(p.provinces), len(weeks))
    warm = np.array([each.warm for each in p.provinces.values()])[:, None]
    half = np.array([each.seasons for each in p.provinces.values()])[:, None]
    noise = Draws(seed, NAME, "temperature").normal(shape[0] * shape[1]).reshape(shape)
    degrees = warm + half * _wave(weeks, p.temperature.warmest_week) + p.temperature.noise * noise
    amount = p.rain.median * np.exp(p.rain.swing * _wave(weeks, p.rain.wettest_week))
    drops = Draws(seed, NAME, "rain").lognormal(1.0, p.rain.sigma, shape[0] * shape[1])
    return decimals(degrees, 1), whole(amount * drops.reshape(shape)).astype(np.float64)


def _wave(weeks: Ints, peak: int | Ints) -> Floats:
    """Cosine of a year, 1 at the peak."""
    return np.asarray(np.cos(2 * np.pi * (weeks - peak) / WEEKS), dtype=np.float64)


def _people(p: DengueParams) -> Ints:
    """Population by province and week, the same all the year."""
    start = np.array([each.population for each in p.provinces.values()], dtype=np.float64)
    grown = [whole(start * (1 + p.population_growth) ** k / 100) * 100 for k in range(len(p.years))]
    return np.repeat(np.stack(grown, axis=1), WEEKS, axis=1)


def _risk(p: DengueParams, warmth: Floats, rain: Floats) -> Floats:
    """Log of expected weekly cases per 100,000. Spraying is no part of it."""
    lag = max(p.temperature.lag, p.rain.lag)
    n, year = len(p.years) * WEEKS, p.years.index(p.late_rise.year)
    weeks = np.arange(1, n + 1)
    held = year * WEEKS + p.late_rise.from_week
    late = np.clip(weeks - held, 0, None)
    late[(year + 1) * WEEKS :] = 0
    each = list(p.provinces.values())
    peak = np.array([province.peak for province in each])[:, None]
    season = np.array([province.swing for province in each])[:, None] * _wave(weeks - late, peak)
    base = np.log(np.array([province.base for province in each]))[:, None]
    mean = np.array([province.warm for province in each])[:, None]
    start = lag - p.temperature.lag
    warm = p.temperature.effect * (warmth[:, start : start + n] - mean)
    # Where the season is held up, so is the warmth that came before it.
    warm = warm[:, weeks - late - 1]
    start = lag - p.rain.lag
    wet = p.rain.effect * rain[:, start : start + n]
    grown = np.log(_outbreak(p)) + np.log(p.late_rise.weekly) * late
    return np.asarray(base + season + warm + wet + grown, dtype=np.float64)


def _outbreak(p: DengueParams) -> Floats:
    """How many times as many cases, by province and week; up and down in a few weeks."""
    weeks, (first, last) = np.arange(1, WEEKS + 1), p.outbreak.weeks
    inside = np.minimum(weeks - first, last - weeks) + 1
    times = p.outbreak.times ** np.clip(inside / p.outbreak.ramp_weeks, 0.0, 1.0)
    factor = np.ones((len(p.provinces), len(p.years), WEEKS))
    here = [list(p.provinces).index(name) for name in p.outbreak.provinces]
    factor[here, p.years.index(p.outbreak.year)] = times
    return factor.reshape(len(p.provinces), -1)


def _cases(p: DengueParams, expected: Floats, draws: Draws) -> Ints:
    """Cases that fell ill; the whole country's total of the last weeks grows exactly as planned."""
    size = np.array([each.size for each in p.provinces.values()])[:, None]
    sizes = np.broadcast_to(size, expected.shape)
    cases = draws.negative_binomial(expected.ravel(), sizes.ravel()).reshape(expected.shape)
    end = (p.years.index(p.late_rise.year) + 1) * WEEKS
    start = end - WEEKS + p.late_rise.from_week - 1
    # The mean of the weeks before carries the trend on, so that no wild week sets its level.
    level = float(cases[:, start - 2 : start + 1].sum()) / 3
    for step, week in enumerate(range(start + 1, end), start=1):
        total = int(whole(np.array([level * p.late_rise.weekly**step]))[0])
        cases[:, week] = allot(total, cases[:, week].astype(np.float64))
    return cases


def _outcomes(p: DengueParams, cases: Ints, draws: Draws) -> tuple[Ints, Ints]:
    """Severe cases and deaths; deaths in all are exactly the planned share, and each was severe."""
    severe = draws.binomial(cases.ravel(), p.severe)
    total = round(int(cases.sum()) * p.fatality)
    deaths = np.bincount(
        draws.choose(total, severe.astype(np.float64)), minlength=cases.size
    ).astype(np.int64)
    return np.maximum(severe, deaths).reshape(cases.shape), deaths.reshape(cases.shape)


def _report_dates(p: DengueParams, weeks: int) -> list[str]:
    """Day of the figures of each week: when they were whole, at the latest the cut-off."""
    sundays = [p.first_monday + timedelta(days=7 * week + 6) for week in range(weeks)]
    whole_on = [day + timedelta(days=p.complete_after_days) for day in sundays]
    return [min(day, p.cut_off).isoformat() for day in whole_on]
