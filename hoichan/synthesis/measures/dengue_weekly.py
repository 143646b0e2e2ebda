"""Measures of ``dengue_weekly``: rates, fatality, peaks, late reports, and before and after spraying."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.measures.general import Where, select
from hoichan.synthesis.registry import MeasureError, divide, measure

WEEKS = 52
# Where a season's peak is looked for, so that weeks on both sides are in its year.
PEAK_WEEKS = (9, 44)
AROUND = 4  # weeks before the spraying, and after it, that are compared


class Weeks(Where):
    """Two weeks of a year, and whether late reports are allowed for."""

    year: int
    first: int = Field(ge=1, le=WEEKS)
    last: int = Field(ge=1, le=WEEKS)
    adjusted: bool = Field(default=False, description="cases over completeness")


class Spray(Where):
    """Which seasons are looked at, each over the same weeks."""

    seasons: Literal["sprayed", "not_sprayed", "difference"] = Field(
        default="sprayed",
        description="difference = sprayed against not sprayed: what is left of the fall",
    )


def rates(rows: pd.DataFrame, by: str) -> pd.Series:
    """Cases per 100,000 persons and year (52 weeks), by group."""
    sums = rows.groupby(by)[["ca_mac", "dan_so"]].sum()
    found: pd.Series = sums["ca_mac"] * 100_000 * WEEKS / sums["dan_so"]
    return found


@measure(
    "dengue_weekly.rate",
    unit=None,
    vi="Số ca mắc trên 100.000 dân mỗi năm (52 tuần).",
)
def rate(table: pd.DataFrame, args: Where) -> float:
    """Cases per 100,000 persons a year (52 weeks)."""
    rows = select(table, args.where)
    return divide(int(rows["ca_mac"].sum()) * 100_000 * WEEKS, int(rows["dan_so"].sum()))


@measure(
    "dengue_weekly.highest_rate",
    unit=None,
    vi="Tỉnh có số ca mắc trên 100.000 dân cao nhất.",
)
def highest_rate(table: pd.DataFrame, args: Where) -> str:
    """The province with most cases per 100,000 persons."""
    rows = select(table, args.where)
    if rows.empty:
        raise _no_rows()
    return str(rates(rows, "tinh_id").idxmax())


@measure(
    "dengue_weekly.case_fatality",
    unit="percent",
    vi="Tỷ lệ chết/mắc: tử vong trên ca mắc.",
    # The usual width would let 0 % pass for 0.04 %.
    tolerance=0.00002,
)
def case_fatality(table: pd.DataFrame, args: Where) -> float:
    """Case fatality: deaths over cases."""
    rows = select(table, args.where)
    return divide(int(rows["tu_vong"].sum()), int(rows["ca_mac"].sum()))


@measure("dengue_weekly.peak_week", unit=None, vi="Tuần có nhiều ca mắc nhất (số tuần).")
def peak_week(table: pd.DataFrame, args: Where) -> float:
    """The number of the week with most cases."""
    weeks = select(table, args.where).groupby("tuan")["ca_mac"].sum()
    if weeks.empty:
        raise _no_rows()
    return int(weeks.index[int(weeks.to_numpy().argmax())])


@measure(
    "dengue_weekly.change",
    unit="percent",
    vi="Thay đổi tương đối của số ca mắc giữa hai tuần, theo số đã báo cáo hoặc đã hiệu chỉnh báo cáo chậm.",
)
def change(table: pd.DataFrame, args: Weeks) -> float:
    """Relative change of cases between two weeks, as reported or adjusted for late reports."""
    rows = select(table, args.where)
    rows = rows[rows["nam"] == args.year]
    cases = rows["ca_mac"] / rows["ty_le_day_du"] if args.adjusted else rows["ca_mac"]
    start, end = (float(cases[rows["tuan"] == week].sum()) for week in (args.first, args.last))
    return divide(end - start, start)


@measure(
    "dengue_weekly.spraying",
    unit="percent",
    vi="Thay đổi số ca mắc từ bốn tuần trước đến bốn tuần sau đợt phun hoá chất; ở mùa không phun tính các tuần tương ứng sau đỉnh; hoặc chênh lệch giữa hai bên.",
)
def spraying(table: pd.DataFrame, args: Spray) -> float:
    """Change of cases from the four weeks before spraying to the four after; in seasons not sprayed over the same weeks from their peak; or what is left when the two are compared."""
    found = around(select(table, args.where))
    if args.seasons != "difference":
        return _ratio(found[args.seasons == "sprayed"]) - 1
    return divide(_ratio(found[True]), _ratio(found[False])) - 1


def around(rows: pd.DataFrame) -> dict[bool, tuple[int, int]]:
    """Cases before and after, summed over seasons with spraying (True) and without (False).

    A season is a province's year. Where nothing was sprayed, the weeks lie as far from the peak as
    they do, in the middle, where something was. Seasons with an incomplete week are left out.
    """
    seasons = [part.sort_values("tuan") for _, part in rows.groupby(["tinh_id", "nam"])]
    seasons = [part for part in seasons if part["tuan"].tolist() == list(range(1, WEEKS + 1))]
    starts = [_sprayed(part) for part in seasons]
    lags = [start[0] - _peak(part) for part, start in zip(seasons, starts, strict=True) if start]
    lengths = [start[1] for start in starts if start]
    if not lags:
        raise MeasureError("Không có mùa dịch nào được phun.", "No season was sprayed.")
    usual = (int(pd.Series(lags).median()), int(pd.Series(lengths).median()))
    totals = {True: (0, 0), False: (0, 0)}
    for part, start in zip(seasons, starts, strict=True):
        first, length = start or (_peak(part) + usual[0], usual[1])
        window = part[part["tuan"].between(first - AROUND, first + length + AROUND - 1)]
        if len(window) < 2 * AROUND + length or (window["ty_le_day_du"] < 1).any():
            continue
        before, after = window["ca_mac"].iloc[:AROUND].sum(), window["ca_mac"].iloc[-AROUND:].sum()
        sums = totals[bool(start)]
        totals[bool(start)] = (sums[0] + int(before), sums[1] + int(after))
    return totals


def _peak(season: pd.DataFrame) -> int:
    """Week of most cases, looked for where weeks on both sides are in the year."""
    weeks = season[season["tuan"].between(*PEAK_WEEKS)]
    return int(weeks["tuan"].iloc[int(weeks["ca_mac"].to_numpy().argmax())])


def _sprayed(season: pd.DataFrame) -> tuple[int, int] | None:
    """First sprayed week of a season and number of sprayed weeks; None without spraying."""
    weeks = season.loc[season["phun_hoa_chat"], "tuan"]
    return (int(weeks.min()), len(weeks)) if len(weeks) else None


def _ratio(totals: tuple[int, int]) -> float:
    return divide(totals[1], totals[0])


def _no_rows() -> MeasureError:
    return MeasureError("Không có dòng nào phù hợp.", "No row matches.")
