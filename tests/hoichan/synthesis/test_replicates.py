"""Scale: replicate 0 is the release, each further one another draw, one in memory at a time."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.data import catalog
from hoichan.synthesis import replicates as module
from hoichan.synthesis.generators import GENERATORS, monthly_activity, opd_visits
from hoichan.synthesis.replicates import released_seed, replicate_seed, replicates


def test_seeds_of_replicates_differ_and_begin_with_the_given_one():
    seeds = [replicate_seed(7, number) for number in range(200)]
    assert seeds[0] == 7
    assert len(set(seeds)) == 200


def test_one_replicate_is_the_table_itself_and_more_carry_their_number():
    (alone,) = replicates("monthly_activity", 2609, 1)
    pair = [each["monthly_activity"] for each in replicates("monthly_activity", 2609, 2)]
    table = alone["monthly_activity"]
    assert list(pair[0].columns) == ["ban_sao", *table.columns]
    assert [set(each["ban_sao"]) for each in pair] == [{0}, {1}]
    pd.testing.assert_frame_equal(pair[0].drop(columns="ban_sao"), table)
    assert not pair[1].drop(columns="ban_sao").equals(table)


def test_a_replicate_is_dropped_before_the_next_is_made(monkeypatch):
    alive = []

    class Frame(pd.DataFrame):
        def __del__(self):
            alive.remove(id(self))

    def generate(seed):
        table = Frame({"a": [seed]})
        alive.append(id(table))
        return {"monthly_activity": table}

    monkeypatch.setitem(GENERATORS, "monthly_activity", generate)
    most = 0
    for each in replicates("monthly_activity", 1, 5):
        most = max(most, len(alive))
        del each
    assert most <= 2


@pytest.mark.parametrize("number", [0, 3])
def test_the_monthly_replicate_counts_the_visits_of_the_same_replicate(number):
    monthly = monthly_activity.generate(replicate_seed(released_seed("monthly_activity"), number))
    visits = opd_visits.generate(replicate_seed(released_seed("opd_visits"), number))
    by_month = visits["opd_visits"].groupby(lambda row: visits["opd_visits"]["ngay_kham"][row][:7])
    counted = monthly["monthly_activity"].groupby("thang")["luot_kham"].sum()
    assert counted.to_dict() == by_month.size().to_dict()


def test_a_seed_of_ones_own_is_that_of_the_sources_too():
    monthly = monthly_activity.generate(11)["monthly_activity"]
    visits = opd_visits.generate(11)["opd_visits"]
    assert monthly["luot_kham"].sum() == len(visits)
    assert monthly["luot_bhyt"].sum() == (visits["doi_tuong"] == "BHYT").sum()


def test_a_generator_file_without_a_seed_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "folder", lambda name: tmp_path)
    (tmp_path / "generator.yaml").write_text("rows: 3\n", encoding="utf-8")
    with pytest.raises(data.DataError, match='"seed" is missing'):
        released_seed("labs")


def test_every_dataset_of_the_catalogue_has_a_generator_of_its_tables():
    assert set(GENERATORS) == set(catalog.NAMES)
