"""The offline search: accents or none, every word, the same list each time."""

from __future__ import annotations

import unicodedata

import pytest

from hoichan import data
from hoichan.data.searching import folded, search_refs


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Sốt xuất huyết Đông Lĩnh", "sot xuat huyet dong linh"),
        (unicodedata.normalize("NFD", "Điều dưỡng"), "dieu duong"),
        ("NEWS2", "news2"),
    ],
)
def test_accents_and_case_fold_away(text, plain):
    assert folded(text) == plain


def test_a_search_with_and_without_accents_finds_the_same():
    wanted = search_refs("sốt xuất huyết", 50)["ref_id"].tolist()
    assert wanted
    assert search_refs("SOT XUAT HUYET", 50)["ref_id"].tolist() == wanted
    assert (
        search_refs(unicodedata.normalize("NFD", "sốt xuất huyết"), 50)["ref_id"].tolist() == wanted
    )


def test_a_number_finds_its_document_first():
    assert search_refs("3705/QĐ-BYT").iloc[0]["so_hieu"] == "3705/QĐ-BYT"
    assert search_refs("HD002").iloc[0]["ref_id"] == "HD002"
    assert search_refs("10.54675/JKJB9835").iloc[0]["co_quan"] == "UNESCO"


def test_every_word_must_be_found_and_beginnings_count():
    assert search_refs("dengue khongcotrongdanhmuc").empty
    found = search_refs("guidel deng", 30)
    assert len(found) >= 5
    assert {"HD001", "HD002", "HD003"} <= set(found["ref_id"])


def test_a_title_weighs_more_than_a_key_point():
    found = search_refs("cơ sở y tế", 200)
    assert found["key_points"].astype("str").str.contains("cơ sở y tế").any()
    titled = search_refs("vệ sinh tay", 3)
    assert titled["tieu_de"].str.contains("vệ sinh tay").all()


def test_no_words_and_small_limits():
    assert search_refs("").empty
    assert search_refs(" ?! ").empty
    assert len(search_refs("hướng dẫn", 4)) == 4
    assert list(search_refs("hướng dẫn").columns) == list(data.load("refs").columns)


def test_the_same_search_gives_the_same_list():
    first = search_refs("báo cáo", 40)["ref_id"].tolist()
    assert search_refs("báo cáo", 40)["ref_id"].tolist() == first
    assert len(set(first)) == len(first)
