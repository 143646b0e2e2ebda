"""Measures of ``labs``: results brought to one unit, kidney function, the dengue warning pattern."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.clinical.ckd_epi import UMOL_PER_MG_DL, egfr
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

GLUCOSE, CREATININE, HAEMATOCRIT, PLATELETS = "14771-0", "14682-9", "4544-3", "777-3"
GLUCOSE_MG_PER_MMOL = 18.016  # mg/dL of glucose in 1 mmol/L
# Beyond what the analyser can print in the usual unit: glucose ends at 25 mmol/L, creatinine begins
# at 32 µmol/L (datasheet), so these limits part the two units without a doubt.
_GLUCOSE_ABOVE, _CREATININE_BELOW = 40, 20

Mixed = Literal["14771-0", "14682-9"]


class Wrong(Args):
    """Which test; left out means both that can be wrong."""

    loinc: Mixed | None = None


class MeanOf(Args):
    """A test's mean, of values in one unit or as they are printed."""

    loinc: Mixed
    as_printed: bool = Field(default=False, description="true: do not convert, the usual slip")


class FromAge(Args):
    """Adults from an age on."""

    from_age: int = Field(default=18, ge=18, description="years")
    as_mg_dl: bool = Field(
        default=False, description="true: takes µmol/L for mg/dL, the usual slip"
    )


def in_wrong_unit(rows: pd.DataFrame) -> pd.Series:
    """True where a value can only be mg/dL although the usual unit is printed."""
    glucose = (rows["loinc"] == GLUCOSE) & (rows["gia_tri"] > _GLUCOSE_ABOVE)
    creatinine = (rows["loinc"] == CREATININE) & (rows["gia_tri"] < _CREATININE_BELOW)
    return glucose | creatinine


def in_usual_unit(rows: pd.DataFrame) -> pd.Series:
    """Values with those in mg/dL converted: glucose to mmol/L, creatinine to µmol/L."""
    wrong, value = in_wrong_unit(rows), rows["gia_tri"]
    value = value.mask(wrong & (rows["loinc"] == GLUCOSE), value / GLUCOSE_MG_PER_MMOL)
    return value.mask(wrong & (rows["loinc"] == CREATININE), value * UMOL_PER_MG_DL)


@measure(
    "labs.wrong_units",
    unit="count",
    vi="Số kết quả mà giá trị chỉ có thể là mg/dL dù phiếu ghi mmol/L (glucose trên 40) hoặc µmol/L (creatinin dưới 20).",
)
def wrong_units(table: pd.DataFrame, args: Wrong) -> float:
    """Results that can only be mg/dL although mmol/L (glucose above 40) or µmol/L (creatinine below 20) is printed."""
    rows = table if args.loinc is None else table[table["loinc"] == args.loinc]
    return int(in_wrong_unit(rows).sum())


@measure(
    "labs.mean_value",
    unit=None,
    vi="Giá trị trung bình của glucose (mmol/L) hoặc creatinin (µmol/L), sau khi đổi về một đơn vị.",
)
def mean_value(table: pd.DataFrame, args: MeanOf) -> float:
    """Mean glucose (mmol/L) or creatinine (µmol/L), after bringing all values to one unit."""
    rows = table[table["loinc"] == args.loinc]
    values = rows["gia_tri"] if args.as_printed else in_usual_unit(rows)
    return divide(float(values.sum()), len(values))


def _egfr(table: pd.DataFrame, args: FromAge) -> pd.Series:
    rows = table[(table["loinc"] == CREATININE) & (table["tuoi"] >= args.from_age)]
    if rows.empty:
        raise MeasureError(
            f"Không có kết quả creatinin nào từ {args.from_age} tuổi.",
            f"There is no creatinine result from {args.from_age} years on.",
        )
    creatinine = in_usual_unit(rows) * (UMOL_PER_MG_DL if args.as_mg_dl else 1.0)
    return pd.Series(egfr(creatinine, rows["tuoi"], rows["gioi"] == 2), index=rows.index)


@measure(
    "labs.median_egfr",
    unit=None,
    vi="Trung vị eGFR (mL/phút/1,73 m², CKD-EPI 2021) của kết quả creatinin từ một tuổi trở lên.",
    tolerance=0.5,
)
def median_egfr(table: pd.DataFrame, args: FromAge) -> float:
    """Median eGFR (mL/min/1.73 m², CKD-EPI 2021) of creatinine results from an age on."""
    return float(_egfr(table, args).median())


@measure(
    "labs.low_egfr_share",
    unit="percent",
    vi="Tỷ lệ kết quả creatinin có eGFR dưới 60 mL/phút/1,73 m².",
)
def low_egfr_share(table: pd.DataFrame, args: FromAge) -> float:
    """Share of creatinine results with an eGFR below 60 mL/min/1.73 m²."""
    found = _egfr(table, args)
    return divide(int((found < 60).sum()), len(found))


class Pattern(Args):
    """What counts as the warning pattern."""

    rise: float = Field(default=1.2, gt=1, description="haematocrit over the first sample's")
    platelets: float = Field(default=100, gt=0, description="G/L, below this and falling")


def warned(table: pd.DataFrame, args: Pattern) -> pd.Index:
    """Patients with a sample whose haematocrit has risen while platelets are low and falling."""
    rows = table[table["loinc"].isin([HAEMATOCRIT, PLATELETS])]
    wide = rows.pivot_table(index=["nb_id", "t_lay"], columns="loinc", values="gia_tri").dropna()
    wide = wide.sort_index()
    by_patient = wide.groupby(level="nb_id")
    rise = wide[HAEMATOCRIT] / by_patient[HAEMATOCRIT].transform("first")
    falling = by_patient[PLATELETS].diff() < 0
    return wide.index[(rise >= args.rise) & falling & (wide[PLATELETS] < args.platelets)].unique(
        "nb_id"
    )


@measure(
    "labs.dengue_warning",
    unit="patients",
    vi="Số người bệnh có hematocrit tăng từ 20% so với mẫu đầu trong khi tiểu cầu dưới 100 G/L và đang giảm.",
)
def dengue_warning(table: pd.DataFrame, args: Pattern) -> float:
    """Patients whose haematocrit is up by 20 % or more on their first sample while platelets are below 100 G/L and falling."""
    return len(warned(table, args))


class Pair(Args):
    """Two results of one patient and one test."""

    first: str = Field(description="kq_id of the earlier result")
    last: str = Field(description="kq_id of the later result")


@measure(
    "labs.rise",
    unit="percent",
    vi="Mức thay đổi tương đối giữa hai kết quả của cùng một người bệnh, cùng một xét nghiệm.",
)
def rise(table: pd.DataFrame, args: Pair) -> float:
    """Relative change between two results of one patient and one test."""
    rows = table[table["kq_id"].isin([args.first, args.last])].set_index("kq_id")
    if len(rows) != 2 or rows[["nb_id", "loinc"]].nunique().max() > 1:
        raise MeasureError(
            f"{args.first} và {args.last} không phải hai kết quả cùng người bệnh, cùng xét nghiệm.",
            f"{args.first} and {args.last} are not two results of one patient and one test.",
        )
    values = rows["gia_tri"]
    return divide(float(values[args.last] - values[args.first]), float(values[args.first]))
