"""Generator of ``monthly_activity``: eight departments of hospital A, month by month.

Visits come from ``opd_visits``, stays and the daily census from ``ipd_discharges``; beds, types of
operation and numbers of tests from ``generator.yaml``. February has 29 days in 2024, 28 in 2025.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hoichan.synthesis.census import month_number, month_of, patient_days
from hoichan.synthesis.codes import KHOA, Cskcb, Khoa
from hoichan.synthesis.draws import SEED_STEP, Draws, whole
from hoichan.synthesis.generators import ipd_discharges, opd_visits
from hoichan.synthesis.params import Params, load_params

NAME = "monthly_activity"
_OPERATIONS = ("pt_db", "pt_loai1", "pt_loai2", "pt_loai3")


class TestParams(Params):
    """Laboratory tests and images per outpatient visit and per patient-day."""

    xn_visit: float
    xn_day: float
    cdha_visit: float
    cdha_day: float


class MonthlyParams(Params):
    """All parameters of ``monthly_activity``."""

    seed: int
    first_month: str
    months: int
    cskcb: Cskcb
    beds: dict[Khoa, tuple[tuple[str, int, int], ...]]
    operations: dict[Khoa, tuple[float, float, float, float]]
    tests: dict[Khoa, TestParams]
    test_noise: float


def params() -> MonthlyParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, MonthlyParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``monthly_activity``: 192 rows, month by month, counted from its two sources."""
    visits = opd_visits.visits(_source_seed(seed, opd_visits.params().seed))
    stays = ipd_discharges.all_stays(_source_seed(seed, ipd_discharges.params().seed))
    return {NAME: derive(visits, stays, seed)}


def _source_seed(seed: int, released: int) -> int:
    """Seed of a source, so that sources built with the same options are those counted here.

    Replicates of the release count those of the released sources; any other seed is theirs too.
    """
    from_release = seed - params().seed
    return released + from_release if from_release % SEED_STEP == 0 else seed


def derive(visits: pd.DataFrame, stays: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table from rows of ``opd_visits`` and from all stays (tail included)."""
    p = params()
    first = month_of(p.first_month)
    index = pd.MultiIndex.from_product(
        [range(first, first + p.months), KHOA], names=["month", "khoa"]
    )
    table = pd.DataFrame(index=index)
    names = [str(np.datetime64(int(month), "M")) for month, _ in index]
    beds = [_beds(p, khoa, name) for (_, khoa), name in zip(index, names, strict=True)]
    table["giuong_kh"] = [planned for planned, _ in beds]
    table["giuong_thuc_ke"] = [in_place for _, in_place in beds]
    outpatients = visits.assign(
        month=month_number(visits["ngay_kham"].to_numpy().astype("datetime64[D]").astype(np.int64))
    )
    ours = stays[stays["cskcb"] == p.cskcb]
    admitted = ours.assign(month=month_number(ours["admitted"].to_numpy()))
    table["luot_kham"] = _count(index, outpatients)
    table["luot_bhyt"] = _count(index, outpatients[outpatients["doi_tuong"] == "BHYT"])
    table["nhap_vien"] = _count(index, admitted)
    table["ra_vien"] = _count(index, ours)
    days = patient_days(ours).loc[p.cskcb].swaplevel()
    table["ngay_dt"] = days.reindex(index, fill_value=0)
    table["tu_vong"] = _count(index, ours[ours["ket_qua"] == "tu_vong"])
    table["chuyen_vien"] = _count(index, outpatients[outpatients["xu_tri"] == "chuyen_vien"])
    _operations(p, table, index, ours, Draws(seed, NAME, "operations"))
    _tests(p, table, Draws(seed, NAME, "tests"))
    table.insert(0, "thang", names)
    table.insert(1, "khoa", index.get_level_values("khoa"))
    return table.reset_index(drop=True)


def _beds(p: MonthlyParams, khoa: Khoa, month: str) -> tuple[int, int]:
    """Planned beds and beds in place of a department in a month."""
    valid = [entry for entry in p.beds[khoa] if entry[0] <= month]
    return valid[-1][1], valid[-1][2]


def _count(index: pd.MultiIndex, rows: pd.DataFrame) -> pd.Series:
    """Rows by month and department, 0 where there are none."""
    return rows.groupby(["month", "khoa"]).size().reindex(index, fill_value=0)


def _operations(
    p: MonthlyParams,
    table: pd.DataFrame,
    index: pd.MultiIndex,
    stays: pd.DataFrame,
    draws: Draws,
) -> None:
    """Divide the stays with an operation into the four types."""
    operated = stays[stays["pttt"] == "true"]
    weights = np.array([p.operations[khoa] for khoa in operated["khoa"].tolist()])
    kind = np.array(_OPERATIONS)[draws.choose_rows(weights)]
    for name in _OPERATIONS:
        table[name] = _count(index, operated[kind == name])


def _tests(p: MonthlyParams, table: pd.DataFrame, draws: Draws) -> None:
    """Numbers of laboratory tests and images from visits and patient-days."""
    khoa = table.index.get_level_values("khoa").tolist()
    for name in ("xn", "cdha"):
        visit = np.array([getattr(p.tests[code], f"{name}_visit") for code in khoa])
        day = np.array([getattr(p.tests[code], f"{name}_day") for code in khoa])
        expected = visit * table["luot_kham"] + day * table["ngay_dt"]
        table[name] = whole(expected.to_numpy() * draws.lognormal(1.0, p.test_noise, len(table)))
