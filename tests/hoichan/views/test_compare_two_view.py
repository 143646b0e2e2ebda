"""X10 on paper: both answers, the learner's verdicts, and with the key what was right and why."""

from __future__ import annotations

import html
import re
from random import Random

import pytest

from answering import sheet_of
from exercise_samples import pool_of, sample
from hoichan import personas
from hoichan.cases.variant import make_variant
from hoichan.schema.exercises.compare_two import CompareTwoPayload, PairAnswer
from hoichan.scoring import score
from hoichan.views import render_static, render_task

VARIANT, KEY = sample("x10")
PLACE = next(n for n, gold in enumerate(KEY.pairs) if gold.accurate in ("A", "B"))
PAIR, GOLD = VARIANT.pairs[PLACE], KEY.pairs[PLACE]
UNITS = [unit for side in (PAIR.a, PAIR.b) for unit in side.units]


def plain(page):
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def page(*answers, lang="vi", key=True, only=PAIR.uid):
    sheet = sheet_of(VARIANT, CompareTwoPayload(pairs=answers))
    if not key:
        return plain(render_task(VARIANT, lang, sheet, only=only))
    return plain(render_task(VARIANT, lang, sheet, KEY, score(KEY, sheet, VARIANT), only=only))


def said(**fields):
    return PairAnswer(uid=PAIR.uid, **fields)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_a_key_it_shows_both_answers_and_what_was_said(lang):
    text = page(said(accurate="neither", decisive=(UNITS[0].uid,)), lang=lang, key=False)
    assert PAIR.prompt[lang] in text
    for unit in UNITS:
        assert unit.text[lang] in text
    for side in (PAIR.a, PAIR.b):
        for frame in (side.opening, side.closing):
            assert frame is None or frame[lang] in text
    assert {"vi": "AI A (mô phỏng)", "en": "AI A (simulated)"}[lang] in text
    assert {"vi": "không câu nào", "en": "neither"}[lang] in text
    assert {"vi": "chưa chọn", "en": "not chosen"}[lang] in text
    assert text.count({"vi": "Bạn cho là sai", "en": "You marked it as wrong"}[lang]) == 1
    assert {"vi": "lịch sự hơn", "en": "more polite"}[lang] not in text
    for one in GOLD.planted:
        assert one.why[lang] not in text
        assert one.true_text[lang] not in text or one.true_text in [u.text for u in UNITS]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_feedback_explains_every_wrong_sentence_and_both_verdicts(lang):
    planted = {one.uid for one in GOLD.planted}
    true = next(unit.uid for unit in UNITS if unit.uid not in planted)
    first = GOLD.planted[0]
    wrong = "A" if GOLD.accurate == "B" else "B"
    text = page(said(accurate=wrong, safer=GOLD.safer, decisive=(first.uid, true)), lang=lang)
    for one in GOLD.planted:
        for part in (one.why, one.check, one.true_text):
            assert part[lang] in text
    words = {
        "vi": ("Tìm đúng", "Bỏ sót", "Báo động nhầm"),
        "en": ("Found", "Missed", "False alarm"),
    }
    counts = (1, len(planted) - 1, 1)
    assert tuple(text.count(word) for word in words[lang]) == counts
    right, not_right = {"vi": ("✓ đúng", "✗ chưa đúng"), "en": ("✓ right", "✗ not right")}[lang]
    assert text.count(right) == 1  # safety
    assert text.count(not_right) == 1  # accuracy
    polite = {
        "vi": f"Câu của AI {GOLD.polite} dài và lịch sự hơn",
        "en": f"AI {GOLD.polite} was longer and more polite",
    }
    assert polite[lang] in text


def test_what_reads_better_is_neither_right_nor_wrong():
    text = page(said(accurate=GOLD.accurate, safer=GOLD.safer, clearer="B"))
    assert text.count("✓ đúng") == 2
    assert "✗" not in text.replace("✗ Bỏ sót", "")
    assert "Dễ đọc hơn (không tính điểm) chỉ B" in text


def test_a_pair_left_blank_is_not_right():
    text = page()
    assert text.count("chưa chọn") == 3
    assert text.count("✗ chưa đúng") == 2


def test_the_whole_page_says_how_often_manners_won():
    for number in range(40):
        variant, key = make_variant(pool_of("x10"), b"view", f"n{number}")
        if any(g.accurate in ("A", "B") and g.accurate != g.polite for g in key.pairs):
            break

    def whole(trust):
        answers = [
            PairAnswer(uid=g.uid, accurate=g.polite if trust else g.accurate, safer=g.safer)
            for g in key.pairs
        ]
        sheet = sheet_of(variant, CompareTwoPayload(pairs=tuple(answers)))
        return plain(render_task(variant, "vi", sheet, key, score(key, sheet, variant)))

    assert "bạn vẫn chọn nó 100% số lần" in whole(trust=True)
    assert "bạn vẫn chọn nó 0% số lần" in whole(trust=False)


def test_the_reference_finds_everything_and_one_pair_alone_does_not_count():
    answers = personas.answers("reference", VARIANT, KEY, Random(1)).pairs
    whole = page(*answers, only=None)
    errors = sum(len(gold.planted) for gold in KEY.pairs)
    assert f"Tìm đúng {errors}/{errors} câu sai quyết định; chạm nhầm 0 câu đúng." in whole
    assert "✗" not in whole
    alone = page(*answers)
    assert "câu sai quyết định" not in alone
    assert f"Cặp {PLACE + 1}. {PAIR.title.vi}" in alone
    assert alone.count("Cặp ") == 1


def test_the_static_page_stands_by_itself():
    made = render_static(VARIANT, "en")
    assert "<style>" in made
    assert "http" not in made
