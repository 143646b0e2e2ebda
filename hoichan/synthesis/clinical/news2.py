"""NEWS2 over whole columns: points of each parameter, the total with its bounds, the level of risk.

Source: Royal College of Physicians, "National Early Warning Score (NEWS) 2", London 2017, charts 1
and 2. For adults from 16 years who are not pregnant. A teaching rule here, not a regulation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EMERGENCY = 7  # total from which the emergency response is due
URGENT = 5  # total from which the urgent response is due
RED = 3  # points of a single parameter that call for an urgent look at the patient
OXYGEN_POINTS = 2
WORST = 3  # most points a single parameter can give

LOW, LOW_MEDIUM, MEDIUM, HIGH = range(4)

# The highest value of every band but the last, and the points of the bands in that order.
_RATE = ((8, 11, 20, 24), (3, 1, 0, 2, 3))
_SCALE_1 = ((91, 93, 95), (3, 2, 1, 0))
_SCALE_2_LOW = ((83, 85, 87), (3, 2, 1, 0))
_SCALE_2_OXYGEN = ((83, 85, 87, 92, 94, 96), (3, 2, 1, 0, 1, 2, 3))
_PRESSURE = ((90, 100, 110, 219), (3, 2, 1, 0, 3))
_PULSE = ((40, 50, 90, 110, 130), (3, 1, 0, 1, 2, 3))
_TEMPERATURE_TENTHS = ((350, 360, 380, 390), (3, 1, 0, 1, 2))

Bands = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Bounds:
    """A figure of every row, when what is missing is counted as normal and as at its worst."""

    low: Ints
    high: Ints


def _numbers(values: ArrayLike, name: str, places: int = 0) -> Floats:
    """Whole numbers (tenths with ``places`` 1) as charted; missing stays NaN.

    Raises:
        ValueError: a negative value.
    """
    found = np.asarray(values, dtype=np.float64) * 10.0**places
    if bool((found < 0).any()):
        msg = f"{name} cannot be negative"
        raise ValueError(msg)
    return np.floor(np.round(found, 6) + 0.5)


def _points(values: Floats, bands: Bands) -> Ints:
    """Points of each value; -1 where it is missing."""
    tops, points = bands
    found = np.array(points)[np.searchsorted(np.array(tops, dtype=np.float64), values, side="left")]
    return np.where(np.isnan(values), -1, found).astype(np.int64)


def rate_points(rate: ArrayLike) -> Ints:
    """Points of the respiratory rate, /min; -1 where missing."""
    return _points(_numbers(rate, "respiratory rate"), _RATE)


def saturation_points(saturation: ArrayLike, scale: ArrayLike, oxygen: ArrayLike) -> Ints:
    """Points of SpO2, %, on SpO2 scale 1 or 2, with or without oxygen; -1 where missing.

    Raises:
        ValueError: a scale other than 1 and 2.
    """
    values = _numbers(saturation, "SpO2")
    chosen = np.asarray(scale, dtype=np.int64)
    if not bool(np.isin(chosen, (1, 2)).all()):
        msg = "the SpO2 scale is 1 or 2"
        raise ValueError(msg)
    given = np.asarray(oxygen, dtype=bool)
    second = np.where(given, _points(values, _SCALE_2_OXYGEN), _points(values, _SCALE_2_LOW))
    return np.where(chosen == 1, _points(values, _SCALE_1), second).astype(np.int64)


def oxygen_points(oxygen: ArrayLike) -> Ints:
    """2 points for any supplemental oxygen."""
    return np.where(np.asarray(oxygen, dtype=bool), OXYGEN_POINTS, 0).astype(np.int64)


def pressure_points(systolic: ArrayLike) -> Ints:
    """Points of the systolic blood pressure, mmHg; -1 where missing."""
    return _points(_numbers(systolic, "systolic pressure"), _PRESSURE)


def pulse_points(pulse: ArrayLike) -> Ints:
    """Points of the pulse, /min; -1 where missing."""
    return _points(_numbers(pulse, "pulse"), _PULSE)


def consciousness_points(acvpu: ArrayLike) -> Ints:
    """0 points for A (alert); 3 for C (new confusion), V, P and U; -1 where empty.

    Raises:
        ValueError: another letter.
    """
    letters = np.asarray(acvpu, dtype=str)
    if not bool(np.isin(letters, ("A", "C", "V", "P", "U", "")).all()):
        msg = "consciousness is A, C, V, P or U"
        raise ValueError(msg)
    return np.select([letters == "", letters == "A"], [-1, 0], WORST).astype(np.int64)


def temperature_points(temperature: ArrayLike) -> Ints:
    """Points of the temperature, degrees Celsius, read to one decimal; -1 where missing."""
    return _points(_numbers(temperature, "temperature", places=1), _TEMPERATURE_TENTHS)


def parameter_points(rows: pd.DataFrame) -> pd.DataFrame:
    """Points of each parameter (columns ``rr spo2 o2 hats mach y_thuc nhiet``); -1 where missing.

    ``rows`` has these columns and ``thang_spo2``, as ``ward_vitals`` has.
    """
    number = {
        name: rows[name].astype("float64").to_numpy()
        for name in ("rr", "spo2", "hats", "mach", "nhiet")
    }
    oxygen = rows["o2"].to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "rr": rate_points(number["rr"]),
            "spo2": saturation_points(number["spo2"], rows["thang_spo2"].to_numpy(), oxygen),
            "o2": oxygen_points(oxygen),
            "hats": pressure_points(number["hats"]),
            "mach": pulse_points(number["mach"]),
            "y_thuc": consciousness_points(rows["y_thuc"].to_numpy(dtype=str)),
            "nhiet": temperature_points(number["nhiet"]),
        },
        index=rows.index,
    )


def totals(points: pd.DataFrame) -> Bounds:
    """Total of every row of :func:`parameter_points`; a missing parameter counts 0 and then 3."""
    found = points.to_numpy()
    missing = found < 0
    low = np.where(missing, 0, found).sum(axis=1)
    return Bounds(low.astype(np.int64), (low + WORST * missing.sum(axis=1)).astype(np.int64))


def risk(points: pd.DataFrame) -> Bounds:
    """Level of clinical risk of every row: 0 low, 1 low-medium, 2 medium, 3 high (emergency).

    0 to 4 points are low; a single parameter with 3 points makes them low-medium; 5 and 6 are
    medium; from 7 high. The four levels are those of the triage exercise.
    """
    total = totals(points)
    red = (points.to_numpy() == RED).any(axis=1)
    red_at_worst = red | (points.to_numpy() < 0).any(axis=1)
    return Bounds(_level(total.low, red), _level(total.high, red_at_worst))


def _level(total: Ints, red: Bools) -> Ints:
    return np.select(
        [total >= EMERGENCY, total >= URGENT, red], [HIGH, MEDIUM, LOW_MEDIUM], LOW
    ).astype(np.int64)


def score(rows: pd.DataFrame) -> Bounds:
    """NEWS2 of every row of ``rows`` (see :func:`parameter_points`)."""
    return totals(parameter_points(rows))
