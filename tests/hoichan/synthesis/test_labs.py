"""``labs``: units, spoilt samples and two tests that move together, read from the data alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import labs
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

GLUCOSE, CREATININE, POTASSIUM = "14771-0", "14682-9", "2823-3"
HAEMATOCRIT, PLATELETS = "4544-3", "777-3"


@pytest.fixture(scope="module", params=[None, 3, 58, 1_002_608], ids=lambda seed: f"seed {seed}")
def rows(request):
    if request.param is None:
        return data.load("labs")
    return as_loaded(read_columns("labs"), labs.generate(request.param))["labs"]


def of(rows, loinc):
    return rows[rows["loinc"] == loinc]


def test_size_and_one_result_a_sample_and_test(rows):
    assert len(rows) == 30_000
    assert rows["nb_id"].nunique() == 4_000
    assert not rows.duplicated(["nb_id", "t_lay", "loinc"]).any()
    assert len(rows.drop_duplicates(["nb_id", "tuoi", "gioi"])) == 4_000


@pytest.mark.parametrize(
    ("loinc", "gap", "factor"), [(GLUCOSE, (25, 50), 18.016), (CREATININE, (10.5, 31), 1 / 88.4)]
)
def test_two_units_lie_apart_with_nothing_between(rows, loinc, gap, factor):
    values = of(rows, loinc)["gia_tri"]
    below, above = values[values <= gap[0]], values[values >= gap[1]]
    assert len(below) + len(above) == len(values)
    slipped = above if factor > 1 else below
    assert len(slipped) == 225
    # The slipped ones, converted, lie where the others do.
    usual = below if factor > 1 else above
    assert (slipped / factor).median() == pytest.approx(usual.median(), rel=0.08)
    assert len(set(of(rows, loinc)["don_vi"])) == 1


def test_the_flag_of_a_slipped_row_speaks_of_the_true_value(rows):
    glucose = of(rows, GLUCOSE)
    slipped = glucose[glucose["gia_tri"] > 40]
    true = (slipped["gia_tri"] / 18.016).round(1)
    clear = (true - slipped["csbt_cao"]).abs() > 0.1
    assert (
        (slipped["co"] != "")[clear & (true > 3.9)]
        == (true > slipped["csbt_cao"])[clear & (true > 3.9)]
    ).all()


def test_haemolysis_makes_high_potassium_of_normal(rows):
    potassium = of(rows, POTASSIUM)
    spoilt = potassium[potassium["mau"] == "tan_huyet"]
    assert len(spoilt) == 100
    assert (spoilt["gia_tri"] > 5.5).sum() == 40
    assert ((spoilt["gia_tri"] - 0.8).round(1) <= 5.5).all()
    good = potassium[potassium["mau"] == "tot"]
    assert 10 <= (good["gia_tri"] > 5.5).sum() <= 60
    assert (rows.loc[rows["loinc"] != POTASSIUM, "mau"] == "tot").all()


def test_dengue_warning_in_exactly_eighty_patients(rows):
    counts = of(rows, HAEMATOCRIT)["nb_id"].value_counts()
    assert len(counts) == 200
    assert set(counts) == {8}
    found = 0
    for patient in counts.index:
        mine = rows[rows["nb_id"] == patient].sort_values("t_lay")
        both = of(mine, HAEMATOCRIT).merge(of(mine, PLATELETS), on="t_lay", suffixes=("_h", "_p"))
        assert len(both) == 8
        # Lowest on day 5 or 6, recovering on the last two.
        assert both["gia_tri_p"].idxmin() in {4, 5}
        assert both["gia_tri_p"].iloc[5] < both["gia_tri_p"].iloc[7]
        h, platelets = both["gia_tri_h"].to_numpy(), both["gia_tri_p"].to_numpy()
        assert platelets[-1] < platelets[0]
        rise = h >= 1.2 * h[0]
        falling = np.r_[False, np.diff(platelets) < 0]
        found += bool((rise & falling & (platelets < 100)).any())
        assert rise.any() or (h < 1.03 * h[0]).all()
    assert found == 80


def test_illnesses_show_in_the_tests_that_belong_to_them(rows):
    wide = rows.pivot_table(index="nb_id", columns="loinc", values="gia_tri", aggfunc="first")
    wide = wide[(wide[GLUCOSE] < 40) & (wide[CREATININE] > 20)]
    assert wide[GLUCOSE].corr(wide["4548-4"]) > 0.5
    high = wide[CREATININE] > 130
    assert wide.loc[high, POTASSIUM].median() > wide.loc[~high, POTASSIUM].median() + 0.2


def test_critical_flags_in_exact_numbers_and_beyond_every_other_result(rows):
    critical = rows[rows["co"] == "C"]
    assert critical["loinc"].value_counts().to_dict() == {
        POTASSIUM: 12, GLUCOSE: 10, CREATININE: 8, "718-7": 10, PLATELETS: 8,
    }  # fmt: skip
    assert (of(critical, POTASSIUM)["gia_tri"] > 6.5).all()
    assert (of(critical, POTASSIUM)["mau"] == "tot").all()
    assert (of(critical, "718-7")["gia_tri"] < 60).all()
    assert (of(critical, PLATELETS)["gia_tri"] < 20).all()
    glucose, creatinine = of(critical, GLUCOSE)["gia_tri"], of(critical, CREATININE)["gia_tri"]
    assert (glucose.where(glucose < 40, glucose / 18.016) > 22).all()
    assert (creatinine.where(creatinine > 20, creatinine * 88.4) > 600).all()
    # The most ill have them: potassium in failing kidneys.
    everyone = of(rows, CREATININE)
    true = everyone["gia_tri"].where(everyone["gia_tri"] > 20, everyone["gia_tri"] * 88.4)
    theirs = true[everyone["nb_id"].isin(of(critical, POTASSIUM)["nb_id"])]
    assert theirs.median() > true.quantile(0.8)
    other = rows[rows["co"] != "C"]
    assert of(other, POTASSIUM)["gia_tri"].max() <= 6.5
    assert of(other, "718-7")["gia_tri"].min() >= 60
    assert of(other, PLATELETS)["gia_tri"].min() >= 20


def test_flags_follow_the_reference_range(rows):
    usual = rows[~rows["loinc"].isin([GLUCOSE, CREATININE])]
    low, high = usual["gia_tri"] < usual["csbt_thap"], usual["gia_tri"] > usual["csbt_cao"]
    assert (usual.loc[usual["co"] == "L"].index.isin(usual.index[low])).all()
    assert (usual.loc[usual["co"] == "H"].index.isin(usual.index[high])).all()
    assert (usual.loc[~low & ~high, "co"] == "").all()
    assert (usual.loc[low | high, "co"] != "").all()


def test_questions_and_their_traps():
    tables = {"labs": data.load("labs")}
    found = {each.id: (each.right(tables), each.wrong(tables)) for each in asked("labs")}
    assert found["labs-true-hyperkalaemia"] == (26, 66)
    assert found["labs-wrong-units"] == (450, 0)
    right, wrong = found["labs-median-egfr"]
    rows = of(tables["labs"], CREATININE)
    rows = rows[rows["tuoi"] >= 60]
    serum = rows["gia_tri"].where(rows["gia_tri"] < 20, rows["gia_tri"] / 88.4)

    def equation(serum):
        women = rows["gioi"] == 2
        ratio = serum / np.where(women, 0.7, 0.9)
        power = np.where(ratio > 1, -1.2, np.where(women, -0.241, -0.302))
        return (142 * ratio**power * 0.9938 ** rows["tuoi"] * np.where(women, 1.012, 1)).median()

    assert right == pytest.approx(equation(serum))
    assert wrong == pytest.approx(equation(serum * 88.4))


def mini():
    """Two patients: one with a slipped glucose and creatinine, one with the dengue pattern."""
    lines = [
        ("NB1", 70, 2, "2025-01-01", GLUCOSE, 90.08), ("NB1", 70, 2, "2025-01-01", CREATININE, 1.0),
        ("NB2", 68, 2, "2025-01-01", GLUCOSE, 7.0), ("NB2", 68, 2, "2025-01-01", CREATININE, 115.0),
        ("NB3", 9, 1, "2025-08-01", HAEMATOCRIT, 40.0), ("NB3", 9, 1, "2025-08-01", PLATELETS, 150.0),
        ("NB3", 9, 1, "2025-08-02", HAEMATOCRIT, 48.0), ("NB3", 9, 1, "2025-08-02", PLATELETS, 99.0),
    ]  # fmt: skip
    names = ["nb_id", "tuoi", "gioi", "t_lay", "loinc", "gia_tri"]
    rows = pd.DataFrame(lines, columns=names)
    return rows.assign(t_lay=pd.to_datetime(rows["t_lay"]))


def value(rows, name, **args):
    return evaluate({"labs": rows}, f"labs.{name}", args).value


def test_measures_on_three_patients():
    assert value(mini(), "wrong_units") == 2
    assert value(mini(), "wrong_units", loinc=GLUCOSE) == 1
    assert value(mini(), "mean_value", loinc=GLUCOSE) == pytest.approx(6.0)
    assert value(mini(), "mean_value", loinc=GLUCOSE, as_printed=True) == pytest.approx(48.54)
    assert value(mini(), "mean_value", loinc=CREATININE) == pytest.approx((88.4 + 115) / 2)
    assert value(mini()[2:4], "median_egfr") == pytest.approx(44.8, abs=0.05)
    assert value(mini(), "low_egfr_share") == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("haematocrit", "before", "platelets", "found"),
    [
        (48.0, 150.0, 99.0, 1), (47.9, 150.0, 99.0, 0), (48.0, 150.0, 100.0, 0),
        (48.0, 99.0, 99.0, 0), (48.0, 90.0, 99.0, 0), (48.0, 99.0, 98.0, 1),
    ],
)  # fmt: skip
def test_the_warning_pattern_at_its_limits(haematocrit, before, platelets, found):
    rows = mini()
    rows.loc[5, "gia_tri"] = before
    rows.loc[6, "gia_tri"], rows.loc[7, "gia_tri"] = haematocrit, platelets
    assert value(rows, "dengue_warning") == found


def test_bad_arguments_are_errors():
    with pytest.raises(MeasureError, match="no creatinine result from 90"):
        value(mini(), "median_egfr", from_age=90)
    with pytest.raises(MeasureError, match="from_age"):
        value(mini(), "median_egfr", from_age=10)
    with pytest.raises(MeasureError, match="loinc"):
        value(mini(), "mean_value", loinc=POTASSIUM)


def test_rise_is_relative_and_asks_for_one_patient_and_one_test():
    tables = {"labs": data.load("labs")}
    pair = {"first": "KQ019956", "last": "KQ020491"}
    assert evaluate(tables, "labs.rise", pair).value == pytest.approx((48.4 - 38.8) / 38.8)
    for other in ("KQ020489", "KQ000001", "KQ999999"):  # another test, another patient, no result
        with pytest.raises(MeasureError):
            evaluate(tables, "labs.rise", pair | {"last": other})
