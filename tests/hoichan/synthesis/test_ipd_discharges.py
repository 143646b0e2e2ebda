"""Questions of ``ipd_discharges`` and what was planted in it, for other seeds too."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.data.pictures import ipd_discharges as picture
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators.ipd_discharges import generate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked
from hoichan.synthesis.registry import MeasureError

NAME = "ipd_discharges"


@pytest.fixture(scope="module")
def questions():
    return {each.id: each for each in asked(NAME)}


@pytest.fixture(scope="module")
def stays():
    return data.load(NAME)


@pytest.fixture(scope="module")
def answers(questions, stays):
    return {
        key: (each.right({NAME: stays}), each.wrong({NAME: stays}))
        for key, each in questions.items()
    }


@pytest.fixture(scope="module", params=[7, 81, 900])
def other(request):
    return as_loaded(read_columns(NAME), generate(request.param))[NAME]


def test_its_three_questions(questions):
    assert set(questions) == {
        "ipd-lower-mortality", "ipd-stay-pneumonia-under-5", "ipd-mortality-with-xin-ve",
    }  # fmt: skip


def test_a_is_better_and_looks_worse(answers, stays):
    dead = (stays["ket_qua"] == "tu_vong").astype(float)
    strata = dead.groupby([stays["cskcb"], stays["muc_nang"]]).mean()
    assert (strata["A"] < strata["B"]).all()
    weights = stays["muc_nang"].value_counts(normalize=True)
    standard = {name: float((strata[name] * weights).sum()) for name in "AB"}
    assert standard["A"] < standard["B"]
    assert dead.groupby(stays["cskcb"]).mean()["A"] > dead.groupby(stays["cskcb"]).mean()["B"]
    assert answers["ipd-lower-mortality"] == ("A", "B")


def test_no_hospital_is_better_where_the_strata_disagree(questions):
    blocks = [("A", "nhe", 1, 10), ("B", "nhe", 2, 10), ("A", "nang", 5, 10), ("B", "nang", 4, 10)]
    rows = pd.DataFrame(
        [
            {"cskcb": cskcb, "muc_nang": level, "ket_qua": "tu_vong" if i < dead else "do"}
            for cskcb, level, dead, number in blocks
            for i in range(number)
        ]
    )
    with pytest.raises(MeasureError, match="strata disagree"):
        questions["ipd-lower-mortality"].right({NAME: rows})


def test_stay_of_children_under_five_and_of_all_ages(answers, stays):
    pneumonia = stays[stays["icd_chinh"] == "J18.9"]
    right, trap = answers["ipd-stay-pneumonia-under-5"]
    small = pneumonia.loc[pneumonia["tuoi"] < 5, "so_ngay"]
    assert right == pytest.approx(small.mean()) == pytest.approx(4.795, abs=1e-3)
    assert trap == pytest.approx(pneumonia["so_ngay"].mean()) == pytest.approx(5.573, abs=1e-3)


def test_mortality_with_and_without_those_taken_home(answers, stays):
    results = stays["ket_qua"].value_counts()
    right, trap = answers["ipd-mortality-with-xin-ve"]
    assert right == pytest.approx((results["tu_vong"] + results["xin_ve"]) / 24_000)
    assert trap == pytest.approx(results["tu_vong"] / 24_000)
    assert (round(right, 4), round(trap, 4)) == (0.0408, 0.0348)


def test_every_seed_has_the_same_reversal_to_the_last_death(other):
    dead = other["ket_qua"] == "tu_vong"
    counts = dead.groupby([other["cskcb"], other["muc_nang"]]).agg(["sum", "size"])
    assert counts.loc[("A", "nhe")].tolist() == [18, 3600]
    assert counts.loc[("A", "nang")].tolist() == [504, 8400]
    assert counts.loc[("B", "nhe")].tolist() == [48, 6000]
    assert counts.loc[("B", "nang")].tolist() == [120, 1500]


def test_every_seed_takes_the_same_share_home(other):
    home = (other["ket_qua"] == "xin_ve").groupby(other["cskcb"]).sum()
    assert home.to_dict() == {"A": 72, "B": 45, "C": 27}
    gone = other["ket_qua"].isin(["tu_vong", "xin_ve"])
    assert (other["tai_nhap_30d"].isna() == gone).all()


def test_every_seed_explains_the_ethnic_gap_by_distance(other):
    dead = (other["ket_qua"] == "tu_vong").astype(float)
    minority = other["dan_toc_nhom"] == "thieu_so"
    crude = dead[minority].mean() - dead[~minority].mean()
    band = pd.cut(other["khoang_cach_km"], [0, 14, 39, 999], labels=False)
    theirs = dead[minority].groupby(band[minority]).mean()
    kinh = dead[~minority].groupby(band[~minority]).mean()
    within = float(((theirs - kinh) * band[minority].value_counts(normalize=True)).sum())
    assert crude > 0.01
    assert abs(within) < crude / 2
    assert kinh.is_monotonic_increasing  # the risk rises with distance among Kinh too


def test_every_seed_sends_small_children_home_sooner(other):
    pneumonia = other[other["icd_chinh"] == "J18.9"]
    small = pneumonia.loc[pneumonia["tuoi"] < 5, "so_ngay"].mean()
    assert small < 0.95 * pneumonia["so_ngay"].mean()


def test_the_picture_tells_its_numbers(stays):
    assert "gộp chung 4,35% và 2,24%" in picture.alt({NAME: stays}, "vi")
    assert "severe cases 6.00 % and 8.00 %" in picture.alt({NAME: stays}, "en")
