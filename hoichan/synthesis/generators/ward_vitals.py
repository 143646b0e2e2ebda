"""Generator of ``ward_vitals``: charts of adult stays, some of which deteriorate, breath first.

The series are made first; then stays are laid into the calendar so that the round the questions are
about holds exactly the planted cases; last, respiratory rates are left out or copied in exact numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hoichan.synthesis.clinical import news2
from hoichan.synthesis.draws import Draws, Floats, Ints
from hoichan.synthesis.generators.ward_vitals_params import WardParams
from hoichan.synthesis.generators.ward_vitals_series import Series, series
from hoichan.synthesis.params import load_params

NAME = "ward_vitals"


@dataclass(frozen=True)
class Round:
    """Who is in the ward at the planted moment: stay, its observation then, and its part."""

    stay: Ints
    index: Ints
    part: tuple[str, ...]  # "emergency", "by_oxygen", "open", "scale_2", "other"


def params() -> WardParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, WardParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``ward_vitals``, sorted by stay and time; stays are numbered in order of admission."""
    p = params()
    made = series(p, Draws(seed, NAME, "stays"), Draws(seed, NAME, "series"))
    planted = _round(p, made, Draws(seed, NAME, "round"))
    first = _calendar(p, planted, Draws(seed, NAME, "calendar"))
    return {NAME: _chart(p, made, planted, first, Draws(seed, NAME, "charting"))}


def _round(p: WardParams, made: Series, draws: Draws) -> Round:
    """Choose stays and observations whose values fit the parts of the round.

    Raises:
        ValueError: too few fit, which other parameters can bring about.
    """
    points = news2.parameter_points(made.rows)
    shape = made.shape
    total = news2.totals(points).low.reshape(shape)
    rate = points["rr"].to_numpy().reshape(shape)
    oxygen = points["o2"].to_numpy().reshape(shape)
    silent = total - rate  # the total when the rate is not charted
    spo2 = made.rows["spo2"].to_numpy().reshape(shape)
    air_2 = (made.scale == 2)[:, None] & ~made.oxygen & (spo2 == p.round.scale_2_spo2)
    inner = np.zeros(shape, dtype=bool)
    inner[:, 1:-1] = True  # neither the first nor the last chart of a stay
    # Before the team is called: a call on the chart would give the answer away.
    sick = made.deteriorates[:, None] & (made.since_call < 0) & inner
    fits = {
        "emergency": sick & (total - oxygen >= news2.EMERGENCY),
        "by_oxygen": sick & (total >= news2.EMERGENCY) & (total - oxygen < news2.EMERGENCY),
        "open": sick & (total >= news2.EMERGENCY)
        & (silent >= news2.EMERGENCY - news2.WORST) & (silent < news2.EMERGENCY),
        "scale_2": air_2 & inner & (total <= news2.LOW_MEDIUM) & ~made.deteriorates[:, None],
        "other": ~made.deteriorates[:, None] & (silent + news2.WORST < news2.EMERGENCY),
    }  # fmt: skip
    wanted = p.round.wanted()
    stays: list[int] = []
    index: list[int] = []
    part: list[str] = []
    # The rarest first, so that no part takes the last stay another one needs.
    for name in ("open", "by_oxygen", "scale_2", "emergency", "other"):
        free = fits[name].copy()
        free[stays] = False
        rows = np.flatnonzero(free.any(axis=1))
        if len(rows) < wanted[name]:
            msg = f"only {len(rows)} stays fit the part {name} of the round"
            raise ValueError(msg)
        for row in rows[draws.order(len(rows))[: wanted[name]]]:
            places = np.flatnonzero(free[row])
            stays.append(int(row))
            index.append(int(places[draws.integers(0, len(places) - 1, 1)[0]]))
            part.append(name)
    return Round(np.array(stays), np.array(index), tuple(part))


def _calendar(p: WardParams, planted: Round, draws: Draws) -> Ints:
    """Slot of each stay's first observation; at the round only the planted stays are in the ward."""
    slots = p.days * 24 // p.hours_between
    moment = p.round_slot()
    first = np.full(p.stays, -1, dtype=np.int64)
    first[planted.stay] = moment - planted.index
    free = np.setdiff1d(np.arange(slots), np.arange(moment - p.observations + 1, moment + 1))
    others = np.flatnonzero(first < 0)
    # Evenly over the calendar, in random order: a ward is never empty and never doubly full.
    spread = free[np.arange(len(others)) * len(free) // len(others)]
    first[others] = spread[draws.order(len(others))]
    return first


def _chart(p: WardParams, made: Series, planted: Round, first: Ints, draws: Draws) -> pd.DataFrame:
    """Rows as charted: time, staff, and the respiratory rates left out or copied."""
    order = np.lexsort([draws.order(p.stays), first])
    rows = made.rows.copy()
    slot = (first[:, None] + np.arange(p.observations)).ravel()
    start = np.datetime64(p.first_day, "h") + np.timedelta64(p.first_hour, "h")
    time = start + (slot * p.hours_between).astype("timedelta64[h]")
    hour = (p.first_hour + slot * p.hours_between) % 24
    staff = draws.integers(1, p.staff, len(rows))
    weight = np.array([p.rate.hours[f"{h:02d}"] for h in hour.tolist()])
    weight = np.where(staff <= p.rate.copying_staff, weight * p.rate.staff_weight, weight)
    rr = _charted_rate(p, made, planted, weight, draws)
    rank = np.empty(p.stays, dtype=np.int64)
    rank[order] = np.arange(1, p.stays + 1)
    number = np.repeat(rank, p.observations)
    rows = rows.assign(
        stay_id=[f"LN{one:04d}" for one in number.tolist()],
        t=np.datetime_as_string(time, unit="s"),
        rr=rr,
        o2=np.where(rows["o2"], "true", "false"),
        nguoi_do=[f"DD{one:02d}" for one in staff.tolist()],
        goi_cap_cuu=np.where(made.called.ravel(), "true", "false"),
    )
    columns = ["stay_id", "t", "tuoi", "rr", "spo2", "o2", "thang_spo2", "hats", "mach", "y_thuc",
               "nhiet", "nguoi_do", "goi_cap_cuu"]  # fmt: skip
    sequence = np.lexsort([slot, number])
    return rows.iloc[sequence][columns].reset_index(drop=True)


def _charted_rate(
    p: WardParams, made: Series, planted: Round, weight: Floats, draws: Draws
) -> np.ndarray:
    """Respiratory rates in exact numbers missing ("") and copied; the round's cases stay as planted.

    When the emergency team is called the rate is always counted, so that every call has its score.
    """
    n = len(made.rows)
    fixed, missing = made.called.copy(), np.zeros(made.shape, dtype=bool)
    part = np.array(planted.part)
    chosen = part != "other"
    fixed[planted.stay[chosen], planted.index[chosen]] = True
    missing[planted.stay[part == "open"], planted.index[part == "open"]] = True
    empty, kept = missing.ravel(), fixed.ravel()
    left = round(n * p.rate.missing) - int(empty.sum())
    empty[draws.sample(np.where(kept, 0.0, weight), left)] = True
    copied = draws.sample(np.where(kept | empty, 0.0, weight), round(n * p.rate.copied))
    rr = made.rows["rr"].to_numpy().astype(object)
    rr[copied] = p.rate.copied_value
    rr[empty] = ""
    return rr
