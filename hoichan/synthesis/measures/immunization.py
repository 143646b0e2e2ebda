"""Measures of ``immunization``: coverage of target and of register, dropout, stock-outs, the gap."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.measures.general import Where, select
from hoichan.synthesis.registry import MeasureError, divide, measure

Base = Literal["muc_tieu", "tre_thuc_te"]
FIRST, THIRD = "DPT-VGB-Hib1", "DPT-VGB-Hib3"


class Coverage(Where):
    """Which rows, and what stands below the line."""

    base: Base = Field(default="muc_tieu", description="target, or children on the register")


class Over(Where):
    """How many communes lie above a coverage of the target in the year."""

    above: float = Field(default=1.0, gt=0, description="1 = 100 %")


class Gap(Where):
    """Two kinds of communes, of the same dose."""

    better: str = "dong_bang"
    worse: str = "vung_sau"


def covered(rows: pd.DataFrame, base: str) -> float:
    """Children vaccinated over ``base``, both summed."""
    return divide(int(rows["da_tiem"].sum()), int(rows[base].sum()))


@measure(
    "immunization.coverage",
    unit="percent",
    vi="Tỷ lệ tiêm: số đã tiêm trên chỉ tiêu (hoặc trên số trẻ thực tế).",
)
def coverage(table: pd.DataFrame, args: Coverage) -> float:
    """Coverage: vaccinated over the target (or over the children on the register)."""
    return covered(select(table, args.where), args.base)


@measure(
    "immunization.dropout",
    unit="percent",
    vi="Tỷ lệ bỏ mũi 5 trong 1: (mũi 1 − mũi 3) trên mũi 1.",
)
def dropout(table: pd.DataFrame, args: Where) -> float:
    """Pentavalent dropout: (dose 1 - dose 3) over dose 1."""
    rows = select(table, args.where)
    doses = rows.groupby("vac_xin")["da_tiem"].sum()
    first, third = int(doses.get(FIRST, 0)), int(doses.get(THIRD, 0))
    return divide(first - third, first)


@measure(
    "immunization.communes_over",
    unit="count",
    vi="Số xã có tỷ lệ tiêm cả năm trên chỉ tiêu cao hơn một mức.",
)
def communes_over(table: pd.DataFrame, args: Over) -> float:
    """Communes whose coverage of the target over the year is above a level."""
    year = select(table, args.where).groupby("xa_id")[["da_tiem", "muc_tieu"]].sum()
    return int((year["da_tiem"] > args.above * year["muc_tieu"]).sum())


def empty_months(rows: pd.DataFrame) -> list[str]:
    """Months in which some commune of ``rows`` had no dose left."""
    return sorted(rows.loc[rows["ton_kho"] == 0, "thang"].unique())


@measure(
    "immunization.months_without_stock",
    unit="count",
    vi="Số tháng có xã hết vắc xin vào cuối tháng.",
)
def months_without_stock(table: pd.DataFrame, args: Where) -> float:
    """Months at whose end some commune had no dose left."""
    return len(empty_months(select(table, args.where)))


@measure(
    "immunization.catch_up_month",
    unit=None,
    vi="Tháng tiêm nhiều nhất so với số trẻ đến tuổi.",
)
def catch_up_month(table: pd.DataFrame, args: Where) -> str:
    """The month with most children vaccinated for each child due."""
    months = select(table, args.where).groupby("thang")[["da_tiem", "tre_thuc_te"]].sum()
    if months.empty:
        raise MeasureError("Không có dòng nào phù hợp.", "No row matches.")
    return str((months["da_tiem"] / months["tre_thuc_te"]).idxmax())


@measure(
    "immunization.gap",
    unit="percent",
    vi="Chênh lệch tỷ lệ tiêm trên số trẻ thực tế giữa hai loại xã (0,01 = 1 điểm phần trăm).",
)
def gap(table: pd.DataFrame, args: Gap) -> float:
    """Difference in coverage of the register between two kinds of communes (0.01 = 1 point)."""
    rows = select(table, args.where)
    better, worse = (
        covered(select(rows, f"loai_xa={kind}"), "tre_thuc_te")
        for kind in (args.better, args.worse)
    )
    return better - worse
