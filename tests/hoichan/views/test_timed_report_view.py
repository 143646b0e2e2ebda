"""X7's page: figures, sentences left wrong, felt and measured time, the errors shipped."""

from __future__ import annotations

from html import unescape
from random import Random

import pytest

from answering import sheet_of
from exercise_samples import sample
from hoichan.personas import answers
from hoichan.schema.exercises.timed_report import Clock, TimedReportPayload, clock_of
from hoichan.scoring import score
from hoichan.views import render_static, render_task


def drafted(key):
    return next(report for report in key.reports if report.draft)


def shown(strategy, lang="vi", **more):
    variant, key = sample("x7")
    payload = answers(strategy, variant, key, Random(1)).model_copy(update=more)
    sheet = sheet_of(variant, payload)
    return variant, key, render_task(variant, lang, sheet, key, score(key, sheet, variant))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_key_nothing_of_it_is_on_the_page(lang):
    variant, key = sample("x7")
    payload = answers("reference", variant, key, Random(1))
    page = unescape(render_static(variant, lang, sheet_of(variant, payload)))
    for entry in (*drafted(key).figures, *drafted(key).sentences):
        if entry.why is not None:
            assert entry.why[lang] not in page
    for report in variant.reports:
        assert report.title[lang] in page
        assert all(figure.label[lang] in page for figure in report.figures)


def test_errors_left_are_named_and_explained():
    _, key, page = shown("accept_all")
    left = [s for s in drafted(key).sentences if s.wording]
    assert page.count("Câu sai, lỗi còn sót") == len(left)
    for sentence in left:
        assert sentence.true_text.vi in page
        assert sentence.check.vi in page
    assert page.count("Chưa đạt cổng chất lượng") == 2


def test_a_good_report_meets_the_gate():
    _, key, page = shown("reference", "en")
    assert page.count("Quality gate met") == 2
    assert "error was left" not in page
    planted = sum(s.wording is not None for s in drafted(key).sentences)
    assert page.count("you dealt with it") == planted


def test_felt_and_measured_stand_beside_the_errors_shipped():
    variant, key = sample("x7")
    clocks = tuple(
        Clock(uid=clock_of(r.uid), edit_ms=606_000 if r.draft else 1_010_000, peeked=r.draft)
        for r in variant.reports
    )
    _, _, page = shown("accept_all", clocks=clocks)
    assert ">10:06<" in page
    assert ">16:50<" in page
    assert "đo được 60%, cảm nhận 100%" in page
    assert "đã xem giờ trong lúc làm" in page
    assert "không cho biết công việc thật" in page
    wrong = sum(f.planted is not None for f in drafted(key).figures)
    wrong += sum(s.wording is not None for s in drafted(key).sentences)
    assert f'<td class="hv-num">{wrong}</td>' in page


def test_times_are_silent_before_the_signature():
    _, _, page = shown("reference", reports=())
    assert "Đo được" not in page
    assert "Chưa ký" in page


def test_what_was_typed_is_escaped():
    variant, key = sample("x7")
    hand = next(report for report in variant.reports if not report.draft)
    payload = TimedReportPayload.model_validate(
        {
            "figures": [{"uid": hand.figures[0].uid, "typed": "<b>1"}],
            "parts": [{"uid": hand.parts[0].uid, "text": "<script>x</script>"}],
        }
    )
    page = render_task(variant, "vi", sheet_of(variant, payload), key)
    assert "<script>" not in page
    assert "&lt;b&gt;1" in page
    assert "&lt;script&gt;" in page


def test_the_key_is_shown_as_exact_as_the_form_asks():
    _, key, page = shown("blank")
    occupancy = key.reports[0].figures[0].value
    assert f">{occupancy:.1f}<".replace(".", ",") in page
