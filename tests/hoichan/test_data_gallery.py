"""The gallery: what its pages hold and must not hold, and how its command keeps them fresh."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest

from hoichan import data
from hoichan.authoring import gallery_cli
from hoichan.authoring.places import Places
from hoichan.data import catalog, drawing, gallery, pictures
from hoichan.data.gallery import PAGES, gallery_pages, offered_files, without_pictures
from sample_dataset import NAME, PUBLISHED, picture, write_dataset


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A root with the dataset of two tables, which has a picture."""
    for name, its in PUBLISHED.items():
        monkeypatch.setitem(catalog.TABLES, name, its)
    monkeypatch.setitem(pictures.PICTURES, NAME, picture())
    write_dataset(tmp_path / "datasets" / "tables")
    return tmp_path / "datasets" / "tables"


@pytest.fixture
def pages(tiny):
    return gallery_pages(tiny, [NAME])


def words_of(page):
    return " ".join(
        re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)).split()
    )


def test_a_page_a_language_with_everything_a_reader_looks_for(pages):
    assert list(pages) == ["index.html", "index.en.html"]
    vi, en = (words_of(page) for page in pages.values())
    for said in ("Bộ nhỏ", "Hai bảng nhỏ.", "1.234 dòng × 5 cột", "CC BY 4.0", "Phiên bản 1.0.0",
                 "Chờ chuyên gia duyệt: 1", "Số giường", "Học", "Không nghiên cứu.", "mmHg",
                 "Ai nặng nhất?", "Không có người thật", "không hiệu chỉnh", "Trích dẫn"):  # fmt: skip
        assert said in vi, said
    for said in ("A tiny set", "1,234 rows × 5 columns", "Waiting for expert review: 1", "Beds",
                 "Learning", "No research.", "Who is worst?", "not calibrated", "Cite as",
                 'data.describe("tiny", "en")'.replace('"', "&#34;")):  # fmt: skip
        assert said in en.replace('"', "&#34;"), said
    assert '<html lang="vi">' in pages["index.html"]
    assert '<html lang="en">' in pages["index.en.html"]
    assert "dòng" not in en


def test_the_citation_is_that_of_the_croissant_file(repo_root):
    page = gallery_pages(names=["monthly_activity"], pictures=False)["index.en.html"]
    path = repo_root / "datasets" / "tables" / "monthly_activity" / "croissant.json"
    assert json.loads(path.read_text("utf-8"))["citeAs"] in words_of(page)


def test_no_answer_stands_on_a_page(pages):
    for page in pages.values():
        for secret in ("4711", "S-ANSWER", "S-TRAP", "RULE-TEXT", "BẪY", "TRAP", "SECRET", "BÍ-MẬT",
                       "Bao nhiêu?", "truth.json"):  # fmt: skip
            assert secret not in page, secret


def test_no_published_truth_or_trap_stands_on_a_page(repo_root):
    whole = gallery_pages(pictures=False)
    for name in data.NAMES:
        path = repo_root / "datasets" / "tables" / name / "truth.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        for question in content["questions"]:
            for lang, page in PAGES.items():
                assert question["trap"]["what"][lang] not in whole[page]
            assert question["rule"] not in whole[PAGES["en"]]


def test_what_a_datasheet_says_is_no_markup(pages):
    assert "<script" not in pages["index.html"]
    assert "&lt;script&gt;" in pages["index.html"]


def test_links_are_relative_and_lead_to_files(pages, tiny):
    for page in pages.values():
        links = re.findall(r'<a [^>]*href="([^"#]+)"', page)
        assert set(links) >= set(PAGES.values())
        for link in set(links) - set(PAGES.values()):
            target = urljoin("https://x/datasets/gallery/index.html", link)
            path = tiny.parents[1] / target.removeprefix("https://x/")
            assert path.is_file(), link
        inside = re.findall(r'href="#([^"]+)"', page)
        assert set(inside) - set(re.findall(r'<use [^>]*href="#([^"]+)"', page))
        assert set(inside) <= set(re.findall(r'\bid="([^"]+)"', page))


def test_nothing_is_loaded_from_elsewhere(pages):
    for page in pages.values():
        assert "<script" not in page
        assert not re.search(
            r"<(?:link|img|iframe|object|embed|source|video)\b[^>]*https?://(?!www\.w3)", page
        )
        assert not re.search(r"\burl\((?!#)|@import|@font-face", page)
        assert not re.search(r"\son\w+=", page)


def test_ids_are_unique_on_a_page(pages):
    for page in pages.values():
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))


def test_only_tables_and_descriptions_are_offered(tiny):
    assert list(offered_files(NAME, tiny)) == [
        "tiny_stays.csv", "tiny_wards.csv", "datapackage.json", "croissant.json", "DATASHEET.md",
    ]  # fmt: skip
    for name in data.NAMES:
        offered = set(offered_files(name))
        assert not {file for file in offered if "truth" in file or file.endswith(".yaml")}
        assert "datapackage.json" in offered


def test_a_page_without_its_drawings_is_what_no_drawing_gives(pages, tiny):
    bare = gallery_pages(tiny, [NAME], pictures=False)
    assert all("<svg xmlns" not in page for page in bare.values())
    assert {name: without_pictures(page) for name, page in pages.items()} == bare
    touched = pages["index.html"].replace("Giường &lt;", "Ghế &lt;")
    assert touched != pages["index.html"]
    assert without_pictures(touched) != bare["index.html"]


def test_a_dataset_without_a_picture_has_its_card(tiny, monkeypatch):
    monkeypatch.delitem(pictures.PICTURES, NAME)
    page = gallery_pages(tiny, [NAME])["index.html"]
    assert "<figure" not in page
    assert "Bộ nhỏ" in page


def test_nothing_to_review_is_said_as_well(tiny):
    shutil.rmtree(tiny / NAME)
    write_dataset(tiny, review=[])
    page = gallery_pages(tiny, [NAME], pictures=False)["index.html"]
    assert "Không có mục chờ duyệt" in page
    assert "Chờ chuyên gia duyệt: 0" not in page


@pytest.fixture
def command(tiny, monkeypatch, capsys):
    """``command(*words)`` runs ``gallery`` in a checkout of the small dataset."""
    root = tiny.parents[1]
    monkeypatch.setattr(gallery_cli, "NAMES", (NAME,))
    monkeypatch.setattr(gallery_cli.Places, "here", classmethod(lambda cls: Places(root)))
    parser = argparse.ArgumentParser()
    gallery_cli.register(parser.add_subparsers())

    def run(*words):
        args = parser.parse_args(["gallery", *map(str, words)])
        status = args.run(args)
        shown = capsys.readouterr()
        return SimpleNamespace(status=status, out=shown.out, err=shown.err, root=root)

    return run


def test_the_command_writes_and_then_finds_them_fresh(command):
    first = command()
    assert first.status == 0
    assert "datasets/gallery/index.en.html" in first.out
    assert sorted(path.name for path in (first.root / "datasets" / "gallery").iterdir()) == sorted(
        PAGES.values()
    )
    assert command("--check").status == 0
    assert "wrote" not in command().out  # nothing has changed


def spoil_page(root: Path, monkeypatch):
    path = root / "datasets" / "gallery" / "index.en.html"
    path.write_text(path.read_text("utf-8").replace("Two small", "Three small"), "utf-8")


def spoil_picture(root: Path, monkeypatch):
    path = root / "datasets" / "gallery" / "index.en.html"
    path.write_text(path.read_text("utf-8").replace("Beds &lt;", "Chairs &lt;"), "utf-8")


def other_data(root: Path, monkeypatch):
    path = root / "datasets" / "tables" / NAME / "datapackage.json"
    content = json.loads(path.read_text("utf-8"))
    content["resources"][1]["hoichan:csv_sha256"] = "0" * 64
    path.write_text(json.dumps(content), "utf-8")


def other_code(root: Path, monkeypatch):
    monkeypatch.setattr(gallery, "drawn_from", lambda name: "other")


def no_pages(root: Path, monkeypatch):
    shutil.rmtree(root / "datasets" / "gallery")


@pytest.mark.parametrize("change", [spoil_page, spoil_picture, other_data, other_code, no_pages])
def test_stale_pages_are_named_with_the_command_that_mends_them(command, change, monkeypatch):
    root = command().root
    change(root, monkeypatch)
    found = command("--check")
    assert found.status == 1
    assert "datasets/gallery/index.en.html" in found.err
    assert "hoichan data gallery" in found.err
    assert command().status == 0
    assert command("--check").status == 0


def test_a_damaged_dataset_stops_before_anything_is_written(command):
    root = command().root
    before = {path: path.read_bytes() for path in (root / "datasets" / "gallery").iterdir()}
    (root / "datasets" / "tables" / NAME / "truth.json").write_text("{", "utf-8")
    found = command()
    assert found.status == 1
    assert "bị hỏng" in found.err
    assert {path: path.read_bytes() for path in before} == before
    assert command("--check").status == 1


def test_a_folder_that_cannot_be_written_is_named(command, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    found = command("--out", tmp_path / "file")
    assert found.status == 1
    assert "Cannot write" in found.err


def test_a_checkout_without_tables_has_no_gallery(tmp_path):
    assert gallery_cli.stale(Places(tmp_path)) == []


def test_what_draws_a_picture_is_known_without_drawing(tmp_path):
    assert drawing.drawn_from("no_such_picture") == drawing.drawn_from("none_either")
    assert len(drawing.drawn_from("opd_visits")) == 64
