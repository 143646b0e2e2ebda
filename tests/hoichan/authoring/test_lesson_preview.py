"""`hoichan course preview LESSON`: one page with the lesson in both languages and its key."""

from __future__ import annotations

import pytest

from hoichan import cli
from hoichan.authoring import course_cli


@pytest.fixture
def shown(checkout, monkeypatch, tmp_path, capsys):
    """Preview the small lesson and return its page."""
    monkeypatch.chdir(checkout)
    opened = []
    monkeypatch.setattr(course_cli.webbrowser, "open", opened.append)

    def run(*argv):
        out = tmp_path / "page.html"
        status = cli.main(["course", "preview", "s9_small", "--out", str(out), *argv])
        return status, out.read_text(encoding="utf-8") if out.is_file() else "", opened

    return run


def test_the_page_holds_both_languages_and_the_key(shown):
    status, page, opened = shown()
    assert status == 0
    vi, en = page.split('<section class="body" lang="en">')
    assert '<section class="body" lang="vi">' in vi
    assert "Đọc một đoạn." in vi
    assert "Read a passage." in en
    assert "{#" not in page
    for text, word in ((vi, "CÓ ĐÁP ÁN"), (vi, "Vì sao"), (en, "Why")):
        assert word in text
    assert len(opened) == 1
    assert opened[0].startswith("file:")


def test_a_learners_own_variant_can_be_shown_without_opening_a_browser(shown):
    _, first, _ = shown("--no-open", "--learner", "hv001")
    _, again, _ = shown("--no-open", "--learner", "hv001")
    pages = {shown("--no-open", "--learner", f"hv{number:03}")[1] for number in range(8)}
    assert first == again
    assert len(pages) > 1
    assert shown("--no-open")[2] == []


def test_nothing_on_the_page_comes_from_elsewhere(shown):
    _, page, _ = shown("--no-open")
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_an_unknown_lesson_is_told_with_those_that_there_are(checkout, monkeypatch, capsys):
    monkeypatch.chdir(checkout)
    assert cli.main(["course", "preview", "nowhere", "--no-open"]) == 1
    said = capsys.readouterr().err
    assert "s9_small" in said
    assert "there is no such lesson" in said
