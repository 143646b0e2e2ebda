"""X3 in a bare page: the order of things, by mouse and by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from exercise_samples import sample

pytestmark = pytest.mark.browser
VARIANT, _ = sample("x3")
FIRST = VARIANT.decisions[0]


def saved(page):
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def own(page):
    page.locator(f"[data-k='init-{FIRST.options[1].oid}']").click()
    page.get_by_role("group", name="Bạn chắc chắn bao nhiêu").get_by_label("75%").check()


def test_decide_see_check_decide(bench):
    x3 = bench("x3")
    page = x3.page
    page.get_by_role("button", name="Xem ý kiến của AI").click()
    expect(page.get_by_text("Chưa chọn câu trả lời của bạn.")).to_be_focused()
    own(page)
    assert FIRST.advice.text.vi not in page.content()
    page.get_by_role("button", name="Xem ý kiến của AI").click()
    expect(page.locator(".hc-advice")).to_contain_text(FIRST.advice.text.vi)
    expect(page.locator(".hc-advice .hc-badge")).to_contain_text("MÔ PHỎNG")
    expect(page.locator("[data-k=advice-title]")).to_be_focused()
    assert FIRST.evidence[0].title.vi not in page.content()
    page.get_by_role("button", name="Mở nguồn để kiểm tra").click()
    expect(page.get_by_role("table", name=FIRST.evidence[0].title.vi)).to_be_visible()
    page.get_by_label("Sửa dùng một phương án khác").check()
    expect(page.locator("[data-k=todo]")).to_contain_text("chưa chọn phương án thay thế")
    page.locator(f"[data-k='chosen-{FIRST.options[0].oid}']").click()
    page.get_by_role("group", name="khả năng AI đúng").get_by_label("10%").check()
    expect(page.locator("[data-k=todo]")).to_contain_text("đã đủ câu trả lời")
    expect(page.locator(".hc-progress")).to_contain_text("1/12")
    saved(page)
    (decision,) = x3.answers()["decisions"]
    assert decision["final"] == "edit"
    assert decision["chosen"] == FIRST.options[0].oid
    assert (decision["init"], decision["init_p"], decision["p_ai"]) == (
        FIRST.options[1].oid,
        75,
        10,
    )
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("[data-k=todo]")).to_contain_text("chưa chọn khả năng AI đúng")


def test_by_keyboard_alone(bench):
    x3 = bench("x3")
    page = x3.page
    page.locator("[data-k=page-0]").focus()
    for _ in range(len(VARIANT.decisions)):  # past the numbered buttons
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first choice
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=advice-title]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # open the source
    expect(page.locator("[data-k=source]")).to_be_visible()
    page.locator("[data-k=final-accept-input]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-k=todo]")).to_contain_text("đã đủ câu trả lời")
    saved(page)
    (decision,) = x3.answers()["decisions"]
    assert (decision["final"], decision["shown"], decision["checked"]) == ("accept", True, True)


def test_language_and_reload_keep_everything(bench):
    x3 = bench("x3")
    page = x3.page
    own(page)
    page.get_by_role("button", name="Xem ý kiến của AI").click()
    page.evaluate("window.dispatchEvent(new CustomEvent('hoichan:lang', {detail: {lang: 'en'}}))")
    expect(page.locator(".hc-advice")).to_contain_text(FIRST.advice.text.en)
    expect(page.locator("[data-k=own]")).to_contain_text("75% sure")
    saved(page)
    x3.restart_kernel()
    x3.reload()
    expect(page.locator(".hc-advice")).to_contain_text(FIRST.advice.text.en)
