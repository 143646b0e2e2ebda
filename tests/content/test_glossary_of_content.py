"""One word for one thing: cases and lessons use the glossary's terms, in both languages."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GLOSSARY: dict[str, Any] = yaml.safe_load(
    (ROOT / "datasets" / "glossary.yaml").read_text(encoding="utf-8")
)
TERMS: list[dict[str, Any]] = GLOSSARY["terms"]
LANGS = ("vi", "en")


def sources(lang: str) -> list[Path]:
    """Every text that a learner reads, as its author wrote it."""
    return [
        *sorted((ROOT / "datasets" / "cases").glob(f"*/{lang}.md")),
        *sorted((ROOT / "notebooks").glob(f"*/*/lesson.{lang}.md")),
    ]


def forms(term: dict[str, Any], lang: str) -> list[str]:
    return [term[lang], *term.get("also", {}).get(lang, [])]


def places(word: str, text: str) -> list[tuple[int, int]]:
    """Where ``word`` stands in ``text`` as whole words, an English plural allowed."""
    pattern = rf"(?<!\w){re.escape(word)}s?(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def stands_in(word: str, text: str) -> bool:
    return bool(places(word, text))


def terms_in(text: str, lang: str) -> set[str]:
    """Ids of the terms in ``text``; "ngày điều trị" inside "ngày điều trị trung bình" is none."""
    found = [
        (start, end, term["id"])
        for term in TERMS
        for form in forms(term, lang)
        for start, end in places(form, text)
    ]
    return {
        name
        for start, end, name in found
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
    }


def avoided(lang: str) -> list[str]:
    listed = [word for term in TERMS for word in term.get("avoid", {}).get(lang, [])]
    return [*listed, *GLOSSARY["spelling"][lang]["avoid"]]


def test_glossary_is_well_formed() -> None:
    ids = [term["id"] for term in TERMS]
    assert len(ids) == len(set(ids)) >= 20
    for term in TERMS:
        assert (
            {"id", "vi", "en", "meaning"}
            <= set(term)
            <= {"id", "vi", "en", "meaning", "also", "avoid"}
        )
        for lang in LANGS:
            assert term["meaning"][lang].endswith(".")
            for word in term.get("avoid", {}).get(lang, []):
                assert not any(stands_in(word, form) for form in forms(term, lang)), (
                    term["id"],
                    word,
                )


# Lessons teach the tools by name; an answer in a case never carries a vendor's.
PRODUCTS = ("ChatGPT", "Gemini", "Copilot")


@pytest.mark.parametrize("lang", LANGS)
def test_no_avoided_variant_occurs(lang: str) -> None:
    assert sources(lang)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {word}"
        for path in sources(lang)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for word in avoided(lang)
        if stands_in(word, line) and not (word in PRODUCTS and path.name.startswith("lesson."))
    ]
    assert found == []


def test_an_avoided_variant_would_be_found() -> None:
    assert stands_in("bệnh nhân", "Có 3 Bệnh nhân chuyển viện.")
    assert stands_in("consultation", "two consultations a year")
    assert not stands_in("race", "a trace")
    assert not stands_in("hóa", "thoái hoá")


@pytest.mark.parametrize("lang", LANGS)
def test_every_term_is_used(lang: str) -> None:
    """A term that no text uses is a rule nobody needs."""
    everything = "\n".join(path.read_text(encoding="utf-8") for path in sources(lang))
    unused = [
        term["id"]
        for term in TERMS
        if not any(stands_in(form, everything) for form in forms(term, lang))
    ]
    assert unused == []


def sections(path: Path) -> dict[str, str]:
    """Texts of a case file below ``##`` and ``###`` headings, by label."""
    found: dict[str, str] = {}
    label = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            label = line.lstrip("# ") if line.startswith(("## ", "### ")) else ""
        elif label:
            found[label] = f"{found.get(label, '')} {line}".strip()
    return found


# Terms precise enough that one language cannot have them without the other.
PAIRED = (
    "patient_days", "planned_beds", "beds_in_place", "bed_occupancy", "average_stay", "mortality",
    "case_fatality", "taken_home", "readmission", "median", "percentage_point", "same_month_last_year",
    "previous_month", "insured_visit", "repeated_registration",
)  # fmt: skip

# Where one language rightly says it another way.
APART = {
    ("s1-year-in-figures", "c10", "beds_in_place"),  # "đang kê … giường": the number, then its unit
    ("s1-year-in-figures", "c18", "patient_days"),  # days of one stay, not the department's sum
}


@pytest.mark.parametrize(
    "case", sorted(path.parent.name for path in (ROOT / "datasets" / "cases").glob("*/vi.md"))
)
def test_both_languages_use_the_term_together(case: str) -> None:
    folder = ROOT / "datasets" / "cases" / case
    vi, en = (sections(folder / f"{lang}.md") for lang in LANGS)
    apart = [
        (label, term)
        for label in vi.keys() & en.keys()
        for term in terms_in(vi[label], "vi") ^ terms_in(en[label], "en")
        if term in PAIRED and (case, label, term) not in APART
    ]
    assert apart == []


@pytest.mark.parametrize("lang", LANGS)
def test_texts_are_nfc_and_typographic(lang: str) -> None:
    for path in [*sources(lang), ROOT / "datasets" / "glossary.yaml"]:
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path
        assert "\u00a0" not in text, path
        if path.suffix == ".md":
            prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)  # code has its own
            assert '"' not in prose, f"{path}: typographic quotes, please"
            assert re.search(r"\S {2,}\S", text) is None, f"{path}: two spaces in a row"
