"""X10 in a bare page: two answers side by side, judged by mouse, by keys and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from exercise_samples import sample
from hoichan.scoring import score
from page_checks import assert_accessible, assert_no_sideways_scroll, set_lang

pytestmark = pytest.mark.browser
VARIANT, KEY = sample("x10")
FIRST = VARIANT.pairs[0]
A1, A2 = (unit.uid for unit in FIRST.a.units[:2])
B1 = FIRST.b.units[0].uid


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def unit(page: Page, uid: str):
    return page.locator(f"[data-k='unit-{uid}']")


def radio(page: Page, question: str, value: str):
    return page.locator(f"[data-k='{question}-{value}-input']")


def sure(page: Page, uid: str, stop: int):
    return page.locator(f"[data-k='stop-p-{uid}-{stop}-input']")


def tapped(page: Page, uid: str) -> None:
    expect(unit(page, uid)).to_have_attribute("aria-pressed", "true")


def test_everything_right_by_mouse(bench):
    """Both verdicts and every wrong sentence of every pair: full marks."""
    x10 = bench("x10")
    page = x10.page
    for place, gold in enumerate(KEY.pairs):
        page.locator(f"[data-k=page-{place}]").click()
        expect(page.locator(".hc-badge")).to_contain_text("MÔ PHỎNG")
        for one in gold.planted:
            unit(page, one.uid).click()
            tapped(page, one.uid)
        radio(page, "accurate", gold.accurate).check()
        radio(page, "safer", gold.safer).check()
        expect(page.locator("[data-k=todo]")).to_contain_text("chưa chọn câu nào dễ đọc")
        radio(page, "clearer", "same").check()
        sure(page, gold.uid, 90).check()
        expect(page.locator("[data-k=todo]")).to_contain_text("đã đủ câu trả lời")
    total = len(KEY.pairs)
    expect(page.locator(".hc-progress")).to_contain_text(f"{total}/{total} cặp đã xong")
    saved(page)
    assert score(KEY, x10.widget.store.sheet, VARIANT).score == pytest.approx(1.0)


def test_both_answers_stand_there_unnamed_with_their_data(bench):
    page = bench("x10").page
    for side, blind in (("A", FIRST.a), ("B", FIRST.b)):
        region = page.get_by_role("region", name=f"AI {side} (mô phỏng)")
        for one in blind.units:
            expect(region).to_contain_text(one.text.vi)
    for table in FIRST.evidence:
        expect(page.get_by_role("table", name=table.title.vi)).to_be_visible()
    words = page.locator(".hc-pair").inner_text().lower()  # the badge says whose they are not
    assert not [name for name in ("chatgpt", "gemini", "copilot") if name in words]


def tab_to(page: Page, *keys: str) -> None:
    """Press Tab until an element with one of these keys has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.k") in keys:
            return
    raise AssertionError(keys)


def test_by_keyboard_alone(bench):
    x10 = bench("x10")
    page = x10.page
    page.locator("[data-k=page-0]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    tab_to(page, f"unit-{A1}")
    page.keyboard.press("ArrowDown")
    expect(unit(page, A2)).to_be_focused()
    page.keyboard.press("Space")
    tapped(page, A2)
    expect(unit(page, A2)).to_be_focused()
    for _ in FIRST.a.units:  # arrows stay within one answer
        page.keyboard.press("ArrowDown")
    expect(unit(page, FIRST.a.units[-1].uid)).to_be_focused()
    tab_to(page, f"unit-{B1}")
    page.keyboard.press("Enter")
    tapped(page, B1)
    tab_to(page, "accurate-A-input")
    page.keyboard.press("ArrowUp")  # round to the last choice
    expect(radio(page, "accurate", "neither")).to_be_checked()
    tab_to(page, "safer-A-input")
    page.keyboard.press("Space")
    tab_to(page, "clearer-A-input")
    page.keyboard.press("ArrowDown")
    tab_to(page, f"stop-p-{FIRST.uid}-1-input")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-k=todo]")).to_contain_text("đã đủ câu trả lời")
    saved(page)
    (pair,) = x10.answers()["pairs"]
    assert pair == {
        "uid": FIRST.uid,
        "accurate": "neither",
        "safer": "A",
        "clearer": "B",
        "decisive": [A2, B1],
        "p": 10,
    }


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 375, "height": 720})
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_by_touch_on_a_phone(bench, lang):
    x10 = bench("x10")
    page = x10.page
    set_lang(page, lang)
    unit(page, B1).tap()
    tapped(page, B1)
    unit(page, A1).tap()
    unit(page, A1).tap()  # and off again
    expect(unit(page, A1)).to_have_attribute("aria-pressed", "false")
    for key in ("accurate-A", "safer-both", "clearer-same", f"stop-p-{FIRST.uid}-75"):
        page.locator(f"[data-k='{key}']").tap()  # the whole label is the target
    expect(page.locator(".hc-todo-line--done")).to_be_visible()
    saved(page)
    (pair,) = x10.answers()["pairs"]
    assert (pair["accurate"], pair["safer"], pair["decisive"], pair["p"]) == ("A", "both", [B1], 75)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget :is(button, input, summary)")]
            .map((e) => [e.dataset.k || e.type, e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
            .map(([name]) => name)"""
    )
    assert small == []


def test_on_a_phone_the_answers_stand_below_and_on_a_desk_beside_each_other(bench):
    page = bench("x10").page

    def tops():
        boxes = [page.locator(f"[data-k=side-{side}]").bounding_box() for side in "AB"]
        return [box["y"] for box in boxes]

    page.set_viewport_size({"width": 375, "height": 720})
    above, below = tops()
    assert below > above
    page.set_viewport_size({"width": 1366, "height": 800})
    left, right = tops()
    assert left == pytest.approx(right, abs=2)


def test_switching_the_language_keeps_everything(bench):
    page = bench("x10").page
    unit(page, B1).click()
    radio(page, "accurate", "A").check()
    sure(page, FIRST.uid, 75).check()
    saved(page)
    set_lang(page, "en")
    tapped(page, B1)
    expect(unit(page, B1)).to_have_text(FIRST.b.units[0].text.en)
    expect(page.get_by_role("radio", name="Only A").first).to_be_checked()
    expect(sure(page, FIRST.uid, 75)).to_be_checked()
    set_lang(page, "vi")
    expect(unit(page, B1)).to_have_text(FIRST.b.units[0].text.vi)
    tapped(page, B1)


def test_undo_goes_back_one_answer_at_a_time(bench):
    x10 = bench("x10")
    page = x10.page
    undo = page.locator("[data-k=undo]")
    radio(page, "accurate", "B").check()
    unit(page, A1).click()
    saved(page)
    undo.click()
    expect(unit(page, A1)).to_have_attribute("aria-pressed", "false")
    expect(radio(page, "accurate", "B")).to_be_checked()
    undo.click()
    expect(radio(page, "accurate", "B")).not_to_be_checked()
    expect(page.locator("[data-k=todo]")).to_have_count(0)
    expect(undo).to_be_disabled()
    saved(page)
    assert x10.answers()["pairs"] == []


def test_answers_are_there_after_a_reload_and_a_new_kernel(bench):
    x10 = bench("x10")
    page = x10.page
    page.locator("[data-k=next]").click()
    second = VARIANT.pairs[1]
    unit(page, second.a.units[0].uid).click()
    radio(page, "safer", "neither").check()
    saved(page)
    x10.restart_kernel()
    x10.reload()
    tapped(page, second.a.units[0].uid)  # on the same pair
    expect(radio(page, "safer", "neither")).to_be_checked()
    expect(page.locator("[data-k=page-1]")).to_have_accessible_name("Cặp 2: đang làm")


def test_practice_explains_this_pair_until_the_answer_changes(bench):
    variant, key = sample("p10")
    place = next(n for n, gold in enumerate(key.pairs) if gold.planted)
    gold = key.pairs[place]
    page = bench("p10").page
    page.locator(f"[data-k=page-{place}]").click()
    radio(page, "accurate", gold.accurate).check()
    radio(page, "safer", gold.safer).check()
    page.locator("[data-k=ask-feedback]").click()
    feedback = page.locator("[data-k=feedback]")
    expect(feedback).to_be_focused()
    expect(feedback).to_contain_text("Bỏ sót")
    expect(feedback).to_contain_text("✓ đúng")
    expect(feedback).to_contain_text("điều đó không nói lên đúng sai")
    others = [pair.title.vi for pair in variant.pairs if pair.uid != gold.uid]
    assert not any(title in feedback.inner_text() for title in others)
    unit(page, gold.planted[0].uid).click()
    expect(feedback).to_have_count(0)
