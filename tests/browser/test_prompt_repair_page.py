"""X4 in a bare page: blocks, asking again, marking what stayed; by mouse, by keys and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from exercise_samples import sample
from hoichan.scoring import score
from page_checks import assert_accessible, assert_no_sideways_scroll, set_lang

pytestmark = pytest.mark.browser
VARIANT, KEY = sample("x4")
FIRST, GOLD = VARIANT.prompts[0], KEY.prompts[0]
REMOVABLE = next(one for one in GOLD.planted if one.removed_by)
STAYS = next(one for one in GOLD.planted if not one.removed_by)
BLOCK = REMOVABLE.removed_by[0]


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def block(page: Page, name: str):
    return page.locator(f"[data-k='block-{name}-input']")


def unit(page: Page, uid: str):
    return page.locator(f"[data-k='unit-{uid}']")


def ask_again(page: Page) -> None:
    page.locator("[data-k=run]").click()
    expect(page.locator("[data-k=stale]")).to_have_count(0)
    saved(page)


def text_of(uid: str):
    return next(one for one in FIRST.units if one.uid == uid).text


def test_everything_right_by_mouse(bench):
    """Every prompt repaired with the blocks that help, and what stayed marked: full marks."""
    x4 = bench("x4")
    page = x4.page
    for place, gold in enumerate(KEY.prompts):
        page.locator(f"[data-k=page-{place}]").click()
        expect(page.locator(".hc-answering .hc-badge")).to_contain_text("MÔ PHỎNG")
        for name in dict.fromkeys(one.removed_by[0] for one in gold.planted if one.removed_by):
            block(page, name).check()
        expect(page.locator("[data-k=stale]")).to_be_visible()
        ask_again(page)
        for one in gold.planted:
            if one.removed_by:
                expect(unit(page, one.uid)).to_have_text(one.true_text.vi)
            else:
                unit(page, one.uid).click()
                expect(unit(page, one.uid)).to_have_attribute("aria-pressed", "true")
        page.locator("[data-k=done-input]").check()
    total = len(KEY.prompts)
    expect(page.locator(".hc-progress")).to_contain_text(f"{total}/{total} câu lệnh đã xong")
    saved(page)
    assert score(KEY, x4.widget.store.sheet, VARIANT).score == pytest.approx(1.0)


def test_the_answer_is_the_old_one_until_asked_again(bench):
    page = bench("x4").page
    old = text_of(REMOVABLE.uid).vi
    block(page, BLOCK).check()
    expect(page.locator(f"[data-k='added-{BLOCK}']")).to_be_visible()
    saved(page)
    expect(unit(page, REMOVABLE.uid)).to_have_text(old)
    assert REMOVABLE.true_text.vi not in page.locator(".hc-answering").inner_text()
    ask_again(page)
    expect(unit(page, REMOVABLE.uid)).to_have_text(REMOVABLE.true_text.vi)
    expect(unit(page, STAYS.uid)).to_have_text(text_of(STAYS.uid).vi)
    expect(page.locator(".hc-answering")).to_contain_text("lần hỏi gần nhất")
    expect(page.locator(".hc-runs")).to_contain_text("1")


def tab_to(page: Page, key: str) -> None:
    """Press Tab until the element with this key has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.k") == key:
            return
    raise AssertionError(key)


def test_by_keyboard_alone(bench):
    x4 = bench("x4")
    page = x4.page
    page.locator("[data-k=page-0]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    tab_to(page, f"block-{BLOCK}-input")
    page.keyboard.press("Space")
    expect(block(page, BLOCK)).to_be_checked()
    expect(block(page, BLOCK)).to_be_focused()
    tab_to(page, f"free-{FIRST.uid}")
    page.keyboard.type("Xin ghi rõ nguồn.")
    tab_to(page, "run")
    page.keyboard.press("Enter")
    expect(unit(page, REMOVABLE.uid)).to_have_text(REMOVABLE.true_text.vi)
    expect(page.locator("[data-k=run]")).to_be_focused()
    tab_to(page, f"unit-{FIRST.units[0].uid}")
    order = [one.uid for one in FIRST.units]
    for _ in range(order.index(STAYS.uid)):
        page.keyboard.press("ArrowDown")
    expect(unit(page, STAYS.uid)).to_be_focused()
    page.keyboard.press("Space")
    expect(unit(page, STAYS.uid)).to_have_attribute("aria-pressed", "true")
    tab_to(page, "done-input")
    page.keyboard.press("Space")
    saved(page)
    (prompt,) = x4.answers()["prompts"]
    assert (prompt["asked"], prompt["marks"], prompt["done"]) == ([BLOCK], [STAYS.uid], True)
    assert prompt["free"] == "Xin ghi rõ nguồn."


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 375, "height": 720})
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_by_touch_on_a_phone(bench, lang):
    x4 = bench("x4")
    page = x4.page
    set_lang(page, lang)
    page.locator(f"[data-k='block-{BLOCK}']").tap()  # the whole label is the target
    expect(block(page, BLOCK)).to_be_checked()
    page.locator("[data-k=run]").tap()
    expect(unit(page, REMOVABLE.uid)).to_have_text(REMOVABLE.true_text[lang])
    unit(page, STAYS.uid).tap()
    expect(unit(page, STAYS.uid)).to_have_attribute("aria-pressed", "true")
    page.locator("[data-k=done]").tap()
    saved(page)
    (prompt,) = x4.answers()["prompts"]
    assert (prompt["marks"], prompt["done"]) == ([STAYS.uid], True)
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_switching_the_language_keeps_everything(bench):
    page = bench("x4").page
    block(page, BLOCK).check()
    ask_again(page)
    unit(page, STAYS.uid).click()
    page.locator(f"[data-k='free-{FIRST.uid}']").fill("Ghi nguồn")
    set_lang(page, "en")
    expect(block(page, BLOCK)).to_be_checked()
    expect(unit(page, REMOVABLE.uid)).to_have_text(REMOVABLE.true_text.en)
    expect(unit(page, STAYS.uid)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"[data-k='free-{FIRST.uid}']")).to_have_value("Ghi nguồn")
    set_lang(page, "vi")
    expect(unit(page, STAYS.uid)).to_have_text(text_of(STAYS.uid).vi)
    saved(page)


def test_undo_brings_the_old_answer_back(bench):
    x4 = bench("x4")
    page = x4.page
    undo = page.locator("[data-k=undo]")
    block(page, BLOCK).check()
    ask_again(page)
    undo.click()
    expect(unit(page, REMOVABLE.uid)).to_have_text(text_of(REMOVABLE.uid).vi)
    expect(page.locator("[data-k=stale]")).to_be_visible()
    undo.click()
    expect(block(page, BLOCK)).not_to_be_checked()
    expect(undo).to_be_disabled()
    saved(page)


def test_identifiers_in_own_words_are_warned_of(bench):
    page = bench("x4").page
    field = page.locator(f"[data-k='free-{FIRST.uid}']")
    field.fill("Người bệnh có số điện thoại 0312 605 784")
    field.blur()
    expect(page.locator("[data-k=leak]")).to_contain_text("0 điểm")
    field.fill("Người bệnh khoa Nội")
    field.blur()
    expect(page.locator("[data-k=leak]")).to_have_count(0)


def test_answers_are_there_after_a_reload_and_a_new_kernel(bench):
    x4 = bench("x4")
    page = x4.page
    block(page, BLOCK).check()
    ask_again(page)
    unit(page, STAYS.uid).click()
    saved(page)
    x4.restart_kernel()
    x4.reload()
    expect(unit(page, REMOVABLE.uid)).to_have_text(REMOVABLE.true_text.vi)
    expect(unit(page, STAYS.uid)).to_have_attribute("aria-pressed", "true")


def test_practice_tells_what_was_repaired_and_what_stayed(bench):
    variant, key = sample("p4")
    gold = key.prompts[0]
    page = bench("p4").page
    block(page, next(one.removed_by[0] for one in gold.planted if one.removed_by)).check()
    ask_again(page)
    page.locator("[data-k=ask-feedback]").click()
    feedback = page.locator("[data-k=feedback]")
    expect(feedback).to_be_focused()
    expect(feedback).to_contain_text("Câu lệnh của bạn đã sửa được")
    expect(feedback).to_contain_text("Không câu lệnh nào sửa được lỗi này")
    expect(feedback).not_to_contain_text(variant.prompts[1].title.vi)
    unit(page, variant.prompts[0].units[0].uid).click()
    expect(feedback).to_have_count(0)  # it spoke of the answer as it was
