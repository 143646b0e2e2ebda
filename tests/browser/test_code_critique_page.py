"""X11 in a bare page: lines of code marked by mouse, by keys and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from exercise_samples import sample
from hoichan.scoring import score
from page_checks import assert_accessible, assert_no_sideways_scroll, set_lang

pytestmark = pytest.mark.browser
VARIANT, KEY = sample("x11")
FIRST = VARIANT.snippets[0]
L1, L2, L3 = (line.uid for line in FIRST.lines[:3])


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def line(page: Page, uid: str):
    return page.locator(f"[data-k='line-{uid}']")


def kind(page: Page, uid: str):
    return page.locator(f"[data-k='bug-{uid}']")


def marked(page: Page, uid: str, *, on: bool = True) -> None:
    expect(line(page, uid)).to_have_attribute("aria-pressed", str(on).lower())


def test_everything_right_by_mouse(bench):
    """Every bug marked with its kind, every sound snippet declared: full marks."""
    x11 = bench("x11")
    page = x11.page
    for place, snippet in enumerate(VARIANT.snippets):
        page.locator(f"[data-k=page-{place}]").click()
        expect(page.locator(".hc-badge")).to_contain_text("MÔ PHỎNG")
        for bug in KEY.planted:
            if bug.uid.startswith(f"{snippet.uid}."):
                line(page, bug.uid).click()
                expect(kind(page, bug.uid)).to_be_focused()
                kind(page, bug.uid).select_option(bug.kind)
        if snippet.uid in KEY.clean:
            page.locator("[data-k=no-error]").check()
    total = len(VARIANT.snippets)
    expect(page.locator(".hc-progress")).to_contain_text(f"{total}/{total} đoạn mã đã xem")
    saved(page)
    result = score(KEY, x11.widget.store.sheet, VARIANT)
    assert result.score == pytest.approx(1.0)
    assert result.parts["clean_declared_right"] == len(KEY.clean)


def test_the_code_stands_there_as_it_was_written(bench):
    page = bench("x11").page
    for number, written in enumerate(FIRST.lines, start=1):
        button = line(page, written.uid)
        expect(button.locator("code")).to_have_text(written.code)
        expect(button.locator("code")).to_have_attribute("lang", "en")
        expect(button.locator(".hc-code-number")).to_have_text(str(number))
    content = page.content()
    assert not [bug for bug in KEY.planted if bug.why.vi in content]


def tab_to(page: Page, key: str) -> None:
    """Press Tab until the element with this key has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.k") == key:
            return
    raise AssertionError(key)


def test_by_keyboard_alone(bench):
    x11 = bench("x11")
    page = x11.page
    page.locator("[data-k=page-0]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    tab_to(page, f"line-{L1}")
    page.keyboard.press("ArrowDown")
    expect(line(page, L2)).to_be_focused()
    page.keyboard.press("Enter")
    marked(page, L2)
    expect(kind(page, L2)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(kind(page, L2)).to_have_value("wrong_join")
    tab_to(page, f"line-{L3}")
    page.keyboard.press("Space")
    marked(page, L3)
    page.keyboard.press("Shift+Tab")
    expect(line(page, L3)).to_be_focused()
    page.keyboard.press("Space")
    marked(page, L3, on=False)
    expect(line(page, L3)).to_be_focused()
    tab_to(page, "next")
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    tab_to(page, "no-error")
    page.keyboard.press("Space")
    saved(page)
    answers = x11.answers()
    assert answers["flags"] == [{"uid": L2, "kind": "wrong_join"}]
    assert answers["no_error"] == [VARIANT.snippets[1].uid]


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 375, "height": 720})
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_by_touch_on_a_phone(bench, lang):
    x11 = bench("x11")
    page = x11.page
    set_lang(page, lang)
    line(page, L2).tap()
    marked(page, L2)
    kind(page, L2).select_option("wrong_axis")
    line(page, L1).tap()
    line(page, L1).tap()
    marked(page, L1, on=False)
    saved(page)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.locator("[data-k=page-1]").tap()
    page.locator("[data-k=declare]").tap()  # the whole label is the target
    expect(page.locator("[data-k=no-error]")).to_be_checked()
    saved(page)
    answers = x11.answers()
    assert answers["flags"] == [{"uid": L2, "kind": "wrong_axis"}]
    assert answers["no_error"] == [VARIANT.snippets[1].uid]


@pytest.mark.parametrize("width", [320, 375])
def test_every_snippet_fits_a_phone(bench, width):
    """Long lines of code break inside their button and make nothing scroll sideways."""
    page = bench("x11").page
    page.set_viewport_size({"width": width, "height": 720})
    for place, snippet in enumerate(VARIANT.snippets):
        page.locator(f"[data-k=page-{place}]").click()
        for each in snippet.lines:
            box = line(page, each.uid).bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        line(page, snippet.lines[0].uid).click()
        assert_no_sideways_scroll(page)


def test_sound_and_faulty_at_once_is_said_to_be_a_contradiction(bench):
    x11 = bench("x11")
    page = x11.page
    line(page, L1).click()
    page.locator("[data-k=no-error]").click()
    expect(page.locator("[data-k=conflict]")).to_contain_text("Bạn đang đánh dấu 1 dòng")
    expect(page.locator("[data-k=no-error]")).not_to_be_checked()
    marked(page, L1)
    line(page, L1).click()
    page.locator("[data-k=no-error]").check()
    expect(page.locator("[data-k=conflict]")).to_have_count(0)
    line(page, L2).click()  # a mark takes the declaration back
    expect(page.locator("[data-k=no-error]")).not_to_be_checked()
    saved(page)
    assert x11.answers()["no_error"] == []


def test_switching_the_language_keeps_everything(bench):
    page = bench("x11").page
    line(page, L2).click()
    kind(page, L2).select_option("dropped_nan")
    saved(page)
    set_lang(page, "en")
    marked(page, L2)
    expect(kind(page, L2)).to_have_value("dropped_nan")
    expect(kind(page, L2).locator("option:checked")).to_have_text("Missing data dropped")
    expect(page.locator(".hc-prompt")).to_have_text(FIRST.prompt.en)
    set_lang(page, "vi")
    expect(kind(page, L2).locator("option:checked")).to_have_text("Bỏ mất dữ liệu thiếu")


def test_undo_goes_back_one_step_at_a_time(bench):
    x11 = bench("x11")
    page = x11.page
    undo = page.locator("[data-k=undo]")
    line(page, L1).click()
    kind(page, L1).select_option("wrong_join")
    saved(page)
    undo.click()
    expect(kind(page, L1)).to_have_value("")
    undo.click()
    marked(page, L1, on=False)
    expect(undo).to_be_disabled()
    saved(page)
    assert x11.answers()["flags"] == []


def test_answers_are_there_after_a_reload_and_a_new_kernel(bench):
    x11 = bench("x11")
    page = x11.page
    line(page, L1).click()
    kind(page, L1).select_option("wrong_denominator")
    saved(page)
    x11.restart_kernel()
    x11.reload()
    marked(page, L1)
    expect(kind(page, L1)).to_have_value("wrong_denominator")
    expect(page.locator("[data-k=page-0]")).to_have_accessible_name("Đoạn mã 1: 1 dòng bị đánh dấu")


def test_practice_shows_the_right_line_and_both_results(bench):
    _, key = sample("p11")
    bug = key.planted[0]
    place = int(bug.uid.partition(".")[0][1:]) - 1
    page = bench("p11").page
    page.locator(f"[data-k=page-{place}]").click()
    line(page, bug.uid).click()
    page.locator("[data-k=ask-feedback]").click()
    feedback = page.locator("[data-k=feedback]")
    expect(feedback).to_be_focused()
    expect(feedback).to_contain_text("Tìm đúng")
    expect(feedback).to_contain_text(bug.true_code)
    expect(feedback).to_contain_text(bug.why.vi)
    feedback.get_by_text("Kết quả khi có lỗi").first.click()
    expect(feedback.locator("pre", has_text=bug.result.split("\n")[-1]).last).to_be_visible()
    line(page, bug.uid).click()
    expect(feedback).to_have_count(0)
