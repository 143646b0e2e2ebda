"""X11 on paper: numbered lines, the learner's marks, and with the key both results."""

from __future__ import annotations

import html
import re
from random import Random

import pytest

from answering import sheet_of
from exercise_samples import sample
from hoichan import personas
from hoichan.schema.exercises.code_critique import BugKind, CodeCritiquePayload, LineFlag
from hoichan.scoring import score
from hoichan.views import render_static, render_task

VARIANT, KEY = sample("x11")
BUG = KEY.planted[0]
FAULTY = BUG.uid.partition(".")[0]
CLEAN = KEY.clean[0]
SNIPPETS = {snippet.uid: snippet for snippet in VARIANT.snippets}
KINDS = {
    "vi": (
        "Sai mẫu số",
        "Ghép bảng sai",
        "Bỏ mất dữ liệu thiếu",
        "Gộp sai chiều",
        "Lộ mã định danh",
    ),
    "en": (
        "Wrong denominator",
        "Wrong join",
        "Missing data dropped",
        "Wrong axis",
        "Identifier leaked",
    ),
}


def plain(page):
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def render(payload, *, lang="vi", key=True, only=FAULTY):
    sheet = sheet_of(VARIANT, payload)
    if not key:
        return render_task(VARIANT, lang, sheet, only=only)
    return render_task(VARIANT, lang, sheet, KEY, score(KEY, sheet, VARIANT), only=only)


def page(payload, **more):
    return plain(render(payload, **more))


def flagged(*pairs):
    return CodeCritiquePayload(flags=tuple(LineFlag(uid=uid, kind=kind) for uid, kind in pairs))


def said(kind, lang):
    return KINDS[lang][list(BugKind).index(kind)]


def squeezed(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_a_key_it_shows_the_code_and_the_marks(lang):
    text = page(flagged((BUG.uid, BugKind.WRONG_JOIN)), lang=lang, key=False)
    snippet = SNIPPETS[FAULTY]
    assert snippet.prompt[lang] in text
    for number, line in enumerate(snippet.lines, start=1):
        assert f"{number} {squeezed(line.code)}" in text
    assert {"vi": "Bạn cho là sai", "en": "You marked it as wrong"}[lang] in text
    assert said(BugKind.WRONG_JOIN, lang) in text
    assert BUG.why[lang] not in text
    assert squeezed(BUG.true_code) not in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_feedback_gives_the_right_line_the_reason_and_both_results(lang):
    here = [bug for bug in KEY.planted if bug.uid.startswith(f"{FAULTY}.")]
    sound = next(x.uid for x in SNIPPETS[FAULTY].lines if x.uid not in {b.uid for b in here})
    text = page(flagged((BUG.uid, None), (sound, BugKind.DROPPED_NAN)), lang=lang)
    for bug in here:
        for part in (bug.true_code, bug.why[lang], bug.check[lang], bug.result, bug.true_result):
            assert squeezed(part) in text
        assert said(bug.kind, lang) in text
    none = {"vi": "Chưa chọn loại lỗi", "en": "Kind not chosen"}[lang]
    assert none in text
    words = {
        "vi": ("Tìm đúng", "Bỏ sót", "Báo động nhầm"),
        "en": ("Found", "Missed", "False alarm"),
    }
    counts = (1, len(here) - 1, 1)
    assert tuple(text.count(word) for word in words[lang]) == counts
    assert "✓" in text


@pytest.mark.parametrize(
    ("uid", "declared", "expected"),
    [
        (CLEAN, True, "Đúng: không có lỗi nào được cài."),
        (CLEAN, False, "Đoạn mã này không có lỗi nào được cài."),
        (FAULTY, True, "Chưa đúng: đoạn mã này có lỗi được cài."),
    ],
)
def test_what_was_declared_is_answered(uid, declared, expected):
    payload = CodeCritiquePayload(no_error=(uid,) if declared else ())
    text = page(payload, only=uid)
    assert expected in text
    assert ("Bạn đã chọn: “Đoạn mã này không có lỗi”." in text) is declared


def test_a_faulty_snippet_that_nobody_declared_is_not_called_sound():
    text = page(CodeCritiquePayload())
    assert "không có lỗi nào được cài" not in text
    assert "✗ Bỏ sót" in text


def test_the_reference_finds_everything_and_one_snippet_alone_does_not_count():
    payload = personas.answers("reference", VARIANT, KEY, Random(1))
    whole = page(payload, only=None)
    errors = len(KEY.planted)
    assert f"Tìm đúng {errors}/{errors} dòng lỗi; đánh dấu nhầm 0 dòng đúng." in whole
    assert "✗" not in whole
    alone = page(payload)
    assert "dòng lỗi; đánh dấu" not in alone
    assert alone.count("Đoạn mã ") == 1


def test_code_is_text_and_said_to_be_english_for_reading_aloud():
    line = SNIPPETS[FAULTY].lines[0].model_copy(update={"code": "x = a < b  # <b>&lt;"})
    spoilt = SNIPPETS[FAULTY].model_copy(update={"lines": (line,)})
    variant = VARIANT.model_copy(update={"snippets": (spoilt,)})
    made = render_task(variant, "vi", sheet_of(variant, CodeCritiquePayload()))
    assert "x = a &lt; b  # &lt;b&gt;&amp;lt;" in made
    assert '<code class="hv-code" lang="en">' in made


def test_the_static_page_stands_by_itself():
    made = render_static(VARIANT, "en")
    assert "<style>" in made
    assert "http" not in made
