"""Measures of ``monthly_activity``: cells, totals, bed use, ratios, changes, ranks."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd
from pydantic import Field

from hoichan.schema.case import UnitOfMeasure
from hoichan.synthesis.codes import Khoa
from hoichan.synthesis.periods import Month, Period, days, months
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

Beds = Literal["giuong_kh", "giuong_thuc_ke"]
Flow = Literal[
    "luot_kham", "luot_bhyt", "nhap_vien", "ra_vien", "ngay_dt", "tu_vong", "chuyen_vien",
    "pt_db", "pt_loai1", "pt_loai2", "pt_loai3", "pt_tong", "xn", "cdha",
]  # fmt: skip
Column = Literal[
    "giuong_kh", "giuong_thuc_ke", "luot_kham", "luot_bhyt", "nhap_vien", "ra_vien", "ngay_dt",
    "tu_vong", "chuyen_vien", "pt_db", "pt_loai1", "pt_loai2", "pt_loai3", "pt_tong", "xn", "cdha",
]  # fmt: skip
UNIT: dict[str, UnitOfMeasure] = {
    "giuong_kh": "beds", "giuong_thuc_ke": "beds", "luot_kham": "visits", "luot_bhyt": "visits",
    "nhap_vien": "patients", "ra_vien": "patients", "ngay_dt": "days", "tu_vong": "patients",
    "chuyen_vien": "patients", "pt_db": "cases", "pt_loai1": "cases", "pt_loai2": "cases",
    "pt_loai3": "cases", "pt_tong": "cases", "xn": "count", "cdha": "count",
}  # fmt: skip
_BED_COLUMNS = set(get_args(Beds))


class Where(Args):
    """Department and period; left out: the whole hospital, all 24 months."""

    khoa: Khoa | None = None
    thang: Period | None = None


def select(table: pd.DataFrame, args: Where) -> pd.DataFrame:
    """Rows of ``monthly_activity`` that match; nothing matching is an error."""
    keep = pd.Series(True, index=table.index)
    if args.khoa is not None:
        keep &= table["khoa"] == args.khoa
    if args.thang is not None:
        keep &= table["thang"].isin(months(args.thang))
    rows = table[keep]
    if args.thang is not None and rows["thang"].nunique() < len(months(args.thang)):
        raise MeasureError(
            f"Bảng không có đủ số liệu của kỳ {args.thang}.",
            f"The table does not hold all of {args.thang}.",
        )
    return rows


def total_of(rows: pd.DataFrame, column: str) -> float:
    """Sum of a column; beds are a stock, so they add up over departments but not over months."""
    if column in _BED_COLUMNS and len(set(rows["thang"])) > 1:
        raise MeasureError(
            "Không cộng số giường của nhiều tháng: hãy chọn một tháng.",
            "Beds of several months cannot be added up: choose one month.",
        )
    return float(rows[column].sum())


class Cell(Args):
    """One cell of the table."""

    column: Column
    khoa: Khoa
    thang: Month


@measure(
    "monthly_activity.cell",
    unit=lambda args: UNIT[args.column],
    vi="Một ô của bảng: cột `column`, khoa, tháng.",
)
def cell(table: pd.DataFrame, args: Cell) -> float:
    """One cell: ``column`` of a department in a month."""
    return total_of(select(table, Where(khoa=args.khoa, thang=args.thang)), args.column)


class Total(Where):
    """A column to add up."""

    column: Column


@measure(
    "monthly_activity.total",
    unit=lambda args: UNIT[args.column],
    vi="Tổng một cột của các khoa và tháng đã chọn (bỏ khoa = toàn viện; thang nhận năm, quý, tháng).",
)
def total(table: pd.DataFrame, args: Total) -> float:
    """Sum of a column (no khoa = whole hospital; thang takes a year, quarter or month)."""
    return total_of(select(table, args), args.column)


class Occupancy(Where):
    """Which beds are the base, and (for wrong definitions) how many days."""

    beds: Beds = "giuong_kh"
    days: int | None = Field(
        default=None, ge=1, description="days per month to use in place of the calendar's"
    )


def bed_days_available(rows: pd.DataFrame, beds: str, per_month: int | None = None) -> float:
    """Beds times days, added over departments and months."""
    length = rows["thang"].map(days) if per_month is None else per_month
    return float((rows[beds] * length).sum())


@measure(
    "monthly_activity.bed_occupancy",
    unit="percent",
    vi="Công suất sử dụng giường = ngày điều trị / (giường × số ngày trong tháng). beds: giường kế hoạch "
    "(mặc định) hoặc thực kê; days=30 cho cách tính sai “tháng nào cũng 30 ngày”.",
)
def bed_occupancy(table: pd.DataFrame, args: Occupancy) -> float:
    """Patient-days / (beds x days of the month); ``beds`` planned (default) or in place; ``days=30``
    gives the wrong "every month has 30 days" figure. Formula: course blueprint D09.
    """
    rows = select(table, args)
    return divide(float(rows["ngay_dt"].sum()), bed_days_available(rows, args.beds, args.days))


@measure(
    "monthly_activity.bed_occupancy_unweighted",
    unit="percent",
    vi="(Cách tính sai) trung bình cộng công suất giường của các khoa, không theo số giường.",
)
def bed_occupancy_unweighted(table: pd.DataFrame, args: Occupancy) -> float:
    """(Wrong definition) plain mean of the departments' occupancies, not weighted by beds."""
    rows = select(table, args)
    each = [
        divide(float(part["ngay_dt"].sum()), bed_days_available(part, args.beds, args.days))
        for _, part in rows.groupby("khoa", sort=True)
    ]
    return divide(sum(each), len(each))


class Alos(Where):
    """What patient-days are divided by."""

    per: Literal["ra_vien", "nhap_vien"] = "ra_vien"


@measure(
    "monthly_activity.alos",
    unit="days",
    tolerance=0.1,
    vi="Ngày điều trị trung bình = ngày điều trị / số ra viện (per=nhap_vien: chia sai cho số nhập viện).",
)
def alos(table: pd.DataFrame, args: Alos) -> float:
    """Average stay: patient-days / discharges (per=nhap_vien divides by admissions: wrong)."""
    rows = select(table, args)
    return divide(float(rows["ngay_dt"].sum()), float(rows[args.per].sum()))


class Mortality(Where):
    """What deaths are divided by."""

    per: Literal["ra_vien", "nhap_vien", "luot_kham"] = "ra_vien"


@measure(
    "monthly_activity.mortality",
    unit="percent",
    vi="Tỷ lệ tử vong = tử vong / ra viện (per: nhap_vien, luot_kham là mẫu số sai).",
)
def mortality(table: pd.DataFrame, args: Mortality) -> float:
    """Deaths / discharges (per=nhap_vien or luot_kham: wrong denominators)."""
    rows = select(table, args)
    return divide(float(rows["tu_vong"].sum()), float(rows[args.per].sum()))


class Share(Where):
    """Whose visits are the base."""

    per: Literal["khoa", "toan_vien"] = "khoa"


@measure(
    "monthly_activity.bhyt_share",
    unit="percent",
    vi="Tỷ lệ lượt khám BHYT trên lượt khám của khoa; per=toan_vien: chia sai cho lượt khám toàn viện.",
)
def bhyt_share(table: pd.DataFrame, args: Share) -> float:
    """Insured visits / visits of the department; per=toan_vien divides by the hospital's (wrong)."""
    rows = select(table, args)
    base = rows if args.per == "khoa" else select(table, Where(thang=args.thang))
    return divide(float(rows["luot_bhyt"].sum()), float(base["luot_kham"].sum()))


class HospitalShare(Where):
    """A department, and the column whose share is asked."""

    khoa: Khoa
    column: Flow


@measure(
    "monthly_activity.share_of_hospital",
    unit="percent",
    vi="Tỷ lệ đóng góp của một khoa vào tổng toàn viện ở cột `column`.",
)
def share_of_hospital(table: pd.DataFrame, args: HospitalShare) -> float:
    """A department's part of the hospital total of ``column``."""
    own = float(select(table, Where(khoa=args.khoa, thang=args.thang))[args.column].sum())
    return divide(own, float(select(table, Where(thang=args.thang))[args.column].sum()))


class Ratio(Where):
    """Two columns."""

    column: Flow
    over: Column


@measure(
    "monthly_activity.ratio",
    unit="ratio",
    vi="Tỷ số hai cột (tổng `column` chia tổng `over`), ví dụ xn trên ngay_dt, ra_vien trên giuong_kh.",
)
def ratio(table: pd.DataFrame, args: Ratio) -> float:
    """Sum of ``column`` / sum of ``over`` (xn per ngay_dt, ra_vien per giuong_kh in one month)."""
    rows = select(table, args)
    return divide(float(rows[args.column].sum()), total_of(rows, args.over))


class PerDay(Where):
    """A column, the period, and (wrong) a fixed number of days."""

    thang: Period
    column: Flow
    days: int | None = Field(
        default=None, ge=1, description="days to divide by, not the calendar's"
    )


@measure(
    "monthly_activity.per_day",
    unit=lambda args: UNIT[args.column],
    tolerance=0.1,
    vi="Bình quân một ngày của `column` (chia cho số ngày lịch; days=30 là cách tính sai cho tháng 2).",
)
def per_day(table: pd.DataFrame, args: PerDay) -> float:
    """Average per calendar day of ``column`` (days=30 is the wrong figure for February)."""
    return divide(float(select(table, args)[args.column].sum()), args.days or days(args.thang))


class Days(Args):
    """A period."""

    thang: Period


@measure(
    "monthly_activity.days",
    unit="days",
    vi="Số ngày lịch của kỳ (tháng 2/2024: 29; tháng 2/2025: 28).",
)
def calendar_days(_table: pd.DataFrame, args: Days) -> float:
    """Calendar days of the period (February 2024: 29, February 2025: 28)."""
    return float(days(args.thang))
