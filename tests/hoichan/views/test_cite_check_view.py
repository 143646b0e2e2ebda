"""X6 on paper: the references, the learner's verdicts, and with the key the proof."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest

from exercise_samples import sample
from hoichan.personas import answers
from hoichan.schema.documents import AnswerSheet
from hoichan.schema.exercises.cite_check import CiteCheckPayload, RefAnswer
from hoichan.scoring import score
from hoichan.scoring.citations import constant_answer
from hoichan.views import render_static, render_task


def sheet_of(variant: Any, payload: Any) -> AnswerSheet:
    return AnswerSheet(
        lesson=variant.lesson,
        task=variant.task,
        variant=variant.variant,
        learner=variant.learner,
        opened="2026-07-01T08:00:00Z",
        saved="2026-07-01T08:10:00Z",
        ui="test",
        payload=payload,
    )


class Text(HTMLParser):
    """The visible text; fails on tags that do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("br", "hr", "img", "input", "meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.said))


def seen(payload: CiteCheckPayload, lang: str = "vi", *, key: bool = True, **more: Any) -> str:
    variant, gold = sample("x6")
    sheet = sheet_of(variant, payload)
    report = score(gold, sheet, variant) if key else None
    return Text(render_task(variant, lang, sheet, gold if key else None, report, **more)).text


def of(verdict: str) -> Any:
    return next(ref for ref in sample("x6")[1].refs if ref.verdict == verdict)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_sentence_and_reference_stands_there_without_a_key(lang):
    variant, key = sample("x6")
    text = seen(CiteCheckPayload(), lang, key=False)
    for ref in variant.refs:
        assert ref.text[lang] in text
        assert ref.citation.title[lang] in text
        assert (ref.citation.number or ref.citation.doi or ref.citation.issuer) in text
    for ref in key.refs:
        assert ref.why[lang] not in text
        assert ref.check[lang] not in text
    assert ("Bạn chưa kết luận" if lang == "vi" else "You gave no verdict") in text
    assert ("MÔ PHỎNG" if lang == "vi" else "SIMULATED") in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_feedback_has_key_proof_reason_and_how_to_check(lang):
    _, key = sample("x6")
    text = seen(CiteCheckPayload(), lang)
    for ref in key.refs:
        for part in (ref.why, ref.check, ref.proof):
            assert re.sub(r"\s+", " ", part[lang]) in text


def test_all_right_says_so_in_words_and_sign():
    variant, key = sample("x6")
    text = seen(answers("reference", variant, key, Random(1)))
    total = len(key.refs)
    assert f"Đúng kết luận và có bằng chứng: {total}/{total} tài liệu." in text
    assert text.count("✓ Đúng") == total
    assert "✗" not in text


def test_right_document_but_the_wrong_place_is_near():
    gold = of("supports")
    other = "k2" if gold.evidence.endswith("k1") else "k1"
    if gold.points < 2:
        other = "none"
    answer = constant_answer(gold.uid, "supports", f"{gold.cited}.{other}")
    text = seen(CiteCheckPayload(refs=(answer,)), only=gold.uid)
    assert "≈ đúng tài liệu, chưa đúng chỗ" in text
    assert "✓ đúng" in text


def test_a_fake_believed_is_wrong_and_needs_no_proof():
    gold = of("not_found")
    wrong = RefAnswer(
        uid=gold.uid, verdict="supports", evidence="HD003.k1", path=("search: 786 -> 1",)
    )
    text = seen(CiteCheckPayload(refs=(wrong,)), only=gold.uid)
    assert "✗ Chưa đúng" in text
    assert "HD003, Điểm chính 1" in text
    assert "Không có: danh mục không có tài liệu này." in text
    assert "Bạn đã tra (1)" in text
    right = RefAnswer(uid=gold.uid, verdict="not_found")
    text = seen(CiteCheckPayload(refs=(right,)), only=gold.uid)
    assert "✓ Đúng" in text
    assert "không cần" in text


def test_only_one_reference_with_its_own_number():
    variant, _ = sample("x6")
    third = variant.refs[2]
    text = seen(CiteCheckPayload(), only=third.uid)
    assert "Tài liệu tham khảo 3" in text
    assert "Tài liệu tham khảo 2" not in text
    assert f"{third.text.vi} [3]" in text


def test_what_a_learner_typed_is_escaped():
    evil = "search: <script>alert(1)</script> -> 0"
    variant, key = sample("x6")
    payload = CiteCheckPayload(refs=(RefAnswer(uid="r1", path=(evil,)),))
    html = render_task(variant, "vi", sheet_of(variant, payload), key)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_static_page_stands_by_itself():
    html = render_static(sample("x6")[0], "en")
    assert "<style>" in html
    assert "http" not in html
