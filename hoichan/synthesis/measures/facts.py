"""Yes/no facts that answers get wrong: what rose, who stays shorter, what a table records at all."""

from __future__ import annotations

import pandas as pd
from pydantic import Field

from hoichan.synthesis.measures.figures import Change, difference
from hoichan.synthesis.measures.ipd import Than, Where, alos, other
from hoichan.synthesis.registry import Args, measure


@measure(
    "monthly_activity.rose",
    unit=None,
    vi="Đúng/sai: `column` cao hơn cùng kỳ (versus=year) hoặc kỳ liền trước (versus=month).",
)
def rose(table: pd.DataFrame, args: Change) -> bool:
    """Whether ``column`` is higher than in the same period last year, or the period just before."""
    return difference(table, args) > 0


@measure(
    "ipd_discharges.has_shorter_stay",
    unit=None,
    vi="Đúng/sai: ở cả hai mức nặng, cskcb có ngày điều trị trung bình ngắn hơn versus_cskcb.",
)
def has_shorter_stay(table: pd.DataFrame, args: Than) -> bool:
    """Whether ``cskcb`` has the shorter average stay than ``versus_cskcb`` in both severity strata."""
    ours = Where(**args.model_dump(exclude={"versus_cskcb"}))
    theirs = other(args)
    return all(
        alos(table, ours.model_copy(update={"severity": level}))
        < alos(table, theirs.model_copy(update={"severity": level}))
        for level in ("nhe", "nang")
    )


class HasColumn(Args):
    """The column that a statement would need."""

    column: str = Field(description="name of a column that may or may not exist")


_RECORDS_VI = "Đúng/sai: bảng có cột `column`; sai nghĩa là bảng không ghi điều đó."


def _records(table: pd.DataFrame, args: HasColumn) -> bool:
    """Whether the table records ``column`` at all; if not, no statement on it can rest on the data."""
    return args.column in table.columns


for _name in ("opd_visits", "ipd_discharges", "monthly_activity"):
    measure(f"{_name}.has_column", unit=None, vi=_RECORDS_VI)(_records)
