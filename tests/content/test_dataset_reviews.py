"""What every dataset must say of itself: open reviews, datasheet, labels of codes, units."""

from __future__ import annotations

import re

import pytest
import yaml

from hoichan import data
from hoichan.synthesis.columns import Codes, read_columns
from hoichan.synthesis.datasheet import HEADINGS

_SECTION = re.compile(r"^## .*Bộ dữ liệu / Datasets\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_SYSTEMS = "Hệ mã / Code systems"
# Whole numbers that count or measure nothing: names of a year, of a week in it.
_NOT_A_QUANTITY = {"nam", "tuan"}


@pytest.fixture(scope="module")
def waiting(repo_root):
    """Rows of the page's section on datasets: heading -> id -> who has to sign."""
    text = (repo_root / "docs" / "needs_expert_review.md").read_text(encoding="utf-8")
    parts = re.split(r"^### +(.+?) *$", _SECTION.search(text)[1], flags=re.MULTILINE)
    found: dict[str, dict[str, str]] = {}
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        rows = re.findall(r"^\| *`([^`]+)` *\| *(\w+) *\|", body, flags=re.MULTILINE)
        lines = [line for line in body.splitlines() if line.startswith("|")][2:]
        assert len(rows) == len(lines), f"{heading}: a row is not | `id` | who | …"
        assert len({key for key, _ in rows}) == len(rows), f"{heading}: an id comes twice"
        found[heading.strip("`")] = dict(rows)
    assert len(found) == len(parts) // 2, "a dataset has two sub-sections"
    return found


def reviews(folder):
    """``review:`` of a dataset's columns.yaml, also of one that is not registered yet."""
    content = yaml.safe_load((folder / "columns.yaml").read_text(encoding="utf-8"))
    return {each["id"]: each["who"] for each in content.get("review", [])}


@pytest.mark.parametrize("name", data.NAMES)
def test_every_open_review_stands_on_the_page_with_who_must_sign(waiting, name):
    kept = read_columns(name).review
    assert len({each.id for each in kept}) == len(kept)
    assert waiting.get(name, {}) == {each.id: each.who for each in kept}


def test_the_page_names_no_dataset_and_no_review_that_is_not_there(waiting, repo_root):
    tables = repo_root / "datasets" / "tables"
    for name in set(waiting) - {_SYSTEMS}:
        assert (tables / name / "columns.yaml").is_file(), f"no dataset {name}"
        assert set(waiting[name]) == set(reviews(tables / name)), name


def test_code_systems_that_wait_for_review_stand_on_the_page(waiting, repo_root):
    path = repo_root / "datasets" / "tables" / "code_systems.yaml"
    systems = yaml.safe_load(path.read_text(encoding="utf-8"))
    named = {key: each["review"] for key, each in systems.items() if each.get("review")}
    assert waiting[_SYSTEMS] == named


@pytest.mark.parametrize("name", data.NAMES)
def test_a_datasheet_has_its_headings_in_order_and_says_what_it_must(name):
    text = (data.folder(name) / "DATASHEET.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    spec = read_columns(name)
    assert lines[0] == f"# {name} – {spec.title.vi} / {spec.title.en}"
    assert "**Không có người thật trong bộ dữ liệu này. No person is real.**" in lines
    headings = [line for line in lines[1:] if line.startswith("#")]
    assert headings == [
        "## Tiếng Việt", *(f"### {each.vi}" for each in HEADINGS),
        "## English", *(f"### {each.en}" for each in HEADINGS),
    ]  # fmt: skip
    bodies = re.split(r"^###? .*$|^## .*$", text, flags=re.MULTILINE)
    assert all(body.strip() for body in bodies[2:10] + bodies[12:])
    vi, en = text.split("## English")
    assert "hợp lý nhưng không hiệu chỉnh" in vi.lower().replace("*", "")
    assert "plausible, not calibrated" in en.lower().replace("*", "")


def columns(name):
    return [
        (f"{table}.{column}", each)
        for table, spec in read_columns(name).tables.items()
        for column, each in (spec.columns | spec.derived).items()
    ]


@pytest.mark.parametrize("name", data.NAMES)
def test_every_code_has_both_labels(name):
    lists = Codes(name)
    for place, each in columns(name):
        if each.codes:
            for code, label in lists.labels(each.codes).items():
                assert label.vi.strip(), f"{place} {code}"
                assert label.en.strip(), f"{place} {code}"
    for table, spec in read_columns(name).tables.items():
        rows = data.load(table)
        for column, each in (spec.columns | spec.derived).items():
            if each.codes:
                cells = set(rows[column].dropna().astype(str)) - {""}
                assert cells <= set(lists.labels(each.codes)), f"{table}.{column}"


@pytest.mark.parametrize("name", data.NAMES)
def test_every_quantity_has_a_unit_and_nothing_else_has(name):
    for place, each in columns(name):
        number = each.type in ("integer", "number")
        counts = not each.codes and place.partition(".")[2] not in _NOT_A_QUANTITY
        words = (each.description.vi, each.description.en)
        in_another_column = all("don_vi" in text for text in words)
        assert bool(each.unit) == (number and counts and not in_another_column), place


@pytest.mark.parametrize("name", data.NAMES)
def test_every_code_system_is_listed(name):
    for _, each in columns(name):
        if each.code_system:
            system = Codes(name).system(each.code_system)
            assert system["uri"]
            assert system["name"]
