"""Generator of ``pharmacy``: dispensed drugs, reports of adverse reactions, a knowledge base.

Prescriptions come first, with their planted dangers; then doses, of which exact numbers go beyond
the limit, stand in the other unit or slip by a factor of 1,000; last the reports, whose number by
drug and ward follows hazard x probability of reporting, so that plain counts mislead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.synthesis.draws import Draws, Floats, Ints, allot, decimals
from hoichan.synthesis.generators.pharmacy_orders import ADULT_DOSE, Bools, Orders, orders
from hoichan.synthesis.generators.pharmacy_params import Knowledge, PharmacyParams, load_knowledge
from hoichan.synthesis.params import load_params

NAME = "pharmacy"
_OTHER = {"mg": "mcg", "mcg": "mg"}
_PER_OTHER = {"mg": 1000.0, "mcg": 0.001}  # how many of the other unit one of this unit is


def params() -> PharmacyParams:
    """Parameters from the dataset's ``generator.yaml``."""
    return load_params(NAME, PharmacyParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The tables ``dispense`` (by date), ``adr`` (by course), ``drug_kb`` and ``drug_pairs``."""
    p, kb = params(), load_knowledge()
    made = orders(p, kb, Draws(seed, NAME, "orders"))
    rows = _rows(made)
    _dose(p, kb, rows, Draws(seed, NAME, "doses"))
    _wrong_course(p, kb, rows, Draws(seed, NAME, "courses"))
    _write_units(p, kb, rows, Draws(seed, NAME, "units"))
    return {
        "dispense": _dispense(kb, rows),
        "adr": _reports(p, kb, rows, Draws(seed, NAME, "reports")),
        "drug_kb": _drug_kb(kb),
        "drug_pairs": _drug_pairs(kb),
    }


def _rows(made: Orders) -> pd.DataFrame:
    """One row a drug of a prescription, in order of time."""
    prescription, slot = np.nonzero(made.drug >= 0)
    rows = made.patients.iloc[prescription].reset_index(drop=True)
    rows["drug"] = made.drug[prescription, slot]
    rows["planted"] = made.planted[prescription, slot]
    rows.insert(0, "rx_id", [f"RX{number:05d}" for number in range(1, len(rows) + 1)])
    return rows


@dataclass(frozen=True)
class _Regimens:
    """By row, in the drug's unit: strength, single dose, times a day, step and daily limit."""

    strength: Floats
    dose: Floats
    times: Ints
    step: Floats
    limit: Floats  # inf where there is none


def _regimens(p: PharmacyParams, kb: Knowledge, rows: pd.DataFrame, draws: Draws) -> _Regimens:
    habits = [p.drugs[name] for name in kb.drugs]
    most = max(len(habit.ke) for habit in habits)
    adult = np.array([[habit.ke[i % len(habit.ke)] for i in range(most)] for habit in habits])
    child = np.array([habit.tre or (1.0, 1.0, 1, 1.0) for habit in habits], dtype=np.float64)
    number = np.array([len(habit.ke) for habit in habits])
    drug, weight = rows["drug"].to_numpy(), rows["can_nang"].to_numpy()
    small = rows["tuoi"].to_numpy() < ADULT_DOSE
    chosen = adult[drug, np.floor(draws.uniform(len(rows)) * number[drug]).astype(np.int64)]
    by_weight = child[drug]
    strength = np.where(small, by_weight[:, 0], chosen[:, 0])
    times = np.where(small, by_weight[:, 2], chosen[:, 2]).astype(np.int64)
    step = np.where(small, by_weight[:, 3], strength / 2)
    limit = _limit(kb, drug, weight, small)
    # A child's dose by weight, rounded down to the step, and never above the share of the limit.
    aimed = np.minimum(by_weight[:, 1] * weight, limit / times)
    rounded = np.maximum(np.floor(np.round(aimed / step, 6)), 1) * step
    return _Regimens(strength, np.where(small, rounded, chosen[:, 1]), times, step, limit)


def _limit(kb: Knowledge, drug: Ints, weight: Floats, small: Bools) -> Floats:
    """Highest daily dose of each row in the drug's unit."""
    drugs = list(kb.drugs.values())
    highest = np.array([np.inf if one.max is None else one.max for one in drugs])[drug]
    per_kg = np.array([np.inf if one.max_kg is None else one.max_kg for one in drugs])[drug]
    return np.where(small, np.minimum(highest, per_kg * weight), highest)


def _dose(p: PharmacyParams, kb: Knowledge, rows: pd.DataFrame, draws: Draws) -> None:
    """Add strength, dose and course; in every month an exact number of doses above the limit."""
    found = _regimens(p, kb, rows, draws)
    dose = found.dose.copy()
    low, high = p.planted.breach_factor
    factor = low + (high - low) * draws.uniform(len(rows))
    above = np.zeros(len(rows), dtype=bool)
    possible = np.isfinite(found.limit) & ~rows["planted"].to_numpy()
    for month in range(1, 13):
        places = np.flatnonzero(possible & (rows["thang"].to_numpy() == month))
        above[places[draws.order(len(places))[: p.planted.breaches_a_month]]] = True
    limit = np.where(np.isfinite(found.limit), found.limit, 0.0)
    wanted = limit * factor / found.times
    dose[above] = (np.ceil(np.round(wanted / found.step, 6)) * found.step)[above]
    course = np.array([p.drugs[name].ngay for name in kb.drugs])[rows["drug"].to_numpy()]
    length = np.floor(draws.uniform(len(rows)) * (course[:, 1] - course[:, 0] + 1))
    rows["strength"] = found.strength
    rows["dose"] = dose
    rows["times"] = found.times
    rows["above"] = above
    rows["so_ngay"] = course[:, 0] + length.astype(np.int64)


def _wrong_course(p: PharmacyParams, kb: Knowledge, rows: pd.DataFrame, draws: Draws) -> None:
    """A week's daily use where the knowledge base has a rule against courses of several days."""
    names = list(kb.drugs)
    for rule in kb.contraindications:
        if rule.khi.startswith("so_ngay"):
            its = (rows["drug"] == names.index(rule.drug)) & ~rows["planted"]
            places = np.flatnonzero(its.to_numpy())
            chosen = places[draws.order(len(places))[: p.planted.contraindications]]
            if len(chosen) < p.planted.contraindications:
                msg = f"too few rows of {rule.drug}"
                raise ValueError(msg)
            rows.loc[chosen, "so_ngay"] = 7
            rows.loc[chosen, "planted"] = True


def _write_units(p: PharmacyParams, kb: Knowledge, rows: pd.DataFrame, draws: Draws) -> None:
    """Number and unit of each dose as written: some rightly in the other unit, some slipped."""
    names, unit_of = list(kb.drugs), [one.dv for one in kb.drugs.values()]
    drug = rows["drug"].to_numpy()
    unit = np.array(unit_of, dtype=object)[drug]
    written = rows["dose"].to_numpy().copy()
    other = np.zeros(len(rows), dtype=bool)
    for name, share in p.planted.other_unit.items():
        places = np.flatnonzero(drug == names.index(name))
        # Rows are by date, so a systematic sample has some in every month.
        chosen = places[draws.sample(np.ones(len(places)), round(len(places) * share))]
        own = unit_of[names.index(name)]
        written[chosen] *= _PER_OTHER[own]
        unit[chosen] = _OTHER[own]
        other[chosen] = True
    free = np.isin(unit, list(_OTHER)) & ~other & ~rows["above"] & ~rows["planted"]
    slipped = draws.sample(np.where(free, 1.0, 0.0), p.planted.slips)
    unit[slipped] = [_OTHER[one] for one in unit[slipped]]
    rows["written"] = decimals(written, 5)
    rows["unit"] = unit


def _plain(values: Floats) -> list[int | float]:
    """Whole numbers without a decimal point, as they are written on a prescription."""
    return [int(one) if one == int(one) else one for one in values.tolist()]


def _empty_or_whole(values: Floats) -> list[int | str]:
    return ["" if np.isnan(one) else int(one) for one in values.tolist()]


def _dispense(kb: Knowledge, rows: pd.DataFrame) -> pd.DataFrame:
    names = np.array(list(kb.drugs), dtype=object)
    drug = rows["drug"].to_numpy()
    return pd.DataFrame(
        {
            "rx_id": rows["rx_id"],
            "don_id": rows["don_id"],
            "nb_id": rows["nb_id"],
            "ngay": rows["ngay"],
            "khoa": rows["khoa"],
            "hoat_chat": names[drug],
            "atc": _of(kb, "atc")[drug],
            "ham_luong": pd.Series(_plain(rows["strength"].to_numpy()), dtype=object),
            "don_vi": rows["unit"],
            "lieu_lan": pd.Series(_plain(rows["written"].to_numpy()), dtype=object),
            "so_lan_ngay": rows["times"],
            "so_ngay": rows["so_ngay"],
            "duong_dung": _of(kb, "duong")[drug],
            "tuoi": rows["tuoi"],
            "can_nang": rows["can_nang"],
            "egfr": pd.Series(_empty_or_whole(rows["egfr"].to_numpy()), dtype=object),
            "thai_ky": np.where(rows["thai_ky"], "true", "false"),
            "di_ung": rows["di_ung"],
        }
    )


def _of(kb: Knowledge, what: str) -> NDArray[Any]:
    """One fact of every drug, in the order of the knowledge base."""
    return np.array([getattr(one, what) for one in kb.drugs.values()], dtype=object)


def _reports(p: PharmacyParams, kb: Knowledge, rows: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """Reports in exact numbers by drug and ward: courses x hazard x probability of reporting."""
    wards = [ward.reported for ward in p.wards.values()]
    hazard = [p.drugs[name].nguy_co for name in kb.drugs]
    cell = rows["drug"].to_numpy() * len(wards) + rows["ward"].to_numpy()
    courses = np.bincount(cell, minlength=len(hazard) * len(wards))
    number = allot(p.reports, courses * np.outer(hazard, wards).ravel() / 1000)
    key = draws.order(len(rows))
    order = np.lexsort([key, cell])
    start = np.concatenate([[0], np.cumsum(courses)[:-1]])
    rank = np.empty(len(rows), dtype=np.int64)
    rank[order] = np.arange(len(rows)) - start[cell[order]]
    reported = rows[rank < number[cell]].reset_index(drop=True)
    n = len(reported)
    names = list(kb.drugs)
    group = _of(kb, "nhom")[reported["drug"].to_numpy()]
    which = draws.uniform(n)
    reaction = [
        p.reactions[one][int(u * len(p.reactions[one]))]
        for one, u in zip(group.tolist(), which.tolist(), strict=True)
    ]
    hours = draws.lognormal(p.onset_hours.median, p.onset_hours.sigma, n)
    return pd.DataFrame(
        {
            "report_id": [f"BC{one:04d}" for one in range(1, n + 1)],
            "nb_id": reported["nb_id"],
            "thuoc_nghi_ngo": [names[one] for one in reported["drug"].tolist()],
            "phan_ung": reaction,
            "nghiem_trong": 1 + draws.choose(n, p.severity),
            "tgian_khoi_phat": decimals(np.clip(hours, *p.onset_hours.range), 1),
            "who_umc": np.array(list(p.causality))[draws.choose(n, list(p.causality.values()))],
            "bao_cao_boi": np.array(list(p.reporters))[draws.choose(n, list(p.reporters.values()))],
            "rx_id": reported["rx_id"],
            "khoa": reported["khoa"],
        }
    )


def _drug_kb(kb: Knowledge) -> pd.DataFrame:
    """One row a drug."""
    return pd.DataFrame(
        [
            {
                "hoat_chat": name,
                "atc": one.atc,
                "nhom": one.nhom,
                "duong_dung": one.duong,
                "don_vi": one.dv,
                "lieu_toi_da_ngay": "" if one.max is None else _plain(np.array([one.max]))[0],
                "toi_da_kg": "" if one.max_kg is None else _plain(np.array([one.max_kg]))[0],
                "nguon": one.nguon,
                "nguoi_duyet": kb.reviewer,
                "trang_thai": kb.status,
            }
            for name, one in kb.drugs.items()
        ]
    ).astype(object)


def _drug_pairs(kb: Knowledge) -> pd.DataFrame:
    """One row a pair or contraindication, then the pairs that need no action."""
    rows: list[tuple[str, ...]] = [
        (f"TT{n:02d}", "tuong_tac", *one.drugs, one.khi, one.muc_do, one.xu_tri, one.vi, one.en,
         one.nguon)
        for n, one in enumerate(kb.interactions, 1)
    ]  # fmt: skip
    rows += [
        (f"CC{n:02d}", "chong_chi_dinh", one.drug, "", one.khi, "chong_chi_dinh", "dung", one.vi,
         one.en, one.nguon)
        for n, one in enumerate(kb.contraindications, 1)
    ]  # fmt: skip
    rows += [
        (f"KT{n:02d}", "khong_dang_ke", *pair, "", "khong_dang_ke", "khong_can",
         "Không có tương tác đáng kể", "No relevant interaction", "duoc_thu")
        for n, pair in enumerate(kb.harmless, 1)
    ]  # fmt: skip
    columns = ["cap_id", "loai", "thuoc_1", "thuoc_2", "dieu_kien", "muc_do", "xu_tri", "hau_qua",
               "hau_qua_en", "nguon"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).assign(nguoi_duyet=kb.reviewer, trang_thai=kb.status)
