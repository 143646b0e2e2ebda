"""The static view and the feedback beside the key."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from hoichan.cases.variant import make_variant
from hoichan.schema.documents import AnswerSheet, read_pool
from hoichan.schema.exercises.span_critique import DragSpan, Flag, SpanCritiquePayload
from hoichan.schema.exercises.verify_data import ClaimAnswer, VerifyDataPayload
from hoichan.schema.key import Key
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.variant import PublicVariant
from hoichan.scoring import score
from hoichan.views import STYLE, render_static, render_task
from hoichan.views.cells import plain_number, show_date

SECRET = b"s" * 32
VOID = {"br", "hr", "img", "input", "meta", "link"}


def made(repo_root: Path, pool: str) -> tuple[PublicVariant, Key]:
    raw = (repo_root / "tests/fixtures" / pool).read_bytes()
    return make_variant(read_pool(raw), SECRET, "dd.lan")


@pytest.fixture
def x1(repo_root: Path) -> tuple[PublicVariant, Key]:
    return made(repo_root, "small_pool.json")


@pytest.fixture
def x2(repo_root: Path) -> tuple[PublicVariant, Key]:
    return made(repo_root, "small_x2_pool.json")


def sheet_of(variant: PublicVariant, payload: Any) -> AnswerSheet:
    return AnswerSheet(
        lesson=variant.lesson,
        task=variant.task,
        variant=variant.variant,
        learner=variant.learner,
        opened="2025-03-31T08:00:00Z",
        saved="2025-03-31T08:10:00Z",
        ui="test",
        payload=payload,
    )


class WellFormed(HTMLParser):
    """Fails on tags that do not close in order; collects the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.said))


def text_of(html: str) -> str:
    return WellFormed(html).text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_a_key_nothing_is_given_away(x1, lang):
    variant, key = x1
    marked = variant.answers[0].units[0].uid
    payload = SpanCritiquePayload(
        flags=(Flag(uid=marked, category=Category.NUM_UNIT, severity=Severity.SERIOUS, note="?"),),
        no_error=(variant.answers[1].aid,),
    )
    html = render_task(variant, lang, sheet_of(variant, payload))
    text = text_of(html)
    for unit in (each for answer in variant.answers for each in answer.units):
        assert unit.text[lang] in text
    for planted in key.planted:
        for secret in (planted.why[lang], planted.check[lang], planted.true_text[lang]):
            assert secret not in text
    assert ("Bạn cho là sai" if lang == "vi" else "You marked it as wrong") in text
    assert ("MÔ PHỎNG" if lang == "vi" else "SIMULATED") in text
    assert f'lang="{lang}"' in html


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_feedback_names_hits_misses_and_false_alarms_in_words(x1, lang):
    variant, key = x1
    hit, *missed = key.planted
    planted = {each.uid for each in key.planted}
    true = next(uid for uid in key.unit_uids if uid not in planted)
    payload = SpanCritiquePayload(
        flags=(Flag(uid=hit.uid, category=hit.category, severity=hit.severity), Flag(uid=true))
    )
    sheet = sheet_of(variant, payload)
    html = render_task(variant, lang, sheet, key, score(key, sheet, variant))
    text = text_of(html)
    words = {
        "vi": ("Tìm đúng", "Bỏ sót", "Báo động nhầm", "✓ trùng", "Vì sao", "Cách kiểm tra"),
        "en": ("Found", "Missed", "False alarm", "✓ same", "Why", "How to check"),
    }[lang]
    for word in words:
        assert word in text
    for each in (hit, *missed):
        assert each.why[lang] in text
        assert each.true_text[lang] in text
    assert html.count("hv-item--hit") == 1
    assert html.count('<li class="hv-item hv-item--alarm') == 1
    errors = len(key.planted) + len(key.omissions)
    summary = {
        "vi": f"Tìm đúng 1/{errors} lỗi; bỏ sót {errors - 1}; báo động nhầm 1.",
        "en": f"Found 1 of {errors} errors; missed {errors - 1}; false alarms 1.",
    }[lang]
    assert summary in text


def test_feedback_holds_no_wording_that_was_not_used(x1, repo_root):
    variant, key = x1
    pool = read_pool((repo_root / "tests/fixtures/small_pool.json").read_bytes())
    used = {(each.case, each.unit, each.wording) for each in key.planted}
    text = text_of(render_task(variant, "vi", None, key))
    unused = [
        wrong.text.vi
        for case in pool.cases
        for unit in case.units
        for wrong in unit.wrong
        if (case.id, unit.id, wrong.id) not in used
    ]
    assert unused
    shown = {unit.text.vi for answer in variant.answers for unit in answer.units}
    assert [each for each in unused if each in text and each not in shown] == []


def test_a_drag_beside_the_error_is_called_so(x1):
    variant, key = x1
    planted = key.planted[0]
    answer = next(each for each in variant.answers if each.aid == planted.aid)
    start = answer.text("vi").index(next(u.text.vi for u in answer.units if u.uid == planted.uid))
    core = planted.core_vi
    span = (start, start + 1) if core.start > 1 else (start + core.end, start + core.end + 2)
    quote = answer.text("vi")[slice(*span)]
    flag = Flag(uid=planted.uid, span=DragSpan(lang="vi", start=span[0], end=span[1], quote=quote))
    sheet = sheet_of(variant, SpanCritiquePayload(flags=(flag,)))
    text = text_of(render_task(variant, "vi", sheet, key, score(key, sheet, variant)))
    assert "Đánh dấu chưa trúng chỗ sai" in text


def test_declared_answers_are_judged(x1):
    variant, key = x1
    sheet = sheet_of(variant, SpanCritiquePayload(no_error=tuple(a.aid for a in variant.answers)))
    text = text_of(render_task(variant, "vi", sheet, key))
    assert text.count("Chưa đúng: câu trả lời này có lỗi được gài.") == len(variant.answers) - len(
        key.clean_answers
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_claims_beside_their_key(x2, lang):
    variant, key = x2
    settled = [claim for claim in key.claims if claim.value is not None]
    right, near = settled[0], settled[1]
    answers = (
        ClaimAnswer(
            uid=right.uid, verdict=right.verdict, value=right.value, typed="1", unit=right.unit
        ),
        ClaimAnswer(
            uid=near.uid,
            verdict="unverifiable",
            value=near.value + 3 * near.tolerance + 0.001,
            typed="<b>2</b>",
        ),
    )
    sheet = sheet_of(variant, VerifyDataPayload(claims=answers))
    html = render_task(variant, lang, sheet, key, score(key, sheet, variant))
    text = text_of(html)
    assert plain_number(right.value, lang, digits=2) in text
    assert {"vi": "✓ đúng", "en": "✓ right"}[lang] in text
    assert {"vi": "✗ chưa đúng", "en": "✗ not right"}[lang] in text
    assert {"vi": "Bạn chưa trả lời nhận định này.", "en": "You did not answer this claim."}[
        lang
    ] in text
    for claim in key.claims:
        assert claim.why[lang] in text
    assert html.count("hv-item--hit") == 1
    assert html.count("hv-item--part") == 1  # the value came near, the verdict did not
    without = text_of(render_task(variant, lang, sheet))
    assert all(claim.why[lang] not in without for claim in key.claims)


def test_data_can_never_become_markup(x1):
    variant, key = x1
    evil = '<script>alert(1)</script> "&'
    planted = key.planted[0].model_copy(
        update={"why": key.planted[0].why.model_copy(update={"vi": evil})}
    )
    key = key.model_copy(update={"planted": (planted, *key.planted[1:])})
    answers = tuple(
        each.model_copy(update={"prompt": each.prompt.model_copy(update={"vi": evil})})
        for each in variant.answers
    )
    variant = variant.model_copy(update={"answers": answers})
    sheet = sheet_of(variant, SpanCritiquePayload(flags=(Flag(uid=planted.uid, note=evil),)))
    html = render_task(variant, "vi", sheet, key)
    assert "<script" not in html
    assert evil in "".join(WellFormed(html).said)


def test_tables_have_captions_and_scopes(x1):
    html = render_task(x1[0], "vi")
    tables = sum(len(answer.evidence) for answer in x1[0].answers)
    assert tables > 0
    assert html.count("<caption>") == tables
    assert html.count('scope="row"') >= tables
    assert html.count('scope="col"') >= tables


def test_static_view_stands_by_itself(x2):
    html = render_static(x2[0], "vi")
    assert STYLE in html
    assert "http" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1250, 6, "1.250", "1,250"),
        (98.6, 6, "98,6", "98.6"),
        (-0.0000001, 6, "0", "0"),
        (2.999999999, 2, "3", "3"),
        (0.0235, 3, "0,024", "0.024"),
        (60, 0, "60", "60"),
        (1200.4, 0, "1.200", "1,200"),
        (-0.4, 0, "0", "0"),
    ],
)
def test_plain_numbers(value, digits, vi, en):
    assert (plain_number(value, "vi", digits), plain_number(value, "en", digits)) == (vi, en)


def test_dates():
    assert (show_date("2025-03-05", "vi"), show_date("2025-03-05", "en")) == (
        "05/03/2025",
        "5 Mar 2025",
    )
    assert (show_date("2025-02", "vi"), show_date("2025-02", "en")) == ("02/2025", "Feb 2025")
    for code in ("NOI", "2025-13", "2025-02-31"):
        assert show_date(code, "vi") == code
