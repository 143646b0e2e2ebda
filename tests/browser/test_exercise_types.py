"""What holds for the page of every exercise type: accessible, no sideways scroll, both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from exercise_samples import task_specs
from page_checks import assert_accessible, assert_no_sideways_scroll, set_lang

pytestmark = pytest.mark.browser
WIDTHS = (320, 375, 1280)
GRADED = [task for task, spec in task_specs().items() if not spec.practice]
PRACTICE = [task for task, spec in task_specs().items() if spec.practice]


@pytest.mark.parametrize("task", GRADED)
def test_every_width_and_language(bench, task):
    page = bench(task).page
    for lang in ("vi", "en"):
        set_lang(page, lang)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 720})
            assert_accessible(page)
            assert_no_sideways_scroll(page)


@pytest.mark.parametrize("task", PRACTICE)
def test_practice_feedback_in_both_languages(bench, task):
    page = bench(task).page
    page.locator("[data-k=ask-feedback]").click()
    feedback = page.locator(".hc-feedback")
    expect(feedback).to_be_visible()
    shown = feedback.inner_text()
    for lang, width in (("vi", 375), ("en", 1280)):
        set_lang(page, lang)
        page.set_viewport_size({"width": width, "height": 720})
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    assert feedback.inner_text() != shown  # said anew in English


@pytest.mark.parametrize("task", GRADED)
def test_a_graded_task_offers_no_feedback(bench, task):
    page = bench(task).page
    expect(page.locator(".hc-progress")).to_be_visible()
    assert page.locator("[data-k=ask-feedback]").count() == 0
