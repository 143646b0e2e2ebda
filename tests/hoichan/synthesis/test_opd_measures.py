"""Measures of opd_visits on eight visits that can be counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan.data import derive
from hoichan.synthesis.measures import MeasureError, evaluate

# 2025-03-03 is a Monday, 2025-03-07 a Friday, 2024-03-04 a Monday.
ROWS = [
    # nb, day, came, seen, khoa, age, payer, right line, icd, disposition, cost
    ("P1", "2025-03-03", "07:00", "07:10", "NOI", 70, "BHYT", True, "I10", "ve", 100_000),
    ("P1", "2025-03-03", "07:05", "07:15", "NOI", 70, "BHYT", True, "I10", "ve", 100_000),
    ("P2", "2025-03-03", "07:00", "08:30", "NHI", 4, "BHYT", False, "J06.9", "nhap_vien", 200_000),
    ("P3", "2025-03-07", "07:00", "07:20", "NHI", 10, "thu_phi", None, "J20.9", "ve", 300_000),
    ("P1", "2025-03-07", "07:00", "07:30", "NOI", 70, "BHYT", True, "I10", "ve", 400_000),
    (
        "P4",
        "2025-03-03",
        "09:00",
        "09:50",
        "NOI",
        30,
        "thu_phi",
        None,
        "R51",
        "chuyen_vien",
        10_000,
    ),
    ("P5", "2024-03-04", "09:00", "09:04", "NOI", 30, "BHYT", True, "R51", "ve", 20_000),
    ("P5", "2024-03-04", "15:00", "15:06", "NOI", 30, "BHYT", True, "R51", "ve", 20_000),
]
NAMES = ["nb_id", "ngay_kham", "gio_vao", "gio_kham", "khoa", "tuoi", "doi_tuong", "dung_tuyen",
         "icd10", "xu_tri", "chi_phi"]  # fmt: skip


@pytest.fixture(scope="module")
def value():
    raw = pd.DataFrame(ROWS, columns=NAMES)
    raw["ngay_kham"] = pd.to_datetime(raw["ngay_kham"])
    raw["dung_tuyen"] = raw["dung_tuyen"].astype("boolean")
    raw["gioi"] = 1
    raw["xa_id"] = "X01"
    table = derive("opd_visits", raw)

    def of(name, **args):
        return evaluate({"opd_visits": table}, f"opd_visits.{name}", args).value

    return of


def test_visits_and_persons(value):
    assert value("visits") == 8
    assert value("visits", dedupe=True) == 6
    assert value("persons") == 5
    assert value("persons", thang="2025-03") == 4
    assert value("visits_per_person", thang="2025-03") == 6 / 4
    assert value("duplicates") == 2
    assert value("duplicate_share", thang="2025-03") == 1 / 6


def test_selections(value):
    assert value("visits", khoa="NOI", weekday="mon", thang="2025") == 3
    assert value("visits", icd10="J") == 2
    assert value("visits", nhom_tuoi="cao_tuoi") == 3
    assert value("visits", tu_tuoi=5, den_tuoi=30) == 4
    assert value("visits", ngay="2025-03-07") == 2


def test_shares_of_the_group_and_of_the_hospital(value):
    assert value("bhyt_share", khoa="NHI") == 1 / 2
    assert value("bhyt_share", khoa="NHI", per="toan_vien") == 1 / 8
    assert value("bhyt_share", khoa="NHI", thang="2025-03", per="toan_vien") == 1 / 6
    assert value("admitted_share", thang="2025-03") == 1 / 6
    assert value("share", of="xu_tri=chuyen_vien", where="thang=2025-03") == 1 / 6
    assert value("share", of="dung_tuyen=true", where="thang=2025-03; dung_tuyen!=") == 3 / 4
    assert value("group_share", by="khoa", value="NHI") == 2 / 8
    with pytest.raises(MeasureError):
        value("group_share", by="khoa", value="TIM")


def test_waiting_times(value):
    assert value("median_wait_minutes", thang="2025-03") == 25  # 10 10 20 30 50 90
    assert value("mean_wait_minutes", thang="2025-03") == 35
    assert value("median_wait_gap", thang="2025-03") == 30 - 25
    assert value("median_wait_gap", thang="2025-03", weekday="fri", versus="mon") == 25 - 30
    assert value("share", of="cho_phut>45", where="thang=2025-03") == 2 / 6


def test_days_without_visits_count_as_days(value):
    assert value("visits_per_day", thang="2025-03") == 6 / 31
    assert value("visits_per_day", thang="2025-03", weekday="mon") == 4 / 5
    assert value("visits_per_day", thang="2025-03", days=30) == 6 / 30


def test_ranks(value):
    assert value("busiest_weekday", thang="2025-03") == "mon"
    assert value("busiest_weekday", thang="2025-03", rank=2) == "fri"
    assert value("busiest_weekday", thang="2025-03", khoa="NOI", per="day") == "mon"
    assert value("largest", by="icd10", thang="2025-03") == "I10"
    assert value("largest", by="khoa", of="median_wait_minutes", thang="2025-03") == "NHI"
    with pytest.raises(MeasureError, match="share rank 2"):
        value("largest", by="icd10", thang="2025-03", rank=2)


def test_costs(value):
    assert value("total_cost_vnd", thang="2025-03") == 1_110_000
    assert value("mean_cost_vnd", thang="2025-03") == 185_000
    assert value("median_cost_vnd", thang="2025-03") == 150_000


def test_changes_against_last_year(value):
    assert value("change", thang="2025-03") == 2.0
    assert value("difference", thang="2025-03", of="persons") == 3
    assert value("difference", thang="2025-03", of="bhyt_share") == pytest.approx(4 / 6 - 1)
    with pytest.raises(MeasureError, match="denominator is 0"):
        value("change", thang="2025-03", versus="month")
