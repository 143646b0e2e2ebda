"""Yes/no facts that answers get wrong: what rose, who stays shorter."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.measures.figures import Change, difference
from hoichan.synthesis.measures.ipd import Than, Where, alos, other
from hoichan.synthesis.registry import measure


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
