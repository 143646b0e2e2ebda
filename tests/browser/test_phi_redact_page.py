"""X5 in a bare page: words hidden by mouse, by keys and by touch; the note as it would be sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from exercise_samples import sample
from hoichan.schema.exercises.phi_redact import KIND_OF
from hoichan.scoring import score
from page_checks import set_lang

pytestmark = pytest.mark.browser
VARIANT, KEY = sample("x5")
FIRST = VARIANT.notes[0]
W = FIRST.tokens


def said(place: int) -> str:
    return FIRST.text[W[place].start : W[place].end]


def word(page: Page, place: int):
    return page.locator(f"[data-k=w-{place}]")


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def spans(x5):
    notes = x5.answers()["notes"]
    return [(s["start"], s["end"], s["kind"], s["action"]) for s in notes[0]["spans"]]


def test_every_note_right_by_mouse(bench):
    x5 = bench("x5")
    page = x5.page
    for place, (note, gold) in enumerate(zip(VARIANT.notes, KEY.notes, strict=True)):
        page.locator(f"[data-k=page-{place}]").click()
        for one in gold.identifiers:
            inside = [
                i for i, token in enumerate(note.tokens)
                if token.start < one.end and one.start < token.end
            ]  # fmt: skip
            word(page, inside[0]).click()
            if len(inside) > 1:
                word(page, inside[-1]).click(modifiers=["Shift"])
            page.locator("[data-k=kind]").select_option(KIND_OF[one.kind])
        page.locator("[data-k=send]").click()
        expect(page.locator("[data-k=sent]")).to_be_visible()
    total = len(KEY.notes)
    expect(page.locator(".hc-progress")).to_contain_text(f"{total}/{total}")
    saved(page)
    assert score(KEY, x5.widget.store.sheet, VARIANT).score == pytest.approx(1.0)


def test_the_note_as_it_would_be_sent_has_gaps_with_names(bench):
    page = bench("x5").page
    preview = page.locator("[data-k=preview]")
    expect(preview).to_contain_text(FIRST.text[:20])
    word(page, 3).click()
    expect(word(page, 3)).to_have_attribute("aria-pressed", "true")
    expect(preview).to_contain_text("[")
    page.locator("[data-k=kind]").select_option("phone")
    expect(preview.locator("mark")).to_have_text("[ĐIỆN THOẠI]")
    page.locator("[data-k=action]").select_option("delete")
    expect(preview.locator("mark")).to_have_count(0)
    page.locator("[data-k=show-again]").click()
    expect(word(page, 3)).to_have_attribute("aria-pressed", "false")


def test_longer_and_shorter_keep_kind_and_action_and_are_one_step_each(bench):
    x5 = bench("x5")
    page = x5.page
    word(page, 2).click()
    page.locator("[data-k=kind]").select_option("name")
    page.locator("[data-k=action]").select_option("delete")
    page.locator("[data-k=longer]").click()
    page.locator("[data-k=longer]").click()
    saved(page)
    assert spans(x5) == [(W[2].start, W[4].end, "name", "delete")]
    page.locator("[data-k=shorter]").click()
    expect(word(page, 4)).to_have_attribute("aria-pressed", "false")
    saved(page)
    assert spans(x5) == [(W[2].start, W[3].end, "name", "delete")]
    expect(page.locator("[data-k=shorter]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=longer]")).to_be_focused()  # nothing is left to take away
    saved(page)
    assert spans(x5) == [(W[2].start, W[2].end, "name", "delete")]
    for _ in range(2):
        page.locator("[data-k=undo]").click()
    expect(word(page, 4)).to_have_attribute("aria-pressed", "true")
    saved(page)
    assert spans(x5) == [(W[2].start, W[4].end, "name", "delete")]


def test_by_keyboard_alone(bench):
    x5 = bench("x5")
    page = x5.page
    word(page, 0).focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(word(page, 2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(word(page, 2)).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(word(page, 3)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    expect(page.locator("[data-k=kind]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-k=kind]")).to_have_value("name")
    expect(page.locator("[data-k=kind]")).to_be_focused()  # the next choice is a key away
    page.keyboard.press("Shift+Tab")
    expect(word(page, 3)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-k=editor]")).to_have_count(0)
    page.keyboard.press("End")
    expect(word(page, len(W) - 1)).to_be_focused()
    page.keyboard.press("Home")
    expect(word(page, 0)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-k=send]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=sent]")).to_be_visible()
    saved(page)
    assert spans(x5) == [(W[2].start, W[3].end, "name", "mask")]
    assert x5.answers()["notes"][0]["sent"]


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 375, "height": 720})
def test_by_touch_on_a_phone_and_in_the_other_language(bench):
    x5 = bench("x5")
    page = x5.page
    word(page, 1).tap()
    page.locator("[data-k=longer]").tap()
    expect(page.locator("[data-k=editor]")).to_contain_text(f"{said(1)}")
    set_lang(page, "en")
    expect(page.locator("[data-k=editor]")).to_contain_text("What is it?")
    expect(page.locator("[data-k=words]")).to_have_count(1)
    expect(page.locator("[data-k=preview] p").first).to_have_attribute("lang", "vi")
    page.locator("[data-k=kind]").select_option("name")
    saved(page)
    x5.restart_kernel()
    x5.reload()
    expect(word(page, 2)).to_have_attribute("aria-pressed", "true")
    assert spans(x5) == [(W[1].start, W[2].end, "name", "mask")]
    assert word(page, 0).bounding_box()["height"] >= 24
