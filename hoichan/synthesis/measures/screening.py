"""Measures of ``screening``: what the programme's test would mean at another prevalence."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.clinical.diagnostic import positive_predictive_value
from hoichan.synthesis.registry import Args, divide, measure

Programme = Literal["lao_xq", "hbsag_nhanh", "dtd_duong_huyet"]


class At(Args):
    """A programme's test, used where the illness has another prevalence."""

    programme: Programme
    prevalence: float = Field(gt=0, lt=1, description="0..1")


class Of(Args):
    """One programme."""

    programme: Programme


def quality(table: pd.DataFrame, programme: str) -> tuple[float, float]:
    """Sensitivity and specificity of a programme's test, counted in the rows."""
    rows = table[table["chuong_trinh"] == programme]
    ill, well = rows[rows["gold_pos"]], rows[~rows["gold_pos"]]
    return (
        divide(int(ill["test_pos"].sum()), len(ill)),
        divide(int((~well["test_pos"]).sum()), len(well)),
    )


@measure(
    "screening.ppv_at",
    unit="percent",
    vi="Giá trị dự báo dương của xét nghiệm (độ nhạy, độ đặc hiệu đếm từ dữ liệu) ở một tỷ lệ mắc khác.",
)
def ppv_at(table: pd.DataFrame, args: At) -> float:
    """Positive predictive value of the programme's test (its quality counted in the data) at another prevalence."""
    return positive_predictive_value(args.prevalence, *quality(table, args.programme))


@measure(
    "screening.false_positives_per_1000",
    unit="persons",
    vi="Số dương tính giả trên 1.000 người được tầm soát.",
    tolerance=0.5,
)
def false_positives_per_1000(table: pd.DataFrame, args: Of) -> float:
    """False positives for every 1,000 persons screened."""
    rows = table[table["chuong_trinh"] == args.programme]
    return 1000 * divide(int((rows["test_pos"] & ~rows["gold_pos"]).sum()), len(rows))
