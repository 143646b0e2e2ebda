"""Lesson s1_numbers: it builds, its rules are kept, and every number in its text is right."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from hoichan.authoring.lesson import LessonSource, read_lesson
from hoichan.authoring.notebook import build_notebook
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.i18n import strings
from hoichan.schema.key import Key
from hoichan.schema.numerals import numerals
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import CATEGORY_LABELS, Category
from hoichan.schema.text import LANGS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks" / "skillset" / "s1_numbers"
VARIANTS = 60
WORDS_A_MINUTE = {"vi": 200, "en": 180}  # unhurried reading of a text with numbers


@pytest.fixture(scope="module")
def lesson() -> LessonSource:
    return read_lesson(FOLDER)


@pytest.fixture(scope="module")
def pools(lesson: LessonSource) -> dict[str, TaskPool]:
    cases = {
        name: ready_case(ROOT / "datasets" / "cases" / name)
        for task in lesson.spec.tasks
        for name in task.cases
    }
    return {
        task.id: build_pool(task, lesson.spec.id, [cases[name] for name in task.cases])
        for task in lesson.spec.tasks
    }


def keys(pool: TaskPool) -> list[Key]:
    return [make_variant(pool, b"content test", f"learner-{i}")[1] for i in range(VARIANTS)]


def text(lang: str) -> str:
    return (FOLDER / f"lesson.{lang}.md").read_text(encoding="utf-8")


def test_lesson_builds_and_is_fresh(lesson: LessonSource) -> None:
    built = FOLDER / "s1_numbers.ipynb"
    assert built.read_text(encoding="utf-8") == build_notebook(lesson), "hoichan lesson build"


def test_lesson_is_the_one_that_was_planned(lesson: LessonSource) -> None:
    spec = lesson.spec
    assert [(task.id, task.type, task.points) for task in spec.graded] == [
        ("x2", "verify_data", 42),
        ("x1", "span_critique", 28),
    ]
    assert spec.minutes == 60
    x2, x1 = (task.rules for task in spec.graded)
    assert (x2.units, x2.planted) == (12, (4, 6))
    assert (x1.planted, x1.categories, x1.clean_answers) == ((8, 14), 4, 0.33)


def test_every_variant_of_x1_keeps_the_rules(pools: dict[str, TaskPool]) -> None:
    kinds: Counter[Category] = Counter()
    for key in keys(pools["x1"]):
        found = [planted.category for planted in key.planted]
        found += [omission.category for omission in key.omissions]
        kinds.update(found)
        assert 8 <= len(found) <= 14
        assert len(set(found)) >= 4
        assert len(key.clean_answers) >= 2
        assert len(key.foils) >= 6
    assert len(kinds) == 9
    assert min(kinds.values()) >= 0.03 * kinds.total(), kinds


def test_every_variant_of_x2_has_all_three_verdicts(pools: dict[str, TaskPool]) -> None:
    for key in keys(pools["x2"]):
        verdicts = Counter(claim.verdict for claim in key.claims)
        assert verdicts.total() == 12
        assert 4 <= verdicts["false"] <= 6
        assert 1 <= verdicts["unverifiable"] <= 3
        assert verdicts["true"] >= 3


def test_no_place_in_an_answer_is_safe(pools: dict[str, TaskPool]) -> None:
    """Errors are spread over the start, the middle and the end of the answers."""
    thirds = [0, 0, 0]
    for key in keys(pools["x1"]):
        lengths = Counter(uid.partition(".")[0] for uid in key.unit_uids)
        for planted in key.planted:
            place = int(planted.uid.rpartition("u")[2]) - 1
            thirds[place * 3 // lengths[planted.aid]] += 1
    assert min(thirds) >= 0.25 * sum(thirds), thirds


@pytest.mark.parametrize("lang", LANGS)
def test_lesson_fits_its_hour(lang: str) -> None:
    """About 20 minutes of reading leave 40 for the two tasks."""
    assert 10 <= len(text(lang).split()) / WORDS_A_MINUTE[lang] <= 20


def test_both_languages_hold_the_same_numbers() -> None:
    blocks = [re.split(r"^## .*$", text(lang), flags=re.MULTILINE) for lang in LANGS]
    assert len(blocks[0]) == len(blocks[1])
    for number, (vi, en) in enumerate(zip(*blocks, strict=True)):
        found_vi, found_en = set(numerals(vi, "vi")), set(numerals(en, "en"))
        assert found_vi == found_en, (number, found_vi ^ found_en)


def test_labels_in_the_text_are_those_of_the_pen(lesson: LessonSource) -> None:
    """The lesson's table names the categories exactly as the widget does."""
    used = [c for c in Category if c.group in ("num", "inf", "beh")] + [
        Category.SRC_FABRICATED_FACT,
        Category.CLIN_OMISSION,
    ]
    for category in used:
        if category is Category.INF_CHART:
            continue
        for lang in LANGS:
            assert f"| {CATEGORY_LABELS[category][lang]} |" in text(lang), (category, lang)


DIVISION = re.compile(r"(\d+) ÷ (?:\((\d+) × (\d+)\)|(\d+)) = \**([\d.,]+)(%?)")


@pytest.mark.parametrize("lang", LANGS)
def test_divisions_in_the_text_are_right(lang: str) -> None:
    found = DIVISION.findall(text(lang))
    assert len(found) >= 6
    for top, beds, days, bottom, said, percent in found:
        true = int(top) / (int(beds) * int(days) if beds else int(bottom))
        shown = float(said.replace(",", "."))
        decimals = len(re.split(r"[.,]", said)[1])
        assert round(true * (100 if percent else 1), decimals) == shown, (top, said)


def test_the_worked_answer_is_true_and_false_as_explained() -> None:
    """The table of the worked critique, and what its seven sentences say."""
    planned, discharges, days, deaths = 20, (100, 124, 110), (560, 713, 660), (1, 1, 2)
    for lang in LANGS:
        row = r"\|[^|]*\| {} \| {} \| {} \|"
        for cells in (discharges, days, deaths, (planned, planned, planned), (22, 24, 24)):
            assert re.search(row.format(*cells), text(lang)), (lang, cells)
    occupancy = [days[1] / (planned * 31), days[2] / (planned * 30)]
    assert [round(100 * value, 1) for value in occupancy] == [115.0, 110.0]
    stay = [days[1] / discharges[1], days[2] / discharges[2]]
    assert stay == [5.75, 6.0]
    assert days[2] < days[1], "(4): longer stay although fewer patient-days"
    assert stay[1] > stay[0], "(4)"
    assert discharges[2] > discharges[0], "(5) is false: busier than a year before"
    assert deaths[2] == 2 * deaths[1], "(6): doubled indeed, but from 1 to 2"


def test_the_waiting_example() -> None:
    waits = sorted([10, 15, 20, 25, 130])
    assert (waits[2], sum(waits) / 5) == (20, 40)
    for lang, words in (
        ("vi", "10, 15, 20, 25 và 130 phút"),
        ("en", "10, 15, 20, 25 and 130 minutes"),
    ):
        assert words in text(lang)


def test_the_text_names_the_buttons_as_they_are_written() -> None:
    pen, bench = strings("span_critique"), strings("verify_data")
    for lang in LANGS:
        for words in (pen["missing"], pen["no_error"]):
            assert f"“{words[lang]}”" in text(lang), words[lang]
        for verdict in ("true", "false", "unverifiable"):
            assert bench[f"verdict.{verdict}"][lang] in text(lang)
