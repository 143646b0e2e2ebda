"""X1 in a bare page: tap, drag, keyboard, language, what the learner reads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def unit(page: Page, number: int) -> Locator:
    return page.locator(".hc-unit").nth(number - 1)


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")
    expect(page.locator(".hc-status")).to_contain_text("Đã lưu lúc")


def switch(page: Page, lang: str) -> None:
    page.evaluate(
        "lang => window.dispatchEvent(new CustomEvent('hoichan:lang', {detail: {lang}}))", lang
    )


def drag(page: Page, first: Locator, start: int, last: Locator, end: int) -> None:
    """Drag the mouse from one character to another, as a hand does."""
    points = []
    for locator, offset in ((first, start), (last, end)):
        points.append(
            locator.locator(".hc-unit-text").evaluate(
                """(node, offset) => {
                    const range = document.createRange();
                    range.setStart(node.firstChild, offset);
                    range.setEnd(node.firstChild, offset + 1);
                    const box = range.getBoundingClientRect();
                    return [box.left + 1, box.top + box.height / 2];
                }""",
                offset,
            )
        )
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=8)
    page.mouse.up()


def test_tap_opens_the_editor_and_only_a_choice_marks(bench):
    x1 = bench("x1")
    page = x1.page
    unit(page, 4).click()
    expect(page.get_by_text("Câu này sai ở đâu?")).to_be_visible()
    expect(unit(page, 4)).to_have_attribute("aria-pressed", "false")
    unit(page, 4).click()  # a tap by mistake leaves no mark
    expect(page.locator(".hc-editor")).to_have_count(0)
    unit(page, 4).click()
    page.get_by_label("Loại lỗi").select_option("num_denominator")
    page.get_by_label("Nặng có thể gây hại").check()
    page.get_by_label("Ghi chú").fill("966/(30×28)")
    page.get_by_role("button", name="Xong").click()
    saved(page)
    expect(unit(page, 4)).to_be_focused()
    expect(unit(page, 4)).to_have_attribute("aria-pressed", "true")
    assert x1.answers()["flags"] == [
        {
            "uid": "a1.u4",
            "category": "num_denominator",
            "severity": 3,
            "span": None,
            "note": "966/(30×28)",
        }
    ]
    expect(page.locator(".hc-mark")).to_contain_text("Sai mẫu số, bỏ qua tỷ lệ nền")


def test_categories_are_grouped_and_complete(bench):
    page = bench("x1").page
    unit(page, 1).click()
    groups = page.locator("select optgroup")
    expect(groups).to_have_count(6)
    expect(page.locator("select optgroup option")).to_have_count(14)
    assert groups.first.get_attribute("label") == "Số liệu"


def test_remove_and_undo(bench):
    x1 = bench("x1")
    page = x1.page
    unit(page, 4).click()
    page.get_by_role("button", name="Đánh dấu, chưa rõ loại lỗi").click()
    expect(page.get_by_role("button", name="Bỏ đánh dấu", exact=True)).to_be_visible()
    page.get_by_role("button", name="Xong").click()
    page.get_by_role("button", name="Bỏ đánh dấu 1:").click()
    expect(page.get_by_text("Chưa đánh dấu chỗ nào.")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".hc-mark")).to_have_count(1)
    saved(page)
    assert [flag["uid"] for flag in x1.answers()["flags"]] == ["a1.u4"]


def test_drag_marks_the_units_it_overlaps_with_whole_words(bench):
    x1 = bench("x1")
    page = x1.page
    # From inside "bình" of unit 3 to inside "suất" of unit 4.
    drag(page, unit(page, 3), 20, unit(page, 4), 6)
    expect(page.get_by_text("2 câu này sai ở đâu?")).to_be_visible()
    page.get_by_label("Loại lỗi").select_option("num_arith")
    saved(page)
    flags = x1.answers()["flags"]
    assert [flag["uid"] for flag in flags] == ["a1.u3", "a1.u4"]
    span = flags[0]["span"]
    text = x1.widget.public.answers[0].text("vi")
    assert text[span["start"] : span["end"]] == span["quote"]
    assert span["quote"] == "bình là 6,6 ngày. Công suất"
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".hc-mark")).to_have_count(0)


def test_drag_inside_one_unit_after_marks_exist_keeps_its_offsets(bench):
    x1 = bench("x1")
    page = x1.page
    unit(page, 1).click()
    page.get_by_role("button", name="Đánh dấu, chưa rõ loại lỗi").click()
    page.get_by_role("button", name="Xong").click()
    text = x1.widget.public.answers[0].units[3].text.vi
    at = text.index("98,6%")
    drag(page, unit(page, 4), at, unit(page, 4), at + 4)
    expect(page.locator(".hc-quote q")).to_contain_text("98,6")
    page.get_by_label("Loại lỗi").select_option("num_denominator")
    saved(page)
    span = next(f for f in x1.answers()["flags"] if f["uid"] == "a1.u4")["span"]
    whole = x1.widget.public.answers[0].text("vi")
    assert whole[span["start"] : span["end"]] == span["quote"]


def test_a_selection_made_without_a_mouse_gets_a_button(bench):
    x1 = bench("x1")
    page = x1.page
    page.evaluate(
        """() => {
            const node = document.querySelectorAll(".hc-unit-text")[4].firstChild;
            document.getSelection().setBaseAndExtent(node, 0, node, 10);
        }"""
    )
    page.get_by_role("button", name="Đánh dấu phần đang chọn").click()
    page.get_by_role("button", name="Đánh dấu, chưa rõ loại lỗi").click()
    saved(page)
    assert x1.answers()["flags"][0]["span"]["quote"] == "So với tháng"


def test_keyboard_alone_is_enough(bench):
    x1 = bench("x1")
    page = x1.page
    unit(page, 1).focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    expect(unit(page, 4)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Loại lỗi")).to_be_focused()
    page.get_by_label("Loại lỗi").select_option("num_denominator")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # radio buttons: the first, then the next
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("tu 966")
    page.keyboard.press("Escape")
    expect(page.locator(".hc-editor")).to_have_count(0)
    expect(unit(page, 4)).to_be_focused()
    saved(page)
    (flag,) = x1.answers()["flags"]
    assert (flag["uid"], flag["category"], flag["note"]) == ("a1.u4", "num_denominator", "tu 966")
    assert flag["severity"] in (2, 3)

    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".hc-unit--range")).to_have_count(3)
    page.keyboard.press("Enter")
    page.get_by_label("Loại lỗi").select_option("src_stale")
    saved(page)
    flags = x1.answers()["flags"]
    assert [f["uid"] for f in flags] == ["a1.u1", "a1.u2", "a1.u3", "a1.u4"]
    assert flags[0]["span"]["quote"].startswith("Trong tháng 2/2025")
    assert flags[0]["span"]["quote"].endswith("6,6 ngày.")


def test_typing_in_a_note_survives_saves_of_something_else(bench):
    page = bench("x1").page
    unit(page, 4).click()
    page.get_by_label("Loại lỗi").select_option("num_arith")
    note = page.get_by_label("Ghi chú")
    note.press_sequentially("đang gõ d")
    page.evaluate("window.model.set('state', {...window.model.get('state'), rev: 99})")
    note.press_sequentially("ở")
    expect(note).to_have_value("đang gõ dở")
    expect(note).to_be_focused()


def test_free_of_error_and_marks_exclude_each_other_gently(bench):
    x1 = bench("x1")
    page = x1.page
    clean = page.get_by_label("Câu trả lời này không có lỗi")
    clean.check()
    saved(page)
    assert x1.answers()["no_error"] == ["a1"]
    unit(page, 4).click()
    page.get_by_label("Loại lỗi").select_option("num_arith")
    expect(clean).not_to_be_checked()
    page.get_by_label("Ngày chốt số liệu").check()
    clean.click()
    expect(page.get_by_role("alert").get_by_text("Bạn đang giữ 2 đánh dấu")).to_be_visible()
    expect(clean).not_to_be_checked()
    page.get_by_role("button", name="Giữ các đánh dấu").click()
    expect(clean).to_be_focused()
    clean.click()
    page.get_by_role("button", name="Bỏ 2 đánh dấu").click()
    expect(clean).to_be_checked()
    saved(page)
    assert x1.answers() == {
        "type": "span_critique",
        "flags": [],
        "missing": [],
        "no_error": ["a1"],
    }


def test_progress_and_pager_say_it_in_words(bench):
    x1 = bench("x1")
    page = x1.page
    expect(page.locator(".hc-progress")).to_contain_text("1/6 câu trả lời đã xem")
    page.get_by_role("button", name="Câu trả lời tiếp theo").click()
    expect(page.locator(".hc-progress")).to_contain_text("2/6")
    expect(page.get_by_role("heading", name="Câu trả lời 2/6")).to_be_focused()
    expect(page.get_by_role("button", name="Câu trả lời 3: chưa xem")).to_be_visible()
    page.get_by_label("Câu trả lời này không có lỗi").check()
    name = "Câu trả lời 2: đã chọn “không có lỗi”"
    expect(page.get_by_role("button", name=name)).to_have_attribute("aria-current", "true")
    saved(page)
    x1.reload()  # the place and what was seen are kept in this browser
    expect(page.locator(".hc-progress")).to_contain_text("2/6")
    expect(page.get_by_role("heading", name="Câu trả lời 2/6")).to_be_visible()


def test_language_switch_keeps_everything(bench):
    x1 = bench("x1")
    page = x1.page
    unit(page, 4).click()
    page.get_by_label("Loại lỗi").select_option("num_denominator")
    page.get_by_label("Ghi chú").fill("ghi chú")
    switch(page, "en")
    expect(page.locator(".hoichan-widget")).to_have_attribute("lang", "en")
    expect(page.get_by_label("Kind of error")).to_have_value("num_denominator")
    expect(page.get_by_label("Note (optional)")).to_have_value("ghi chú")
    expect(page.get_by_role("columnheader", name="Patient days")).to_be_visible()
    expect(page.locator(".hc-table").get_by_text("1,041")).to_be_visible()
    expect(page.locator(".hc-status")).to_contain_text("Saved at")
    assert x1.answers()["flags"][0]["note"] == "ghi chú"
    assert x1.widget.store.sheet.lang == "en"
    switch(page, "vi")
    expect(page.get_by_label("Loại lỗi")).to_have_value("num_denominator")
    expect(page.locator(".hc-table").get_by_text("1.041")).to_be_visible()


def test_every_focusable_element_is_shielded_from_notebook_shortcuts(bench):
    page = bench("x1").page
    unit(page, 4).click()
    page.get_by_label("Loại lỗi").select_option("num_arith")
    bare = page.locator(
        ".hoichan-widget :is(a, button, input, select, textarea, summary, [tabindex])"
        ":not([data-lm-suppress-shortcuts='true'])"
    )
    expect(bare).to_have_count(0)


def test_data_is_text_never_markup(bench, lesson_folder):
    path = lesson_folder / "variants" / "x1.json"
    raw = path.read_text(encoding="utf-8")
    evil = "<img src=x onerror=window.pwned=1>"
    path.write_text(raw.replace("Khoa Nội, tháng 2/2025", evil), encoding="utf-8")
    page = bench("x1").page
    expect(page.get_by_role("heading", name=evil)).to_be_visible()
    unit(page, 1).click()
    page.get_by_label("Ghi chú").fill(evil)
    page.get_by_role("button", name="Xong").click()
    expect(page.locator(".hc-mark-note")).to_have_text(evil)
    assert page.evaluate("window.pwned") is None


def test_a_refusal_is_shown_and_the_page_goes_back_to_what_is_saved(bench):
    x1 = bench("x1")
    page = x1.page
    page.evaluate(
        "window.model.get('variant').answers[0].units[0].uid = 'a1.u99'; window.unmount(); window.mount()"
    )
    unit(page, 1).click()
    page.get_by_label("Loại lỗi").select_option("num_arith")
    alert = page.get_by_role("alert").get_by_text("không có trong bài của bạn")
    expect(alert).to_be_visible()
    expect(page.locator(".hc-mark")).to_have_count(0)
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")
    page.get_by_role("button", name="Đã hiểu").click()
    expect(alert).to_have_count(0)


def test_notices_about_the_file_are_shown(bench, lesson_folder):
    (lesson_folder / "answers").mkdir()
    (lesson_folder / "answers" / "x1.json").write_text("{", encoding="utf-8")
    page = bench("x1").page
    expect(page.get_by_text("Tệp bài làm bị hỏng")).to_be_visible()
    switch(page, "en")
    expect(page.get_by_text("The answers file was damaged")).to_be_visible()
