"""Measures of pharmacy on a made-up pharmacy with known answers, at boundaries and on bad input."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.data import DataError
from hoichan.synthesis.clinical.conditions import meets
from hoichan.synthesis.generators.pharmacy_params import load_knowledge
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.measures.pharmacy import contraindicated, over_limit, pairs_found, slips

NAME = "pharmacy"
ROW = {
    "khoa": "NOI", "don_vi": "mg", "ham_luong": 500.0, "so_lan_ngay": 4, "so_ngay": 5, "tuoi": 40,
    "can_nang": 60.0, "egfr": pd.NA, "thai_ky": False, "di_ung": "", "thang": "2025-03",
}  # fmt: skip


def dispense(*rows):
    made = [
        {
            "rx_id": f"RX{n:05d}",
            "don_id": f"DT{n:05d}",
            "hoat_chat": "paracetamol",
            "lieu_lan": 500.0,
        }
        | ROW
        | row
        for n, row in enumerate(rows, 1)
    ]
    return pd.DataFrame(made).astype({"egfr": "Int64"})


def pharmacy(*rows, adr=()):
    """Tables with the given rows, the published facts and reports (drug, ward)."""
    reports = pd.DataFrame(adr, columns=["thuoc_nghi_ngo", "khoa"])
    return {
        "dispense": dispense(*rows), "adr": reports,
        "drug_kb": data.load("drug_kb"), "drug_pairs": data.load("drug_pairs"),
    }  # fmt: skip


def said(tables, what, **args):
    return evaluate(tables, f"{NAME}.{what}", args).value


# ------------------------------------------------------------------ doses


@pytest.mark.parametrize(
    ("row", "over"),
    [
        ({"lieu_lan": 1000.0}, False),  # 4 g is the ceiling, not above it
        ({"lieu_lan": 1001.0}, True),
        ({"lieu_lan": 1_001_000.0, "don_vi": "mcg"}, True),  # the same in micrograms
        ({"lieu_lan": 1000.0, "don_vi": "mcg"}, False),  # a slip, and far below anyway
        ({"tuoi": 15, "can_nang": 40.0, "lieu_lan": 600.0}, False),  # 60 mg/kg
        ({"tuoi": 15, "can_nang": 40.0, "lieu_lan": 601.0}, True),
        ({"tuoi": 16, "can_nang": 40.0, "lieu_lan": 601.0}, False),  # by weight only below 16
        ({"tuoi": 15, "can_nang": 90.0, "lieu_lan": 1001.0}, True),  # 4 g also holds for a child
        ({"hoat_chat": "amoxicilin", "lieu_lan": 3000.0}, False),  # no ceiling in the table
        (
            {"hoat_chat": "digoxin", "ham_luong": 0.25, "lieu_lan": 250.0, "don_vi": "mcg", "so_lan_ngay": 1},
            False,
        ),
        (
            {"hoat_chat": "levothyroxin", "ham_luong": 50.0, "lieu_lan": 0.4, "so_lan_ngay": 1},
            True,  # 0.4 mg = 400 mcg
        ),
        (
            {"hoat_chat": "levothyroxin", "ham_luong": 50.0, "lieu_lan": 50.0, "so_lan_ngay": 1},
            False,  # 50 mg is a slip: to be asked about, not a dose
        ),
    ],
)  # fmt: skip
def test_daily_limit_in_one_unit(row, over):
    assert (len(over_limit(pharmacy(row))) == 1) is over


def test_bare_numbers_see_a_breach_that_is_none_and_miss_one():
    digoxin = {"hoat_chat": "digoxin", "ham_luong": 0.25, "lieu_lan": 250.0, "don_vi": "mcg"}
    thyroxin = {"hoat_chat": "levothyroxin", "ham_luong": 50.0, "lieu_lan": 0.4}
    tables = pharmacy(digoxin | {"so_lan_ngay": 1}, thyroxin | {"so_lan_ngay": 1})
    assert over_limit(tables)["hoat_chat"].tolist() == ["levothyroxin"]
    assert over_limit(tables, units=False)["hoat_chat"].tolist() == ["digoxin"]
    assert said(tables, "over_limit") == said(tables, "over_limit", units=False) == 1
    assert said(tables, "over_limit", where="thang=2025-03; hoat_chat=digoxin") == 0


@pytest.mark.parametrize(
    ("row", "slip"),
    [
        ({"lieu_lan": 500.0}, False),
        ({"lieu_lan": 500.0, "don_vi": "mcg"}, True),
        ({"lieu_lan": 20_000.0}, False),  # 40 times the strength: not yet
        ({"lieu_lan": 20_001.0}, True),
        ({"lieu_lan": 12.5}, False),  # a fortieth
        ({"lieu_lan": 12.4}, True),
        ({"hoat_chat": "insulin", "don_vi": "IU", "ham_luong": 100.0, "lieu_lan": 1.0}, False),
        ({"hoat_chat": "salbutamol", "ham_luong": 100.0, "lieu_lan": 0.1}, False),
        ({"hoat_chat": "salbutamol", "ham_luong": 100.0, "lieu_lan": 100.0}, True),
    ],
)
def test_slips(row, slip):
    assert (len(slips(pharmacy(row))) == 1) is slip
    assert said(pharmacy(row), "slipped") == int(slip)


# ------------------------------------------------------------------ pairs, contraindications


def together(*drugs, **cells):
    return [{"don_id": "DT00009", "hoat_chat": drug} | cells for drug in drugs]


def test_pairs_are_of_one_prescription_in_any_order():
    tables = pharmacy(*together("clarithromycin", "paracetamol", "simvastatin"))
    assert pairs_found(tables)["cap_id"].tolist() == ["TT07"]
    apart = pharmacy({"hoat_chat": "clarithromycin"}, {"hoat_chat": "simvastatin"})
    assert pairs_found(apart).empty
    assert said(tables, "pair_prescriptions", cap_id="TT07") == 1
    assert said(tables, "pair_prescriptions", cap_id="TT08") == 0
    assert said(tables, "pair_prescriptions", muc_do="nghiem_trong") == 0
    assert said(tables, "pair_share") == 1.0
    harmless = pharmacy(*together("amoxicilin", "paracetamol"))
    assert pairs_found(harmless).empty
    assert pairs_found(harmless, kinds=("khong_dang_ke",))["cap_id"].tolist() == ["KT01"]


def test_ceftriaxon_and_calcium_only_in_infants():
    assert len(pairs_found(pharmacy(*together("ceftriaxon", "calci gluconat", tuoi=0)))) == 1
    assert pairs_found(pharmacy(*together("ceftriaxon", "calci gluconat", tuoi=1))).empty


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ({"hoat_chat": "metformin", "egfr": 29}, ["CC01"]),
        ({"hoat_chat": "metformin", "egfr": 30}, []),
        ({"hoat_chat": "metformin"}, []),  # not measured: the table cannot tell
        ({"hoat_chat": "methotrexat", "thai_ky": True, "so_ngay": 7}, ["CC05", "CC15"]),
        ({"hoat_chat": "methotrexat", "so_ngay": 1}, []),
        ({"hoat_chat": "aspirin", "tuoi": 15}, ["CC08"]),
        ({"hoat_chat": "aspirin", "tuoi": 16}, []),  # dengue is not in the table
        ({"hoat_chat": "amoxicilin", "di_ung": "penicilin"}, ["CC12"]),
        ({"hoat_chat": "amoxicilin", "di_ung": "nsaid"}, []),
    ],
)
def test_contraindications_at_their_limits(row, rules):
    tables = pharmacy(row)
    assert contraindicated(tables)["cap_id"].tolist() == rules
    assert said(tables, "contraindicated") == bool(rules)
    assert said(tables, "contraindicated", cap_id="CC15") == ("CC15" in rules)


# ------------------------------------------------------------------ reports


@pytest.fixture
def two_wards():
    """Drug A is riskier on both wards, yet has fewer reports and a lower crude rate than B."""
    courses = [("A", "NOI", 90), ("A", "HSCC", 10), ("B", "NOI", 10), ("B", "HSCC", 90)]
    reports = [("A", "NOI", 9), ("A", "HSCC", 6), ("B", "NOI", 0), ("B", "HSCC", 27)]
    rows = [{"hoat_chat": drug, "khoa": ward} for drug, ward, n in courses for _ in range(n)]
    return pharmacy(*rows, adr=[(drug, ward) for drug, ward, n in reports for _ in range(n)])


def test_standardised_rates_by_hand(two_wards):
    few = {"min_courses": 10}
    assert said(two_wards, "adr_first", method="counts", **few) == "B"
    assert said(two_wards, "adr_first", method="crude", **few) == "B"
    assert said(two_wards, "adr_first", **few) == "A"
    # Both wards hold half of all courses: (9/90 + 6/10) / 2 and (0/10 + 27/90) / 2.
    assert said(two_wards, "adr_rate", hoat_chat="A", **few) == pytest.approx(0.35)
    assert said(two_wards, "adr_rate", hoat_chat="B", **few) == pytest.approx(0.15)
    assert said(two_wards, "adr_rate", hoat_chat="B", method="crude", **few) == 0.27
    assert said(two_wards, "adr_rank", hoat_chat="A", **few) == 1
    assert said(two_wards, "adr_rank", hoat_chat="A", method="counts", **few) == 2
    assert said(two_wards, "reporting", khoa="NOI") == 0.09
    assert said(two_wards, "reporting") == 0.21


@pytest.mark.parametrize(
    ("what", "args", "words"),
    [
        ("adr_first", {}, "No drug has 20 courses"),
        ("adr_rate", {"hoat_chat": "A"}, "does not have 20 courses"),
        ("adr_rate", {"hoat_chat": "A", "method": "counts"}, "crude or adjusted"),
        ("adr_rank", {"hoat_chat": "C", "min_courses": 1}, "does not have 1 courses"),
        ("adr_first", {"method": "raw"}, "method"),
        ("reporting", {"khoa": "XYZ"}, "XYZ"),
        ("pair_prescriptions", {"cap_id": "TT99"}, "no row"),
        ("pair_prescriptions", {"cap_id": "KT01"}, "no row"),
        ("contraindicated", {"cap_id": "TT01"}, "no row"),
    ],
)
def test_measures_say_what_is_wrong(two_wards, what, args, words):
    with pytest.raises(MeasureError, match=words):
        said(two_wards, what, **args)


def test_equal_leaders_are_no_answer():
    rows = [{"hoat_chat": "A"}, {"hoat_chat": "B"}]
    tables = pharmacy(*rows, adr=[("A", "NOI"), ("B", "NOI")])
    with pytest.raises(MeasureError, match="equal"):
        said(tables, "adr_first", min_courses=1)


# ------------------------------------------------------------------ conditions, knowledge base


def test_conditions():
    rows = dispense({"egfr": 20, "tuoi": 3}, {"egfr": 45, "tuoi": 70}, {"thai_ky": True})
    assert meets(rows, "egfr<30").tolist() == [True, False, False]
    assert meets(rows, "tuoi>3").tolist() == [False, True, True]
    assert meets(rows, "thai_ky=true").tolist() == [False, False, True]
    assert meets(rows, "").all()
    for wrong in ("egfr < 30", "inr>3", "egfr", "egfr<30; tuoi<3"):
        with pytest.raises(ValueError, match="cannot read"):
            meets(rows, wrong)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  - [paracetamol, amoxicilin]", "  - [paracetamol, thuốc lạ]", "thuốc lạ"),
        ("xu_tri: dung, nguon", "xu_tri: bo, nguon", "xu_tri"),
        ("status: needs_review", "status: done", "status"),
    ],
)
def test_a_wrong_knowledge_base_is_named(tmp_path, old, new, words):
    text = (data.folder(NAME) / "kb.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "kb.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=words):
        load_knowledge(tmp_path)
