"""Any column or rate of ``monthly_activity`` by name, and its change over time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd

from hoichan.schema.case import UnitOfMeasure
from hoichan.synthesis.codes import Khoa
from hoichan.synthesis.measures.monthly import (
    UNIT,
    Alos,
    Mortality,
    Occupancy,
    Share,
    Where,
    alos,
    bed_occupancy,
    bhyt_share,
    mortality,
    select,
    total_of,
)
from hoichan.synthesis.periods import Period, Versus, days, earlier
from hoichan.synthesis.registry import divide, measure

Figure = Literal[
    "giuong_kh", "giuong_thuc_ke", "luot_kham", "luot_bhyt", "nhap_vien", "ra_vien", "ngay_dt",
    "tu_vong", "chuyen_vien", "pt_db", "pt_loai1", "pt_loai2", "pt_loai3", "pt_tong", "xn", "cdha",
    "bed_occupancy", "bed_occupancy_in_place", "alos", "mortality", "bhyt_share", "visits_per_day",
    "admissions_per_visit", "discharges_per_bed",
]  # fmt: skip

FIGURE_UNIT: dict[str, UnitOfMeasure] = {
    **UNIT,
    "bed_occupancy": "percent",
    "bed_occupancy_in_place": "percent",
    "alos": "days",
    "mortality": "percent",
    "bhyt_share": "percent",
    "visits_per_day": "visits",
    "admissions_per_visit": "percent",
    "discharges_per_bed": "ratio",
}
_TOLERANCE = {"alos": 0.1, "visits_per_day": 0.1, "discharges_per_bed": 0.1}


def _visits_per_day(table: pd.DataFrame, khoa: Khoa | None, thang: str | None) -> float:
    rows = select(table, Where(khoa=khoa, thang=thang))
    number = sum(days(month) for month in rows["thang"].unique())
    return divide(float(rows["luot_kham"].sum()), number)


def _admissions_per_visit(table: pd.DataFrame, khoa: Khoa | None, thang: str | None) -> float:
    rows = select(table, Where(khoa=khoa, thang=thang))
    return divide(float(rows["nhap_vien"].sum()), float(rows["luot_kham"].sum()))


def _discharges_per_bed(table: pd.DataFrame, khoa: Khoa | None, thang: str | None) -> float:
    rows = select(table, Where(khoa=khoa, thang=thang))
    return divide(float(rows["ra_vien"].sum()), total_of(rows, "giuong_kh"))


_RATES: dict[str, Callable[[pd.DataFrame, Khoa | None, str | None], float]] = {
    "bed_occupancy": lambda t, k, m: bed_occupancy(t, Occupancy(khoa=k, thang=m)),
    "bed_occupancy_in_place": lambda t, k, m: bed_occupancy(
        t, Occupancy(khoa=k, thang=m, beds="giuong_thuc_ke")
    ),
    "alos": lambda t, k, m: alos(t, Alos(khoa=k, thang=m)),
    "mortality": lambda t, k, m: mortality(t, Mortality(khoa=k, thang=m)),
    "bhyt_share": lambda t, k, m: bhyt_share(t, Share(khoa=k, thang=m)),
    "visits_per_day": _visits_per_day,
    "admissions_per_visit": _admissions_per_visit,
    "discharges_per_bed": _discharges_per_bed,
}


def figure(table: pd.DataFrame, name: str, khoa: Khoa | None, thang: str | None) -> float:
    """Any column total or rate by its name."""
    rate = _RATES.get(name)
    if rate is not None:
        return rate(table, khoa, thang)
    return total_of(select(table, Where(khoa=khoa, thang=thang)), name)


class OneFigure(Where):
    """A column or rate by name."""

    column: Figure


@measure(
    "monthly_activity.figure",
    unit=lambda args: FIGURE_UNIT[args.column],
    tolerance=lambda args: _TOLERANCE.get(args.column),
    vi="Một cột hoặc chỉ số bất kỳ theo tên (dùng cho các phép đo change, largest…).",
)
def one_figure(table: pd.DataFrame, args: OneFigure) -> float:
    """Any column total or rate by its name, as used by change, largest and the like."""
    return figure(table, args.column, args.khoa, args.thang)


class Change(Where):
    """A figure, a period and what it is compared with."""

    column: Figure
    thang: Period
    versus: Versus = "year"


def _two(table: pd.DataFrame, args: Change) -> tuple[float, float]:
    """The figure now and in the period it is compared with."""
    then = earlier(args.thang, args.versus)
    return (
        figure(table, args.column, args.khoa, args.thang),
        figure(table, args.column, args.khoa, then),
    )


@measure(
    "monthly_activity.change",
    unit="percent",
    vi="Mức tăng/giảm tương đối so với cùng kỳ năm trước (versus=year) hoặc kỳ liền trước (versus=month).",
)
def change(table: pd.DataFrame, args: Change) -> float:
    """Relative change against the same period last year (year) or the period just before (month)."""
    now, then = _two(table, args)
    return divide(now - then, then)


@measure(
    "monthly_activity.difference",
    unit=lambda args: FIGURE_UNIT[args.column],
    tolerance=lambda args: _TOLERANCE.get(args.column),
    vi="Hiệu số so với cùng kỳ hoặc kỳ liền trước; với tỷ lệ là điểm phần trăm (0,01 = 1 điểm).",
)
def difference(table: pd.DataFrame, args: Change) -> float:
    """Absolute difference against the other period; for rates in points (0.01 = 1 point)."""
    now, then = _two(table, args)
    return now - then
