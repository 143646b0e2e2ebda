"""Measures of ``ward_vitals``: NEWS2 of a chart, who reaches 7 and when, what a missing rate leaves open."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.clinical import news2
from hoichan.synthesis.codes import Bound
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

Sign = Literal["news2", "rr", "spo2", "hats", "mach", "y_thuc", "nhiet"]
RISK = ("thap", "thap_vua", "trung_binh", "cao")
Risk = Literal["thap", "thap_vua", "trung_binh", "cao"]
CLEAR = 2  # points of one parameter that count as a clear sign

MISSING = "a missing rate counts 0 (low) or 3 (high)"


class At(Args):
    """One moment of observation, or (left out) all."""

    at: str | None = Field(default=None, description="moment, like 2025-03-20T06:00")


class Chart(Args):
    """One observation of one stay."""

    stay_id: str
    at: str
    missing: Bound = Field(default="low", description=MISSING)


class Emergencies(At):
    """When, and how NEWS2 is counted."""

    missing: Bound = Field(default="low", description=MISSING)
    oxygen: bool = Field(default=True, description="count the 2 points for oxygen")
    threshold: int = Field(default=news2.EMERGENCY, ge=1, le=20)


class AtRisk(At):
    """When, and which level of risk."""

    level: Risk
    missing: Bound = Field(default="low", description=MISSING)


class Hidden(Args):
    """How fast the breath before and after must be."""

    around: int = Field(default=25, ge=21, description="/min, charted before and after")


class First(Args):
    """One stay: by its code, or by the number of its emergency call."""

    stay_id: str | None = None
    call: int | None = Field(default=None, ge=1, description="1 = stay of the first call")


class Lead(Args):
    """The sign looked at before the call."""

    sign: Sign = "news2"
    within: int = Field(default=24, ge=4, description="hours before the call that are looked at")


def _moment(text: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(text)
    except ValueError as error:
        raise MeasureError(
            f"“{text}” không phải thời điểm: hãy viết dạng 2025-03-20T06:00.",
            f'"{text}" is no moment: write it like 2025-03-20T06:00.',
        ) from error


def observed(table: pd.DataFrame, at: str | None) -> pd.DataFrame:
    """Rows observed at a moment; without a moment all rows."""
    if at is None:
        return table
    rows = table[table["t"] == _moment(at)]
    if rows.empty:
        raise MeasureError(f"Không có lần đo nào lúc {at}.", f"There is no observation at {at}.")
    return rows


def _one(table: pd.DataFrame, stay_id: str) -> pd.DataFrame:
    rows = table[table["stay_id"] == stay_id]
    if rows.empty:
        raise MeasureError(f"Không có lượt nằm viện “{stay_id}”.", f'There is no stay "{stay_id}".')
    return rows


def _called(table: pd.DataFrame, number: int | None) -> str:
    """The stay of the call with this number; calls at the same time are in order of their stays."""
    calls = table[table["goi_cap_cuu"]].sort_values(["t", "stay_id"])
    if number is None or number > len(calls):
        raise MeasureError(
            f"Hãy nêu stay_id, hoặc call từ 1 đến {len(calls)}.",
            f"Name a stay_id, or a call from 1 to {len(calls)}.",
        )
    return str(calls["stay_id"].iloc[number - 1])


def _bound(found: news2.Bounds, rows: pd.DataFrame, bound: Bound) -> pd.Series:
    return pd.Series(found.low if bound == "low" else found.high, index=rows.index)


@measure("ward_vitals.news2", unit="count", vi="Điểm NEWS2 của một lần đo.")
def score(table: pd.DataFrame, args: Chart) -> int:
    """NEWS2 of one observation; a missing rate counts 0 points, or 3 (missing=high)."""
    rows = observed(_one(table, args.stay_id), args.at)
    return int(_bound(news2.score(rows), rows, args.missing).iloc[0])


def in_emergency(table: pd.DataFrame, args: Emergencies) -> pd.DataFrame:
    """Rows whose NEWS2, counted as ``args`` says, reaches the threshold."""
    rows = observed(table, args.at)
    points = news2.parameter_points(rows)
    if not args.oxygen:
        points["o2"] = 0
    return rows[_bound(news2.totals(points), rows, args.missing) >= args.threshold]


@measure(
    "ward_vitals.emergencies",
    unit="patients",
    vi="Số lượt nằm viện có NEWS2 từ ngưỡng trở lên (mặc định 7), vào một thời điểm hoặc bất kỳ lúc nào.",
)
def emergencies(table: pd.DataFrame, args: Emergencies) -> int:
    """Stays whose NEWS2 reaches the threshold (7 unless told), at a moment or at any time."""
    return int(in_emergency(table, args)["stay_id"].nunique())


@measure(
    "ward_vitals.first_emergency",
    unit=None,
    vi="Thời điểm đầu tiên NEWS2 của lượt nằm viện đạt 7 (thiếu nhịp thở tính 0).",
)
def first_emergency(table: pd.DataFrame, args: First) -> str:
    """First moment at which the stay's NEWS2 reaches 7 (a missing rate counts 0)."""
    stay_id = _called(table, args.call) if args.stay_id is None else args.stay_id
    rows = in_emergency(_one(table, stay_id), Emergencies())
    if rows.empty:
        raise MeasureError(
            f"Lượt {stay_id} không lần nào đạt 7 điểm.",
            f"Stay {stay_id} never reaches 7.",
        )
    return str(rows["t"].min().strftime("%Y-%m-%dT%H:%M"))


@measure(
    "ward_vitals.at_risk_share",
    unit="percent",
    vi="Tỷ lệ lần đo ở một mức nguy cơ: thap, thap_vua (có một thông số 3 điểm), trung_binh, cao.",
)
def at_risk_share(table: pd.DataFrame, args: AtRisk) -> float:
    """Share of observations at a level of risk: low, low-medium (a single 3), medium, high."""
    rows = observed(table, args.at)
    level = _bound(news2.risk(news2.parameter_points(rows)), rows, args.missing)
    return divide(int((level == RISK.index(args.level)).sum()), len(rows))


def undecided(table: pd.DataFrame) -> pd.Series:
    """Whether the missing rate leaves open if NEWS2 reaches 7."""
    found = news2.score(table)
    return pd.Series(
        (found.low < news2.EMERGENCY) & (found.high >= news2.EMERGENCY), index=table.index
    )


@measure(
    "ward_vitals.open_observations",
    unit="count",
    vi="Số lần đo thiếu nhịp thở mà điểm có thể dưới 7 hoặc từ 7 trở lên.",
)
def open_observations(table: pd.DataFrame, args: At) -> int:
    """Observations whose missing rate leaves open whether NEWS2 is below 7 or not."""
    return int(undecided(observed(table, args.at)).sum())


@measure(
    "ward_vitals.level_open_share",
    unit="percent",
    vi="Trong các lần đo thiếu nhịp thở, tỷ lệ không xác định được mức nguy cơ.",
)
def level_open_share(table: pd.DataFrame, args: At) -> float:
    """Among observations without a rate, the share whose level of risk cannot be told."""
    rows = observed(table, args.at)
    rows = rows[rows["rr"].isna()]
    level = news2.risk(news2.parameter_points(rows))
    return divide(int((level.low != level.high).sum()), len(rows))


def leads(table: pd.DataFrame, sign: Sign, within: int) -> pd.Series:
    """Hours from the first clear sign to the call, by stay; 0 when there was none before the call.

    Clear is NEWS2 of 7 or more, or 2 points of one parameter; only ``within`` hours are looked at.
    """
    points = news2.parameter_points(table)
    if sign == "news2":
        clear = pd.Series(news2.totals(points).low >= news2.EMERGENCY, index=table.index)
    else:
        clear = points[sign] >= CLEAR
    called = table[table["goi_cap_cuu"]].set_index("stay_id")["t"]
    hours = (table["stay_id"].map(called) - table["t"]).dt.total_seconds() / 3600
    seen = hours[clear & (hours >= 0) & (hours <= within)]
    longest: pd.Series = seen.groupby(table["stay_id"]).max()
    return longest.reindex(called.index, fill_value=0.0)


@measure(
    "ward_vitals.lead_hours",
    unit=None,
    tolerance=0.0,
    vi="Trung vị số giờ từ dấu hiệu rõ đầu tiên (NEWS2 ≥ 7, hoặc một thông số ≥ 2 điểm) đến lúc gọi đội cấp cứu.",
)
def lead_hours(table: pd.DataFrame, args: Lead) -> float:
    """Median hours from the first clear sign (NEWS2 of 7, or 2 points of one parameter) to the call."""
    found = leads(table, args.sign, args.within)
    if found.empty:
        raise MeasureError("Không có lần gọi cấp cứu nào.", "There is no call.")
    return float(found.median())


@measure(
    "ward_vitals.hidden_rates",
    unit="count",
    vi="Số lần ghi nhịp thở đúng 20 trong khi lần trước và lần sau đều từ 25 (`around`) trở lên.",
)
def hidden_rates(table: pd.DataFrame, args: Hidden) -> int:
    """Rates charted as 20 while those charted before and after are both 25 (``around``) or more."""
    rate = table["rr"].astype("float64")
    stays = rate.groupby(table["stay_id"])
    before, after = stays.shift(1) >= args.around, stays.shift(-1) >= args.around
    return int(((rate == 20) & before & after).sum())
