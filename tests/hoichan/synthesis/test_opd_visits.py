"""Questions of ``opd_visits`` and what was planted in it, for other seeds too."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.data.pictures import opd_visits as picture
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators.opd_visits import generate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

NAME = "opd_visits"


@pytest.fixture(scope="module")
def answers():
    tables = data.tables([NAME])
    return {each.id: (each.right(tables), each.wrong(tables)) for each in asked(NAME)}


@pytest.fixture(scope="module")
def visits():
    return data.load(NAME)


@pytest.fixture(scope="module", params=[7, 81, 900])
def other(request):
    return as_loaded(read_columns(NAME), generate(request.param))[NAME]


def wait(rows):
    """Minutes from registration to being seen, from the clock times alone."""
    seen, came = (pd.to_timedelta(rows[each] + ":00") for each in ("gio_kham", "gio_vao"))
    return (seen - came).dt.total_seconds() / 60


def test_its_three_questions(answers):
    assert set(answers) == {
        "opd-persons-march", "opd-wait-monday-friday", "opd-insured-children",
    }  # fmt: skip


def test_persons_and_not_visits_of_march(answers, visits):
    march = visits[visits["ngay_kham"].between("2025-03-01", "2025-03-31")]
    once = march.drop_duplicates(["nb_id", "ngay_kham"])
    assert answers["opd-persons-march"] == (once["nb_id"].nunique(), len(march)) == (1446, 1787)


def test_medians_and_not_means_of_waits(answers, visits):
    waits = wait(visits).groupby(visits["ngay_kham"].dt.day_of_week)
    median, mean = waits.median(), waits.mean()
    right, trap = answers["opd-wait-monday-friday"]
    assert right == median[0] - median[4] == 11
    assert trap == pytest.approx(mean[0] - mean[4], abs=0.05)
    assert trap == 13.4


def test_insured_children_of_children_and_not_of_all(answers, visits):
    children = visits[visits["khoa"] == "NHI"]
    insured = int((children["doi_tuong"] == "BHYT").sum())
    right, trap = answers["opd-insured-children"]
    assert right == pytest.approx(insured / len(children)) == pytest.approx(0.8992, abs=1e-4)
    assert trap == pytest.approx(insured / 40_000) == pytest.approx(0.13895)


def test_every_seed_has_persons_who_come_again_and_exact_repeats(other):
    assert len(other) == 40_000
    assert other.duplicated(["nb_id", "ngay_kham"]).sum() == 1600
    assert 2.0 < len(other) / other["nb_id"].nunique() < 2.2
    march = other[other["thang"] == "2025-03"]
    assert len(march) > 1.1 * march["nb_id"].nunique()


def test_every_seed_has_slow_mondays_and_skewed_waits(other):
    by_day = wait(other).groupby(other["thu"])
    assert by_day.size().idxmax() == "mon"
    assert by_day.size().idxmin() == "sun"
    assert by_day.median()["mon"] - by_day.median()["fri"] >= 6
    assert (by_day.mean() > by_day.median()).all()


def test_every_seed_insures_by_age_and_has_seasons(other):
    insured = (other["doi_tuong"] == "BHYT").groupby(other["khoa"]).mean()
    assert (other["doi_tuong"] == "BHYT").mean() == pytest.approx(0.87, abs=0.01)
    assert insured["NHI"] > insured["NGOAI"] + 0.03
    cold = other["icd10"].isin(["J06.9", "J20.9"])
    month = other["ngay_kham"].dt.month
    assert cold[month.isin([12, 1, 2])].mean() > 1.5 * cold[month.isin([5, 6, 7])].mean()


def test_the_picture_tells_its_numbers(visits):
    said = picture.alt({NAME: visits}, "vi")
    assert "trung vị 44 phút, trung bình cộng 53,9 phút" in said
    assert "Friday: 33 and 40.5 minutes" in picture.alt({NAME: visits}, "en")
