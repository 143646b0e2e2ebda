"""Measures of ``bhyt_claims``: rows that break a rule, what is due, what drives the cost."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from hoichan.synthesis.claim_rules import COMPONENTS, RULES, Terms, broken, due
from hoichan.synthesis.generators.bhyt_claims import params
from hoichan.synthesis.measures.general import Where, select
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

RuleId = Literal["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12"]
Component = Literal["T_THUOC", "T_VTYT", "T_KHAM", "T_XN", "T_CDHA", "T_PTTT", "T_GIUONG"]


class OfRule(Where):
    """Which claims, and one of the rules R1 to R12; left out means any."""

    rule: RuleId | None = None


class OfClaim(Args):
    """One claim."""

    ma_lk: str


class Paid(Where):
    """Which claims, and whether those that break a rule are left out."""

    sound: bool = Field(default=True, description="leave out claims that break a rule")


class OfComponent(Where):
    """Which claims that break no rule, and one component of the cost."""

    component: Component


def terms() -> Terms:
    """What the rules go by, from the dataset's ``generator.yaml``."""
    return params().terms


def breaking(table: pd.DataFrame, rule: RuleId | None = None) -> pd.Series:
    """Whether each claim breaks the rule, or any. A duplicate is seen in the whole table only."""
    if rule is None:
        return broken(table, terms()).any(axis=1)
    return pd.Series(RULES[rule].broken(table, terms()), index=table.index)


def _rows(table: pd.DataFrame, where: str | None) -> pd.DataFrame:
    rows = select(table, where)
    if rows.empty:
        raise MeasureError(f"Không có hồ sơ nào thoả “{where}”.", f'No claim meets "{where}".')
    return rows


def _sound(table: pd.DataFrame, where: str | None) -> pd.DataFrame:
    return _rows(table[~breaking(table)], where)


@measure(
    "bhyt_claims.broken",
    unit="count",
    vi="Số hồ sơ sai quy tắc `rule` (R1–R12), hoặc sai bất kỳ quy tắc nào.",
)
def broken_claims(table: pd.DataFrame, args: OfRule) -> int:
    """Claims that break a rule (R1 to R12), or any of them."""
    wrong = breaking(table, args.rule)
    return int(wrong[_rows(table, args.where).index].sum())


@measure(
    "bhyt_claims.broken_share",
    unit="percent",
    vi="Tỷ lệ hồ sơ sai quy tắc `rule`, hoặc bất kỳ quy tắc nào.",
)
def broken_share(table: pd.DataFrame, args: OfRule) -> float:
    """Share of claims that break a rule, or any of them."""
    return divide(broken_claims(table, args), len(_rows(table, args.where)))


def due_for(rows: pd.DataFrame) -> pd.Series:
    """What the insurance owes by the benefit code of each claim, VND."""
    level = np.array([terms().levels[one] for one in rows["MA_DOITUONG"].tolist()], dtype=np.int64)
    owed = due(rows["T_TONGCHI_BH"].to_numpy(dtype=np.int64), level, terms())
    return pd.Series(owed.tolist(), index=rows.index, dtype="int64")


@measure(
    "bhyt_claims.due",
    unit="vnd",
    vi="Số tiền BHYT phải trả cho một hồ sơ, theo T_TONGCHI_BH và mức hưởng đúng của đối tượng.",
)
def due_for_claim(table: pd.DataFrame, args: OfClaim) -> int:
    """What the insurance owes for one claim: amount within scope × level of the benefit code; small bills in full."""
    rows = table[table["MA_LK"] == args.ma_lk]
    if rows.empty:
        raise MeasureError(f"Không có hồ sơ “{args.ma_lk}”.", f'There is no claim "{args.ma_lk}".')
    return int(due_for(rows).iloc[0])


@measure(
    "bhyt_claims.overpaid",
    unit="vnd",
    vi="Tổng số tiền đề nghị vượt mức BHYT phải trả, ở các hồ sơ sai quy tắc `rule` (hoặc mọi hồ sơ).",
)
def overpaid(table: pd.DataFrame, args: OfRule) -> int:
    """Claimed above what is due, summed over the claims that break a rule (or over all claims)."""
    rows = _rows(table, args.where)
    if args.rule is not None:
        rows = rows[breaking(table, args.rule)[rows.index]]
    above = rows["T_BHTT"].to_numpy() - due_for(rows).to_numpy()
    return int(np.maximum(above, 0).sum())


@measure(
    "bhyt_claims.mean_paid",
    unit="vnd",
    tolerance=500.0,
    vi="Số tiền BHYT trả trung bình một hồ sơ (T_BHTT), bỏ hồ sơ sai quy tắc trừ khi sound=false.",
)
def mean_paid(table: pd.DataFrame, args: Paid) -> float:
    """Mean payment of the insurance per claim (T_BHTT), without claims that break a rule unless told."""
    rows = _sound(table, args.where) if args.sound else _rows(table, args.where)
    return float(rows["T_BHTT"].mean())


@measure(
    "bhyt_claims.component_share",
    unit="percent",
    vi="Tỷ lệ của một khoản chi (T_THUOC, T_XN…) trong tổng chi phí, ở hồ sơ không sai quy tắc.",
)
def component_share(table: pd.DataFrame, args: OfComponent) -> float:
    """Share of a component (T_THUOC, T_XN, …) of the total cost, over claims that break no rule."""
    rows = _sound(table, args.where)
    return divide(float(rows[args.component].sum()), float(rows["T_TONGCHI_BV"].sum()))


@measure(
    "bhyt_claims.largest_component",
    unit=None,
    vi="Khoản chi lớn nhất (mã cột), ở hồ sơ không sai quy tắc.",
)
def largest_component(table: pd.DataFrame, args: Where) -> str:
    """The component with the largest sum (its column), over claims that break no rule."""
    return str(_sound(table, args.where)[list(COMPONENTS)].sum().idxmax())


@measure(
    "bhyt_claims.small_bill_share",
    unit="percent",
    vi="Trong hồ sơ có mức hưởng dưới 100%, tỷ lệ được trả 100% vì chi phí nhỏ.",
)
def small_bill_share(table: pd.DataFrame, args: Where) -> float:
    """Of claims with a level below 100 %, the share paid in full because the bill is small."""
    rows = _sound(table, args.where)
    rows = rows[rows["MUC_HUONG"] < 100]
    return divide(int((rows["T_TONGCHI_BH"] < terms().small_bill).sum()), len(rows))
