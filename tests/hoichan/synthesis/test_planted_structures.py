"""What the datasheets promise is in the published rows, seen with pandas alone."""

from __future__ import annotations

import calendar
import re

import numpy as np
import pandas as pd
import pytest

from hoichan import data


@pytest.fixture(scope="module")
def visits():
    return data.load("opd_visits")


@pytest.fixture(scope="module")
def stays():
    return data.load("ipd_discharges")


@pytest.fixture(scope="module")
def monthly():
    return data.load("monthly_activity")


def test_visits_repeat_persons(visits):
    assert len(visits) == 40_000
    assert 2.05 < len(visits) / visits["nb_id"].nunique() < 2.15
    march = visits[visits["thang"] == "2025-03"]
    assert len(march) / march["nb_id"].nunique() > 1.1  # far enough apart to be a trap


def test_four_percent_are_registered_twice_in_the_same_department(visits):
    again = visits[visits.duplicated(["nb_id", "ngay_kham"])]
    assert len(again) == 1600
    same = visits.groupby(["nb_id", "ngay_kham"])[["khoa", "icd10", "xu_tri"]].nunique()
    assert (same == 1).all().all()


def test_insured_share_differs_between_departments(visits):
    insured = visits["doi_tuong"] == "BHYT"
    assert insured.mean() == pytest.approx(0.87, abs=0.005)
    by_khoa = insured.groupby(visits["khoa"]).mean()
    assert by_khoa.max() - by_khoa.min() > 0.05


def test_only_fee_payers_lack_the_level_of_care(visits):
    assert (visits["dung_tuyen"].isna() == (visits["doi_tuong"] == "thu_phi")).all()


def test_monday_is_busy_and_slow_and_waits_are_skewed(visits):
    by_day = visits.groupby("thu")["cho_phut"]
    assert by_day.size().idxmax() == "mon"
    assert by_day.median()["mon"] - by_day.median()["fri"] >= 8
    assert visits["cho_phut"].mean() > 1.1 * visits["cho_phut"].median()


def test_diagnoses_have_seasons(visits):
    month = visits["ngay_kham"].dt.month
    cold = visits["icd10"].isin(["J06.9", "J20.9"])
    assert cold[month.isin([12, 1, 2])].mean() > 1.5 * cold[month.isin([5, 6, 7])].mean()
    gut = visits["icd10"] == "A09"
    assert gut[month.isin([5, 6, 7])].mean() > 1.8 * gut[month.isin([12, 1, 2])].mean()


def test_times_follow_each_other(visits):
    assert (visits["gio_vao"] < visits["gio_kham"]).all()
    assert (visits["gio_kham"] <= visits["gio_ra"]).all()


def test_children_and_women_are_where_they_belong(visits):
    assert visits.loc[visits["khoa"] == "NHI", "tuoi"].max() <= 17
    assert (visits.loc[visits["khoa"] == "SAN", "gioi"] == 2).all()


def test_identifiers_are_pseudonyms_only(visits):
    assert visits["nb_id"].str.fullmatch("NB[0-9]{6}").all()
    assert not any(re.search("ten|name|cccd|the|phone", column) for column in visits.columns)
    first_seen = visits["nb_id"].drop_duplicates().str.slice(2).astype(int)
    assert not first_seen.is_monotonic_increasing  # a code tells nothing about when


def test_simpson_a_is_better_in_both_strata_and_worse_overall(stays):
    dead = stays["ket_qua"] == "tu_vong"
    crude = dead.groupby(stays["cskcb"]).mean()
    assert crude["A"] == pytest.approx(0.0435)
    assert crude["B"] == pytest.approx(0.0224)
    strata = dead.groupby([stays["cskcb"], stays["muc_nang"]]).mean()
    assert strata["A", "nhe"] == pytest.approx(0.005)
    assert strata["B", "nhe"] == pytest.approx(0.008)
    assert strata["A", "nang"] == pytest.approx(0.06)
    assert strata["B", "nang"] == pytest.approx(0.08)
    severe = (stays["muc_nang"] == "nang").groupby(stays["cskcb"]).mean()
    assert (severe["A"], severe["B"]) == (0.70, 0.20)


def test_taken_home_is_a_hidden_part_of_mortality(stays):
    assert (stays["ket_qua"] == "xin_ve").mean() == 0.006
    gone = stays["ket_qua"].isin(["tu_vong", "xin_ve"])
    assert (stays["tai_nhap_30d"].isna() == gone).all()


def test_distance_explains_the_ethnic_gap(stays):
    dead = stays["ket_qua"] == "tu_vong"
    minority = stays["dan_toc_nhom"] == "thieu_so"
    assert dead[minority].mean() - dead[~minority].mean() > 0.01
    band = np.digitize(stays["khoang_cach_km"], [15, 40])
    gaps = [
        dead[(band == i) & minority].mean() - dead[(band == i) & ~minority].mean() for i in range(3)
    ]
    assert np.abs(gaps).mean() < 0.005


def test_stay_rules(stays):
    length = (stays["ngay_ra"] - stays["ngay_vao"]).dt.days
    assert (stays["so_ngay"] == length.clip(lower=1)).all()
    assert (length == 0).any()
    young = stays[(stays["icd_chinh"] == "J18.9") & (stays["tuoi"] < 5)]["so_ngay"].mean()
    assert young < 0.9 * stays[stays["icd_chinh"] == "J18.9"]["so_ngay"].mean()


def test_a_disease_does_not_accompany_itself(stays):
    pairs = zip(stays["icd_chinh"], stays["icd_kem"], strict=True)
    assert not any(main[:3] in [code[:3] for code in more.split(";")] for main, more in pairs)


def test_the_example_of_the_lesson_holds_exactly(monthly):
    row = monthly[(monthly["thang"] == "2025-02") & (monthly["khoa"] == "NOI")].iloc[0]
    assert (row["ra_vien"], row["ngay_dt"]) == (161, 966)
    assert (row["giuong_kh"], row["giuong_thuc_ke"]) == (30, 35)
    assert row["ngay_dt"] / (row["giuong_kh"] * 28) == pytest.approx(1.15)


def test_february_trap(monthly):
    feb = monthly[monthly["thang"].str.endswith("-02")]
    assert feb.groupby("thang")["so_ngay"].first().tolist() == [29, 28]
    visits = monthly.groupby("thang")["luot_kham"].sum()
    assert visits["2025-02"] < visits["2025-01"]
    per_day = visits / visits.index.map(lambda m: calendar.monthrange(int(m[:4]), int(m[5:]))[1])
    assert per_day["2025-02"] > per_day["2025-01"]  # fewer visits, yet more a day


def test_monthly_counts_come_from_the_two_other_tables(monthly, visits, stays):
    key = ["thang", "khoa"]
    wide = monthly.set_index(key)
    counted = visits.groupby(key).size()
    assert (wide["luot_kham"] == counted.reindex(wide.index, fill_value=0)).all()
    ours = stays[stays["cskcb"] == "A"]
    assert (wide["ra_vien"] == ours.groupby(key).size().reindex(wide.index, fill_value=0)).all()
    dead = ours[ours["ket_qua"] == "tu_vong"].groupby(key).size()
    assert (wide["tu_vong"] == dead.reindex(wide.index, fill_value=0)).all()
    operated = ours[ours["pttt"]].groupby(key).size()
    assert (wide["pt_tong"] == operated.reindex(wide.index, fill_value=0)).all()


def test_patient_days_are_the_census_of_the_released_stays(monthly, stays):
    ours = stays[stays["cskcb"] == "A"]
    each = ours.loc[ours.index.repeat(ours["so_ngay"])]
    turn = each.groupby(level=0).cumcount()
    when = (each["ngay_vao"] + pd.to_timedelta(turn, unit="D")).dt.strftime("%Y-%m")
    census = each.groupby([when.rename("thang"), "khoa"]).size()
    wide = monthly.set_index(["thang", "khoa"])["ngay_dt"]
    counted = census.reindex(wide.index, fill_value=0)
    settled = wide.index.get_level_values("thang") < "2025-10"
    assert (wide[settled] == counted[settled]).all()
    assert (wide >= counted).all()  # at the end, patients still in bed are counted too


def test_beds_and_occupancy_make_sense(monthly):
    used = monthly["ngay_dt"] / (monthly["giuong_kh"] * monthly["so_ngay"])
    assert used.between(0.2, 1.4).all()
    assert (used > 1).groupby(monthly["khoa"]).any().sum() >= 3
    assert (monthly["giuong_kh"] != monthly["giuong_thuc_ke"]).any()
    assert (monthly["luot_bhyt"] <= monthly["luot_kham"]).all()
