"""Loading tables: types, labels in both languages, clear errors."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data


def test_types_of_opd_visits():
    table = data.load("opd_visits")
    assert table["ngay_kham"].dtype.kind == "M"
    assert table["tuoi"].dtype == "int64"
    assert table["dung_tuyen"].dtype == "boolean"
    assert set(table["thu"]) == {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
    monday = table[table["ngay_kham"] == "2025-03-03"]
    assert set(monday["thu"]) == {"mon"}
    first = table.iloc[0]
    hours, minutes = map(int, first["gio_kham"].split(":"))
    came_h, came_m = map(int, first["gio_vao"].split(":"))
    assert first["cho_phut"] == 60 * (hours - came_h) + minutes - came_m


def test_types_of_ipd_discharges():
    table = data.load("ipd_discharges")
    assert table["pttt"].dtype == bool
    assert table["tai_nhap_30d"].dtype == "boolean"
    assert (table["thang"] == table["ngay_ra"].dt.strftime("%Y-%m")).all()


def test_age_groups_meet_at_16_and_60():
    ages = pd.DataFrame({"tuoi": [0, 15, 16, 59, 60], "ngay_ra": pd.Timestamp("2025-01-01")})
    groups = data.derive("ipd_discharges", ages)["nhom_tuoi"].tolist()
    assert groups == ["tre_em", "tre_em", "nguoi_lon", "nguoi_lon", "cao_tuoi"]


def test_a_loaded_table_is_the_callers_own():
    mine = data.load("monthly_activity")
    mine["khoa"] = "X"
    assert "X" not in set(data.load("monthly_activity")["khoa"])


@pytest.mark.parametrize("name", data.NAMES)
def test_every_column_is_described_in_both_languages(name):
    described = data.describe_columns(name)
    assert [column.name for column in described] == list(data.load(name).columns)
    for column in described:
        assert column.label.vi
        assert column.label.en


@pytest.mark.parametrize("name", data.NAMES)
def test_every_code_in_the_data_has_labels(name):
    table = data.load(name)
    for column in table.columns:
        labels = data.code_labels(name, column)
        if labels:
            assert set(table[column].astype(str)) <= set(labels), column


def test_the_same_eight_departments_everywhere():
    tables = [data.load(name) for name in data.NAMES]
    assert all(set(table["khoa"]) == set(tables[0]["khoa"]) for table in tables)
    assert data.code_labels("monthly_activity", "khoa")["NOI"].vi == "Khoa Nội"
    assert data.code_labels("monthly_activity", "khoa")["NOI"].en == "Internal medicine"
    assert data.code_labels("monthly_activity", "thang") == {}


def test_numbers_are_shown_as_numbers_and_codes_as_words():
    columns = {column.name: column for column in data.describe_columns("opd_visits")}
    assert columns["chi_phi"].show == "int"
    assert columns["gioi"].show is None
    assert columns["gioi"].labels["2"].vi == "Nữ"


def test_an_unknown_table_or_column_names_those_there_are():
    with pytest.raises(data.DataError) as caught:
        data.load("opd")
    assert "opd_visits" in caught.value.text.vi
    assert "opd_visits" in caught.value.text.en
    with pytest.raises(data.DataError, match="giuong_kh"):
        data.code_labels("monthly_activity", "giuong")


def test_tables_by_name():
    assert list(data.tables(["monthly_activity"])) == ["monthly_activity"]
