"""Ranks and exact comparisons over ``monthly_activity``."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.codes import KHOA, Bound, Khoa
from hoichan.synthesis.exact_tests import poisson_interval, poisson_pair_p
from hoichan.synthesis.measures.figures import Change, Figure, figure
from hoichan.synthesis.measures.monthly import Flow, Where, select
from hoichan.synthesis.periods import Period, Versus, days, earlier, months
from hoichan.synthesis.ranks import ranked
from hoichan.synthesis.registry import Args, divide, measure


class Largest(Args):
    """A figure, a period and a rank."""

    column: Figure
    thang: Period
    rank: int = Field(default=1, ge=1, le=8)


def _by_department(table: pd.DataFrame, column: str, thang: str) -> pd.Series:
    return pd.Series({khoa: figure(table, column, khoa, thang) for khoa in KHOA})


@measure(
    "monthly_activity.largest",
    unit=None,
    vi="Khoa (mã) đứng hạng `rank` về `column` trong kỳ; rank=1 lớn nhất, rank=8 nhỏ nhất.",
)
def largest(table: pd.DataFrame, args: Largest) -> str:
    """Department (code) at ``rank`` of ``column``; 1 the largest, 8 the smallest."""
    return ranked(_by_department(table, args.column, args.thang), args.rank)


class LargestChange(Largest):
    """What the change is taken against."""

    versus: Versus = "year"


@measure(
    "monthly_activity.largest_change",
    unit=None,
    vi="Khoa có mức tăng tương đối của `column` đứng hạng `rank` (rank=8: giảm nhiều nhất).",
)
def largest_change(table: pd.DataFrame, args: LargestChange) -> str:
    """Department whose relative change of ``column`` is at ``rank`` (8: the strongest fall)."""
    now = _by_department(table, args.column, args.thang)
    then = _by_department(table, args.column, earlier(args.thang, args.versus))
    return ranked((now - then) / then.where(then != 0), args.rank)


class RankOf(Args):
    """A department whose rank is asked."""

    column: Figure
    khoa: Khoa
    thang: Period


@measure(
    "monthly_activity.rank_of",
    unit="count",
    vi="Thứ hạng của khoa về `column` trong kỳ (1 = lớn nhất).",
)
def rank_of(table: pd.DataFrame, args: RankOf) -> float:
    """Rank of a department by ``column`` (1 = largest)."""
    values = _by_department(table, args.column, args.thang)
    return float((values > values[args.khoa]).sum() + 1)


class Over(Args):
    """A figure, a period and a limit."""

    column: Figure = "bed_occupancy"
    thang: Period
    limit: float = 1.0


@measure(
    "monthly_activity.departments_over",
    unit="count",
    vi="Số khoa có `column` lớn hơn `limit` (mặc định: công suất giường kế hoạch trên 100%).",
)
def departments_over(table: pd.DataFrame, args: Over) -> float:
    """Number of departments with ``column`` above ``limit`` (default: occupancy above 100 %)."""
    return float((_by_department(table, args.column, args.thang) > args.limit).sum())


class BusiestMonth(Args):
    """A figure, the year(s), the department."""

    column: Figure
    nam: Period
    khoa: Khoa | None = None
    rank: int = Field(default=1, ge=1, le=12)


@measure(
    "monthly_activity.busiest_month",
    unit=None,
    vi="Tháng (YYYY-MM) có `column` đứng hạng `rank` trong năm `nam`.",
)
def busiest_month(table: pd.DataFrame, args: BusiestMonth) -> str:
    """Month (YYYY-MM) at ``rank`` of ``column`` within ``nam``."""
    by = {month: figure(table, args.column, args.khoa, month) for month in months(args.nam)}
    return ranked(pd.Series(by), args.rank)


class MonthsOver(Args):
    """A figure, a department, the year and a limit."""

    column: Figure = "bed_occupancy"
    khoa: Khoa | None = None
    nam: Period
    limit: float = 1.0


@measure(
    "monthly_activity.months_over",
    unit="count",
    vi="Số tháng trong `nam` có `column` lớn hơn `limit`.",
)
def months_over(table: pd.DataFrame, args: MonthsOver) -> float:
    """Number of months of ``nam`` with ``column`` above ``limit``."""
    values = (figure(table, args.column, args.khoa, month) for month in months(args.nam))
    return float(sum(value > args.limit for value in values))


Exposure = Literal["days", "ra_vien", "nhap_vien", "luot_kham", "ngay_dt", "none"]


class Changed(Change):
    """What the counts are related to, and the level of the test."""

    column: Flow
    exposure: Exposure = "days"


def _exposure(table: pd.DataFrame, args: Changed, thang: str) -> float:
    if args.exposure == "none":
        return 1.0
    if args.exposure == "days":
        return float(days(thang))
    return float(select(table, Where(khoa=args.khoa, thang=thang))[args.exposure].sum())


@measure(
    "monthly_activity.changed_p",
    unit="ratio",
    tolerance=0.005,
    vi="Giá trị p hai phía: hai kỳ có cùng suất (kiểm định chính xác cho hai số đếm Poisson, có điều kiện "
    "trên tổng; exposure: số ngày, ra viện…).",
)
def changed_p(table: pd.DataFrame, args: Changed) -> float:
    """Two-sided p that both periods share one rate per ``exposure`` (exact conditional test of two
    Poisson counts).
    """
    then = earlier(args.thang, args.versus)
    now_count = int(figure(table, args.column, args.khoa, args.thang))
    then_count = int(figure(table, args.column, args.khoa, then))
    now_base, then_base = _exposure(table, args, args.thang), _exposure(table, args, then)
    divide(1.0, now_base * then_base)
    return poisson_pair_p(now_count, now_base, then_count, then_base)


class Distinguishable(Changed):
    """The level of the test."""

    alpha: float = Field(default=0.05, gt=0, lt=1)


@measure(
    "monthly_activity.changed",
    unit=None,
    vi="Đúng/sai: thay đổi so với kỳ kia phân biệt được với dao động ngẫu nhiên (p < alpha).",
)
def changed(table: pd.DataFrame, args: Distinguishable) -> bool:
    """Whether the change is distinguishable from chance (exact conditional Poisson test,
    p < alpha).
    """
    return changed_p(table, args) < args.alpha


class Interval(Where):
    """A count, which end of the interval, and its confidence."""

    column: Flow
    bound: Bound
    confidence: float = Field(default=0.95, gt=0, lt=1)


@measure(
    "monthly_activity.count_interval",
    unit="count",
    tolerance=0.1,
    vi="Cận dưới (low) hoặc trên (high) của khoảng tin cậy Poisson chính xác (Garwood) cho một số đếm.",
)
def count_interval(table: pd.DataFrame, args: Interval) -> float:
    """Low or high end of the exact Poisson (Garwood) interval of a count."""
    low, high = poisson_interval(
        int(figure(table, args.column, args.khoa, args.thang)), args.confidence
    )
    return low if args.bound == "low" else high
