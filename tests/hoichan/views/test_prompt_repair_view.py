"""X4 on paper: the prompt that was sent, the answer it got, and what became of every error."""

from __future__ import annotations

import html
import re
from random import Random

import pytest

from answering import sheet_of
from exercise_samples import sample
from hoichan import personas
from hoichan.schema.exercises.prompt_repair import PromptRepairPayload, RepairAnswer
from hoichan.scoring import score
from hoichan.scoring.repairing import irrelevant
from hoichan.views import render_static, render_task

VARIANT, KEY = sample("x4")
PLACE = next(  # a prompt whose errors are not all removed by one block
    n for n, g in enumerate(KEY.prompts) if len({o.removed_by for o in g.planted}) > 2
)
PROMPT, GOLD = VARIANT.prompts[PLACE], KEY.prompts[PLACE]
REMOVABLE = next(one for one in GOLD.planted if one.removed_by)
STAYS = next(one for one in GOLD.planted if not one.removed_by)


def plain(page):
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def page(*answers, lang="vi", key=True, only=PROMPT.uid):
    sheet = sheet_of(VARIANT, PromptRepairPayload(prompts=answers))
    if not key:
        return plain(render_task(VARIANT, lang, sheet, only=only))
    return plain(render_task(VARIANT, lang, sheet, KEY, score(KEY, sheet, VARIANT), only=only))


def asked(*blocks, marks=(), **fields):
    said = {"uid": PROMPT.uid, "blocks": blocks, "asked": blocks, "runs": 2, "marks": marks}
    return RepairAnswer(**said | fields)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_a_key_it_shows_prompt_answer_and_marks_and_explains_nothing(lang):
    block = next(b for b in PROMPT.blocks if b.id == REMOVABLE.removed_by[0])
    text = page(asked(block.id, marks=(STAYS.uid,)), lang=lang, key=False)
    assert PROMPT.prompt[lang] in text
    assert f"+ {block.text[lang]}" in text
    for unit in PROMPT.units:
        assert unit.reads((block.id,))[lang] in text
    assert text.count({"vi": "Bạn cho là sai", "en": "You marked it as wrong"}[lang]) == 1
    assert {"vi": "MÔ PHỎNG", "en": "SIMULATED"}[lang] in text
    for one in GOLD.planted:
        assert one.why[lang] not in text
        assert one.check[lang] not in text


def test_the_answer_shown_is_that_of_the_last_run_not_of_blocks_switched_since():
    block = REMOVABLE.removed_by[0]
    text = page(asked(blocks=(block,)), key=False)
    assert REMOVABLE.true_text.vi not in text
    assert next(b for b in PROMPT.blocks if b.id == block).text.vi not in text
    assert "không thêm khối nào" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_feedback_tells_removed_found_missed_and_wrongly_marked_apart(lang):
    block = REMOVABLE.removed_by[0]
    wrong = {one.uid for one in GOLD.planted}
    true = next(unit for unit in PROMPT.units if unit.uid not in wrong)
    text = page(asked(block, marks=(STAYS.uid, true.uid)), lang=lang)
    words = {
        "vi": ("Câu lệnh của bạn đã sửa được", "Tìm đúng", "Bỏ sót", "Báo động nhầm"),
        "en": ("Your prompt removed it", "Found", "Missed", "False alarm"),
    }[lang]
    removed = sum(block in one.removed_by for one in GOLD.planted)
    counts = (removed, 1, len(GOLD.planted) - removed - 1, 1)
    assert tuple(text.count(word) for word in words) == counts
    for one in GOLD.planted:
        gone = block in one.removed_by
        assert (one.why[lang] in text) is not gone
        assert (one.check[lang] in text) is not gone
    for sign in ("✓", "✗", "!"):  # never colour alone
        assert sign in text


def test_feedback_says_which_block_would_have_helped_and_that_one_error_always_stays():
    text = page(asked())
    labels = {block.id: block.label.vi for block in PROMPT.blocks}
    for one in GOLD.planted:
        for block in one.removed_by:
            assert f"“{labels[block]}” sửa được lỗi này" in text
    assert text.count("Không câu lệnh nào sửa được lỗi này: phải tự kiểm tra.") == 1
    assert STAYS.true_text.vi in text


def test_idle_blocks_and_identifiers_are_named():
    labels = {block.id: block.label.vi for block in PROMPT.blocks}
    idle = min(irrelevant(GOLD))
    assert f"Khối không giúp gì ở đây: {labels[idle]}." in page(asked(idle))
    assert "không giúp gì" not in page(asked(*REMOVABLE.removed_by))
    warned = "Câu lệnh có thông tin định danh: không được điểm."
    assert warned in page(asked(*GOLD.phi))
    assert warned in page(asked(free="Gọi số 0312 605 784"))
    assert warned not in page(asked(free="Gọi lại sau"))


def test_the_whole_page_counts_and_one_prompt_alone_does_not():
    answers = personas.answers("reference", VARIANT, KEY, Random(1)).prompts
    whole = page(*answers, only=None)
    errors = sum(len(gold.planted) for gold in KEY.prompts)
    assert f"Sửa hoặc chỉ ra được {errors}/{errors} lỗi; đánh dấu nhầm 0 câu đúng." in whole
    assert "Bỏ sót" not in whole
    alone = page(*answers)
    assert "Sửa hoặc chỉ ra được" not in alone
    assert VARIANT.prompts[PLACE - 1].title.vi not in alone


def test_own_words_are_escaped():
    sheet = sheet_of(VARIANT, PromptRepairPayload(prompts=(asked(free="<script>x()</script>"),)))
    made = render_task(VARIANT, "vi", sheet, KEY)
    assert "<script" not in made
    assert "&lt;script&gt;" in made


def test_the_static_page_stands_by_itself():
    made = render_static(VARIANT, "en")
    assert "<style>" in made
    assert "http" not in made
