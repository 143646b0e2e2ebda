"""Measures every table has: count, share, sum, mean, quantile of rows chosen by plain conditions.

``where: "khoa=NHI; tuoi<5"`` keeps rows that meet all conditions. Operators ``= != < <= > >=`` and
``^=`` (begins with); ``khoa=NOI|NHI`` is either; ``adr=`` is an empty cell. An empty cell meets no
other condition. A value that occurs nowhere in a column of codes is an error, not a count of zero.
"""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
from pydantic import Field

from hoichan.synthesis.registry import Args, MeasureError, divide, general

_CONDITION = re.compile(r"\s*(\w+)\s*(\^=|!=|<=|>=|=|<|>)\s*(.*?)\s*", re.DOTALL)
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_FEW = 60  # a column with no more different texts than this is one of codes


class Where(Args):
    """Which rows count; left out means all."""

    where: str | None = Field(default=None, description="conditions, joined by ;")


class Share(Where):
    """Share of rows: ``of`` among ``where``."""

    of: str = Field(description="conditions the counted rows meet")


class OfColumn(Where):
    """A figure of one column; empty cells are left out."""

    column: str


class HasColumn(Args):
    """The column that a statement would need."""

    column: str = Field(description="name of a column that may or may not exist")


class Quantile(OfColumn):
    """Where the column's values are cut."""

    q: float = Field(ge=0, le=1, description="0.5 = median")


class Ratio(Where):
    """Sum of one column for each unit of another's sum."""

    top: str
    bottom: str


class Largest(Where):
    """The group with most rows, or with the largest sum of ``column``."""

    by: str
    column: str | None = None


def select(table: pd.DataFrame, where: str | None) -> pd.DataFrame:
    """Rows of ``table`` that meet every condition of ``where``.

    Raises:
        MeasureError: a condition that cannot be read, an unknown column, a value that no row has.
    """
    for condition in filter(str.strip, (where or "").split(";")):
        found = _CONDITION.fullmatch(condition)
        if found is None:
            raise MeasureError(
                f"Không hiểu điều kiện “{condition.strip()}”: hãy viết dạng khoa=NHI; tuoi<5.",
                f'Cannot read the condition "{condition.strip()}": write it like khoa=NHI; tuoi<5.',
            )
        column, sign, value = found.groups()
        table = table[_meets(_column(table, column), sign, value)]
    return table


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name in table.columns:
        return table[name]
    near = ", ".join(difflib.get_close_matches(name, list(table.columns), n=3) or table.columns)
    raise MeasureError(
        f"Không có cột “{name}”. Gần nhất: {near}.", f'No column "{name}". Nearest: {near}.'
    )


def _empty(column: pd.Series) -> pd.Series:
    return column.isna() | (column.astype("str") == "")


def _meets(column: pd.Series, sign: str, value: str) -> pd.Series:
    present = ~_empty(column)
    if value == "" and sign in ("=", "!="):
        return ~present if sign == "=" else present
    if sign == "^=":
        return present & column.astype("str").str.startswith(value)
    if sign in _COMPARE:
        met = _COMPARE[sign](column, _as_cell(column, value))
    else:
        cells = [_as_cell(column, each) for each in value.split("|")]
        _known(column[present], cells)
        met = column.isin(cells)
        met = ~met if sign == "!=" else met
    kept: pd.Series = present & met.fillna(value=False).astype("bool")
    return kept


def _as_cell(column: pd.Series, value: str) -> Any:
    """``value`` as a cell of ``column`` would be."""
    try:
        if pd.api.types.is_bool_dtype(column.dtype):
            return {"true": True, "false": False}[value]
        if pd.api.types.is_numeric_dtype(column.dtype):
            return float(value)
        if pd.api.types.is_datetime64_any_dtype(column.dtype):
            return pd.Timestamp(value)
    except (ValueError, KeyError) as error:
        raise MeasureError(
            f"Cột “{column.name}” không có giá trị dạng “{value}”.",
            f'Column "{column.name}" holds no values like "{value}".',
        ) from error
    return value


def _known(present: pd.Series, cells: list[Any]) -> None:
    """A text that no row has is most likely a slip of the author's."""
    if not pd.api.types.is_string_dtype(present.dtype):
        return
    texts = set(present.unique())
    unknown = [cell for cell in cells if cell not in texts]
    if not unknown or len(texts) > _FEW or not texts:
        return
    near = ", ".join(
        difflib.get_close_matches(unknown[0], sorted(texts), n=3) or sorted(texts)[:12]
    )
    raise MeasureError(
        f"Cột “{present.name}” không có dòng nào là “{unknown[0]}”. Gần nhất: {near}.",
        f'Column "{present.name}" has no row with "{unknown[0]}". Nearest: {near}.',
    )


def _numbers(table: pd.DataFrame, args: Where, name: str) -> pd.Series:
    """Numbers of a column in the chosen rows, without empty cells."""
    column = _column(select(table, args.where), name)
    if not pd.api.types.is_numeric_dtype(column.dtype):
        raise MeasureError(f"Cột “{name}” không phải số.", f'Column "{name}" is not a number.')
    return column.dropna().astype("float64")


@general("count", unit="count", vi="Số dòng thoả điều kiện.")
def count(table: pd.DataFrame, args: Where) -> float:
    """Number of rows that meet the conditions."""
    return len(select(table, args.where))


@general("share", unit="percent", vi="Tỷ lệ dòng thoả `of` trong các dòng thoả `where`.")
def share(table: pd.DataFrame, args: Share) -> float:
    """Share of the rows meeting ``where`` that also meet ``of``."""
    base = select(table, args.where)
    return divide(len(select(base, args.of)), len(base))


@general("distinct", unit="count", vi="Số giá trị khác nhau của một cột.")
def distinct(table: pd.DataFrame, args: OfColumn) -> float:
    """Number of different values of a column."""
    column = _column(select(table, args.where), args.column)
    return int(column[~_empty(column)].nunique())


@general("total", unit=None, vi="Tổng của một cột.")
def total(table: pd.DataFrame, args: OfColumn) -> float:
    """Sum of a column, in its unit."""
    return round(float(_numbers(table, args, args.column).sum()), 9)


@general("mean", unit=None, vi="Trung bình cộng của một cột.")
def mean(table: pd.DataFrame, args: OfColumn) -> float:
    """Mean of a column, in its unit."""
    return float(_numbers(table, args, args.column).mean())


@general("median", unit=None, vi="Trung vị của một cột.")
def median(table: pd.DataFrame, args: OfColumn) -> float:
    """Median of a column, in its unit."""
    return float(_numbers(table, args, args.column).median())


@general("quantile", unit=None, vi="Phân vị của một cột (nội suy tuyến tính).")
def quantile(table: pd.DataFrame, args: Quantile) -> float:
    """Quantile ``q`` of a column (linear interpolation), in its unit."""
    return float(_numbers(table, args, args.column).quantile(args.q))


@general("least", unit=None, vi="Giá trị nhỏ nhất của một cột.", tolerance=0.0)
def least(table: pd.DataFrame, args: OfColumn) -> float:
    """Smallest value of a column, in its unit."""
    return float(_numbers(table, args, args.column).min())


@general("most", unit=None, vi="Giá trị lớn nhất của một cột.", tolerance=0.0)
def most(table: pd.DataFrame, args: OfColumn) -> float:
    """Largest value of a column, in its unit."""
    return float(_numbers(table, args, args.column).max())


@general("ratio", unit=None, vi="Tổng cột `top` chia cho tổng cột `bottom`.")
def ratio(table: pd.DataFrame, args: Ratio) -> float:
    """Sum of column ``top`` over the sum of column ``bottom``."""
    top = float(_numbers(table, args, args.top).sum())
    return divide(top, float(_numbers(table, args, args.bottom).sum()))


@general("largest", unit=None, vi="Nhóm có nhiều dòng nhất (hoặc tổng cột lớn nhất).")
def largest(table: pd.DataFrame, args: Largest) -> str:
    """The group of column ``by`` with most rows, or with the largest sum of ``column``."""
    rows = select(table, args.where)
    groups = rows.groupby(_column(rows, args.by).astype("str"))
    sizes = groups.size() if args.column is None else groups[args.column].sum()
    ordered = sizes.sort_values(ascending=False, kind="stable")
    if len(ordered) == 0 or (len(ordered) > 1 and ordered.iloc[0] == ordered.iloc[1]):
        raise MeasureError(
            "Không có dòng nào, hoặc hai nhóm bằng nhau: không có nhóm lớn nhất.",
            "No rows, or two groups are equal: there is no largest one.",
        )
    return str(ordered.index[0])


@general(
    "has_column",
    unit=None,
    vi="Đúng/sai: bảng có cột `column`; sai nghĩa là bảng không ghi điều đó.",
)
def has_column(table: pd.DataFrame, args: HasColumn) -> bool:
    """Whether the table records ``column`` at all; if not, no statement on it can rest on the data."""
    return args.column in table.columns
