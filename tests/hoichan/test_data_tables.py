"""Loading tables: types, labels in both languages, units and code systems, clear errors."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data

TABLES = [table for its in data.TABLES.values() for table in its]
HOSPITAL = ("opd_visits", "ipd_discharges", "monthly_activity")


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


KINDS = {
    "integer": pd.api.types.is_integer_dtype,
    "number": pd.api.types.is_float_dtype,
    "date": pd.api.types.is_datetime64_any_dtype,
    "datetime": pd.api.types.is_datetime64_any_dtype,
    "boolean": pd.api.types.is_bool_dtype,
    "string": pd.api.types.is_string_dtype,
    "array": pd.api.types.is_object_dtype,
    "object": pd.api.types.is_object_dtype,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_the_type_its_descriptor_gives(name):
    table = data.load(name)
    for field in data.fields(name):
        assert KINDS[field.type](table[field.name].dtype), field.name


@pytest.mark.parametrize("name", TABLES)
def test_units_and_code_systems_come_with_the_table(name):
    table = data.load(name)
    attrs = table.attrs
    assert (attrs["dataset"], attrs["table"]) == (data.dataset_of(name), name)
    assert attrs["licence"] == "CC-BY-4.0"
    assert set(attrs["units"]) <= set(table.columns)
    for column, system in attrs["code_systems"].items():
        assert column in table.columns
        assert system["name"]
        assert system["uri"].startswith("http")
    for entry in attrs["review"]:
        assert {"id", "who", "what"} <= set(entry)


def test_units_of_known_columns():
    assert data.load("opd_visits").attrs["units"]["chi_phi"] == "VND"
    assert data.load("opd_visits").attrs["code_systems"]["icd10"]["id"] == "icd10"


def test_age_groups_meet_at_16_and_60():
    ages = pd.DataFrame({"tuoi": [0, 15, 16, 59, 60], "ngay_ra": pd.Timestamp("2025-01-01")})
    groups = data.derive("ipd_discharges", ages)["nhom_tuoi"].tolist()
    assert groups == ["tre_em", "tre_em", "nguoi_lon", "nguoi_lon", "cao_tuoi"]


def test_a_loaded_table_is_the_callers_own():
    mine = data.load("monthly_activity")
    mine["khoa"] = "X"
    assert "X" not in set(data.load("monthly_activity")["khoa"])


@pytest.mark.parametrize("name", [table for table in TABLES if table in ("notes_phi", "refs")])
def test_nested_values_are_the_callers_own_too(name):
    mine = data.load(name)
    column = next(field.name for field in data.fields(name) if field.type == "array")
    place = mine.index[mine[column].map(bool)][0]
    mine.loc[place, column].clear()
    assert data.load(name).loc[place, column]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_in_both_languages(name):
    described = data.describe_columns(name)
    assert [column.name for column in described] == list(data.load(name).columns)
    for column in described:
        assert column.label.vi
        assert column.label.en


@pytest.mark.parametrize("name", TABLES)
def test_every_code_in_the_data_has_labels(name):
    table = data.load(name)
    for column in table.columns:
        labels = data.code_labels(name, column)
        if labels:
            assert set(table[column].dropna().astype(str)) - {""} <= set(labels), column


def test_the_same_eight_departments_in_every_hospital_table():
    tables = [data.load(name) for name in HOSPITAL]
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


def test_a_dataset_of_several_tables_says_which_to_load(monkeypatch):
    monkeypatch.setitem(data.TABLES, "mini", ("people", "results"))
    with pytest.raises(data.DataError, match="people, results"):
        data.load("mini")
    assert data.tables_of("mini") == ("people", "results")
    assert data.dataset_of("people") == "mini"


def test_tables_by_name():
    assert list(data.tables(["monthly_activity"])) == ["monthly_activity"]
