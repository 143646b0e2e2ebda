"""Twelve rules a claim of ``bhyt_claims`` must not break, and what the insurance pays by its terms.

Each rule is a function of the whole table that says of every row whether it is broken. Rules that
build on another one look only at rows which keep that one, so that one slip breaks one rule. They
are rules of this teaching dataset, close to the claim form (decisions 130, 4750 and 3176), not the
insurance's own list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.schema.text import Bilingual
from hoichan.synthesis.params import Params

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

COMPONENTS = ("T_THUOC", "T_VTYT", "T_KHAM", "T_XN", "T_CDHA", "T_PTTT", "T_GIUONG")
AMOUNTS = (*COMPONENTS, "T_TONGCHI_BV", "T_TONGCHI_BH", "T_BHTT", "T_BNCCT", "T_BNTT")
OUTPATIENT = "01"


class AgeRange(Params):
    """Ages in whole years at which diagnoses with these prefixes occur."""

    prefixes: tuple[str, ...]
    ages: tuple[int, int]


class Terms(Params):
    """What the rules go by; amounts in VND, benefit levels in percent by code of benefit."""

    reference_salary: int
    small_bill_percent: int
    levels: dict[str, int]
    female_only: tuple[str, ...]
    male_only: tuple[str, ...]
    ages: tuple[AgeRange, ...]
    wards: dict[str, tuple[str, ...]]
    discharge_types: dict[int, tuple[int, ...]]

    @property
    def small_bill(self) -> float:
        """A claim within scope below this is paid in full, VND."""
        return self.reference_salary * self.small_bill_percent / 100


Check = Callable[[pd.DataFrame, Terms], Bools]


@dataclass(frozen=True)
class Rule:
    """A rule with its number, what it says, and the check that finds rows which break it."""

    id: str
    text: Bilingual
    broken: Check


RULES: dict[str, Rule] = {}


def _rule(number: str, *, vi: str, en: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        RULES[number] = Rule(number, Bilingual(vi=vi, en=en), check)
        return check

    return register


def _starts(codes: pd.Series, prefixes: tuple[str, ...]) -> Bools:
    return codes.str.startswith(prefixes).to_numpy(dtype=bool)


def _amounts(table: pd.DataFrame, name: str) -> Ints:
    return table[name].to_numpy(dtype=np.int64)


def age_at(born: pd.Series, day: pd.Series) -> Ints:
    """Age in whole years on a day."""
    had = (day.dt.month * 100 + day.dt.day) >= (born.dt.month * 100 + born.dt.day)
    years: Ints = (day.dt.year - born.dt.year - (~had).astype("int64")).to_numpy(dtype=np.int64)
    return years


def days_of_treatment(kind: pd.Series, admitted: pd.Series, left: pd.Series) -> Ints:
    """0 for an outpatient visit, else day of leaving minus day of coming plus 1."""
    days = (left.dt.normalize() - admitted.dt.normalize()).dt.days.to_numpy(dtype=np.int64) + 1
    return np.where(kind.to_numpy(dtype=str) == OUTPATIENT, 0, days).astype(np.int64)


def due(covered: Ints, level: Ints, terms: Terms) -> Ints:
    """What the insurance pays of an amount within scope, VND, to the nearest dong (half up).

    A small bill (below the share of the reference salary) is paid in full.
    """
    part = (covered * level + 50) // 100
    return np.where(covered < terms.small_bill, covered, part).astype(np.int64)


@_rule("R1", vi="Ngày ra không được trước ngày vào.", en="Nobody leaves before coming.")
def _date_order(table: pd.DataFrame, terms: Terms) -> Bools:  # noqa: ARG001
    return np.asarray(table["NGAY_RA"] < table["NGAY_VAO"], dtype=bool)


@_rule(
    "R2",
    vi="Số ngày điều trị: khám bệnh là 0; nội trú và ban ngày là ngày ra − ngày vào + 1.",
    en="Days of treatment: 0 for an outpatient visit, else day of leaving − day of coming + 1.",
)
def _stay_length(table: pd.DataFrame, terms: Terms) -> Bools:
    right = days_of_treatment(table["MA_LOAI_KCB"], table["NGAY_VAO"], table["NGAY_RA"])
    wrong = _amounts(table, "SO_NGAY_DTRI") != right
    return np.asarray(~_date_order(table, terms) & wrong, dtype=bool)


@_rule("R3", vi="Chẩn đoán phải hợp với giới tính.", en="The diagnosis must fit the sex.")
def _sex_diagnosis(table: pd.DataFrame, terms: Terms) -> Bools:
    sex, codes = _amounts(table, "GIOI_TINH"), table["MA_BENH_CHINH"]
    male, female = _starts(codes, terms.male_only), _starts(codes, terms.female_only)
    return np.asarray(((sex == 1) & female) | ((sex == 2) & male), dtype=bool)


@_rule("R4", vi="Chẩn đoán phải hợp với tuổi.", en="The diagnosis must fit the age.")
def _age_diagnosis(table: pd.DataFrame, terms: Terms) -> Bools:
    age = age_at(table["NGAY_SINH"], table["NGAY_VAO"])
    found = age < 0
    for each in terms.ages:
        low, high = each.ages
        found |= _starts(table["MA_BENH_CHINH"], each.prefixes) & ((age < low) | (age > high))
    return found


@_rule(
    "R5",
    vi="Tổng chi phí (T_TONGCHI_BV) bằng tổng bảy khoản chi.",
    en="The total cost (T_TONGCHI_BV) is the sum of its seven components.",
)
def _component_sum(table: pd.DataFrame, terms: Terms) -> Bools:  # noqa: ARG001
    total = sum(_amounts(table, name) for name in COMPONENTS)
    return np.asarray(total != _amounts(table, "T_TONGCHI_BV"), dtype=bool)


@_rule(
    "R6",
    vi="T_BHTT bằng T_TONGCHI_BH × mức hưởng; chi phí nhỏ dưới ngưỡng được trả 100%.",
    en="T_BHTT is T_TONGCHI_BH × benefit level; a small bill is paid in full.",
)
def _insurance_pays(table: pd.DataFrame, terms: Terms) -> Bools:
    right = due(_amounts(table, "T_TONGCHI_BH"), _amounts(table, "MUC_HUONG"), terms)
    return np.asarray(right != _amounts(table, "T_BHTT"), dtype=bool)


@_rule(
    "R7",
    vi="Người bệnh cùng chi trả: T_BNCCT = T_TONGCHI_BH − T_BHTT.",
    en="Co-payment: T_BNCCT = T_TONGCHI_BH − T_BHTT.",
)
def _patient_shares(table: pd.DataFrame, terms: Terms) -> Bools:  # noqa: ARG001
    right = _amounts(table, "T_TONGCHI_BH") - _amounts(table, "T_BHTT")
    return np.asarray(right != _amounts(table, "T_BNCCT"), dtype=bool)


@_rule(
    "R8",
    vi="Mức hưởng phải hợp với ký hiệu mức hưởng của đối tượng.",
    en="The benefit level must be that of the benefit code.",
)
def _benefit(table: pd.DataFrame, terms: Terms) -> Bools:
    right = table["MA_DOITUONG"].map(terms.levels).to_numpy(dtype=np.float64)
    return np.asarray(right != _amounts(table, "MUC_HUONG"), dtype=bool)


@_rule(
    "R9",
    vi="Một người bệnh không có hai hồ sơ cùng hình thức khám chữa bệnh vào cùng một ngày (hồ sơ sau là hồ sơ trùng).",
    en="A patient has no two claims of one kind that begin on the same day (the later one is the duplicate).",
)
def _same_day(table: pd.DataFrame, terms: Terms) -> Bools:  # noqa: ARG001
    key = pd.DataFrame(
        {
            "who": table["MA_BN"],
            "kind": table["MA_LOAI_KCB"],
            "day": table["NGAY_VAO"].dt.normalize(),
        }
    )
    order = np.lexsort([table["MA_LK"].to_numpy(dtype=str), table["NGAY_VAO"].to_numpy()])
    found = np.zeros(len(table), dtype=bool)
    found[order] = key.iloc[order].duplicated(keep="first").to_numpy()
    return found


@_rule(
    "R10",
    vi="Khoa mắt, tai mũi họng, sản chỉ có chẩn đoán thuộc chuyên khoa đó.",
    en="Ophthalmology, ENT and obstetrics have diagnoses of their own specialty only.",
)
def _ward_diagnosis(table: pd.DataFrame, terms: Terms) -> Bools:
    found = np.zeros(len(table), dtype=bool)
    for ward, prefixes in terms.wards.items():
        here = (table["MA_KHOA"] == ward).to_numpy(dtype=bool)
        found |= here & ~_starts(table["MA_BENH_CHINH"], prefixes)
    return found


@_rule(
    "R11",
    vi="Loại ra viện phải hợp với kết quả điều trị (ví dụ tử vong thì không chuyển tuyến).",
    en="The type of discharge must fit the result (a patient who died is not transferred).",
)
def _result_discharge(table: pd.DataFrame, terms: Terms) -> Bools:
    result, kind = _amounts(table, "KET_QUA_DTRI"), _amounts(table, "MA_LOAI_RV")
    found = np.zeros(len(table), dtype=bool)
    for each, allowed in terms.discharge_types.items():
        found |= (result == each) & ~np.isin(kind, allowed)
    return found


@_rule(
    "R12",
    vi="Không khoản tiền nào âm, và tổng chi phí lớn hơn 0.",
    en="No amount is negative, and the total cost is above 0.",
)
def _signs(table: pd.DataFrame, terms: Terms) -> Bools:  # noqa: ARG001
    negative = (table[list(AMOUNTS)] < 0).any(axis=1).to_numpy(dtype=bool)
    return negative | (_amounts(table, "T_TONGCHI_BV") <= 0)


def broken(table: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """One column of true and false for each of R1 to R12, rows as in ``table``."""
    return pd.DataFrame(
        {name: rule.broken(table, terms) for name, rule in RULES.items()}, index=table.index
    )
