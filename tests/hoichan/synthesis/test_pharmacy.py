"""What the datasheet of pharmacy promises is in its rows, for the release and for other seeds."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
import yaml

from hoichan import data
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import pharmacy
from hoichan.synthesis.measures import evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

NAME = "pharmacy"
TABLES = ("dispense", "adr", "drug_kb", "drug_pairs")
OTHER_SEEDS = [1, 77, 1_002_607]
IN_MICROGRAMS = {"mg": 1000, "mcg": 1}


@pytest.fixture(scope="module", params=["released", *OTHER_SEEDS])
def tables(request):
    if request.param == "released":
        return {table: data.load(table) for table in TABLES}
    return as_loaded(read_columns(NAME), pharmacy.generate(request.param))


@pytest.fixture(scope="module")
def released():
    return {table: data.load(table) for table in TABLES}


def by_prescription(dispense):
    """Prescription -> its rows as dictionaries, written anew for these tests."""
    found = {}
    for row in dispense.to_dict("records"):
        found.setdefault(row["don_id"], []).append(row)
    return found


def same_unit(dispense, drug_kb):
    """Rows with dose, strength and limit in micrograms; drugs by volume or international unit left out."""
    facts = drug_kb.set_index("hoat_chat").to_dict("index")
    rows = []
    for row in dispense.to_dict("records"):
        fact = facts[row["hoat_chat"]]
        if fact["don_vi"] not in IN_MICROGRAMS:
            continue
        own = IN_MICROGRAMS[fact["don_vi"]]
        limits = []
        if not pd.isna(fact["lieu_toi_da_ngay"]):
            limits.append(fact["lieu_toi_da_ngay"])
        if not pd.isna(fact["toi_da_kg"]) and row["tuoi"] < 16:
            limits.append(fact["toi_da_kg"] * row["can_nang"])
        dose = row["lieu_lan"] * IN_MICROGRAMS[row["don_vi"]]
        rows.append(
            {
                "rx_id": row["rx_id"], "don_id": row["don_id"], "thang": row["thang"],
                "hoat_chat": row["hoat_chat"], "ratio": dose / (row["ham_luong"] * own),
                "daily": dose * row["so_lan_ngay"],
                "limit": min(limits) * own if limits else float("inf"),
                "written": row["lieu_lan"] * row["so_lan_ngay"],
                "bare": min(limits) if limits else float("inf"),
                "other": row["don_vi"] != fact["don_vi"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def doses(tables):
    return same_unit(tables["dispense"], tables["drug_kb"])


@pytest.fixture(scope="module")
def prescriptions(tables):
    return by_prescription(tables["dispense"])


def told_pairs(pairs, kinds):
    return {
        frozenset((row["thuoc_1"], row["thuoc_2"])): row
        for row in pairs.to_dict("records")
        if row["loai"] in kinds
    }


def dangerous(prescriptions, tables, where=lambda row: True, kinds=("tuong_tac",)):
    """(prescription, pair) by looking at every two drugs of every prescription."""
    told = told_pairs(tables["drug_pairs"], kinds)
    found = []
    for code, rows in prescriptions.items():
        if not where(rows[0]):
            continue
        for one, other in combinations(rows, 2):
            pair = told.get(frozenset((one["hoat_chat"], other["hoat_chat"])))
            if pair and (pair["dieu_kien"] != "tuoi<1" or one["tuoi"] < 1):
                found.append((code, pair["cap_id"]))
    return found


# ------------------------------------------------------------------ rows


def test_rows_prescriptions_and_reports_are_exact(tables):
    dispense, adr = tables["dispense"], tables["adr"]
    assert len(dispense) == 30_000
    assert dispense["rx_id"].is_unique
    assert dispense["don_id"].nunique() == 12_000
    sizes = dispense.groupby("don_id").size().value_counts().to_dict()
    assert sizes == {1: 2400, 2: 3600, 3: 3600, 4: 2400}
    assert not dispense.duplicated(["don_id", "hoat_chat"]).any()
    one_each = dispense.groupby("don_id")[["nb_id", "ngay", "khoa", "tuoi"]].nunique()
    assert (one_each == 1).all().all()
    assert dispense["ngay"].is_monotonic_increasing
    assert len(adr) == 900
    assert adr["rx_id"].is_unique


def test_a_report_is_of_the_row_it_names(tables):
    rows = tables["adr"].merge(tables["dispense"], on="rx_id", suffixes=("", "_row"))
    assert len(rows) == 900
    assert (rows["nb_id"] == rows["nb_id_row"]).all()
    assert (rows["khoa"] == rows["khoa_row"]).all()
    assert (rows["thuoc_nghi_ngo"] == rows["hoat_chat"]).all()
    assert rows["nghiem_trong"].between(1, 4).all()


def test_persons_are_plausible(tables):
    rows = tables["dispense"]
    assert (rows.loc[rows["khoa"] == "NHI", "tuoi"] < 16).all()
    assert (rows.loc[rows["khoa"] != "NHI", "tuoi"] >= 16).all()
    pregnant = rows[rows["thai_ky"]]
    assert pregnant["tuoi"].between(18, 44).all()
    assert set(pregnant["khoa"]) == {"SAN"}
    assert rows.loc[rows["tuoi"] < 18, "egfr"].isna().all()
    missing = rows.loc[rows["tuoi"] >= 18, "egfr"].isna().mean()
    assert 0.12 < missing < 0.18
    per_person = rows.groupby("nb_id")[["khoa", "tuoi", "can_nang", "thai_ky"]].nunique()
    assert (per_person == 1).all().all()
    atc = tables["drug_kb"].set_index("hoat_chat")["atc"]
    assert (rows["atc"] == rows["hoat_chat"].map(atc)).all()


# ------------------------------------------------------------------ reports mislead


def rates(tables):
    courses = tables["dispense"].groupby(["hoat_chat", "khoa"]).size().to_dict()
    reports = tables["adr"].groupby(["thuoc_nghi_ngo", "khoa"]).size().to_dict()
    wards = sorted({ward for _, ward in courses})
    share = {
        ward: sum(n for (_, its), n in courses.items() if its == ward) / 30_000 for ward in wards
    }
    found = {}
    for drug in sorted({drug for drug, _ in courses}):
        if min(courses.get((drug, ward), 0) for ward in wards) < 20:
            continue
        number = sum(reports.get((drug, ward), 0) for ward in wards)
        found[drug] = {
            "counts": number,
            "crude": number / sum(courses[drug, ward] for ward in wards),
            "adjusted": sum(
                share[ward] * reports.get((drug, ward), 0) / courses[drug, ward] for ward in wards
            ),
        }
    return pd.DataFrame(found).T


def test_three_rankings_have_three_leaders_far_enough_apart(tables, prescriptions):
    found = rates(tables)
    leaders = {"counts": "amoxicilin", "crude": "vancomycin", "adjusted": "co-trimoxazol"}
    for method, leader in leaders.items():
        ordered = found[method].sort_values(ascending=False)
        assert ordered.index[0] == leader
        assert ordered.iloc[0] > 1.05 * ordered.iloc[1]
        said = evaluate(tables, f"{NAME}.adr_first", {"method": method}).value
        assert said == leader
    assert found.loc["co-trimoxazol", "adjusted"] > 1.5 * found.loc["vancomycin", "adjusted"]
    assert found.loc["co-trimoxazol", "adjusted"] > 2.5 * found.loc["amoxicilin", "adjusted"]
    rate = evaluate(tables, f"{NAME}.adr_rate", {"hoat_chat": "vancomycin"}).value
    assert rate == pytest.approx(found.loc["vancomycin", "adjusted"])


def test_wards_report_very_differently_and_the_risky_drug_hides_where_little_is_reported(tables):
    dispense, adr = tables["dispense"], tables["adr"]
    by_ward = (adr["khoa"].value_counts() / dispense["khoa"].value_counts()).sort_values()
    assert by_ward.index[0] == "NOI"
    assert by_ward.index[-1] == "HSCC"
    assert by_ward["HSCC"] > 4 * by_ward["NOI"]
    of = dispense[dispense["hoat_chat"] == "co-trimoxazol"]["khoa"].value_counts(normalize=True)
    assert of["NOI"] + of["NGOAI"] > 0.6
    of = dispense[dispense["hoat_chat"] == "vancomycin"]["khoa"].value_counts(normalize=True)
    assert of["HSCC"] > 0.5
    # On every ward by itself the risky drug has the higher rate.
    for ward in ("NOI", "HSCC", "NHI"):
        there = dispense[dispense["khoa"] == ward]["hoat_chat"].value_counts()
        told = adr[adr["khoa"] == ward]["thuoc_nghi_ngo"].value_counts()
        rate = (told / there)[["co-trimoxazol", "vancomycin", "amoxicilin"]]
        assert rate.idxmax() == "co-trimoxazol"


# ------------------------------------------------------------------ doses


def test_slips_and_breaches_are_exact(tables, doses):
    rows = doses
    slipped = (rows["ratio"] > 40) | (rows["ratio"] < 1 / 40)
    assert slipped.sum() == 360 == round(0.012 * 30_000)
    # Nothing is near the border: a slip is a factor of 1,000.
    assert not rows["ratio"].between(25, 49.9).any()
    assert not rows["ratio"].between(0.0201, 0.049).any()
    above = rows[~slipped & (rows["daily"] > rows["limit"] * (1 + 1e-9))]
    assert len(above) == 120
    assert (above.groupby("thang").size() == 10).all()
    assert (above["daily"] >= 1.15 * above["limit"]).all()
    assert evaluate(tables, f"{NAME}.slipped", {}).value == 360
    assert evaluate(tables, f"{NAME}.over_limit", {}).value == 120


def test_numbers_without_units_mislead_both_ways_over_the_year(tables, doses):
    rows = doses
    slipped = (rows["ratio"] > 40) | (rows["ratio"] < 1 / 40)
    truly = ~slipped & (rows["daily"] > rows["limit"] * (1 + 1e-9))
    seeming = rows["written"] > rows["bare"] * (1 + 1e-9)
    assert (seeming & ~truly).sum() >= 40
    assert {"digoxin"} <= set(rows.loc[seeming & ~truly, "hoat_chat"])
    rightly = rows[~slipped & rows["other"]]
    assert set(rightly["hoat_chat"]) == {"digoxin", "levothyroxin", "salbutamol", "budesonid"}
    number = evaluate(tables, f"{NAME}.over_limit", {"units": False}).value
    assert number == int(seeming.sum())


# ------------------------------------------------------------------ pairs, contraindications


def test_every_fiftieth_prescription_holds_exactly_one_pair_of_the_table(tables, prescriptions):
    found = dangerous(prescriptions, tables)
    assert len(found) == len({code for code, _ in found}) == 240 == round(0.02 * 12_000)
    by_pair = pd.Series([pair for _, pair in found]).value_counts()
    assert len(by_pair) == 28
    assert set(by_pair) <= {8, 9}
    assert evaluate(tables, f"{NAME}.pair_prescriptions", {}).value == 240
    assert evaluate(tables, f"{NAME}.pair_share", {}).value == pytest.approx(0.02)


def test_harmless_pairs_are_common(tables, prescriptions):
    found = dangerous(prescriptions, tables, kinds=("khong_dang_ke",))
    assert len({pair for _, pair in found}) == 15
    assert len(found) > 1000


def test_pairs_the_table_does_not_list_were_kept_apart(tables, prescriptions):
    content = yaml.safe_load((data.folder(NAME) / "generator.yaml").read_text(encoding="utf-8"))
    apart = {frozenset((one, two)) for one, others in content["apart"].items() for two in others}
    told = set(told_pairs(tables["drug_pairs"], ("tuong_tac",)))
    for rows in prescriptions.values():
        for one, two in combinations(rows, 2):
            pair = frozenset((one["hoat_chat"], two["hoat_chat"]))
            assert pair not in apart - told


BROKEN = {
    "CC01": lambda row: row.hoat_chat == "metformin" and not pd.isna(row.egfr) and row.egfr < 30,
    "CC02": lambda row: row.hoat_chat == "diclofenac" and not pd.isna(row.egfr) and row.egfr < 30,
    "CC03": lambda row: row.hoat_chat == "enalapril" and row.thai_ky,
    "CC04": lambda row: row.hoat_chat == "losartan" and row.thai_ky,
    "CC05": lambda row: row.hoat_chat == "methotrexat" and row.thai_ky,
    "CC06": lambda row: row.hoat_chat == "natri valproat" and row.thai_ky,
    "CC07": lambda row: row.hoat_chat == "doxycyclin" and row.thai_ky,
    "CC08": lambda row: row.hoat_chat == "aspirin" and row.tuoi < 16,
    "CC09": lambda row: row.hoat_chat == "codein" and row.tuoi < 12,
    "CC10": lambda row: row.hoat_chat == "doxycyclin" and row.tuoi < 8,
    "CC11": lambda row: row.hoat_chat == "metoclopramid" and row.tuoi < 1,
    "CC12": lambda row: row.hoat_chat == "amoxicilin" and row.di_ung == "penicilin",
    "CC13": lambda row: row.hoat_chat == "co-trimoxazol" and row.di_ung == "sulfamid",
    "CC14": lambda row: row.hoat_chat == "ibuprofen" and row.di_ung == "nsaid",
    "CC15": lambda row: row.hoat_chat == "methotrexat" and row.so_ngay > 1,
}


def test_each_contraindication_that_can_be_told_is_broken_ten_times(tables):
    rows = list(tables["dispense"].itertuples())
    broken = {
        rule: {row.rx_id for row in rows if is_broken(row)} for rule, is_broken in BROKEN.items()
    }
    assert {rule: len(found) for rule, found in broken.items()} == dict.fromkeys(BROKEN, 10)
    assert len(set().union(*broken.values())) == 150
    assert evaluate(tables, f"{NAME}.contraindicated", {}).value == 150
    for rule in BROKEN:
        assert evaluate(tables, f"{NAME}.contraindicated", {"cap_id": rule}).value == 10


# ------------------------------------------------------------------ the knowledge base


def test_every_fact_waits_for_a_pharmacist_with_its_kind_of_source(released):
    for table in ("drug_kb", "drug_pairs"):
        rows = released[table]
        assert set(rows["trang_thai"]) == {"needs_review"}
        assert (rows["nguoi_duyet"].fillna("") == "").all()
        assert (rows["nguon"].fillna("") != "").all()
    kinds = released["drug_pairs"]["loai"].value_counts()
    assert len(released["drug_kb"]) <= 60
    assert kinds["tuong_tac"] + kinds["chong_chi_dinh"] <= 45
    assert kinds["khong_dang_ke"] == 15
    second = released["drug_pairs"]["thuoc_2"]
    alone = released["drug_pairs"]["loai"] == "chong_chi_dinh"
    assert ((second.fillna("") == "") == alone).all()
    assert set(second[~alone]) <= set(released["drug_kb"]["hoat_chat"])


def test_seed_facts_are_in_the_table(released):
    pairs = told_pairs(released["drug_pairs"], ("tuong_tac",))
    levels = {pair: row["muc_do"] for pair, row in pairs.items()}
    for one, two in (
        ("simvastatin", "clarithromycin"),
        ("sildenafil", "glyceryl trinitrat"),
        ("sildenafil", "isosorbid dinitrat"),
        ("ciprofloxacin", "tizanidin"),
        ("ceftriaxon", "calci gluconat"),
    ):
        assert levels[frozenset((one, two))] == "chong_chi_dinh"
    for one, two in (
        ("warfarin", "co-trimoxazol"), ("warfarin", "metronidazol"), ("warfarin", "rifampicin"),
        ("allopurinol", "azathioprin"), ("methotrexat", "co-trimoxazol"), ("digoxin", "amiodaron"),
        ("enalapril", "spironolacton"), ("rifampicin", "ethinylestradiol + levonorgestrel"),
    ):  # fmt: skip
        assert levels[frozenset((one, two))] == "nghiem_trong"
    paracetamol = released["drug_kb"].set_index("hoat_chat").loc["paracetamol"]
    assert (paracetamol["lieu_toi_da_ngay"], paracetamol["toi_da_kg"]) == (4000, 60)
    # Adrenaline in anaphylaxis is left out on purpose: Vietnamese and other texts differ.
    names = " ".join(released["drug_kb"]["hoat_chat"]).lower()
    assert "adrenalin" not in names
    assert "epinephrin" not in names


# ------------------------------------------------------------------ questions


def test_questions_right_and_trapped(tables, doses, prescriptions):
    found = {q.id: (q.right(tables), q.wrong(tables)) for q in asked(NAME)}
    assert len(found) == 3
    assert found["pharmacy-highest-adr-risk"] == ("co-trimoxazol", "amoxicilin")
    rows = doses[doses["thang"] == "2025-03"]
    slipped = (rows["ratio"] > 40) | (rows["ratio"] < 1 / 40)
    above = rows[~slipped & (rows["daily"] > rows["limit"] * (1 + 1e-9))]
    bare = rows[rows["written"] > rows["bare"] * (1 + 1e-9)]
    right, wrong = found["pharmacy-over-daily-limit"]
    assert right == tuple(sorted(set(above["don_id"])))
    assert wrong == tuple(sorted(set(bare["don_id"])))
    assert len(right) >= 8
    assert set(wrong) - set(right)

    def asked_for(row):
        return row["khoa"] == "NOI" and row["thang"] == "2025-03"

    right, wrong = found["pharmacy-pairs-to-act-on"]
    assert right == tuple(sorted({pair for _, pair in dangerous(prescriptions, tables, asked_for)}))
    both = dangerous(prescriptions, tables, asked_for, kinds=("tuong_tac", "khong_dang_ke"))
    assert wrong == tuple(sorted({pair for _, pair in both}))
    assert right
    assert any(pair.startswith("KT") for pair in wrong)


def test_questions_of_the_release_as_published(released):
    found = {q.id: (q.right(released), q.wrong(released)) for q in asked(NAME)}
    right, wrong = found["pharmacy-over-daily-limit"]
    assert len(right) == 10
    assert len(wrong) == 15
    assert found["pharmacy-pairs-to-act-on"][0] == (
        "TT04", "TT09", "TT10", "TT13", "TT14", "TT16", "TT17",
    )  # fmt: skip


def test_the_same_seed_gives_the_same_rows_and_no_answer_is_told():
    first, second = pharmacy.generate(5), pharmacy.generate(5)
    for table in TABLES:
        pd.testing.assert_frame_equal(first[table], second[table])
    hidden = {"planted", "above", "nguy_co", "slip", "cap_id", "lieu_dung"}
    assert not hidden & set(data.load("dispense").columns)
    assert not hidden & set(data.load("adr").columns)
