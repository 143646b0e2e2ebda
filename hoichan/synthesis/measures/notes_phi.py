"""Measures of ``notes_phi``: notes and spans by type of identifying detail and by hard case."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from hoichan.synthesis.measures.general import Where, select
from hoichan.synthesis.registry import measure

Phi = Literal[
    "NAME", "RELATIVE", "DOB", "ADDRESS", "PHONE", "CCCD", "BHYT", "MRN", "DATE", "EMAIL", "STAFF",
    "QUASI",
]  # fmt: skip
Case = Literal[
    "nfd", "no_diacritics", "word_name", "all_caps", "child", "lot", "lab", "split_digits",
    "quasi_only",
]  # fmt: skip


class OfType(Where):
    """Notes by a type of detail."""

    type: Phi


class Spans(Where):
    """Spans of one type; left out means all."""

    type: Phi | None = None


class Hard(Where):
    """Notes with a hard case."""

    case: Case


def types(table: pd.DataFrame) -> pd.Series:
    """The types of identifying details in each note, a list a row."""
    return table["phi_spans"].map(lambda spans: [span["type"] for span in spans])


@measure("notes_phi.clean", unit="count", vi="Số ghi chép không có thông tin định danh nào.")
def clean(table: pd.DataFrame, args: Where) -> float:
    """Notes without any identifying detail."""
    return int((types(select(table, args.where)).map(len) == 0).sum())


@measure("notes_phi.notes_with", unit="count", vi="Số ghi chép có ít nhất một đoạn thuộc loại này.")
def notes_with(table: pd.DataFrame, args: OfType) -> float:
    """Notes with at least one span of the type."""
    return int(types(select(table, args.where)).map(lambda found: args.type in found).sum())


@measure("notes_phi.only", unit="count", vi="Số ghi chép chỉ có đoạn thuộc loại này.")
def only(table: pd.DataFrame, args: OfType) -> float:
    """Notes whose identifying details are all of the type."""
    return int(types(select(table, args.where)).map(lambda found: set(found) == {args.type}).sum())


@measure("notes_phi.spans", unit="count", vi="Số đoạn định danh.")
def spans(table: pd.DataFrame, args: Spans) -> float:
    """Number of identifying spans."""
    found = types(select(table, args.where)).explode().dropna()
    return len(found) if args.type is None else int((found == args.type).sum())


@measure("notes_phi.hard", unit="count", vi="Số ghi chép có điểm khó này.")
def hard(table: pd.DataFrame, args: Hard) -> float:
    """Notes with the hard case."""
    return int(
        select(table, args.where)["facts"].map(lambda facts: args.case in facts["kho"]).sum()
    )
