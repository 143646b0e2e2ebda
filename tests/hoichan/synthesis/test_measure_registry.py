"""Asking for a measure the wrong way says, in both languages, what would have been right."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.schema.case import Truth
from hoichan.synthesis import reference
from hoichan.synthesis.measures import MeasureError, evaluate, registered
from hoichan.synthesis.registry import Unchanging

MONTHLY = pd.DataFrame(
    {"thang": ["2025-02"], "khoa": ["NOI"], "giuong_kh": [30], "ngay_dt": [966], "ra_vien": [0]}
)
TABLES = {"monthly_activity": MONTHLY}


def failure(name, args, tables=None):
    with pytest.raises(MeasureError) as caught:
        evaluate(TABLES if tables is None else tables, name, args)
    return caught.value.text


def test_an_unknown_name_brings_the_nearest():
    text = failure("monthly_activity.bed_ocupancy", {})
    assert "monthly_activity.bed_occupancy" in text.vi
    assert "monthly_activity.bed_occupancy" in text.en
    assert text.vi.startswith("Không có phép đo")


def test_an_unknown_argument_brings_the_nearest():
    text = failure("monthly_activity.bed_occupancy", {"thangg": "2025-02"})
    assert "“thangg”, gần nhất: thang" in text.vi
    assert '"thangg", nearest: thang' in text.en


def test_a_wrong_value_brings_the_permitted_ones():
    text = failure("monthly_activity.bed_occupancy", {"khoa": "NOI2"})
    assert "'NGOAI'" in text.vi
    assert "hoặc" in text.vi
    assert "'NGOAI'" in text.en


def test_a_missing_argument_is_named():
    text = failure("monthly_activity.cell", {"khoa": "NOI", "thang": "2025-02"})
    assert "thiếu tham số “column”" in text.vi
    assert '"column" is missing' in text.en


def test_a_table_not_given_is_named():
    assert "opd_visits" in failure("opd_visits.visits", {}).vi


def test_nothing_to_divide_by_is_an_error_not_a_number():
    assert "Mẫu số bằng 0" in failure("monthly_activity.alos", {"khoa": "NOI"}).vi


def test_a_mean_of_no_rows_is_an_error_not_nan():
    empty = pd.DataFrame({"khoa": ["NOI"], "cho_phut": [5]})
    text = failure("opd_visits.mean_wait_minutes", {"khoa": "NHI"}, {"opd_visits": empty})
    assert "không ra số" in text.vi


def test_a_month_outside_the_table_is_an_error():
    assert "2026-01" in failure("monthly_activity.bed_occupancy", {"thang": "2026-01"}).en


def test_beds_of_several_months_do_not_add_up():
    two = pd.DataFrame({"thang": ["2025-01", "2025-02"], "khoa": "NOI", "giuong_kh": 30})
    args = {"column": "giuong_kh", "khoa": "NOI", "thang": "2025-Q1"}
    three = pd.concat([two, two.tail(1).assign(thang="2025-03")])
    text = failure("monthly_activity.total", args, {"monthly_activity": three})
    assert "Beds of several months" in text.en


def test_small_proportions_have_the_finer_tolerance():
    big = evaluate(TABLES, "monthly_activity.bed_occupancy", {})
    assert (big.unit, big.tolerance) == ("percent", 0.001)
    stays = pd.DataFrame({"ket_qua": ["tu_vong"] + ["do"] * 199, "cskcb": "A"})
    small = evaluate({"ipd_discharges": stays}, "ipd_discharges.crude_mortality", {})
    assert small.value == pytest.approx(0.005)
    assert small.tolerance < (0.008 - 0.005) / 5


def test_every_measure_is_described_and_belongs_to_a_table():
    assert len(registered()) >= 70
    for found in registered():
        assert data.tables_of(found.dataset)
        assert len(found.meaning.vi) > 10, found.name
        assert len(found.meaning.en) > 10, found.name


def test_a_measured_value_fits_the_schema_of_truths():
    measured = evaluate(TABLES, "monthly_activity.bed_occupancy", {"thang": "2025-02"})
    truth = Truth(
        name="occ", value=measured.value, unit=measured.unit, tolerance=measured.tolerance
    )
    assert truth.value == pytest.approx(1.15)


def test_the_committed_reference_page_is_fresh():
    assert reference.path().read_text(encoding="utf-8") == reference.reference()


def test_unchanging_tables_are_measured_once_and_a_missing_one_is_still_told():
    rows = pd.DataFrame({"khoa": ["NHI", "NOI", "NHI"]})
    tables = Unchanging({"opd_visits": rows})
    args = {"where": "khoa=NHI"}
    assert evaluate(tables, "opd_visits.count", args).value == 2
    rows.loc[1, "khoa"] = "NHI"
    assert evaluate(tables, "opd_visits.count", args).value == 2
    assert evaluate(tables, "opd_visits.count", {"where": "khoa^=NH"}).value == 3
    assert evaluate({"opd_visits": rows}, "opd_visits.count", args).value == 3
    with pytest.raises(MeasureError, match="labs"):
        evaluate(Unchanging({"opd_visits": rows}, tables.known), "labs.count", {})
