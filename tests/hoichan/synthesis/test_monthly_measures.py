"""Measures of monthly_activity on two departments and three months."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan.data import derive
from hoichan.synthesis.measures import MeasureError, evaluate

ROWS = [
    # thang, khoa, planned, in place, visits, insured, admitted, discharged, days, deaths, xn
    ("2024-02", "NOI", 30, 33, 500, 400, 150, 150, 900, 5, 1000),
    ("2024-02", "NHI", 12, 14, 200, 180, 70, 70, 300, 1, 400),
    ("2025-01", "NOI", 30, 35, 620, 500, 160, 155, 930, 8, 1100),
    ("2025-01", "NHI", 12, 15, 310, 290, 80, 80, 400, 1, 300),
    ("2025-02", "NOI", 30, 35, 560, 504, 154, 161, 966, 15, 966),
    ("2025-02", "NHI", 12, 15, 280, 210, 79, 84, 336, 3, 560),
]
NAMES = ["thang", "khoa", "giuong_kh", "giuong_thuc_ke", "luot_kham", "luot_bhyt", "nhap_vien",
         "ra_vien", "ngay_dt", "tu_vong", "xn"]  # fmt: skip
FEB = {"thang": "2025-02"}
NOI = {"khoa": "NOI", "thang": "2025-02"}


@pytest.fixture(scope="module")
def value():
    raw = pd.DataFrame(ROWS, columns=NAMES)
    others = ["NGOAI", "SAN", "HSCC", "TMH", "MAT", "YHCT"]
    quiet = pd.DataFrame(
        [
            {**dict.fromkeys(NAMES, 0), "thang": m, "khoa": k, "giuong_kh": 1, "luot_kham": 1}
            for m in ("2024-02", "2025-01", "2025-02")
            for k in others
        ]
    )
    raw = pd.concat([raw, quiet], ignore_index=True)
    for name in ("pt_db", "pt_loai1", "pt_loai2", "pt_loai3", "cdha", "chuyen_vien"):
        raw[name] = 0
    tables = {
        "small": derive("monthly_activity", raw[raw["khoa"].isin(["NOI", "NHI"])]),
        "full": derive("monthly_activity", raw),
    }

    def of(name, table="small", **args):
        given = {"monthly_activity": tables[table]}
        return evaluate(given, f"monthly_activity.{name}", args).value

    return of


def test_bed_occupancy_and_its_wrong_definitions(value):
    assert value("bed_occupancy", **NOI) == pytest.approx(1.15)
    assert value("bed_occupancy", **NOI, beds="giuong_thuc_ke") == pytest.approx(966 / 980)
    assert value("bed_occupancy", **NOI, days=30) == pytest.approx(966 / 900)
    assert value("bed_occupancy", **FEB) == pytest.approx(1302 / (42 * 28))
    assert value("bed_occupancy_unweighted", **FEB) == pytest.approx((1.15 + 1.0) / 2)


def test_february_of_a_leap_year_has_29_days(value):
    occupancy = value("bed_occupancy", khoa="NOI", thang="2024-02")
    assert occupancy == pytest.approx(900 / (30 * 29))
    assert value("days", thang="2024-02") == 29


def test_ratios_and_their_wrong_bases(value):
    assert value("alos", **NOI) == 6
    assert value("alos", **NOI, per="nhap_vien") == pytest.approx(966 / 154)
    assert value("mortality", **NOI) == pytest.approx(15 / 161)
    assert value("mortality", **NOI, per="luot_kham") == pytest.approx(15 / 560)
    assert value("bhyt_share", **NOI) == 0.9
    assert value("bhyt_share", **NOI, per="toan_vien") == pytest.approx(504 / 840)
    assert value("share_of_hospital", **NOI, column="luot_kham") == pytest.approx(2 / 3)
    assert value("ratio", **NOI, column="xn", over="ngay_dt") == 1
    assert value("per_day", **NOI, column="luot_kham") == 20
    assert value("per_day", **NOI, column="luot_kham", days=30) == pytest.approx(56 / 3)


def test_cells_and_totals(value):
    assert value("cell", **NOI, column="ra_vien") == 161
    assert value("total", **FEB, column="giuong_kh") == 42
    assert value("total", column="tu_vong") == 33
    with pytest.raises(MeasureError):
        value("total", thang="2025", column="tu_vong")  # ten months are missing


def test_changes(value):
    change = {"column": "luot_kham", **FEB}
    assert value("change", **change) == pytest.approx(840 / 700 - 1)
    assert value("change", **change, versus="month") == pytest.approx(840 / 930 - 1)
    assert value("change", **NOI, column="visits_per_day", versus="month") == 0
    occupancy = value("difference", **NOI, column="bed_occupancy")
    assert occupancy == pytest.approx(1.15 - 900 / 870)
    assert value("difference", **NOI, column="tu_vong") == 10


def test_chance_or_change(value):
    deaths = {"column": "tu_vong", **NOI}
    assert value("changed", **deaths, versus="month", exposure="ra_vien") is False
    assert value("changed_p", **deaths, exposure="none") == pytest.approx(0.0414, abs=1e-4)
    assert value("changed", **deaths, exposure="none") is True
    low = value("count_interval", **NOI, column="tu_vong", bound="low")
    high = value("count_interval", **NOI, column="tu_vong", bound="high")
    assert (low, high) == pytest.approx((8.395, 24.740), abs=1e-2)


def test_ranks(value):
    assert value("largest", "full", **FEB, column="luot_kham") == "NOI"
    assert value("largest", "full", **FEB, column="luot_kham", rank=2) == "NHI"
    with pytest.raises(MeasureError, match="share rank 3"):
        value("largest", "full", **FEB, column="luot_kham", rank=3)
    assert value("rank_of", "full", **FEB, column="luot_kham", khoa="NHI") == 2
    assert value("largest_change", "full", **FEB, column="luot_kham") == "NHI"
    assert value("departments_over", "full", **FEB) == 1
    assert value("departments_over", "full", **FEB, limit=0.9) == 2
    with pytest.raises(MeasureError):
        value("busiest_month", "full", column="luot_kham", nam="2025")


def test_months(value):
    assert value("months_over", khoa="NOI", nam="2025-02") == 1
    assert value("months_over", khoa="NOI", nam="2025-02", limit=1.2) == 0
    assert value("busiest_month", column="luot_kham", nam="2025-01") == "2025-01"
