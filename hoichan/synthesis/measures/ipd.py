"""Measures of ``ipd_discharges``: counts, length of stay, results other than death."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.schema.case import UnitOfMeasure
from hoichan.synthesis.codes import Cskcb, DanToc, KetQua, Khoa, NhomTuoi, Severity
from hoichan.synthesis.periods import Period, Versus, earlier, months
from hoichan.synthesis.ranks import ranked
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

Group = Literal[
    "cskcb",
    "khoa",
    "icd_chinh",
    "ket_qua",
    "muc_nang",
    "nhom_tuoi",
    "dan_toc_nhom",
    "thang",
    "gioi",
]


class Where(Args):
    """Which discharges count; every argument left out means all three hospitals, all patients."""

    cskcb: Cskcb | None = None
    khoa: Khoa | None = None
    thang: Period | None = Field(default=None, description="period of discharge")
    severity: Severity | None = None
    icd: str | None = Field(default=None, description="main diagnosis, by prefix")
    nhom_tuoi: NhomTuoi | None = None
    tu_tuoi: int | None = Field(default=None, description="age from, inclusive")
    den_tuoi: int | None = Field(default=None, description="age to, inclusive")
    gioi: Literal[1, 2] | None = None
    dan_toc: DanToc | None = None
    ket_qua: KetQua | None = None
    tu_km: int | None = Field(default=None, description="distance from, km, inclusive")
    duoi_km: int | None = Field(default=None, description="distance below, km, exclusive")


_EQUAL = {
    "cskcb": "cskcb", "khoa": "khoa", "severity": "muc_nang", "nhom_tuoi": "nhom_tuoi",
    "gioi": "gioi", "dan_toc": "dan_toc_nhom", "ket_qua": "ket_qua",
}  # fmt: skip


def select(table: pd.DataFrame, args: Where) -> pd.DataFrame:
    """Rows of ``ipd_discharges`` that match ``args``."""
    keep = pd.Series(True, index=table.index)
    for name, column in _EQUAL.items():
        wanted = getattr(args, name)
        if wanted is not None:
            keep &= table[column] == wanted
    if args.thang is not None:
        keep &= table["thang"].isin(months(args.thang))
    if args.icd is not None:
        keep &= table["icd_chinh"].str.startswith(args.icd)
    if args.tu_tuoi is not None:
        keep &= table["tuoi"] >= args.tu_tuoi
    if args.den_tuoi is not None:
        keep &= table["tuoi"] <= args.den_tuoi
    if args.tu_km is not None:
        keep &= table["khoang_cach_km"] >= args.tu_km
    if args.duoi_km is not None:
        keep &= table["khoang_cach_km"] < args.duoi_km
    return table[keep]


@measure("ipd_discharges.discharges", unit="patients", vi="Số lượt người bệnh ra viện.")
def discharges(table: pd.DataFrame, args: Where) -> float:
    """Discharges (all results, deaths included)."""
    return float(len(select(table, args)))


@measure("ipd_discharges.deaths", unit="patients", vi="Số ca tử vong tại viện (không kể xin về).")
def deaths(table: pd.DataFrame, args: Where) -> float:
    """Deaths in hospital (patients taken home to die are not among them)."""
    return float((select(table, args)["ket_qua"] == "tu_vong").sum())


@measure("ipd_discharges.xin_ve", unit="patients", vi="Số ca nặng xin về (thường để mất tại nhà).")
def xin_ve(table: pd.DataFrame, args: Where) -> float:
    """Critically ill patients whom the family took home (result ``xin_ve``)."""
    return float((select(table, args)["ket_qua"] == "xin_ve").sum())


@measure("ipd_discharges.xin_ve_share", unit="percent", vi="Tỷ lệ xin về trên số ra viện.")
def xin_ve_share(table: pd.DataFrame, args: Where) -> float:
    """Result ``xin_ve`` / discharges."""
    return divide(xin_ve(table, args), len(select(table, args)))


@measure("ipd_discharges.severe_share", unit="percent", vi="Tỷ lệ ca nặng trên số ra viện.")
def severe_share(table: pd.DataFrame, args: Where) -> float:
    """Severe cases / discharges."""
    rows = select(table, args)
    return divide(float((rows["muc_nang"] == "nang").sum()), len(rows))


@measure(
    "ipd_discharges.surgery_share", unit="percent", vi="Tỷ lệ có phẫu thuật, thủ thuật (pttt)."
)
def surgery_share(table: pd.DataFrame, args: Where) -> float:
    """Discharges with an operation or procedure / discharges."""
    rows = select(table, args)
    return divide(float(rows["pttt"].sum()), len(rows))


@measure(
    "ipd_discharges.alos",
    unit="days",
    tolerance=0.1,
    vi="Số ngày điều trị trung bình: trung bình cộng của so_ngay.",
)
def alos(table: pd.DataFrame, args: Where) -> float:
    """Average length of stay: mean of ``so_ngay`` (at least 1 day each)."""
    return float(select(table, args)["so_ngay"].mean())


@measure("ipd_discharges.median_los", unit="days", tolerance=0.5, vi="Trung vị số ngày điều trị.")
def median_los(table: pd.DataFrame, args: Where) -> float:
    """Median length of stay."""
    return float(select(table, args)["so_ngay"].median())


class Than(Where):
    """Where, and the hospital compared with."""

    cskcb: Cskcb
    versus_cskcb: Cskcb


def other(args: Than) -> Where:
    """The same selection in the hospital compared with."""
    where = {key: value for key, value in args.model_dump().items() if key in Where.model_fields}
    return Where(**{**where, "cskcb": args.versus_cskcb})


@measure(
    "ipd_discharges.alos_gap",
    unit="days",
    tolerance=0.1,
    vi="Chênh lệch ngày điều trị trung bình giữa hai bệnh viện: cskcb trừ versus_cskcb.",
)
def alos_gap(table: pd.DataFrame, args: Than) -> float:
    """Average stay of ``cskcb`` minus that of ``versus_cskcb``, days."""
    return alos(table, args) - alos(table, other(args))


@measure("ipd_discharges.treatment_days", unit="days", vi="Tổng số ngày điều trị (tổng so_ngay).")
def treatment_days(table: pd.DataFrame, args: Where) -> float:
    """Sum of ``so_ngay``."""
    return float(select(table, args)["so_ngay"].sum())


@measure("ipd_discharges.bed_days", unit="days", vi="Tổng ngày giường (tổng ngay_giuong).")
def bed_days(table: pd.DataFrame, args: Where) -> float:
    """Sum of ``ngay_giuong`` (discharge day counted for deaths, worse and taken-home patients)."""
    return float(select(table, args)["ngay_giuong"].sum())


@measure("ipd_discharges.readmissions", unit="patients", vi="Số ca tái nhập viện trong 30 ngày.")
def readmissions(table: pd.DataFrame, args: Where) -> float:
    """Discharges followed by a readmission within 30 days."""
    return float(select(table, args)["tai_nhap_30d"].fillna(False).astype(bool).sum())


class Readmission(Where):
    """Where, and the denominator."""

    per: Literal["song", "ra_vien"] = Field(
        default="song", description="discharged alive and not taken home (right), or all discharges"
    )


@measure(
    "ipd_discharges.readmission_share",
    unit="percent",
    vi="Tỷ lệ tái nhập viện 30 ngày; mẫu số: người ra viện còn theo dõi được (không tử vong, không xin "
    "về), hoặc mọi lượt ra viện (per=ra_vien).",
)
def readmission_share(table: pd.DataFrame, args: Readmission) -> float:
    """30-day readmissions / discharges neither dead nor taken home, or / all discharges
    (per=ra_vien).
    """
    rows = select(table, args)
    base = rows if args.per == "ra_vien" else rows[rows["tai_nhap_30d"].notna()]
    return divide(readmissions(table, args), len(base))


class GroupShare(Where):
    """Where, and the group whose share is asked."""

    by: Group
    value: str


@measure(
    "ipd_discharges.group_share",
    unit="percent",
    vi="Tỷ lệ ra viện có cột `by` bằng `value` (ví dụ by=icd_chinh, value=J18.9).",
)
def group_share(table: pd.DataFrame, args: GroupShare) -> float:
    """Share of discharges whose column ``by`` equals ``value`` (by=icd_chinh, value=J18.9)."""
    if args.value not in set(table[args.by].astype(str)):
        raise MeasureError(
            f"Cột “{args.by}” không có giá trị “{args.value}”.",
            f'Column "{args.by}" has no value "{args.value}".',
        )
    rows = select(table, args)
    return divide(float((rows[args.by].astype(str) == args.value).sum()), len(rows))


class Largest(Where):
    """Where, the grouping column, what is compared and the rank (1 = largest)."""

    by: Group
    of: Literal["discharges", "deaths", "crude_mortality", "alos"] = "discharges"
    rank: int = Field(default=1, ge=1)


@measure(
    "ipd_discharges.largest",
    unit=None,
    vi="Nhóm (mã của cột `by`) đứng hạng `rank` theo `of`: discharges, deaths, crude_mortality, alos.",
)
def largest(table: pd.DataFrame, args: Largest) -> str:
    """Code of column ``by`` that stands at ``rank`` by ``of``."""
    rows = select(table, args)
    dead = (rows["ket_qua"] == "tu_vong").astype(float)
    groups = rows.assign(_dead=dead).groupby(args.by)
    values: dict[str, Callable[[], pd.Series]] = {
        "discharges": groups.size,
        "deaths": groups["_dead"].sum,
        "crude_mortality": groups["_dead"].mean,
        "alos": groups["so_ngay"].mean,
    }
    return ranked(values[args.of](), args.rank)


class Change(Where):
    """Where, a period, the figure and what the period is compared with."""

    thang: Period
    of: Literal["discharges", "deaths", "alos"] = "discharges"
    versus: Versus = "year"


def _two(table: pd.DataFrame, args: Change) -> tuple[float, float]:
    """The figure now and in the period it is compared with."""
    function = {"discharges": discharges, "deaths": deaths, "alos": alos}[args.of]
    where = {key: value for key, value in args.model_dump().items() if key in Where.model_fields}
    then = {**where, "thang": earlier(args.thang, args.versus)}
    return function(table, Where(**where)), function(table, Where(**then))


@measure(
    "ipd_discharges.change",
    unit="percent",
    vi="Mức tăng/giảm tương đối của `of` so với cùng kỳ (year) hoặc kỳ liền trước (month).",
)
def change(table: pd.DataFrame, args: Change) -> float:
    """Relative change of ``of`` against the same period last year, or the period just before."""
    now, then = _two(table, args)
    return divide(now - then, then)


def _difference_unit(args: Change) -> UnitOfMeasure:
    return "days" if args.of == "alos" else "patients"


@measure(
    "ipd_discharges.difference",
    unit=_difference_unit,
    tolerance=lambda args: 0.1 if args.of == "alos" else 0.0,
    vi="Hiệu số của `of` so với cùng kỳ (year) hoặc kỳ liền trước (month).",
)
def difference(table: pd.DataFrame, args: Change) -> float:
    """Absolute difference of ``of`` against the other period."""
    now, then = _two(table, args)
    return now - then
