"""Every lesson of the course: no trick pays, errors stand anywhere, nothing of a key is handed out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_lessons import FOLDERS, GRADED, SPECS, pool
from hoichan.authoring.lesson import read_lesson
from hoichan.authoring.strategies import earned
from hoichan.cases.forms import each_form
from hoichan.cases.variant import make_variant
from hoichan.schema.numerals import numerals
from hoichan.schema.text import LANGS
from hoichan_grader.release import refuse_keys

pytestmark = pytest.mark.xdist_group("lessons")  # cases are compiled once
VARIANTS = {"phi_redact": 12}  # generated notes take longer to score
USUALLY = 40
MANY = 40
SECRET = b"a secret of this test"
CONSTANT = ("blank", "accept_all", "reject_all")


@pytest.mark.parametrize(("lesson", "task"), GRADED)
def test_no_trick_pays_and_the_reference_earns_everything(lesson: str, task: str) -> None:
    for form in each_form(pool(lesson, task)):
        for row in earned([form], VARIANTS.get(form.type, USUALLY)):
            if row.strategy in CONSTANT:
                assert row.best == 0.0, row
            elif row.strategy == "reference":
                assert row.mean == pytest.approx(1.0), row
            elif row.strategy != "typical":
                assert row.mean <= 0.05, row


@pytest.mark.parametrize(
    ("lesson", "task"), [pair for pair in GRADED if pool(*pair, drafts=True).drafts]
)
def test_a_set_holds_with_and_without_unconfirmed_errors(lesson: str, task: str) -> None:
    without, with_drafts = pool(lesson, task), pool(lesson, task, drafts=True)
    assert without.points == with_drafts.points
    assert not make_variant(without, SECRET, "hv1")[0].drafts
    assert make_variant(with_drafts, SECRET, "hv1")[0].drafts
    for row in earned([with_drafts], USUALLY):
        if row.strategy == "reference":
            assert row.mean == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("lesson", "task"), [pair for pair in GRADED if pool(*pair).type == "span_critique"]
)
def test_a_set_of_answers_is_as_the_rules_of_sets_ask(lesson: str, task: str) -> None:
    """Blueprint A.3: 4 to 6 answers, a third of them clean, errors in every third of the text."""
    thirds = [0, 0, 0]
    for form in each_form(pool(lesson, task)):
        assert form.rules.clean_answers >= 0.25
        for number in range(MANY):
            variant, key = make_variant(form, SECRET, f"hv{number}")
            planted = len(key.planted) + len(key.omissions)
            assert form.rules.planted[0] <= planted <= form.rules.planted[1]
            assert planted <= 0.3 * len(key.unit_uids)
            lengths = {answer.aid: len(answer.units) for answer in variant.answers}
            for entry in key.planted:
                place = int(entry.uid.rpartition("u")[2]) - 1
                thirds[place * 3 // lengths[entry.aid]] += 1
    assert min(thirds) >= 0.2 * sum(thirds), thirds


@pytest.mark.parametrize("lesson", FOLDERS)
def test_nothing_of_a_key_is_in_what_everybody_gets(lesson: str) -> None:
    folder: Path = FOLDERS[lesson]
    files = [folder / f"{lesson}.ipynb", *sorted((folder / "practice").glob("*.json"))]
    assert files[0].is_file()
    refuse_keys(files, [pool(lesson, task.id) for task in SPECS[lesson].graded], SECRET)


@pytest.mark.parametrize("lesson", FOLDERS)
def test_both_languages_of_a_lesson_hold_the_same_numbers(lesson: str) -> None:
    texts = {lang: (FOLDERS[lesson] / f"lesson.{lang}.md").read_text("utf-8") for lang in LANGS}
    blocks = [re.split(r"^## .*$", text, flags=re.MULTILINE) for text in texts.values()]
    assert len(blocks[0]) == len(blocks[1])
    for number, (vi, en) in enumerate(zip(*blocks, strict=True)):
        found_vi, found_en = set(numerals(vi, "vi")), set(numerals(en, "en"))
        assert found_vi == found_en, (number, found_vi ^ found_en)


@pytest.mark.parametrize("lesson", FOLDERS)
def test_a_tasks_minutes_stand_in_the_text_beside_it(lesson: str) -> None:
    source = read_lesson(FOLDERS[lesson])
    for task in source.spec.tasks:
        for lang, words in (("vi", "phút"), ("en", "minutes")):
            (block,) = (each for each in source.blocks[lang] if task.id in each.tasks())
            text = " ".join(part.text for part in block.parts)
            assert f"{task.minutes} {words}" in text, (task.id, lang)
