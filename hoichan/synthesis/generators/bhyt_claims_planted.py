"""Plant what is wrong in ``bhyt_claims``: exact numbers of rows, each breaking exactly one rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.synthesis.claim_rules import COMPONENTS, OUTPATIENT, age_at, due
from hoichan.synthesis.draws import Draws, Ints, whole
from hoichan.synthesis.generators.bhyt_claims_params import ClaimParams

Bools = NDArray[np.bool_]
Planter = Callable[[ClaimParams, pd.DataFrame, Ints, Draws], None]

_CENTURY_SLIP = 60  # years by which a year of birth is wrong (1955 typed as 2015)
_MISPLACED = ("I", "E", "K", "M", "N2", "N3")  # diagnoses none of the three specialties treats
_CONFLICTS = np.array([(5, 2), (1, 2), (6, 1), (1, 5), (5, 3)])  # result, type of discharge


def plant(p: ClaimParams, claims: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """The claims with ``p.planted`` rows made wrong, and the duplicates of R9 added at the end."""
    free = np.ones(len(claims), dtype=bool)
    for rule, (may, change) in _PLANTERS.items():
        rows = _chosen(p, claims, rule, may(p, claims) & free, draws)
        free[rows] = False
        change(p, claims, rows, draws)
    twice = (claims["MA_LOAI_KCB"] == OUTPATIENT).to_numpy() & free
    rows = draws.sample(twice.astype(np.float64), p.planted["R9"])
    return pd.concat([claims, _again(claims.iloc[rows], draws)], ignore_index=True)


def _chosen(p: ClaimParams, claims: pd.DataFrame, rule: str, may: Bools, draws: Draws) -> Ints:
    """As many rows as the rule has to break; some of R3 where a question looks for them."""
    number, weight = p.planted[rule], may.astype(np.float64)
    if rule != "R3":
        return draws.sample(weight, number)
    month = claims["NGAY_RA"].dt.strftime("%Y-%m")
    there = ((claims["MA_CSKCB"] == p.anchor.cskcb) & (month == p.anchor.thang)).to_numpy()
    first = draws.sample(weight * there, p.anchor.R3)
    weight[first] = 0.0
    return np.concatenate([first, draws.sample(weight, number - p.anchor.R3)])


def _again(rows: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """The same claims handed in once more, some minutes later."""
    later = draws.integers(2, 40, len(rows)) * np.timedelta64(60, "s")
    copies = rows.copy()
    for name in ("NGAY_VAO", "NGAY_RA"):
        copies[name] = copies[name].to_numpy() + later
    return copies


def _set(claims: pd.DataFrame, rows: Ints, values: dict[str, object]) -> None:
    for name, value in values.items():
        cells = claims[name].to_numpy(copy=True)
        cells[rows] = value
        claims[name] = cells


def _column(claims: pd.DataFrame, rows: Ints, name: str) -> Ints:
    return claims[name].to_numpy(dtype=np.int64)[rows]


def _kind(claims: pd.DataFrame, kind: str) -> Bools:
    return (claims["MA_LOAI_KCB"] == kind).to_numpy(dtype=bool)


def _inpatient(_: ClaimParams, claims: pd.DataFrame) -> Bools:
    return _kind(claims, "03")


def _shared(p: ClaimParams, claims: pd.DataFrame) -> Bools:
    """The patient pays a share: no small bill, level below 100 %."""
    return ((claims["MUC_HUONG"] < 100) & (claims["T_TONGCHI_BH"] >= p.terms.small_bill)).to_numpy()


def _starts(claims: pd.DataFrame, prefixes: tuple[str, ...]) -> Bools:
    return claims["MA_BENH_CHINH"].str.startswith(prefixes).to_numpy(dtype=bool)


def _swap_days(_: ClaimParams, claims: pd.DataFrame, rows: Ints, __: Draws) -> None:
    came, left = claims["NGAY_VAO"].to_numpy()[rows], claims["NGAY_RA"].to_numpy()[rows]
    _set(claims, rows, {"NGAY_VAO": left, "NGAY_RA": came})


def _miscount_days(_: ClaimParams, claims: pd.DataFrame, rows: Ints, draws: Draws) -> None:
    wrong = np.array([-1, -1, 1, 2])[draws.integers(0, 3, len(rows))]
    _set(claims, rows, {"SO_NGAY_DTRI": _column(claims, rows, "SO_NGAY_DTRI") + wrong})


def _of_one_sex(p: ClaimParams, claims: pd.DataFrame) -> Bools:
    return _starts(claims, (*p.terms.female_only, *p.terms.male_only))


def _flip_sex(_: ClaimParams, claims: pd.DataFrame, rows: Ints, __: Draws) -> None:
    _set(claims, rows, {"GIOI_TINH": 3 - _column(claims, rows, "GIOI_TINH")})


def _old_with_adult_disease(p: ClaimParams, claims: pd.DataFrame) -> Bools:
    age = age_at(claims["NGAY_SINH"], claims["NGAY_VAO"])
    adult = tuple(one for each in p.terms.ages if each.ages[1] > 100 for one in each.prefixes)
    return (age > _CENTURY_SLIP) & (age < _CENTURY_SLIP + 18) & _starts(claims, adult)


def _slip_birth(_: ClaimParams, claims: pd.DataFrame, rows: Ints, __: Draws) -> None:
    born = claims["NGAY_SINH"].iloc[rows] + pd.DateOffset(years=_CENTURY_SLIP)
    _set(claims, rows, {"NGAY_SINH": born.to_numpy().astype("datetime64[s]")})


def _any(_: ClaimParams, claims: pd.DataFrame) -> Bools:
    return (claims["T_THUOC"] > 0).to_numpy(dtype=bool)


def _unbalance(p: ClaimParams, claims: pd.DataFrame, rows: Ints, draws: Draws) -> None:
    part = _column(claims, rows, "T_TONGCHI_BV") * (0.1 + 0.3 * draws.uniform(len(rows)))
    more = np.maximum(whole(part / p.round_to), 1) * p.round_to
    _set(claims, rows, {"T_THUOC": _column(claims, rows, "T_THUOC") + more})


def _overpay(p: ClaimParams, claims: pd.DataFrame, rows: Ints, __: Draws) -> None:
    """The level applied to the whole cost where that fits within the scope, else all of it paid."""
    covered, level = _column(claims, rows, "T_TONGCHI_BH"), _column(claims, rows, "MUC_HUONG")
    of_all = (_column(claims, rows, "T_TONGCHI_BV") * level + 50) // 100
    plausible = (of_all <= covered) & (of_all != due(covered, level, p.terms))
    paid = np.where(plausible, of_all, covered)
    _set(claims, rows, {"T_BHTT": paid, "T_BNCCT": covered - paid})


def _with_outside(_: ClaimParams, claims: pd.DataFrame) -> Bools:
    return (claims["T_BNTT"] > 0).to_numpy(dtype=bool)


def _overcharge(_: ClaimParams, claims: pd.DataFrame, rows: Ints, __: Draws) -> None:
    both = _column(claims, rows, "T_BNCCT") + _column(claims, rows, "T_BNTT")
    _set(claims, rows, {"T_BNCCT": both})


def _of_code_4(p: ClaimParams, claims: pd.DataFrame) -> Bools:
    return _shared(p, claims) & (claims["MA_DOITUONG"] == "4").to_numpy(dtype=bool)


def _raise_benefit(p: ClaimParams, claims: pd.DataFrame, rows: Ints, draws: Draws) -> None:
    level = np.array([95, 100])[draws.integers(0, 1, len(rows))]
    covered = _column(claims, rows, "T_TONGCHI_BH")
    paid = due(covered, level, p.terms)
    _set(claims, rows, {"MUC_HUONG": level, "T_BHTT": paid, "T_BNCCT": covered - paid})


def _misplaceable(_: ClaimParams, claims: pd.DataFrame) -> Bools:
    return _starts(claims, _MISPLACED)


def _misplace(p: ClaimParams, claims: pd.DataFrame, rows: Ints, draws: Draws) -> None:
    wards = np.array(list(p.terms.wards))
    _set(claims, rows, {"MA_KHOA": wards[draws.integers(0, len(wards) - 1, len(rows))]})


def _contradict(_: ClaimParams, claims: pd.DataFrame, rows: Ints, draws: Draws) -> None:
    pair = _CONFLICTS[draws.integers(0, len(_CONFLICTS) - 1, len(rows))]
    _set(claims, rows, {"KET_QUA_DTRI": pair[:, 0], "MA_LOAI_RV": pair[:, 1]})


def _negate(p: ClaimParams, claims: pd.DataFrame, rows: Ints, __: Draws) -> None:
    """A returned drug booked as a negative amount; all totals follow from it."""
    _set(claims, rows, {"T_THUOC": -_column(claims, rows, "T_THUOC"), "T_BNTT": 0})
    total = np.sum([_column(claims, rows, name) for name in COMPONENTS], axis=0)
    paid = due(total, _column(claims, rows, "MUC_HUONG"), p.terms)
    _set(
        claims,
        rows,
        {"T_TONGCHI_BV": total, "T_TONGCHI_BH": total, "T_BHTT": paid, "T_BNCCT": total - paid},
    )


_PLANTERS: dict[str, tuple[Callable[[ClaimParams, pd.DataFrame], Bools], Planter]] = {
    "R3": (_of_one_sex, _flip_sex),
    "R4": (_old_with_adult_disease, _slip_birth),
    "R1": (_inpatient, _swap_days),
    "R11": (_inpatient, _contradict),
    "R2": (_inpatient, _miscount_days),
    "R8": (_of_code_4, _raise_benefit),
    "R6": (_shared, _overpay),
    "R7": (_with_outside, _overcharge),
    "R10": (_misplaceable, _misplace),
    "R12": (_any, _negate),
    "R5": (_any, _unbalance),
}
