"""``refs``: validity at its limits, chains of versions, and what is real."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import refs
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.measures.refs import valid_on
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

DAY = date(2026, 7, 1)


@pytest.fixture(scope="module", params=[None, 5, 44, 7_002_633], ids=lambda seed: f"seed {seed}")
def rows(request):
    if request.param is None:
        return data.load("refs")
    return as_loaded(read_columns("refs"), refs.generate(request.param))["refs"]


def test_forty_real_a_hundred_cards_forty_papers(rows):
    assert rows["ref_id"].str.slice(0, 2).value_counts().to_dict() == {
        "HD": 100,
        "VB": 40,
        "BB": 40,
    }
    assert (rows["that"] == rows["ref_id"].str.startswith("VB")).all()


def test_nobody_has_signed_and_everyone_can_see_it(rows):
    real = rows[rows["that"]]
    assert set(real["tinh_trang_duyet"]) == {"needs_review"}
    assert (real["nguoi_duyet"] == "").all()
    assert (real["nguon"].str.len() > 20).all()


def test_fictional_documents_say_so(rows):
    made = rows[~rows["that"]]
    assert made["nguon"].str.contains("Hư cấu").all()
    assert (made.loc[made["doi"] != "", "doi"].str.startswith("10.5555/")).all()
    # No number that a real authority gives.
    assert not made["so_hieu"].str.contains(r"BYT|NĐ-CP|QH\d|TTg", regex=True).any()
    papers = made[made["loai"] == "bai_bao"]
    assert papers["co_quan"].str.contains("hư cấu").all()
    assert (papers["doi"] != "").all()


def test_both_directions_of_a_replacement_agree(rows):
    by_code = rows.set_index("ref_id")
    for code, older in by_code.loc[by_code["thay_the"] != "", "thay_the"].items():
        assert by_code["bi_thay_boi"][older] == code
    for code, newer in by_code.loc[by_code["bi_thay_boi"] != "", "bi_thay_boi"].items():
        assert by_code["thay_the"][newer] == code


def test_provincial_versions_follow_each_other_without_gap_or_overlap(rows):
    cards = rows[rows["so_hieu"].str.contains("HD-SYT")].reset_index(drop=True)
    assert len(cards) == 60
    for place in range(0, 60, 3):
        chain = cards.iloc[place : place + 3]
        ends = chain["hieu_luc_den"].tolist()
        begins = chain["hieu_luc_tu"].tolist()
        assert [end + timedelta(days=1) for end in ends[:2]] == begins[1:]
        assert pd.isna(ends[2])
        said = [int(re.search(r"\d+", points[0]["vi"])[0]) for points in chain["key_points"]]
        assert said == [48, 24, 12]
        assert valid_on(chain, DAY).tolist() == [False, False, True]


def test_hospital_cards_show_four_ways_of_validity(rows):
    pairs = rows[rows["so_hieu"].str.contains("QT-BV")].reset_index(drop=True)
    ways = set()
    for place in range(0, len(pairs), 2):
        first, second = pairs.iloc[place], pairs.iloc[place + 1]
        if second["thay_the"] == "":
            ways.add("repealed")
            assert first["hieu_luc_den"] < pd.Timestamp(DAY)
        elif second["hieu_luc_tu"] > pd.Timestamp("2026-12-31"):
            ways.add("future")
            assert valid_on(pairs.iloc[[place, place + 1]], DAY).tolist() == [True, False]
        elif first["hieu_luc_den"] > second["hieu_luc_tu"]:
            ways.add("overlap")
        else:
            ways.add("replaced")
    assert ways == {"repealed", "future", "overlap", "replaced"}


def mini():
    return pd.DataFrame(
        {
            "ref_id": ["A", "B", "C", "D"],
            "hieu_luc_tu": pd.to_datetime(["2020-01-10", "2022-03-01", None, "2020-01-01"]),
            "hieu_luc_den": pd.to_datetime(["2022-02-28", None, None, "2020-12-31"]),
            "thay_the": ["", "A", "", ""],
            "bi_thay_boi": ["B", "", "", ""],
        }
    )


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        ("2020-01-09", [False, False, False, True]),
        ("2020-01-10", [True, False, False, True]),
        ("2020-12-31", [True, False, False, True]),
        ("2021-01-01", [True, False, False, False]),
        ("2022-02-28", [True, False, False, False]),
        ("2022-03-01", [False, True, False, False]),
        ("2099-01-01", [False, True, False, False]),
    ],
)
def test_the_first_and_the_last_day_are_in_force(day, valid):
    assert valid_on(mini(), date.fromisoformat(day)).tolist() == valid


def value(name, **args):
    return evaluate({"refs": mini()}, f"refs.{name}", args).value


def test_measures_go_along_the_chain():
    assert value("in_force", day="2020-06-01") == 2
    assert value("in_force", day="2020-06-01", where="ref_id=A|B") == 1
    assert value("is_valid", ref_id="A", day="2022-03-01") is False
    assert value("current", ref_id="A", day="2023-01-01") == "B"
    assert value("current", ref_id="A", day="2021-01-01") == "A"
    with pytest.raises(MeasureError, match='from "D" onwards is in force'):
        value("current", ref_id="D", day="2023-01-01")
    with pytest.raises(MeasureError, match='no document "X"'):
        value("is_valid", ref_id="X", day="2023-01-01")
    with pytest.raises(MeasureError, match="day"):
        value("is_valid", ref_id="A", day="hôm nay")


def test_a_chain_that_bites_its_tail_ends():
    rows = mini()
    rows.loc[0, "bi_thay_boi"], rows.loc[3, "bi_thay_boi"] = "D", "A"
    with pytest.raises(MeasureError, match="onwards is in force"):
        evaluate({"refs": rows}, "refs.current", {"ref_id": "A", "day": "2030-01-01"})


def test_the_question_and_its_trap(rows):
    (found,) = asked("refs")
    assert found.right({"refs": rows}) is False
    assert found.wrong({"refs": rows}) is True
