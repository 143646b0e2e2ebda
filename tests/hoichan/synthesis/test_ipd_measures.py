"""Measures of ipd_discharges on made-up hospitals with known deaths."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan.data import derive
from hoichan.synthesis.measures import MeasureError, evaluate

# hospital, severity, ethnic group, km, number, deaths, taken home
BLOCKS = [
    ("A", "nhe", "kinh", 5, 20, 1, 0),
    ("A", "nang", "kinh", 50, 40, 4, 1),
    ("A", "nang", "thieu_so", 50, 40, 4, 1),
    ("B", "nhe", "kinh", 5, 80, 8, 0),
    ("B", "nang", "thieu_so", 50, 20, 4, 0),
    ("C", "nhe", "kinh", 5, 10, 0, 0),
    ("C", "nang", "kinh", 5, 10, 1, 0),
]


@pytest.fixture(scope="module")
def value():
    rows = []
    for cskcb, level, group, km, number, dead, home in BLOCKS:
        results = ["tu_vong"] * dead + ["xin_ve"] * home
        results += ["do"] * (number - len(results))
        for i, result in enumerate(results):
            gone = result in {"tu_vong", "xin_ve"}
            rows.append(
                {
                    "cskcb": cskcb, "muc_nang": level, "dan_toc_nhom": group, "ket_qua": result,
                    "khoang_cach_km": km, "khoa": "NOI" if level == "nhe" else "HSCC",
                    "ngay_ra": "2025-02-10", "so_ngay": 2 if level == "nhe" else 6,
                    "ngay_giuong": 3, "tuoi": 3 if i % 2 else 70, "gioi": 1,
                    "icd_chinh": "J18.9" if i % 2 else "I10", "pttt": i == 2,
                    "tai_nhap_30d": None if gone else i == number - 1,
                }
            )  # fmt: skip
    raw = pd.DataFrame(rows)
    raw["ngay_ra"] = pd.to_datetime(raw["ngay_ra"])
    raw["tai_nhap_30d"] = raw["tai_nhap_30d"].astype("boolean")
    table = derive("ipd_discharges", raw)

    def of(name, **args):
        return evaluate({"ipd_discharges": table}, f"ipd_discharges.{name}", args).value

    return of


def test_counts(value):
    assert value("discharges") == 220
    assert value("discharges", cskcb="A", severity="nang", dan_toc="kinh") == 40
    assert value("discharges", tu_km=10) == 100
    assert value("discharges", duoi_km=50) == 120
    assert (value("deaths"), value("xin_ve")) == (22, 2)
    assert value("xin_ve_share", cskcb="A") == 0.02
    assert value("severe_share", cskcb="A") == 0.8


def test_crude_stratified_and_with_taken_home(value):
    assert value("crude_mortality", cskcb="A") == 9 / 100
    assert value("crude_mortality", cskcb="A", severity="nang") == 8 / 80
    assert value("crude_mortality", cskcb="A", count_xin_ve=True) == 11 / 100
    assert value("mortality_gap", cskcb="A", versus_cskcb="B") == pytest.approx(-0.03)
    gap = value("mortality_gap", cskcb="A", versus_cskcb="B", count_xin_ve=True)
    assert gap == pytest.approx(0.11 - 0.12)
    assert value("mortality_ratio", cskcb="A", versus_cskcb="B") == pytest.approx(0.75)


def test_standardised_uses_all_three_hospitals_as_standard(value):
    # 110 of 220 are mild in the standard: A has 1/20 mild and 8/80 severe.
    assert value("standardised_mortality", cskcb="A") == pytest.approx(0.5 * 0.05 + 0.5 * 0.1)
    assert value("standardised_mortality", cskcb="B") == pytest.approx(0.5 * 0.1 + 0.5 * 0.2)


def test_who_has_lower_mortality(value):
    assert value("has_lower_mortality", cskcb="A", versus_cskcb="B") is True
    every = {"by": "every_stratum"}
    assert value("has_lower_mortality", cskcb="A", versus_cskcb="B", **every) is True
    assert value("has_lower_mortality", cskcb="A", versus_cskcb="C", **every) is False
    assert value("lowest_mortality") == "C"
    assert value("lowest_mortality", highest=True) == "B"
    assert value("lowest_mortality", adjusted=True, highest=True) == "B"


def test_exact_comparison(value):
    assert value("deaths_differ", cskcb="A", versus_cskcb="B") is False
    p = value("deaths_differ_p", cskcb="A", versus_cskcb="B")
    assert value("deaths_differ", cskcb="A", versus_cskcb="B", alpha=min(p + 0.01, 0.99)) is True
    low = value("mortality_interval", cskcb="A", bound="low")
    high = value("mortality_interval", cskcb="A", bound="high")
    assert (low, high) == pytest.approx((0.0420, 0.1640), abs=1e-3)


def test_ethnic_gap_vanishes_within_distance(value):
    assert value("ethnic_mortality_gap", cskcb="A") == pytest.approx(4 / 40 - 5 / 60)
    assert value("ethnic_mortality_gap", cskcb="A", within_distance=True) == pytest.approx(0)


def test_stay(value):
    assert value("alos", cskcb="A") == pytest.approx((20 * 2 + 80 * 6) / 100)
    assert value("median_los", cskcb="A") == 6
    assert value("alos_gap", cskcb="A", versus_cskcb="B") == pytest.approx(5.2 - 2.8)
    assert value("treatment_days", cskcb="C") == 80
    assert value("bed_days", cskcb="C") == 60
    assert value("alos", icd="J18.9", den_tuoi=4, cskcb="C", severity="nhe") == 2


def test_readmission_leaves_out_the_dead_and_those_taken_home(value):
    assert value("readmissions") == len(BLOCKS)
    assert value("readmission_share") == 7 / (220 - 24)
    assert value("readmission_share", per="ra_vien") == 7 / 220


def test_shares_and_ranks(value):
    assert value("surgery_share", cskcb="C") == 2 / 20
    assert value("group_share", by="icd_chinh", value="J18.9") == 0.5
    assert value("largest", by="cskcb", of="crude_mortality") == "B"
    assert value("largest", by="cskcb", of="deaths", rank=3) == "C"
    with pytest.raises(MeasureError, match="none at rank 4"):
        value("largest", by="cskcb", of="deaths", rank=4)


def test_all_filters_are_used(value):
    filters = {
        "cskcb": "C", "khoa": "NOI", "severity": "nhe", "icd": "I10", "nhom_tuoi": "cao_tuoi",
        "gioi": 2, "dan_toc": "thieu_so", "ket_qua": "tu_vong", "thang": "2024-01", "tu_tuoi": 71,
        "den_tuoi": 2, "tu_km": 51, "duoi_km": 5,
    }  # fmt: skip
    for name, wanted in filters.items():
        assert value("discharges", **{name: wanted}) < 220, name
