"""Waiting time, ranks and changes over ``opd_visits``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.schema.case import UnitOfMeasure
from hoichan.synthesis.measures.opd import (
    Group,
    PerDay,
    Share,
    Visits,
    Where,
    admitted_share,
    bhyt_share,
    calendar,
    duplicates,
    persons,
    select,
    visits,
    visits_per_day,
)
from hoichan.synthesis.periods import WEEKDAYS, Period, Versus, Weekday, earlier
from hoichan.synthesis.ranks import ranked
from hoichan.synthesis.registry import divide, measure


@measure(
    "opd_visits.median_wait_minutes",
    unit="minutes",
    vi="Trung vị thời gian chờ (phút) từ lúc đăng ký đến lúc được khám.",
)
def median_wait_minutes(table: pd.DataFrame, args: Where) -> float:
    """Median minutes from registration to being seen."""
    return float(select(table, args)["cho_phut"].median())


@measure(
    "opd_visits.mean_wait_minutes",
    unit="minutes",
    vi="Trung bình cộng thời gian chờ (phút); lớn hơn trung vị vì phân bố lệch phải.",
)
def mean_wait_minutes(table: pd.DataFrame, args: Where) -> float:
    """Arithmetic mean of waiting minutes; above the median because waits are skewed."""
    return float(select(table, args)["cho_phut"].mean())


class WaitGap(Where):
    """Where, with two weekdays to compare."""

    weekday: Weekday = "mon"
    versus: Weekday = "fri"


@measure(
    "opd_visits.median_wait_gap",
    unit="minutes",
    vi="Chênh lệch trung vị thời gian chờ (phút): weekday trừ versus.",
)
def median_wait_gap(table: pd.DataFrame, args: WaitGap) -> float:
    """Median wait on ``weekday`` minus median wait on ``versus``, minutes."""
    other = args.model_copy(update={"weekday": args.versus})
    return median_wait_minutes(table, args) - median_wait_minutes(table, other)


class Busiest(Where):
    """Where, and whether weekdays are compared by their total or by their average day."""

    per: Literal["total", "day"] = "total"
    rank: int = Field(default=1, ge=1, le=7)


@measure(
    "opd_visits.busiest_weekday",
    unit=None,
    vi="Thứ trong tuần đông lượt khám nhất (mon…sun); per=day: tính bình quân một ngày; rank=7: vắng nhất.",
)
def busiest_weekday(table: pd.DataFrame, args: Busiest) -> str:
    """Weekday with most visits (mon..sun); per=day compares average days; rank=7 is the quietest."""
    rows = select(table, args)
    counts = rows.groupby("thu").size().astype("float64")
    if args.per == "day":
        days = calendar(table, args).day_of_week.value_counts()
        counts = counts / [days.loc[WEEKDAYS.index(day)] for day in counts.index]
    return ranked(counts, args.rank)


class Largest(Where):
    """Where, the grouping column and the rank (1 = largest)."""

    by: Group
    rank: int = Field(default=1, ge=1)
    of: Literal["visits", "persons", "median_wait_minutes", "admitted_share", "bhyt_share"] = (
        "visits"
    )


@measure(
    "opd_visits.largest",
    unit=None,
    vi="Nhóm (mã của cột `by`) đứng hạng `rank` theo `of`, ví dụ by=icd10: mã bệnh gặp nhiều nhất.",
)
def largest(table: pd.DataFrame, args: Largest) -> str:
    """Code of column ``by`` that stands at ``rank`` by ``of`` (by=icd10: the commonest diagnosis)."""
    groups = select(table, args).groupby(args.by)
    values: dict[str, Callable[[], pd.Series]] = {
        "visits": groups.size,
        "persons": groups["nb_id"].nunique,
        "median_wait_minutes": groups["cho_phut"].median,
        "admitted_share": lambda: groups["xu_tri"].agg(lambda x: (x == "nhap_vien").mean()),
        "bhyt_share": lambda: groups["doi_tuong"].agg(lambda x: (x == "BHYT").mean()),
    }
    return ranked(values[args.of](), args.rank)


Figure = Literal[
    "visits", "persons", "median_wait_minutes", "mean_wait_minutes", "bhyt_share", "admitted_share",
    "duplicates", "visits_per_day",
]  # fmt: skip
_FIGURES = {
    "visits": (visits, Visits),
    "persons": (persons, Where),
    "median_wait_minutes": (median_wait_minutes, Where),
    "mean_wait_minutes": (mean_wait_minutes, Where),
    "bhyt_share": (bhyt_share, Share),
    "admitted_share": (admitted_share, Share),
    "duplicates": (duplicates, Where),
    "visits_per_day": (visits_per_day, PerDay),
}


class Change(Where):
    """Where, with a period and what it is compared with."""

    thang: Period
    of: Figure = "visits"
    versus: Versus = "year"


def _two(table: pd.DataFrame, args: Change) -> tuple[float, float]:
    """The figure now and in the period it is compared with."""
    function, model = _FIGURES[args.of]
    where = {key: value for key, value in args.model_dump().items() if key in Where.model_fields}
    now = model(**where)
    then = model(**{**where, "thang": earlier(args.thang, args.versus)})
    return function(table, now), function(table, then)  # type: ignore[operator]


@measure(
    "opd_visits.change",
    unit="percent",
    vi="Mức tăng/giảm tương đối của `of` so với cùng kỳ (versus=year) hoặc kỳ liền trước (versus=month).",
)
def change(table: pd.DataFrame, args: Change) -> float:
    """Relative change of ``of`` against the same period last year, or the period just before."""
    now, then = _two(table, args)
    return divide(now - then, then)


def _difference_unit(args: Change) -> UnitOfMeasure:
    if args.of.endswith("_share"):
        return "percent"
    if args.of == "persons":
        return "persons"
    return "minutes" if args.of.endswith("_minutes") else "visits"


@measure(
    "opd_visits.difference",
    unit=_difference_unit,
    vi="Hiệu số của `of` so với kỳ khác; với tỷ lệ là điểm phần trăm (0,01 = 1 điểm).",
)
def difference(table: pd.DataFrame, args: Change) -> float:
    """Absolute difference against the other period; for shares in points (0.01 = 1 point)."""
    now, then = _two(table, args)
    return now - then
