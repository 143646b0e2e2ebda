"""Measures of ``opd_visits``: visits and persons, waiting, insurance, cost, what is largest."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.codes import DoiTuong, Khoa, NhomTuoi, XuTri
from hoichan.synthesis.periods import WEEKDAYS, Period, Weekday, months
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

Group = Literal[
    "khoa", "icd10", "thu", "thang", "xa_id", "doi_tuong", "nhom_tuoi", "xu_tri", "gioi"
]


class Where(Args):
    """Which visits count; every argument left out means all."""

    khoa: Khoa | None = None
    thang: Period | None = None
    weekday: Weekday | None = None
    doi_tuong: DoiTuong | None = None
    nhom_tuoi: NhomTuoi | None = None
    gioi: Literal[1, 2] | None = None
    icd10: str | None = None
    xu_tri: XuTri | None = None
    ngay: date | None = Field(default=None, description="one day, YYYY-MM-DD")
    tu_tuoi: int | None = Field(default=None, description="age from, inclusive")
    den_tuoi: int | None = Field(default=None, description="age to, inclusive")


def select(table: pd.DataFrame, args: Where) -> pd.DataFrame:
    """Rows of ``opd_visits`` that match ``args``; ``icd10`` matches by prefix (``J`` = chapter J)."""
    keep = pd.Series(True, index=table.index)
    if args.thang is not None:
        keep &= table["thang"].isin(months(args.thang))
    if args.weekday is not None:
        keep &= table["thu"] == args.weekday
    if args.icd10 is not None:
        keep &= table["icd10"].str.startswith(args.icd10)
    if args.ngay is not None:
        keep &= table["ngay_kham"] == pd.Timestamp(args.ngay)
    if args.tu_tuoi is not None:
        keep &= table["tuoi"] >= args.tu_tuoi
    if args.den_tuoi is not None:
        keep &= table["tuoi"] <= args.den_tuoi
    for column in ("khoa", "doi_tuong", "nhom_tuoi", "gioi", "xu_tri"):
        wanted = getattr(args, column)
        if wanted is not None:
            keep &= table[column] == wanted
    return table[keep]


class Visits(Where):
    """Where, and whether repeated registrations count."""

    dedupe: bool = Field(default=False, description="true: same-day registrations count once")


@measure(
    "opd_visits.visits",
    unit="visits",
    vi="Số lượt đăng ký khám. dedupe: true bỏ các đăng ký trùng trong cùng ngày.",
)
def visits(table: pd.DataFrame, args: Visits) -> float:
    """Registered visits; with ``dedupe`` a person's registrations of one day count once."""
    rows = select(table, args)
    return float(len(rows.drop_duplicates(["nb_id", "ngay_kham"])) if args.dedupe else len(rows))


@measure(
    "opd_visits.persons", unit="persons", vi="Số người bệnh khác nhau (đếm nb_id, mỗi mã một lần)."
)
def persons(table: pd.DataFrame, args: Where) -> float:
    """Different persons (each ``nb_id`` once)."""
    return float(select(table, args)["nb_id"].nunique())


@measure(
    "opd_visits.visits_per_person",
    unit="ratio",
    vi="Số lượt khám bình quân một người bệnh.",
)
def visits_per_person(table: pd.DataFrame, args: Where) -> float:
    """Registered visits divided by different persons."""
    rows = select(table, args)
    return divide(len(rows), rows["nb_id"].nunique())


@measure(
    "opd_visits.duplicates",
    unit="visits",
    vi="Số đăng ký trùng: các dòng sau dòng đầu tiên của cùng một người trong cùng một ngày.",
)
def duplicates(table: pd.DataFrame, args: Where) -> float:
    """Repeated registrations: rows after the first of the same person on the same day."""
    return float(select(table, args).duplicated(["nb_id", "ngay_kham"]).sum())


@measure("opd_visits.duplicate_share", unit="percent", vi="Tỷ lệ đăng ký trùng trên tổng số dòng.")
def duplicate_share(table: pd.DataFrame, args: Where) -> float:
    """Repeated registrations as a share of all rows."""
    return divide(duplicates(table, args), len(select(table, args)))


class Share(Where):
    """Where, and what the share is taken of."""

    per: Literal["nhom", "toan_vien"] = Field(
        default="nhom", description="denominator: the selected group, or the whole hospital"
    )


def _share(table: pd.DataFrame, args: Share, hit: pd.Series) -> float:
    """Share of ``hit`` among the selected rows, or (wrong base) among the whole hospital's."""
    rows = select(table, args)
    base = rows if args.per == "nhom" else select(table, Where(thang=args.thang))
    return divide(hit.loc[rows.index].sum(), len(base))


@measure(
    "opd_visits.bhyt_share",
    unit="percent",
    vi="Tỷ lệ lượt khám BHYT trên số lượt của nhóm đã chọn; per=toan_vien dùng (sai) mẫu số toàn viện.",
)
def bhyt_share(table: pd.DataFrame, args: Share) -> float:
    """Insured visits / visits of the selected group; per=toan_vien takes the whole hospital's visits
    of the period as (wrong) denominator.
    """
    return _share(table, args, table["doi_tuong"] == "BHYT")


@measure(
    "opd_visits.admitted_share",
    unit="percent",
    vi="Tỷ lệ lượt khám được cho nhập viện (xử trí = nhập viện).",
)
def admitted_share(table: pd.DataFrame, args: Share) -> float:
    """Visits that end in admission / visits of the selected group."""
    return _share(table, args, table["xu_tri"] == "nhap_vien")


class GroupShare(Share):
    """Where, and the group whose share is asked."""

    by: Group
    value: str


@measure(
    "opd_visits.group_share",
    unit="percent",
    vi="Tỷ lệ các lượt có cột `by` bằng `value` trong nhóm đã chọn (ví dụ by=khoa, value=NHI).",
)
def group_share(table: pd.DataFrame, args: GroupShare) -> float:
    """Share of visits whose column ``by`` equals ``value`` among the selected (by=khoa, value=NHI)."""
    known = set(table[args.by].astype(str))
    if args.value not in known:
        raise MeasureError(
            f"Cột “{args.by}” không có giá trị “{args.value}”.",
            f'Column "{args.by}" has no value "{args.value}".',
        )
    return _share(table, args, table[args.by].astype(str) == args.value)


class PerDay(Where):
    """Where, and which days are counted."""

    days: int | None = Field(
        default=None, description="number of days to divide by, if not counted"
    )


def calendar(table: pd.DataFrame, args: Where) -> pd.DatetimeIndex:
    """All days of the chosen months (or of the table's), days without visits too."""
    chosen = sorted(table["thang"].unique()) if args.thang is None else months(args.thang)
    days = pd.date_range(f"{chosen[0]}-01", pd.Period(chosen[-1], "M").end_time.normalize())
    if args.ngay is not None:
        days = days[days == pd.Timestamp(args.ngay)]
    return days if args.weekday is None else days[days.day_of_week == WEEKDAYS.index(args.weekday)]


@measure(
    "opd_visits.visits_per_day",
    unit="visits",
    tolerance=0.1,
    vi="Số lượt khám bình quân một ngày (mọi ngày lịch trong kỳ, hoặc các ngày của thứ đã chọn).",
)
def visits_per_day(table: pd.DataFrame, args: PerDay) -> float:
    """Visits / calendar days of the period (or the days of the chosen weekday)."""
    number = args.days or len(calendar(table, args))
    return divide(len(select(table, args)), number)


@measure(
    "opd_visits.mean_cost_vnd",
    unit="vnd",
    tolerance=1000.0,
    vi="Chi phí trung bình một lượt khám (đồng).",
)
def mean_cost_vnd(table: pd.DataFrame, args: Where) -> float:
    """Mean cost of a visit, VND."""
    return float(select(table, args)["chi_phi"].mean())


@measure(
    "opd_visits.median_cost_vnd",
    unit="vnd",
    tolerance=1000.0,
    vi="Trung vị chi phí một lượt khám (đồng).",
)
def median_cost_vnd(table: pd.DataFrame, args: Where) -> float:
    """Median cost of a visit, VND."""
    return float(select(table, args)["chi_phi"].median())


@measure("opd_visits.total_cost_vnd", unit="vnd", vi="Tổng chi phí (đồng).")
def total_cost_vnd(table: pd.DataFrame, args: Where) -> float:
    """Total cost, VND."""
    return float(select(table, args)["chi_phi"].sum())
