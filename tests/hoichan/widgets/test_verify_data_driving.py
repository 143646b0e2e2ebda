"""X2 from Python: answering claims, the echo of what was typed, questions about tables."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("typed", "lang", "value", "echo"),
    [
        ("98,6", "vi", 98.6, "Hệ thống hiểu là 98,6"),
        ("98.6", "vi", 98.6, "Hệ thống hiểu là 98,6"),
        ("98,6%", "vi", 98.6, "Hệ thống hiểu là 98,6"),
        ("1.250", "vi", 1250, "Hệ thống hiểu là 1.250"),
        ("1.250", "en", 1.25, "Hệ thống hiểu là 1,25"),
        (" 1 804 ", "vi", 1804, "Hệ thống hiểu là 1.804"),
        ("-3,2", "vi", -3.2, "Hệ thống hiểu là -3,2"),
        ("ba mươi", "vi", None, "Chưa đọc được thành số. Ví dụ: 98,6 hoặc 1.250"),
    ],
)
def test_typed_number_is_read_in_the_learners_language_and_echoed(drive, typed, lang, value, echo):
    x2 = drive("x2")
    x2.ok(do="claim", uid="c1", verdict="false", typed=typed, unit="percent", lang=lang)
    (claim,) = x2.payload["claims"]
    assert (claim["typed"], claim["value"]) == (typed.strip(), value)
    assert x2.widget.state["echo"]["c1"]["vi"] == echo


def test_language_of_the_widget_holds_when_the_operation_names_none(drive):
    x2 = drive("x2")
    x2.ok(do="lang", lang="en")
    x2.ok(do="claim", uid="c1", verdict="false", typed="1.250")
    assert x2.payload["claims"][0]["value"] == 1.25


def test_percent_sign_chooses_the_unit_once(drive):
    x2 = drive("x2")
    x2.ok(do="claim", uid="c1", typed="98,6%")
    assert x2.payload["claims"][0]["unit"] == "percent"
    x2.ok(do="claim", uid="c1", typed="98,6%", unit=None)  # taken back on purpose
    assert x2.payload["claims"][0]["unit"] is None


def test_unverifiable_has_no_value_but_keeps_what_was_typed(drive):
    x2 = drive("x2")
    x2.ok(do="claim", uid="c6", verdict="unverifiable", typed="12")
    assert x2.payload["claims"][0]["value"] is None
    x2.ok(do="claim", uid="c6", verdict="false", typed="12")
    assert x2.payload["claims"][0]["value"] == 12


def test_path_is_recorded_bounded_and_not_undone(drive):
    x2 = drive("x2")
    x2.ok(do="path", uid="c1", step="monthly_activity: * -> count()")
    x2.ok(do="claim", uid="c1", verdict="true")
    x2.ok(do="undo")
    (claim,) = x2.payload["claims"]
    assert (claim["verdict"], claim["path"]) == (None, ["monthly_activity: * -> count()"])
    for number in range(70):
        x2.ok(do="path", uid="c1", step=f"step {number}")
    path = x2.payload["claims"][0]["path"]
    assert (len(path), path[-1]) == (60, "step 69")


def test_claims_stand_in_the_order_of_the_task(drive):
    x2 = drive("x2")
    for uid in ("c10", "c2", "c1"):
        x2.ok(do="claim", uid=uid, verdict="true")
    assert [claim["uid"] for claim in x2.payload["claims"]] == ["c1", "c2", "c10"]


@pytest.mark.parametrize(
    "op",
    [
        {"do": "claim", "uid": "c99", "verdict": "true"},
        {"do": "claim", "uid": "c1", "verdict": "maybe"},
        {"do": "claim", "uid": "c1", "unit": "vnd"},
        {"do": "claim", "uid": "c1", "typed": "1" * 61},
        {"do": "path", "uid": "c1", "step": ""},
        {"do": "flag", "uid": "a1.u1"},
    ],
)
def test_nonsense_is_refused(drive, op):
    x2 = drive("x2")
    assert x2.op(**op)["kind"] == "nack"
    assert x2.payload["claims"] == []


def test_tables_are_described_in_both_languages(drive):
    reply = drive("x2").widget.receive({"kind": "tables", "id": "t"})
    assert [table["name"] for table in reply["tables"]] == ["monthly_activity", "opd_visits"]
    khoa = next(c for c in reply["tables"][0]["columns"] if c["name"] == "khoa")
    assert khoa["kind"] == "choice"
    assert {"value": "NOI", "label": {"vi": "Khoa Nội", "en": "Internal medicine"}} in khoa[
        "choices"
    ]


def test_a_table_of_another_task_stays_closed(drive):
    query = {"kind": "query", "id": "q", "table": "ipd_discharges", "how": "count"}
    reply = drive("x2").widget.receive(query)
    assert (reply["kind"], reply["id"]) == ("error", "q")


def test_damaged_tables_are_reported_not_raised(drive, monkeypatch):
    from hoichan import data
    from hoichan.data import DataError

    def broken(name: str) -> None:
        raise DataError("Thiếu tệp.", "A file is missing.")

    monkeypatch.setattr(data, "resource", broken)
    reply = drive("x2").widget.receive({"kind": "tables", "id": "t"})
    assert reply["error"] == {"vi": "Thiếu tệp.", "en": "A file is missing."}
