"""``screening``: tests of one quality, and what a positive means at each prevalence."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import screening
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

SEEDS = [None, 4, 77, 1_000_003]


def rows_of(seed):
    if seed is None:
        return data.load("screening")
    return as_loaded(read_columns("screening"), screening.generate(seed))["screening"]


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
def rows(request):
    return rows_of(request.param)


def table(rows, programme, **strata):
    """Counts of ill and well, positive and negative."""
    here = rows[rows["chuong_trinh"] == programme]
    for column, value in strata.items():
        here = here[here[column] == value]
    return {
        (ill, positive): int(((here["gold_pos"] == ill) & (here["test_pos"] == positive)).sum())
        for ill in (True, False)
        for positive in (True, False)
    }


CELLS = {
    ("lao_xq", ()): (45, 5, 498, 9452),
    ("hbsag_nhanh", (("nhom", "cong_dong"),)): (360, 40, 380, 7220),
    ("hbsag_nhanh", (("nhom", "nguoi_nha"),)): (360, 40, 80, 1520),
    ("dtd_duong_huyet", (("nhom_tuoi45", "duoi_45"),)): (90, 10, 245, 4655),
    ("dtd_duong_huyet", (("nhom_tuoi45", "tu_45"),)): (450, 50, 225, 4275),
}


@pytest.mark.parametrize(("stratum", "cells"), CELLS.items(), ids=str)
def test_every_stratum_has_its_exact_two_by_two_table(rows, stratum, cells):
    programme, strata = stratum
    found = table(rows, programme, **dict(strata))
    order = [(True, True), (True, False), (False, True), (False, False)]
    assert tuple(found[cell] for cell in order) == cells


def test_predictive_values_of_the_design_are_in_the_data(rows):
    for programme, strata, ppv in (
        ("lao_xq", {}, 0.0829),
        ("hbsag_nhanh", {"nhom": "cong_dong"}, 0.4865),
        ("hbsag_nhanh", {"nhom": "nguoi_nha"}, 0.8182),
    ):
        found = table(rows, programme, **strata)
        positive = found[True, True] + found[False, True]
        assert found[True, True] / positive == pytest.approx(ppv, abs=0.00006)


def test_everyone_is_in_all_three_programmes_as_the_same_person(rows):
    assert len(rows) == 30_000
    by_person = rows.groupby("nb_id")
    assert (by_person["chuong_trinh"].nunique() == 3).all()
    who = rows.drop_duplicates(["nb_id", "tuoi", "gioi", "nhom"])
    assert len(who) == 10_000


def test_illnesses_do_not_go_together_beyond_chance(rows):
    wide = rows.pivot_table(
        index="nb_id", columns="chuong_trinh", values="gold_pos", aggfunc="first"
    )
    correlation = wide.astype("float64").corr()
    assert correlation.where(lambda each: each < 0.999).abs().max().max() < 0.05


def test_questions_and_their_traps():
    found = {each.id: each for each in asked("screening")}
    tables = {"screening": data.load("screening")}
    means = found["screening-positive-means"]
    assert means.right(tables) == pytest.approx(45 / 543)
    assert means.wrong(tables) == pytest.approx(0.90)
    false = found["screening-false-positives"]
    assert false.right(tables) == pytest.approx(49.8)
    assert false.wrong(tables) == pytest.approx(0.05 * 54.3, abs=0.01)


def mini():
    return pd.DataFrame(
        {
            "chuong_trinh": "lao_xq",
            "gold_pos": [True] * 10 + [False] * 20,
            "test_pos": [True] * 8 + [False] * 2 + [True] * 1 + [False] * 19,
        }
    )


def test_measures_on_thirty_rows():
    def value(name, **args):
        return evaluate({"screening": mini()}, f"screening.{name}", args).value

    assert value("ppv_at", programme="lao_xq", prevalence=0.5) == pytest.approx(0.8 / 0.85)
    assert value("false_positives_per_1000", programme="lao_xq") == pytest.approx(1000 / 30)
    with pytest.raises(MeasureError, match="denominator is 0"):
        value("ppv_at", programme="hbsag_nhanh", prevalence=0.5)
    with pytest.raises(MeasureError, match="prevalence"):
        value("ppv_at", programme="lao_xq", prevalence=1.5)
