"""True vital signs of every stay of ``ward_vitals``, before anything is left out of the chart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.synthesis.draws import Draws, Floats, Ints, decimals, whole
from hoichan.synthesis.generators.ward_vitals_params import Sign, WardParams

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Series:
    """Stays x observations: ``rows`` flat, the rest as arrays.

    ``since_call`` counts observations from the emergency call (0 there, negative before).
    """

    rows: pd.DataFrame
    shape: tuple[int, int]
    scale: Ints
    deteriorates: Bools
    oxygen: Bools
    called: Bools
    since_call: Ints


@dataclass(frozen=True)
class _Course:
    """Way of each stay's deterioration at each observation, 0 to 1: breath, and all other signs."""

    breath: Floats
    others: Floats
    called: Bools
    since: Ints


def series(p: WardParams, stays: Draws, draws: Draws) -> Series:
    """All stays with their vital signs as they truly were."""
    n, shape = p.stays, (p.stays, p.observations)
    age = _ages(p, stays)
    deteriorates, second = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    deteriorates[stays.order(n)[: round(n * p.deteriorating)]] = True
    second[stays.order(n)[: round(n * p.scale_2)]] = True
    share = np.where(second, p.oxygen["thang_2"], p.oxygen["thang_1"])
    always = stays.happens(share) & ~deteriorates
    course = _course(p, deteriorates, stays)
    given = always[:, None] | (course.others >= p.deterioration.oxygen_from)
    values = {
        name: _around(p, sign, age, draws) + _shift(p, name, course, draws)
        for name, sign in p.signs.items()
    }
    values["spo2"] = _saturation(
        p, values["spo2"], second, (always, given & ~always[:, None]), draws
    )
    floor = p.deterioration.at_call
    charted = {name: np.clip(one, *p.signs[name].chart) for name, one in values.items()}
    cells = {name: whole(one) for name, one in charted.items() if name != "nhiet"}
    for name, least in floor.items():
        cells[name] = np.where(course.called, np.maximum(cells[name], least), cells[name])
    rows = pd.DataFrame(
        {
            "tuoi": np.repeat(age, p.observations),
            **{name: one.ravel() for name, one in cells.items()},
            "o2": given.ravel(),
            "thang_spo2": np.repeat(np.where(second, 2, 1), p.observations),
            "y_thuc": _consciousness(p, course, stays).ravel(),
            "nhiet": decimals(charted["nhiet"], 1).ravel(),
        }
    )
    scale = np.where(second, 2, 1).astype(np.int64)
    return Series(rows, shape, scale, deteriorates, given, course.called, course.since)


def _ages(p: WardParams, draws: Draws) -> Ints:
    """Age in years by bands, evenly within a band."""
    low, high = np.array(p.ages.bands)[draws.choose(p.stays, p.ages.weights)].T
    years = low + np.floor(draws.uniform(p.stays) * (high - low + 1))
    return np.asarray(years, dtype=np.int64)


def _course(p: WardParams, deteriorates: Bools, draws: Draws) -> _Course:
    n, d = p.stays, p.deterioration
    onset = draws.integers(*d.onset, n)[:, None]
    lasts = draws.integers(*d.lasts, n)[:, None]
    step = np.arange(p.observations)[None, :]
    ill = deteriorates[:, None]
    back = np.maximum(step - onset - lasts, 0) * d.recovery
    breath = np.clip((step - onset + 1) / (lasts * d.rate_done + 1), 0, 1)
    others = np.clip((step - onset - 1) / (lasts - 1), 0, 1)
    return _Course(
        breath=np.where(ill, np.maximum(breath - back, 0), 0.0),
        others=np.where(ill, np.maximum(others - back, 0), 0.0),
        called=ill & (step == onset + lasts),
        since=np.where(ill, step - onset - lasts, p.observations).astype(np.int64),
    )


def _around(p: WardParams, sign: Sign, age: Ints, draws: Draws) -> Floats:
    """Baseline by age and an AR(1) series around it."""
    base = sign.mean + sign.age_slope * (age - 60) + sign.spread * draws.normal(p.stays)
    return np.clip(base, *sign.range)[:, None] + _noise(p, sign.noise, draws)


def _noise(p: WardParams, spread: float, draws: Draws) -> Floats:
    pushes = spread * draws.normal(p.stays * p.observations).reshape(p.stays, p.observations)
    found = np.zeros_like(pushes)
    deviation = np.zeros(p.stays)
    for step in range(p.observations):
        deviation = p.carry * deviation + pushes[:, step]
        found[:, step] = deviation
    return found


def _shift(p: WardParams, name: str, course: _Course, draws: Draws) -> Floats:
    """How far a deterioration has moved a sign."""
    low, high = getattr(p.deterioration.worst, name)
    worst = low + (high - low) * draws.uniform(p.stays)
    return np.asarray(worst[:, None] * (course.breath if name == "rr" else course.others))


def _saturation(
    p: WardParams, first: Floats, second: Bools, oxygen: tuple[Bools, Bools], draws: Draws
) -> Floats:
    """SpO2: stays on scale 2 lie around 90 %; oxygen, given all the time or as rescue, lifts it."""
    always, rescued = oxygen
    own = p.spo2_scale_2
    base = own.mean + own.spread * draws.normal(p.stays) + np.where(always, own.on_oxygen, 0.0)
    around = base[:, None] + _noise(p, own.noise, draws)
    # What the deterioration took off a healthy baseline is taken off this one too, in part.
    fallen = np.minimum(first - p.signs["spo2"].range[0], 0.0) * 0.5
    value = np.where(second[:, None], around + fallen, first)
    return np.asarray(value + np.where(rescued, p.deterioration.oxygen_lift, 0.0))


def _consciousness(p: WardParams, course: _Course, draws: Draws) -> np.ndarray:
    """A, and C or V near the worst for some."""
    letter = np.array(["C", "V", "A"])[
        draws.choose(
            p.stays,
            [p.deterioration.confused, p.deterioration.drowsy,
             1 - p.deterioration.confused - p.deterioration.drowsy],
        )
    ]  # fmt: skip
    return np.where(course.others >= 0.8, letter[:, None], "A")
