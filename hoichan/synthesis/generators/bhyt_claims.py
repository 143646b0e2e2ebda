"""Generator of ``bhyt_claims``: claims of a year that keep twelve rules, but for the planted ones.

A person's claims lie in parts of the year that do not overlap, so nothing but what is planted breaks
a rule. Amounts are whole VND; components are lognormal by diagnosis and sum to the total.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.synthesis.claim_rules import COMPONENTS, OUTPATIENT, days_of_treatment, due
from hoichan.synthesis.draws import Draws, Floats, Ints, allot, whole
from hoichan.synthesis.generators.bhyt_claims_params import NAME, ClaimParams
from hoichan.synthesis.generators.bhyt_claims_planted import plant
from hoichan.synthesis.params import load_params

_ITEMS = ("T_THUOC", "T_VTYT", "T_XN", "T_CDHA", "T_PTTT")  # in the order of a diagnosis' amounts
_DAY = np.timedelta64(1, "D")
_CODES = np.array(["1", "2", "3", "4", "5"])

COLUMNS = [
    "MA_LK", "MA_BN", "NGAY_SINH", "GIOI_TINH", "MA_DOITUONG", "MUC_HUONG", "MA_LOAI_KCB",
    "MA_BENH_CHINH", "MA_BENH_KT", "NGAY_VAO", "NGAY_RA", "SO_NGAY_DTRI", "MA_KHOA", "MA_CSKCB",
    "T_THUOC", "T_VTYT", "T_KHAM", "T_XN", "T_CDHA", "T_PTTT", "T_GIUONG", "T_TONGCHI_BV",
    "T_TONGCHI_BH", "T_BHTT", "T_BNCCT", "T_BNTT", "KET_QUA_DTRI", "MA_LOAI_RV",
]  # fmt: skip


@cache  # reading the file takes as long as a third of the table
def params() -> ClaimParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, ClaimParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``bhyt_claims``, in the order in which claims end."""
    p = params()
    claims = _claims(p, _persons(p, Draws(seed, NAME, "persons")), Draws(seed, NAME, "claims"))
    _diagnoses(p, claims, Draws(seed, NAME, "diagnoses"))
    _times(p, claims, Draws(seed, NAME, "times"))
    _amounts(p, claims, Draws(seed, NAME, "amounts"))
    _payment(p, claims, Draws(seed, NAME, "payment"))
    _results(p, claims, Draws(seed, NAME, "results"))
    claims = plant(p, claims, Draws(seed, NAME, "planted"))
    return {NAME: _finish(claims, Draws(seed, NAME, "order"))}


def _persons(p: ClaimParams, draws: Draws) -> pd.DataFrame:
    """Code, day of birth, sex, benefit code and facility of every person."""
    n = p.persons
    band = draws.choose(n, p.ages.weights)
    low, high = np.array(p.ages.bands)[band].T
    age = low + np.floor(draws.uniform(n) * (high - low + 1)).astype(np.int64)
    new_year = (p.year - 1970 - age).astype("datetime64[Y]").astype("datetime64[D]")
    facility = draws.choose(n, list(p.facilities.values()))
    return pd.DataFrame(
        {
            "MA_BN": [f"NB{one:06d}" for one in (draws.order(n) + 1).tolist()],
            "NGAY_SINH": (new_year - draws.integers(1, 364, n) * _DAY).astype("datetime64[s]"),
            "GIOI_TINH": 1 + draws.happens(np.full(n, p.female)).astype(np.int64),
            "MA_DOITUONG": _CODES[draws.choose_rows(np.array(p.benefit_codes)[band])],
            "MA_CSKCB": np.array(list(p.facilities))[facility],
        }
    )


def _claims(p: ClaimParams, persons: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """One row a claim: its person, its part of the year (``start`` to ``end``, days) and its kind."""
    n = p.claims - p.planted["R9"]  # the duplicates are added when the others stand
    weight = np.clip(draws.lognormal(1.0, p.claims_sigma, p.persons), 0.2, 4.0)
    number = 1 + allot(n - p.persons, weight)
    person = np.repeat(np.arange(p.persons), number)
    place = np.arange(n) - np.repeat(np.cumsum(number) - number, number)
    claims = persons.iloc[person].reset_index(drop=True)
    claims["start"] = place * 365 // number[person]
    claims["end"] = (place + 1) * 365 // number[person] - 1
    exact = dict(zip(p.kinds, allot(n, list(p.kinds.values())), strict=True))
    kind = np.full(n, OUTPATIENT, dtype="<U2")
    grown = (claims["NGAY_SINH"].dt.year <= p.year - 46).to_numpy()
    kind[draws.sample(grown.astype(np.float64), int(exact["04"]))] = "04"
    free = kind == OUTPATIENT
    kind[draws.sample(free.astype(np.float64), int(exact["03"]))] = "03"
    claims["MA_LOAI_KCB"] = kind
    return claims


def _age(p: ClaimParams, claims: pd.DataFrame, day: str) -> Ints:
    """Age in whole years on a day of the year (numbered from 0)."""
    now = np.datetime64(f"{p.year}-01-01", "D") + claims[day].to_numpy() * _DAY
    born = claims["NGAY_SINH"].to_numpy().astype("datetime64[D]")
    months = now.astype("datetime64[M]").astype(np.int64) - born.astype("datetime64[M]").astype(
        np.int64
    )
    of_month = [day - day.astype("datetime64[M]").astype("datetime64[D]") for day in (now, born)]
    return np.asarray((months - (of_month[0] < of_month[1])) // 12, dtype=np.int64)


def _diagnoses(p: ClaimParams, claims: pd.DataFrame, draws: Draws) -> None:
    """Main diagnosis and ward, by kind, sex and age; other diagnoses of those from 40 on."""
    ages = np.array([each.ages for each in p.diagnoses])
    sexes = np.array([each.sex for each in p.diagnoses])
    weights = np.array([each.weights for each in p.diagnoses]).T
    kind = np.searchsorted(list(p.kinds), claims["MA_LOAI_KCB"].to_numpy(dtype=str))
    first, last = _age(p, claims, "start"), _age(p, claims, "end")
    sex = claims["GIOI_TINH"].to_numpy()
    fits = (first[:, None] >= ages[:, 0]) & (last[:, None] <= ages[:, 1])
    fits &= (sexes == 0) | (sex[:, None] == sexes)
    chosen = draws.choose_rows(np.where(fits, weights[kind], 0.0))
    claims["chosen"] = chosen
    claims["MA_BENH_CHINH"] = np.array([each.icd for each in p.diagnoses])[chosen]
    claims["MA_KHOA"] = np.array([each.khoa for each in p.diagnoses])[chosen]
    others = []
    for code, share in p.comorbidities.items():
        has = draws.happens(np.full(len(claims), share)) & (first >= 40)
        has &= (claims["MA_BENH_CHINH"].str[:3] != code[:3]).to_numpy()
        others.append(np.where(has, code, ""))
    claims["MA_BENH_KT"] = [";".join(filter(None, codes)) for codes in zip(*others, strict=True)]


def _times(p: ClaimParams, claims: pd.DataFrame, draws: Draws) -> None:
    """Coming and leaving; a stay lies within its person's part of the year."""
    n, kind = len(claims), claims["MA_LOAI_KCB"].to_numpy(dtype=str)
    length = (claims["end"] - claims["start"] + 1).to_numpy()
    typical = np.array([max(each.days, 1) for each in p.diagnoses])[claims["chosen"]]
    nights = np.clip(whole(draws.lognormal(typical, p.days_spread, n)), 1, p.days_limit)
    nights = np.where(kind == "03", np.minimum(nights, length - 1), 0)
    day = claims["start"].to_numpy() + np.floor(draws.uniform(n) * (length - nights)).astype(
        np.int64
    )
    earliest = np.select([kind == "03", kind == "04"], [360, 420], 420)
    latest = np.select([kind == "03", kind == "04"], [1320, 510], 930)
    came = earliest + np.floor(draws.uniform(n) * (latest - earliest + 1)).astype(np.int64)
    at_home_by = draws.integers(480, 990, n)
    left = np.select(
        [kind == "03", kind == "04"], [at_home_by, draws.integers(900, 990, n)],
        came + draws.integers(30, 240, n),
    )  # fmt: skip
    start = np.datetime64(f"{p.year}-01-01", "m")
    claims["NGAY_VAO"] = (start + (day * 1440 + came) * np.timedelta64(1, "m")).astype("M8[s]")
    claims["NGAY_RA"] = (start + ((day + nights) * 1440 + left) * np.timedelta64(1, "m")).astype(
        "M8[s]"
    )
    claims["nights"] = nights
    claims["SO_NGAY_DTRI"] = days_of_treatment(
        claims["MA_LOAI_KCB"], claims["NGAY_VAO"], claims["NGAY_RA"]
    )


def _amounts(p: ClaimParams, claims: pd.DataFrame, draws: Draws) -> None:
    """Components of the cost, lognormal by diagnosis, and their sum."""
    n, kind = len(claims), claims["MA_LOAI_KCB"].to_numpy(dtype=str)
    chosen = claims["chosen"].to_numpy()
    visit, stay = (
        np.array([getattr(each, name) for each in p.diagnoses])[chosen]
        for name in ("visit", "stay")
    )
    days = np.array([max(each.days, 1) for each in p.diagnoses])[chosen]
    longer = np.where(kind == "03", claims["nights"].to_numpy() / days, 1.0)
    for place, name in enumerate(_ITEMS):
        typical = np.where(kind == OUTPATIENT, visit[:, place], stay[:, place]).astype(np.float64)
        if name in ("T_THUOC", "T_XN", "T_CDHA"):
            typical = np.where(kind == "04", typical * p.day_treatment, typical)
        if name in ("T_THUOC", "T_VTYT"):
            typical = typical * (0.4 + 0.6 * longer)
        amount = _rounded(p, 1000 * draws.lognormal(typical, p.spread, n))
        seldom = np.where(kind == OUTPATIENT, p.used[name], 1.0)
        claims[name] = np.where(draws.happens(seldom), amount, 0)
    fee = np.array([p.visit_fee[one] for one in claims["MA_CSKCB"].tolist()])
    claims["T_KHAM"] = np.where((kind == OUTPATIENT) | draws.happens(np.full(n, 0.7)), fee, 0)
    bed = np.array([p.bed_day[one] for one in claims["MA_KHOA"].tolist()])
    per_bed = np.select([kind == "03", kind == "04"], [claims["nights"].to_numpy(), 0.3], 0.0)
    claims["T_GIUONG"] = _rounded(p, bed * per_bed)
    claims["T_TONGCHI_BV"] = claims[list(COMPONENTS)].sum(axis=1).astype("int64")


def _rounded(p: ClaimParams, amount: Floats) -> Ints:
    return whole(amount / p.round_to) * p.round_to


def _payment(p: ClaimParams, claims: pd.DataFrame, draws: Draws) -> None:
    """Who pays what: outside the scope, insurance, co-payment."""
    n, total = len(claims), claims["T_TONGCHI_BV"].to_numpy()
    some = np.zeros(n, dtype=bool)
    some[draws.sample(np.ones(n), round(n * p.outside))] = True
    low, high = p.outside_part
    outside = _rounded(p, total * (low + (high - low) * draws.uniform(n)))
    claims["T_BNTT"] = np.where(some, outside, 0)
    claims["T_TONGCHI_BH"] = total - claims["T_BNTT"].to_numpy()
    claims["MUC_HUONG"] = claims["MA_DOITUONG"].map(p.terms.levels).astype("int64")
    covered, level = claims["T_TONGCHI_BH"].to_numpy(), claims["MUC_HUONG"].to_numpy()
    claims["T_BHTT"] = due(covered, level, p.terms)
    claims["T_BNCCT"] = covered - claims["T_BHTT"].to_numpy()


def _results(p: ClaimParams, claims: pd.DataFrame, draws: Draws) -> None:
    """Result of treatment, and a type of discharge that goes with it."""
    n, inpatient = len(claims), (claims["MA_LOAI_KCB"] == "03").to_numpy()
    result = np.where(
        inpatient, _coded(p.results["03"], n, draws), _coded(p.results[OUTPATIENT], n, draws)
    )
    grave = inpatient & claims["MA_BENH_CHINH"].isin(p.grave.diagnoses).to_numpy()
    grave &= (claims["MA_KHOA"] != "NHI").to_numpy()
    bad = _coded({0: 1 - sum(p.grave.shares.values()), **p.grave.shares}, n, draws)
    result = np.where(grave & (bad > 0), bad, result)
    usual, worse = (_coded(p.discharges[name], n, draws) for name in ("usual", "worse"))
    kind = np.select([result == 4, result == 5, result == 6], [worse, 1, 4], usual)
    claims["KET_QUA_DTRI"] = result
    claims["MA_LOAI_RV"] = np.where((result == 1) & (kind != 4), 1, kind)


def _coded(mix: dict[int, float], n: int, draws: Draws) -> NDArray[np.int64]:
    return np.array(list(mix))[draws.choose(n, list(mix.values()))]


def _finish(claims: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """Number the claims in the order in which they end; days and times as text."""
    mixed = draws.order(len(claims))
    table = claims.iloc[np.lexsort([mixed, claims["NGAY_RA"].to_numpy()])].reset_index(drop=True)
    table["MA_LK"] = [f"LK{one:06d}" for one in range(1, len(table) + 1)]
    table["NGAY_SINH"] = np.datetime_as_string(table["NGAY_SINH"].to_numpy(), unit="D")
    for name in ("NGAY_VAO", "NGAY_RA"):
        table[name] = np.datetime_as_string(table[name].to_numpy(), unit="s")
    return table[COLUMNS]
