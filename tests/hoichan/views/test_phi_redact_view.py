"""X5 on paper: what was hidden is struck out; with the key, every detail and what became of it."""

from __future__ import annotations

import html
import re
from random import Random

import pytest

from answering import sheet_of
from exercise_samples import sample
from hoichan import personas
from hoichan.schema.exercises.phi_redact import NoteAnswer, PhiRedactPayload, Redaction
from hoichan.scoring import score
from hoichan.scoring.hiding import clinical
from hoichan.views import render_task

VARIANT, KEY = sample("x5")
PLACE = next(
    n
    for n, gold in enumerate(KEY.notes)
    if gold.identifiers and any(one.kind in ("NAME", "RELATIVE") for one in gold.identifiers)
)
NOTE, GOLD = VARIANT.notes[PLACE], KEY.notes[PLACE]
VAGUE = ("ADDRESS", "DATE", "DOB", "STAFF", "QUASI")
NAME = next(one for one in GOLD.identifiers if one.kind in ("NAME", "RELATIVE"))


def made(payload, lang="vi", *, key=True, only=NOTE.uid):
    sheet = sheet_of(VARIANT, payload)
    with_key = (KEY, score(KEY, sheet, VARIANT)) if key else ()
    return render_task(VARIANT, lang, sheet, *with_key, only=only)


def plain(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def hidden(*spans, sent=True):
    return PhiRedactPayload(notes=(NoteAnswer(uid=NOTE.uid, spans=spans, sent=sent),))


def mask(one, action="mask"):
    return Redaction(start=one.start, end=one.end, kind="name", action=action)


def test_what_was_hidden_is_struck_out_and_the_rest_stands():
    page = made(hidden(mask(NAME)), key=False)
    said = NOTE.text[NAME.start : NAME.end]
    assert f'<del class="hv-mark">{html.escape(said)}</del>' in page
    assert page.count("<del") == 1
    joined = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert NOTE.text in joined


@pytest.mark.parametrize(("lang", "words"), [("vi", "Chưa gửi"), ("en", "Not sent")])
def test_a_note_that_was_not_sent_says_so(lang, words):
    assert words in plain(made(hidden(sent=False), lang, key=False))
    assert words not in plain(made(hidden(sent=True), lang, key=False))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_the_key_nothing_tells_what_identifies(lang):
    text = plain(made(hidden(), lang, key=False))
    assert {"vi": "còn lộ", "en": "can be read"}[lang] not in text
    assert {"vi": "Vì sao", "en": "Why"}[lang] not in text


@pytest.mark.parametrize(("lang", "words"), [("vi", "Còn lộ {n} chi tiết"), ("en", "{n} details")])
def test_every_leak_is_listed_with_its_kind(lang, words):
    text = plain(made(hidden(), lang))
    assert words.format(n=len(GOLD.identifiers)) in text
    for one in GOLD.identifiers:
        assert NOTE.text[one.start : one.end] in text
    assert text.count({"vi": "✗ còn lộ", "en": "✗ can be read"}[lang]) == len(GOLD.identifiers)


def test_all_hidden_and_one_word_too_many():
    best = personas.answers("reference", VARIANT, KEY, Random(1))
    assert "Không còn chi tiết nào" in plain(made(best))
    word = clinical(NOTE, GOLD)[0]
    spans = (*best.notes[PLACE].spans, Redaction(start=word.start, end=word.end))
    more = hidden(*sorted(spans, key=lambda span: span.start))
    text = plain(made(more))
    assert f"Che nhầm 1 từ có nội dung lâm sàng: {NOTE.text[word.start : word.end]}" in text


def test_a_name_made_vaguer_is_told_to_be_readable_still():
    text = plain(made(hidden(mask(NAME, "generalise"))))
    assert "nói chung chung không che được" in text
    assert "nói chung chung không che được" not in plain(made(hidden(mask(NAME))))


def test_an_address_made_vaguer_is_hidden_and_nothing_more_is_said():
    notes = tuple(
        NoteAnswer(
            uid=gold.uid,
            spans=tuple(mask(one, "generalise") for one in gold.identifiers if one.kind in VAGUE),
            sent=True,
        )
        for gold in KEY.notes
    )
    vague = [one for gold in KEY.notes for one in gold.identifiers if one.kind in VAGUE]
    text = plain(made(PhiRedactPayload(notes=notes), only=None))
    assert vague
    assert text.count("✓ đã che") == len(vague)
    assert "nói chung chung không che được" not in text


def test_the_whole_task_begins_with_a_summary():
    best = personas.answers("typical", VARIANT, KEY, Random(1))
    text = plain(made(best, only=None))
    total = sum(len(gold.identifiers) for gold in KEY.notes)
    found = re.search(r"Đã che (\d+)/(\d+) chi tiết; còn lộ (\d+)", text)
    assert found
    assert int(found[2]) == total == int(found[1]) + int(found[3])
