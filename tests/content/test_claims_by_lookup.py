"""Every settled claim of task x2 can be checked with the learner's own table tool: one or two looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hoichan.cases.library import ready_case
from hoichan.cases.shown import as_displayed, main_truth, tolerance_displayed
from hoichan.widgets.lookup import look_up

TABLES = ("opd_visits", "ipd_discharges", "monthly_activity")
CASE = Path(__file__).parents[2] / "datasets" / "cases" / "s1-verify-figures"


def one_of(column: str, *values: str) -> dict[str, Any]:
    return {"column": column, "cond": "in", "chosen": values}


def between(column: str, low: str, high: str) -> dict[str, Any]:
    return {"column": column, "cond": "between", "low": low, "high": high}


def look(table: str, how: str, column: str | None, *filters: dict[str, Any]) -> float:
    query = {"kind": "query", "id": "q", "table": table, "filters": filters, "how": how}
    reply = look_up({**query, "column": column, "lang": "vi"}, TABLES)
    assert len(reply["rows"]) == 1
    return float(reply["rows"][0][0]["number"])


def month(khoa: str, thang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return one_of("khoa", khoa), one_of("thang", thang)


def monthly(column: str, khoa: str, thang: str) -> float:
    return look("monthly_activity", "sum", column, *month(khoa, thang))


def visits(how: str, column: str | None, *filters: dict[str, Any]) -> float:
    return look("opd_visits", how, column, *filters)


def stays(how: str, column: str | None, *filters: dict[str, Any]) -> float:
    return look("ipd_discharges", how, column, *filters)


def share(table: str, part: dict[str, Any], *filters: dict[str, Any]) -> float:
    whole = look(table, "count", None, *filters)
    return 100 * look(table, "count", None, part, *filters) / whole


JULY = one_of("thang", "2025-07")
YEAR_2025 = between("ngay_ra", "1/1/2025", "31/12/2025")

# How a learner gets each number, as "#### check" of the claim says it.
WAYS = {
    "c1": lambda: 100 * monthly("ngay_dt", "NHI", "2025-09")
    / (monthly("giuong_kh", "NHI", "2025-09") * 30),
    "c2": lambda: monthly("ngay_dt", "YHCT", "2024-11") / monthly("ra_vien", "YHCT", "2024-11"),
    "c3": lambda: monthly("ngay_dt", "NGOAI", "2024-10"),
    "c4": lambda: 100 * monthly("luot_bhyt", "SAN", "2025-08") / monthly("luot_kham", "SAN", "2025-08"),
    "c5": lambda: 100
    * (monthly("luot_kham", "NHI", "2025-07") / monthly("luot_kham", "NHI", "2024-07") - 1),
    "c6": lambda: 100 * monthly("tu_vong", "HSCC", "2024-08") / monthly("ra_vien", "HSCC", "2024-08"),
    "c7": lambda: look("monthly_activity", "sum", "nhap_vien", between("thang", "2025-04", "2025-06")),
    "c8": lambda: monthly("pt_tong", "NGOAI", "2025-10"),
    "c9": lambda: visits("distinct", "nb_id", one_of("khoa", "NHI"), JULY),
    "c10": lambda: visits("median", "cho_phut", one_of("thu", "mon"), JULY),
    "c11": lambda: visits("mean", "cho_phut", one_of("khoa", "NOI"), JULY),
    "c12": lambda: share("opd_visits", one_of("xu_tri", "nhap_vien"), one_of("khoa", "HSCC"), JULY),
    "c13": lambda: visits("count", None, one_of("icd10", "A97.0"), one_of("thang", "2025-09")),
    "c14": lambda: visits("mean", "chi_phi", one_of("khoa", "MAT"), JULY),
    "c15": lambda: share(
        "opd_visits", one_of("doi_tuong", "BHYT"), one_of("nhom_tuoi", "cao_tuoi"), JULY
    ),
    "c16": lambda: stays(
        "mean",
        "so_ngay",
        one_of("cskcb", "B"),
        one_of("icd_chinh", "J18.9"),
        one_of("nhom_tuoi", "cao_tuoi"),
    ),
    "c17": lambda: share(
        "ipd_discharges", one_of("ket_qua", "tu_vong"), one_of("cskcb", "C"), YEAR_2025
    ),
    "c18": lambda: share(
        "ipd_discharges", one_of("muc_nang", "nang"), one_of("cskcb", "C"), one_of("khoa", "NOI")
    ),
    "c19": lambda: stays(
        "count", None, one_of("cskcb", "A"), YEAR_2025, one_of("tai_nhap_30d", "true")
    ),
    "c20": lambda: stays("count", None, one_of("cskcb", "B"), one_of("icd_chinh", "O80"), YEAR_2025),
    "c21": lambda: share(
        "ipd_discharges", one_of("pttt", "true"), one_of("cskcb", "C"), one_of("khoa", "TMH")
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def case() -> Any:
    return ready_case(CASE)


def test_every_settled_claim_has_its_way(case: Any) -> None:
    assert set(WAYS) == {unit.id for unit in case.units if not unit.unverifiable}


@pytest.mark.parametrize("unit_id", WAYS)
def test_the_tool_gives_the_true_value_and_not_the_wrong_one(case: Any, unit_id: str) -> None:
    unit = next(unit for unit in case.units if unit.id == unit_id)
    truth = main_truth(case, unit)
    assert truth is not None
    got = WAYS[unit_id]()
    scale = as_displayed(truth) / float(truth.value)
    assert abs(got - as_displayed(truth)) <= tolerance_displayed(truth)
    for wrong in unit.wrong:
        said = float(wrong.asserts[truth.name]) * scale
        assert abs(got - said) > 2 * tolerance_displayed(truth)
