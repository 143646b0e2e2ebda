"""X3 on paper: advice only where it was opened; feedback on every kind of reliance."""

from __future__ import annotations

import html
import re
from random import Random

import pytest

from answering import sheet_of
from exercise_samples import sample
from hoichan import personas
from hoichan.schema.exercises.decide_confidence import DecideConfidencePayload, DecisionAnswer
from hoichan.scoring import score
from hoichan.views import render_static, render_task

VARIANT, KEY = sample("x3")
PUBLIC = {decision.uid: decision for decision in VARIANT.decisions}
GOLD = {gold.uid: gold for gold in KEY.decisions}
AI_RIGHT = next(gold.uid for gold in KEY.decisions if gold.ai_right)
AI_WRONG = next(gold.uid for gold in KEY.decisions if not gold.ai_right)


def plain(page):
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def page(*answers, lang="vi", key=True, only=AI_RIGHT):
    sheet = sheet_of(VARIANT, DecideConfidencePayload(decisions=answers))
    if not key:
        return plain(render_task(VARIANT, lang, sheet, only=only))
    return plain(render_task(VARIANT, lang, sheet, KEY, score(KEY, sheet, VARIANT), only=only))


def decided(uid, final=None, **fields):
    first = PUBLIC[uid].options[0].oid
    said = {"uid": uid, "init": first, "init_p": 75, "shown": True, "final": final, "p_ai": 90}
    return DecisionAnswer(**said | fields)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_advice_and_source_are_printed_only_where_they_were_opened(lang):
    public = PUBLIC[AI_RIGHT]
    hidden = {"vi": "Ý kiến của AI chưa được mở.", "en": "The AI’s advice was not opened."}[lang]
    badge = {"vi": "MÔ PHỎNG", "en": "SIMULATED"}[lang]
    unopened = page(decided(AI_RIGHT, shown=False, p_ai=None), lang=lang, key=False)
    assert hidden in unopened
    assert public.advice.text[lang] not in unopened
    assert badge not in unopened
    seen = page(decided(AI_RIGHT), lang=lang, key=False)
    assert hidden not in seen
    assert public.advice.text[lang] in seen
    assert badge in seen
    assert public.evidence[0].title[lang] not in seen
    checked = page(decided(AI_RIGHT, checked=True), lang=lang, key=False)
    assert public.evidence[0].title[lang] in checked


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_a_key_it_shows_the_question_and_the_decision_and_no_reason(lang):
    public, gold = PUBLIC[AI_WRONG], GOLD[AI_WRONG]
    other = public.options[1]
    answer = decided(AI_WRONG, "edit", chosen=other.oid, p_ai=10)
    text = page(answer, lang=lang, key=False, only=AI_WRONG)
    for part in (public.vignette, public.question, *(o.label for o in public.options)):
        assert part[lang] in text
    own = {"vi": f"{public.options[0].label.vi} (chắc 75%)"}
    own["en"] = f"{public.options[0].label.en} (75% sure)"
    assert own[lang] in text
    assert f"{ {'vi': 'Sửa thành', 'en': 'Change it to'}[lang] }: {other.label[lang]}" in text
    assert "10%" in text
    assert gold.why[lang] not in text
    assert gold.check[lang] not in text
    assert {"vi": "Câu trả lời đúng", "en": "The right answer"}[lang] not in text


@pytest.mark.parametrize(
    ("uid", "final", "sign", "vi"),
    [
        (AI_RIGHT, "accept", "✓", "AI đúng, bạn dùng"),
        (AI_RIGHT, "reject", "✗", "AI đúng, bạn bỏ (tin chưa đủ)"),
        (AI_WRONG, "accept", "✗", "AI sai, bạn vẫn dùng (tin quá mức)"),
        (AI_WRONG, "reject", "✓", "AI sai, bạn không dùng"),
        (AI_WRONG, None, "–", "Chưa có quyết định cuối cùng"),
    ],
)
def test_feedback_names_the_reliance_in_words_and_sign(uid, final, sign, vi):
    text = page(decided(uid, final), only=uid)
    assert f"{sign} {vi}" in text
    right = next(o.label.vi for o in PUBLIC[uid].options if o.oid == GOLD[uid].right)
    assert re.search(rf"Câu trả lời đúng ?: {re.escape(right)}", text)
    assert GOLD[uid].why.vi in text
    assert GOLD[uid].check.vi in text


def test_changing_to_what_the_ai_said_is_using_it():
    advised = PUBLIC[AI_WRONG].advice.oid
    text = page(decided(AI_WRONG, "edit", chosen=advised), only=AI_WRONG)
    assert "AI sai, bạn vẫn dùng (tin quá mức)" in text


def test_a_decision_that_was_never_begun_is_explained_all_the_same():
    text = page(only=AI_WRONG)
    assert "Chưa có quyết định cuối cùng" in text
    assert text.count("chưa chọn") == 3
    assert PUBLIC[AI_WRONG].advice.text.vi in text
    assert PUBLIC[AI_WRONG].evidence[0].title.vi in text


@pytest.mark.parametrize(
    ("p_ai", "trust"),
    [
        (99, "khả năng đúng cao hơn thực tế"),
        (1, "khả năng đúng thấp hơn thực tế"),
        (50, "khá sát"),
    ],
)
def test_the_summary_counts_both_mistakes_and_names_the_bias(p_ai, trust):
    used = [decided(gold.uid, "accept", p_ai=p_ai) for gold in KEY.decisions]
    text = page(*used, only=None)
    wrong = sum(not gold.ai_right for gold in KEY.decisions)
    right = len(KEY.decisions) - wrong
    assert f"Tin quá mức: dùng (hoặc bỏ ngỏ) {wrong}/{wrong} ý kiến sai." in text
    assert f"Tin chưa đủ: bỏ (hoặc bỏ ngỏ) 0/{right} ý kiến đúng." in text
    assert trust in text


def test_the_reference_is_right_everywhere_and_one_decision_alone_has_no_summary():
    answers = personas.answers("reference", VARIANT, KEY, Random(1)).decisions
    whole = page(*answers, only=None)
    assert "✗" not in whole
    assert whole.count("✓") == len(KEY.decisions)
    alone = page(*answers)
    assert "Tin quá mức:" not in alone
    assert alone.count("Tình huống ") == 1


def test_the_static_page_stands_by_itself_and_gives_no_advice_away():
    made = render_static(VARIANT, "en")
    assert "<style>" in made
    assert "http" not in made
    for decision in VARIANT.decisions:
        assert decision.advice.text.en not in html.unescape(made)
