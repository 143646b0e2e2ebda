"""Measures of ``refs``: what is in force on a day, and which version a document has become."""

from __future__ import annotations

from datetime import date

import pandas as pd
from pydantic import Field

from hoichan.synthesis.measures.general import Where, select
from hoichan.synthesis.registry import Args, MeasureError, measure


class OnDay(Where):
    """Documents on a day."""

    day: date = Field(description="YYYY-MM-DD")


class OneOnDay(Args):
    """One document on a day."""

    ref_id: str
    day: date = Field(description="YYYY-MM-DD")


def valid_on(table: pd.DataFrame, day: date) -> pd.Series:
    """True for documents in force on ``day``: from their first to their last day, both included.

    A document without a first day is not known to be in force; without a last day it has not ended.
    """
    moment = pd.Timestamp(day)
    begun = table["hieu_luc_tu"].notna() & (table["hieu_luc_tu"] <= moment)
    ended = table["hieu_luc_den"].notna() & (table["hieu_luc_den"] < moment)
    return begun & ~ended


def _one(table: pd.DataFrame, code: str) -> pd.DataFrame:
    found = table[table["ref_id"] == code]
    if found.empty:
        raise MeasureError(f"Không có tài liệu “{code}”.", f'There is no document "{code}".')
    return found


@measure("refs.in_force", unit="count", vi="Số văn bản có hiệu lực vào một ngày.")
def in_force(table: pd.DataFrame, args: OnDay) -> float:
    """Number of documents in force on a day."""
    return int(valid_on(select(table, args.where), args.day).sum())


@measure("refs.is_valid", unit=None, vi="Văn bản có hiệu lực vào ngày đó không.")
def is_valid(table: pd.DataFrame, args: OneOnDay) -> bool:
    """Whether the document is in force on the day."""
    return bool(valid_on(_one(table, args.ref_id), args.day).iloc[0])


@measure(
    "refs.current", unit=None, vi="Mã của văn bản trong chuỗi thay thế có hiệu lực vào ngày đó."
)
def current(table: pd.DataFrame, args: OneOnDay) -> str:
    """Code of the document that is in force on the day, going along the chain of replacements from this one."""
    code = args.ref_id
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        row = _one(table, code)
        if bool(valid_on(row, args.day).iloc[0]):
            return code
        code = str(row["bi_thay_boi"].iloc[0])
    raise MeasureError(
        f"Ngày {args.day:%d/%m/%Y} không có văn bản nào từ “{args.ref_id}” trở đi còn hiệu lực.",
        f'On {args.day.isoformat()} no document from "{args.ref_id}" onwards is in force.',
    )
