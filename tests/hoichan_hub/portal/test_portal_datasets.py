"""The gallery and the files of the datasets over HTTP: for instructors, and never a truth."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin

import pytest

from hoichan import data
from hoichan.data import gallery

PAGES = ("datasets/gallery/index.html", "datasets/gallery/index.en.html")


@pytest.fixture
def built(tmp_path, monkeypatch):
    """The gallery of one dataset, built where the portal looks."""
    folder = tmp_path / "gallery"
    folder.mkdir()
    for name, page in gallery.gallery_pages(names=["monthly_activity"], pictures=False).items():
        (folder / name).write_text(page, encoding="utf-8")
    monkeypatch.setattr(gallery, "gallery_dir", lambda: folder)
    return folder


def test_an_instructor_reads_the_gallery_in_both_languages(portal, built):
    teacher = portal.http("co-hoa")
    first = teacher.get("datasets")
    assert first.status_code == 302
    assert urljoin(f"{portal.url}datasets", first.headers["Location"]) == f"{portal.url}{PAGES[0]}"
    for path in PAGES:
        reply = teacher.get(path)
        assert reply.status_code == 200
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
        assert reply.content == (built / path.rpartition("/")[2]).read_bytes()


def test_every_link_of_the_page_leads_somewhere(portal, built):
    teacher = portal.http("co-hoa")
    page = teacher.get(PAGES[0])
    links = [link for link in re.findall(r'<a [^>]*href="([^"]+)"', page.text) if link[0] != "#"]
    assert len(links) >= 5
    for link in links:
        assert teacher.get(urljoin(str(page.url), link)).status_code == 200, link


def test_data_come_as_downloads_and_descriptions_to_read(portal):
    teacher = portal.http("co-hoa")
    table = teacher.get("datasets/tables/monthly_activity/data.csv")
    assert table.content == (data.folder("monthly_activity") / "data.csv").read_bytes()
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    saved = 'attachment; filename="monthly_activity.data.csv"'
    assert table.headers["Content-Disposition"] == saved

    packed = teacher.get("datasets/tables/opd_visits/data.csv.gz")
    assert gzip.decompress(packed.content).startswith(b"visit_id,")
    assert packed.headers["Content-Type"] == "application/gzip"
    assert "Content-Encoding" not in packed.headers

    sheet = teacher.get("datasets/tables/opd_visits/DATASHEET.md")
    assert sheet.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Content-Disposition" not in sheet.headers
    described = teacher.get("datasets/tables/opd_visits/datapackage.json")
    assert described.json()["name"] == "opd-visits"


@pytest.mark.parametrize(
    "path", ["datasets", *PAGES, "datasets/tables/opd_visits/datapackage.json",
             "datasets/tables/opd_visits/truth.json"],
)  # fmt: skip
def test_learners_and_strangers_get_nothing(portal, built, path):
    learner = portal.http("lan").get(path, follow_redirects=True)
    assert learner.status_code == 403
    assert "Chỉ giảng viên" in learner.text
    assert portal.http().get(path, follow_redirects=True).status_code == 401


@pytest.mark.parametrize(
    "file",
    [
        "tables/opd_visits/truth.json",
        "tables/opd_visits/truths.yaml",
        "tables/opd_visits/generator.yaml",
        "tables/opd_visits/columns.yaml",
        "tables/opd_visits/..",
        "tables/opd_visits/%2e%2e%2fcodes.yaml",
        "tables/opd_visits/",
        "tables/codes.yaml",
        "tables/no_such_set/data.csv",
        "tables/opd_visits/data.csv",
        "gallery/other.html",
        "gallery/..%2ftables%2fcodes.yaml",
    ],
)
def test_what_is_not_offered_is_not_there(portal, built, file):
    reply = portal.http("co-hoa").get(f"datasets/{file}")
    assert reply.status_code == 404
    assert "tolerance" not in reply.text


def test_a_gallery_that_was_not_built_says_what_to_do(portal, built):
    (built / "index.html").unlink()
    reply = portal.http("co-hoa").get(PAGES[0])
    assert reply.status_code == 404
    assert "hoichan data gallery" in reply.text


def test_the_policy_lets_files_be_saved_and_nothing_be_run(portal, built):
    reply = portal.http("co-hoa").get(PAGES[0])
    policy = reply.headers["Content-Security-Policy"]
    assert "sandbox" not in policy  # Chromium refuses downloads from a sandbox
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in reply.text
    assert not re.search(r'(?:src|href)="(?!data:)[a-z]+:', reply.text)
    assert not re.search(r"url\((?!#)", reply.text)
