"""X2 in a bare page: looking up, calculating, answering."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def look_up_patient_days(page: Page) -> None:
    page.get_by_role("button", name="Thêm bộ lọc").click()
    page.get_by_role("group", name="Bộ lọc 1").get_by_label("Cột").select_option("khoa")
    page.get_by_label("Khoa Nội", exact=True).check()
    page.get_by_role("button", name="Thêm bộ lọc").click()
    second = page.get_by_role("group", name="Bộ lọc 2")
    second.get_by_label("Cột").select_option("thang")
    second.get_by_label("02/2025").check()
    page.get_by_label("Tính gì").select_option("sum")
    page.get_by_label("Của cột").select_option("ngay_dt")
    page.get_by_role("button", name="Xem kết quả").click()


def test_a_rate_from_the_table_to_the_answer(bench):
    x2 = bench("x2")
    page = x2.page
    look_up_patient_days(page)
    picked = page.locator(".hc-tray").first
    expect(picked).to_contain_text("Số đã chọn:")
    days = page.locator(".hc-table--one .hc-pick").inner_text()
    page.get_by_role("button", name="Đưa vào a").click()
    expect(page.get_by_label("Số a (tử số)")).to_have_value(days)
    page.get_by_label("Số b (mẫu số)").fill("30 × 28")
    page.get_by_label("Viết dưới dạng").select_option("percent")
    result = page.locator("[data-k=calc-result]")
    expect(result).to_contain_text("%")
    result.get_by_role("button", name="Dùng làm giá trị trả lời").click()
    page.get_by_label("Sai Dữ liệu cho kết quả khác").check()
    expect(page.get_by_text("Nhận định này đã đủ câu trả lời.")).to_be_visible()
    expect(page.locator(".hc-progress")).to_contain_text("1/12 nhận định đã xong")
    saved(page)
    (claim,) = x2.answers()["claims"]
    assert (claim["verdict"], claim["unit"]) == ("false", "percent")
    assert claim["value"] == pytest.approx(float(days.replace(".", "")) / 840 * 100, abs=0.005)
    assert claim["path"] == ["monthly_activity: khoa=NOI; thang=2025-02 -> sum(ngay_dt)"]


def test_groups_are_a_table_whose_numbers_can_be_used(bench):
    x2 = bench("x2")
    page = x2.page
    page.get_by_role("button", name="Nhận định 4: chưa trả lời").click()
    page.get_by_label("Bảng", exact=True).select_option("opd_visits")
    page.get_by_label("Tính gì").select_option("median")
    page.get_by_label("Của cột").select_option("cho_phut")
    page.get_by_label("Chia theo").select_option("thu")
    page.get_by_role("button", name="Xem kết quả").click()
    table = page.get_by_role("region", name="Trung vị “Thời gian chờ (phút)”")
    expect(table.get_by_role("rowheader", name="Thứ Hai")).to_be_visible()
    number = table.get_by_role("button").nth(4)
    shown = number.inner_text()
    number.click()
    expect(number).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Dùng làm giá trị trả lời").first.click()
    expect(page.get_by_label("Giá trị theo dữ liệu")).to_have_value(shown)
    expect(page.get_by_text(f"Hệ thống hiểu là {shown}")).to_be_visible()
    page.evaluate("window.dispatchEvent(new CustomEvent('hoichan:lang', {detail: {lang: 'en'}}))")
    expect(page.get_by_role("rowheader", name="Monday")).to_be_visible()
    saved(page)
    assert len(x2.answers()["claims"][0]["path"]) == 1  # the repeat in English is no new look-up


def test_rows_are_shown_capped(bench):
    page = bench("x2").page
    page.get_by_label("Bảng", exact=True).select_option("opd_visits")
    page.get_by_label("Tính gì").select_option("rows")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator(".hc-table tbody tr")).to_have_count(50)
    expect(page.get_by_text("Hiện 50 trong 40.000 dòng.")).to_be_visible()


@pytest.mark.parametrize("keyboard", [False, True])
def test_typed_value_is_echoed(bench, keyboard):
    x2 = bench("x2")
    page = x2.page
    field = page.get_by_label("Giá trị theo dữ liệu")
    field.press_sequentially("98,6")
    if keyboard:
        field.press("Enter")
    else:
        page.get_by_label("Đơn vị").focus()
    expect(page.get_by_text("Hệ thống hiểu là 98,6")).to_be_visible()
    field.fill("chín mươi")
    field.press("Enter")
    expect(page.get_by_text("Chưa đọc được thành số")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    saved(page)
    assert x2.answers()["claims"][0]["typed"] == "chín mươi"


def test_switching_the_language_reads_a_number_as_it_was_typed(bench):
    x2 = bench("x2")
    page = x2.page
    page.get_by_label("Giá trị theo dữ liệu").press_sequentially("1.250")
    page.evaluate("window.dispatchEvent(new CustomEvent('hoichan:lang', {detail: {lang: 'en'}}))")
    expect(page.get_by_text("Understood as 1,250")).to_be_visible()
    assert x2.answers()["claims"][0]["value"] == 1250


def test_what_cannot_be_checked_needs_no_value(bench):
    x2 = bench("x2")
    page = x2.page
    page.get_by_label("Giá trị theo dữ liệu").fill("12")
    page.get_by_label("Không kiểm được").check()
    expect(page.get_by_text("Không cần nhập giá trị")).to_be_visible()
    expect(page.get_by_label("Giá trị theo dữ liệu")).to_have_count(0)
    expect(page.get_by_text("Nhận định này đã đủ câu trả lời.")).to_be_visible()
    saved(page)
    assert x2.answers()["claims"][0]["value"] is None
    page.get_by_label("Đúng Dữ liệu cho cùng kết quả").check()
    expect(page.get_by_label("Giá trị theo dữ liệu")).to_have_value("12")
    expect(page.locator(".hc-todo-line")).to_contain_text("Còn thiếu: đơn vị")


def test_questions_that_make_no_sense_are_answered_in_words(bench):
    page = bench("x2").page
    page.get_by_role("button", name="Thêm bộ lọc").click()
    page.get_by_role("group", name="Bộ lọc 1").get_by_label("Cột").select_option("khoa")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.get_by_role("alert").get_by_text("chưa có giá trị")).to_be_visible()
    page.get_by_role("button", name="Bỏ bộ lọc 1").click()
    expect(page.get_by_role("button", name="Thêm bộ lọc")).to_be_focused()
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator(".hc-table--one")).to_contain_text("192")
    page.get_by_label("Số a").fill("5")
    page.get_by_label("Số b").fill("0")
    expect(page.get_by_text("Mẫu số bằng 0")).to_be_visible()


def test_a_date_filter_by_keyboard(bench):
    page = bench("x2").page
    page.get_by_label("Bảng", exact=True).select_option("opd_visits")
    page.get_by_role("button", name="Thêm bộ lọc").press("Enter")
    column = page.get_by_role("group", name="Bộ lọc 1").get_by_label("Cột")
    expect(column).to_be_focused()
    column.select_option("ngay_kham")
    page.keyboard.press("Tab")  # remove button
    page.keyboard.press("Tab")
    page.keyboard.type("1/3/2025")
    page.keyboard.press("Tab")
    page.keyboard.type("31/3/2025")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ngày khám 01/03/2025–31/03/2025").last).to_be_visible()


def test_a_kernel_that_does_not_answer_is_said(bench):
    x2 = bench("x2")
    page = x2.page
    expect(page.get_by_label("Bảng", exact=True)).to_be_visible()
    page.clock.install()
    page.evaluate(
        "window.deliver = false; document.addEventListener('hoichan:lost', () => { window.lost = true })"
    )
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator(".hc-outcome").get_by_text("Đang tính…").last).to_be_visible()
    page.clock.run_for(8_100)
    expect(page.get_by_role("alert").get_by_text("Chưa nhận được kết quả")).to_be_visible()
    assert page.evaluate("window.lost") is True


def test_tables_that_did_not_come_are_asked_for_again(bench):
    x2 = bench("x2")
    page = x2.page
    page.clock.install()
    page.evaluate("window.deliver = false; window.unmount(); window.mount()")
    expect(page.get_by_text("Đang mở các bảng dữ liệu…")).to_be_visible()
    page.evaluate("window.deliver = true")
    page.clock.run_for(8_100)
    expect(page.get_by_label("Bảng", exact=True)).to_be_visible()
