"""The table tool against pandas worked by hand on the published tables."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from hoichan import data
from hoichan.answers import OperationRefused
from hoichan.widgets.calculator import calculate
from hoichan.widgets.columns import table_columns
from hoichan.widgets.lookup import SHOWN_ROWS, look_up

ALL = ("monthly_activity", "opd_visits", "ipd_discharges", "bhyt_claims", "ward_vitals")


def ask(table: str, how: str, *filters: dict[str, Any], **more: Any) -> dict[str, Any]:
    query = {"kind": "query", "id": "q", "table": table, "how": how, "filters": list(filters)}
    return look_up({**query, **more}, ALL)


def only(reply: dict[str, Any]) -> float:
    ((cell,),) = reply["rows"]
    return float(cell["number"])


def is_in(column: str, *chosen: str) -> dict[str, Any]:
    return {"column": column, "cond": "in", "chosen": list(chosen)}


def between(column: str, low: str = "", high: str = "") -> dict[str, Any]:
    return {"column": column, "cond": "between", "low": low, "high": high}


def test_sum_of_one_cell():
    reply = ask(
        "monthly_activity", "sum", is_in("khoa", "NOI"), is_in("thang", "2025-02"), column="ngay_dt"
    )
    frame = data.load("monthly_activity")
    row = frame[(frame.khoa == "NOI") & (frame.thang == "2025-02")]
    assert only(reply) == row.ngay_dt.item()
    assert reply["sentence"] == "Tổng “Ngày điều trị” · Khoa = Khoa Nội · Tháng = 02/2025"
    assert reply["step"] == "monthly_activity: khoa=NOI; thang=2025-02 -> sum(ngay_dt)"


def test_dates_numbers_booleans_and_codes_filter_together():
    reply = ask(
        "opd_visits",
        "count",
        between("ngay_kham", "1/3/2025", "2025-03-31"),
        between("tuoi", high="15"),
        is_in("dung_tuyen", "true"),
        {"column": "gioi", "cond": "not_in", "chosen": ["1"]},
    )
    frame = data.load("opd_visits")
    kept = frame[
        frame.ngay_kham.between(pd.Timestamp("2025-03-01"), pd.Timestamp("2025-03-31"))
        & (frame.tuoi <= 15)
        & frame.dung_tuyen.fillna(False)
        & (frame.gioi == 2)
    ]
    assert only(reply) == len(kept) > 0
    assert "ngay_kham=2025-03-01..2025-03-31" in reply["step"]


def test_missing_values_match_neither_is_nor_is_not():
    frame = data.load("opd_visits")
    known = ask("opd_visits", "count", is_in("dung_tuyen", "true", "false"))
    other = ask(
        "opd_visits", "count", {"column": "dung_tuyen", "cond": "not_in", "chosen": ["true"]}
    )
    assert only(known) == frame.dung_tuyen.notna().sum()
    assert only(other) == (frame.dung_tuyen == False).sum()  # noqa: E712 - three-valued


def test_distinct_mean_and_grouped_median():
    frame = data.load("opd_visits")
    assert only(ask("opd_visits", "distinct", column="nb_id")) == frame.nb_id.nunique()
    assert only(ask("opd_visits", "mean", column="chi_phi")) == pytest.approx(frame.chi_phi.mean())
    reply = ask("opd_visits", "median", column="cho_phut", group="thu", lang="en")
    expected = frame.groupby("thu").cho_phut.median()
    assert [row[0]["text"] for row in reply["rows"]][:2] == ["Monday", "Tuesday"]
    assert [row[1]["number"] for row in reply["rows"]] == [
        expected[day] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    ]


def test_months_can_be_a_range_and_times_too():
    frame = data.load("opd_visits")
    months = ask("monthly_activity", "count", between("thang", "2024-01", "2024-12"))
    assert only(months) == 96
    early = ask("opd_visits", "count", between("gio_vao", high="7:30"))
    assert only(early) == (frame.gio_vao <= "07:30").sum()


def test_text_columns_by_start():
    reply = ask("opd_visits", "rows", {"column": "visit_id", "cond": "starts", "low": "kb00000"})
    assert reply["total"] == "9"
    assert reply["rows"][0][0]["text"] == "KB000001"


def test_rows_are_capped_and_decoded():
    reply = ask("opd_visits", "rows", is_in("khoa", "NOI"))
    assert len(reply["rows"]) == reply["shown"] == SHOWN_ROWS
    assert reply["cut"]
    texts = {
        column["text"]: cell["text"]
        for column, cell in zip(reply["columns"], reply["rows"][0], strict=True)
    }
    assert texts["Khoa"] == "Khoa Nội"
    assert texts["Ngày khám"].count("/") == 2


def test_no_matching_row():
    nothing = between("tuoi", "200", "300")
    assert only(ask("opd_visits", "count", nothing)) == 0
    assert ask("opd_visits", "mean", nothing, column="tuoi")["rows"] == [
        [{"text": "–", "number": None}]
    ]
    assert ask("opd_visits", "rows", nothing)["rows"] == []


@pytest.mark.parametrize(
    ("filters", "more"),
    [
        ([is_in("khoa")], {"how": "count"}),
        ([is_in("no_such", "1")], {"how": "count"}),
        ([between("tuoi", "muoi")], {"how": "count"}),
        ([between("ngay_kham", "31/02/2025")], {"how": "count"}),
        ([between("gio_vao", "25:00")], {"how": "count"}),
        ([between("khoa", "A", "B")], {"how": "count"}),
        ([between("tuoi")], {"how": "count"}),
        ([{"column": "visit_id", "cond": "starts", "low": " "}], {"how": "count"}),
        ([], {"how": "sum", "column": "khoa"}),
        ([], {"how": "sum"}),
        ([], {"how": "count", "group": "tuoi"}),
        ([], {"how": "count", "group": "no_such"}),
        ([], {"how": "eval"}),
        ([{"column": "khoa", "cond": "in", "chosen": ["x"] * 61}], {"how": "count"}),
    ],
)
def test_an_incomplete_question_says_what_to_do(filters, more):
    with pytest.raises(OperationRefused) as refused:
        ask("opd_visits", more["how"], *filters, **{k: v for k, v in more.items() if k != "how"})
    assert refused.value.text.vi
    assert refused.value.text.en


def test_a_learner_never_changes_the_table():
    before = data.load("monthly_activity")
    ask("monthly_activity", "sum", is_in("khoa", "NOI"), column="ngay_dt", group="thang")
    pd.testing.assert_frame_equal(before, data.load("monthly_activity"))


def test_every_column_of_every_table_can_be_used():
    for name in ALL:
        for column in table_columns(name):
            how = "mean" if column.kind == "number" else "distinct"
            assert ask(name, how, column=column.name)["rows"]
            if column.kind == "choice":
                counted = ask(name, "count", group=column.name)
                assert counted["rows"], column.name


@pytest.mark.parametrize(
    ("task", "plain", "percent"),
    [
        ({"a": "966", "b": "30 × 28"}, "1,15", "115"),
        ({"a": "966", "b": "30x28", "lang": "en"}, "1.15", "115"),
        ({"a": "1.041", "b": "172"}, "6,0523", "605,23"),
        ({"a": "118", "b": "105", "how": "change"}, "0,1238", "12,38"),
        ({"a": "10", "b": "12,5", "how": "difference"}, "-2,5", "-250"),
        ({"a": "2 + 3*4", "b": "7", "lang": "en"}, "2", "200"),
    ],
)
def test_calculator(task, plain, percent):
    forms = calculate({"kind": "calc", "id": "1", **task})["forms"]
    assert (forms["plain"], forms["percent"]) == (plain, percent)


@pytest.mark.parametrize(("a", "b"), [("", "1"), ("1", "0"), ("một", "2"), ("1 +", "2")])
def test_calculator_refuses_in_words(a, b):
    with pytest.raises(OperationRefused):
        calculate({"kind": "calc", "id": "1", "a": a, "b": b})


def test_a_day_of_a_column_with_times_is_the_whole_day():
    reply = ask("bhyt_claims", "count", between("NGAY_RA", "1/3/2025", "31/3/2025"))
    frame = data.load("bhyt_claims")
    kept = frame[(frame.NGAY_RA >= "2025-03-01") & (frame.NGAY_RA < "2025-04-01")]
    assert only(reply) == len(kept)
    assert (kept.NGAY_RA >= "2025-03-31T00:01").any()
    assert reply["sentence"].endswith("01/03/2025–31/03/2025")


def test_a_moment_can_be_a_bound_and_is_shown():
    moment = "20/3/2025 6:00"
    reply = ask("ward_vitals", "rows", between("t", moment, moment))
    frame = data.load("ward_vitals")
    assert len(reply["rows"]) == min(SHOWN_ROWS, (frame.t == "2025-03-20T06:00").sum()) > 0
    place = next(at for at, column in enumerate(table_columns("ward_vitals")) if column.name == "t")
    assert {row[place]["text"] for row in reply["rows"]} == {"20/03/2025 06:00"}
    assert reply["sentence"].endswith("20/03/2025 06:00–20/03/2025 06:00")
    assert reply["step"].startswith("ward_vitals: t=2025-03-20T06:00..2025-03-20T06:00")


def test_a_time_that_cannot_be_read_is_refused():
    with pytest.raises(OperationRefused):
        ask("ward_vitals", "count", between("t", "20/3/2025 25:00"))
