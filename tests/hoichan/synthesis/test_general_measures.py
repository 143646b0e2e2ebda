"""Measures every table has: conditions mean what they say, and slips are errors instead of zeros."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan.data import catalog
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.measures.general import select

ROWS = pd.DataFrame(
    {
        "khoa": ["NHI", "NHI", "NOI", "NOI", "SAN"],
        "icd10": ["J18.9", "J06.9", "I10", "", "O80"],
        "tuoi": pd.array([3, 7, 60, None, 25], dtype="Int64"),
        "gia": [1.0, 3.0, float("nan"), 10.0, 2.0],
        "bhyt": pd.array([True, False, True, None, True], dtype="boolean"),
        "ngay": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-02-03", None, "2025-03-01"]),
    }
)
TABLES = {"mini": ROWS}


@pytest.fixture(autouse=True)
def mini(monkeypatch):
    """A table in the catalogue that has no measures of its own."""
    monkeypatch.setitem(catalog.TABLES, "mini", ("mini",))


def value(measure, **args):
    return evaluate(TABLES, f"mini.{measure}", args).value


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        (None, 5), ("", 5), ("khoa=NHI", 2), ("khoa=NHI|SAN", 3), ("khoa!=NHI", 3),
        ("khoa=NHI; tuoi<5", 1), ("tuoi<=7", 2), ("tuoi>=25", 2), ("tuoi>25", 1),
        ("tuoi=", 1), ("tuoi!=", 4), ("tuoi!=3", 3), ("icd10=", 1), ("icd10^=J", 2), ("icd10^=J18", 1), ("tuoi^=<", 0),
        ("bhyt=true", 3), ("bhyt=false", 1), ("bhyt=", 1),
        ("ngay>=2025-02-01", 3), ("ngay=2025-02-03", 1), ("ngay<2025-02-01", 1),
        (" khoa = NHI ;tuoi >= 5 ", 1),
    ],
)  # fmt: skip
def test_conditions(where, rows):
    assert len(select(ROWS, where)) == rows
    assert value("count", where=where) == rows


def test_figures():
    assert value("share", of="khoa=NHI") == pytest.approx(0.4)
    assert value("share", of="bhyt=true", where="khoa=NHI") == pytest.approx(0.5)
    assert value("total", column="gia") == pytest.approx(16)
    assert value("mean", column="gia") == pytest.approx(4)
    assert value("median", column="gia") == pytest.approx(2.5)
    assert value("quantile", column="gia", q=0.25) == pytest.approx(1.75)
    assert value("least", column="tuoi") == 3
    assert value("most", column="tuoi", where="khoa=NHI") == 7
    assert value("distinct", column="icd10") == 4
    assert value("ratio", top="gia", bottom="tuoi", where="khoa=NHI") == pytest.approx(0.4)
    assert value("largest", by="khoa", column="gia") == "NOI"
    assert value("largest", by="khoa", where="khoa!=NOI") == "NHI"


@pytest.mark.parametrize(
    ("measure", "args", "said"),
    [
        ("count", {"where": "khoaNHI"}, "Cannot read the condition"),
        ("count", {"where": "khao=NHI"}, "Nearest: khoa"),
        ("count", {"where": "khoa=NHL"}, 'no row with "NHL". Nearest: NHI'),
        ("count", {"where": "khoa!=NHL"}, "no row with"),
        ("count", {"where": "tuoi<năm"}, "holds no values like"),
        ("count", {"where": "bhyt=co"}, "holds no values like"),
        ("mean", {"column": "khoa"}, "not a number"),
        ("mean", {"column": "gia", "where": "ngay>2026-01-01"}, "gives no number"),
        ("share", {"of": "khoa=NHI", "where": "tuoi>100"}, "denominator is 0"),
        ("largest", {"by": "khoa"}, "two groups are equal"),
        ("quantile", {"column": "gia", "q": 2}, "q"),
        ("counts", {}, "mini.count"),
    ],
)  # fmt: skip
def test_slips_are_named(measure, args, said):
    with pytest.raises(MeasureError) as caught:
        value(measure, **args)
    assert said in caught.value.text.en
    assert caught.value.text.vi != caught.value.text.en


def test_a_table_that_does_not_exist_has_no_measures():
    with pytest.raises(MeasureError, match="No measure"):
        evaluate(TABLES, "opd.count", {})


def test_a_quantity_may_be_read_half_a_percent_off():
    measured = evaluate(TABLES, "mini.mean", {"column": "gia"})
    assert measured.unit is None
    assert measured.tolerance == pytest.approx(0.02)
    assert evaluate(TABLES, "mini.count", {}).tolerance == 0
