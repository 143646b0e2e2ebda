"""X8 in a bare page: own level, the AI's, final level; by mouse, by keys and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from exercise_samples import sample
from hoichan.scoring import score
from page_checks import set_lang

pytestmark = pytest.mark.browser
VARIANT, KEY = sample("x8")
FIRST = VARIANT.patients[0]


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def reveal(page: Page) -> None:
    page.locator("[data-k=reveal]").click()
    expect(page.locator("[data-k=advice-title]")).to_be_focused()


def test_every_patient_right_by_mouse(bench):
    x8 = bench("x8")
    page = x8.page
    for place, gold in enumerate(KEY.patients):
        page.locator(f"[data-k=page-{place}]").click()
        page.locator(f"[data-k=init-{gold.level}]").click()
        reveal(page)
        expect(page.locator(".hc-advice .hc-badge")).to_contain_text("MÔ PHỎNG")
        page.locator(f"[data-k=final-{gold.level}]").click()
        for act in gold.acts:
            page.locator(f"[data-k='act-{act}']").click()
        stop = 90 if gold.ai_right else 10
        page.get_by_role("group", name="AI đúng").get_by_label(f"{stop}%", exact=True).check()
        expect(page.locator("[data-k=todo]")).to_have_class("hc-todo-line hc-todo-line--done")
    total = len(KEY.patients)
    expect(page.locator(".hc-progress")).to_contain_text(f"{total}/{total}")
    saved(page)
    result = score(KEY, x8.widget.store.sheet, VARIANT)
    assert (result.score, result.parts["acts"]) == (1, 1)


def test_the_ais_level_is_not_on_the_page_before_ones_own(bench):
    page = bench("x8").page
    page.locator("[data-k=reveal]").click()
    expect(page.locator("[data-k=hint]")).to_be_focused()
    page.locator("[data-k=init-1]").click()
    content = page.content()
    assert not any(patient.advice.reason.vi in content for patient in VARIANT.patients)
    reveal(page)
    expect(page.locator(".hc-advice")).to_contain_text(FIRST.advice.reason.vi)
    expect(page.locator("[data-k=own]")).to_contain_text(FIRST.levels[1].vi)
    assert page.locator("[data-k=init-1]").count() == 0  # stands


def test_undo_takes_back_the_final_level_and_not_the_own_one(bench):
    x8 = bench("x8")
    page = x8.page
    page.locator("[data-k=init-2]").click()
    reveal(page)
    page.locator("[data-k=final-3]").click()
    page.locator("[data-k=final-0]").click()
    page.locator("[data-k=undo]").click()
    expect(page.locator("[data-k=final-3-input]")).to_be_checked()
    page.locator("[data-k=undo]").click()
    expect(page.locator("[data-k=final-3-input]")).not_to_be_checked()
    expect(page.locator("[data-k=undo]")).to_be_disabled()
    saved(page)
    (patient,) = x8.answers()["patients"]
    assert (patient["init"], patient["shown"], patient["final"]) == (2, True, None)


def test_by_keyboard_alone(bench):
    x8 = bench("x8")
    page = x8.page
    page.locator("[data-k=page-0]").focus()
    for _ in VARIANT.patients:  # past the numbered buttons
        page.keyboard.press("Tab")
    if FIRST.table:  # a table that may scroll takes the focus too
        while not page.evaluate("document.activeElement.matches('input')"):
            page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-k=init-1-input]")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=advice-title]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-k=final-2-input]")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(f"[data-k='act-{FIRST.acts[0].id}-input']")).to_be_checked()
    for _ in FIRST.acts:
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-k=todo]")).to_have_class("hc-todo-line hc-todo-line--done")
    saved(page)
    (patient,) = x8.answers()["patients"]
    assert (patient["init"], patient["final"], patient["p_ai"]) == (1, 2, 1)
    assert patient["acts"] == [FIRST.acts[0].id]


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 375, "height": 720})
def test_by_touch_on_a_phone_and_in_the_other_language(bench):
    x8 = bench("x8")
    page = x8.page
    page.locator("[data-k=init-3]").tap()
    page.locator("[data-k=reveal]").tap()
    expect(page.locator(".hc-advice")).to_contain_text(FIRST.advice.reason.vi)
    page.locator("[data-k=final-1]").tap()
    set_lang(page, "en")
    expect(page.locator(".hc-advice")).to_contain_text(FIRST.advice.reason.en)
    expect(page.locator("[data-k=own]")).to_contain_text(FIRST.levels[3].en)
    expect(page.locator("[data-k=final-1-input]")).to_be_checked()
    saved(page)
    x8.restart_kernel()
    x8.reload()
    expect(page.locator(".hc-advice")).to_contain_text(FIRST.advice.reason.en)
    expect(page.locator("[data-k=final-1-input]")).to_be_checked()
    for label in page.locator(".hc-level").all():
        assert label.bounding_box()["height"] >= 24
