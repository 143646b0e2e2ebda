"""X7 in a bare page: opened, filled in and signed by mouse, by keys and by touch; its clock."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from exercise_samples import sample
from page_checks import WIDTHS, assert_accessible, assert_no_sideways_scroll, set_lang

pytestmark = pytest.mark.browser


def reports(task="x7"):
    variant, _ = sample(task)
    hand = next(r for r in variant.reports if not r.draft)
    return hand, next(r for r in variant.reports if r.draft)


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def go_to(page: Page, report) -> None:
    page.locator(f"[data-k=page-{int(report.uid[1:]) - 1}]").click()


def open_report(page: Page, report) -> None:
    go_to(page, report)
    page.locator("[data-k=open]").click()
    expect(page.locator(".hc-form")).to_be_visible()


def fill(page: Page, hand) -> None:
    for figure in hand.figures:
        page.locator(f"[data-k='figure-{figure.uid}']").fill("12,5")
    for part in hand.parts:
        page.locator(f"[data-k='part-{part.uid}']").fill("Khoa hoạt động ổn định.")


def clock(bench, report):
    found = [c for c in bench.answers()["clocks"] if c["uid"] == f"{report.uid}.clock"]
    return sum(found[0][f"{phase}_ms"] for phase in ("read", "verify", "edit")) if found else 0


def test_both_reports_by_mouse(bench):
    x7 = bench("x7")
    page = x7.page
    hand, draft = reports()
    open_report(page, hand)
    expect(page.locator("[data-k=sign]")).to_be_disabled()
    expect(page.get_by_text(f"Còn {len(hand.figures)} ô số chưa xong")).to_be_visible()
    fill(page, hand)
    expect(page.get_by_text("Hệ thống hiểu là 12,5").first).to_be_visible()
    expect(page.get_by_text("Mẫu đã đủ")).to_be_visible()
    page.locator("[data-k=sign]").click()  # how long it felt is missing
    expect(page.locator("[data-k=felt]")).to_be_focused()
    expect(page.locator("[data-k=felt]")).to_have_attribute("aria-invalid", "true")
    page.locator("[data-k=felt]").fill("7,5")
    page.locator("[data-k=sign]").click()
    expect(page.locator("[data-k=signed]")).to_contain_text("Đã ký")
    expect(page.locator("[data-k=times]")).to_contain_text("7,5")
    expect(page.locator("[data-k=ratio]")).to_have_count(0)
    expect(page.locator(f"[data-k='figure-{hand.figures[0].uid}']")).to_have_attribute(
        "readonly", ""
    )
    open_report(page, draft)
    expect(page.locator(".hc-badge")).to_contain_text("MÔ PHỎNG")
    first, second = (s.uid for s in draft.parts[0].sentences[:2])
    page.locator(f"[data-k='edit-{first}-input']").check()
    expect(page.locator(f"[data-k='rewrite-{first}']")).to_be_focused()
    page.locator(f"[data-k='rewrite-{first}']").fill("Khoa có nhiều lượt ra viện.")
    page.locator(f"[data-k='strike-{second}-input']").check()
    figure = draft.figures[0]
    field = page.locator(f"[data-k='figure-{figure.uid}']")
    expect(field).to_have_value(figure.draft.vi)
    field.fill("98,6%")
    field.press("Enter")
    expect(page.get_by_text(f"Bản nháp AI ghi: {figure.draft.vi}")).to_be_visible()
    page.locator("[data-k=felt]").fill("5")
    page.locator("[data-k=sign]").click()
    expect(page.locator("[data-k=ratio]")).to_contain_text("cảm nhận 67%")
    expect(page.locator("[data-k=signed]")).to_contain_text("không cho biết công việc thật")
    saved(page)
    answers = x7.answers()
    assert [r["signed"] for r in answers["reports"]] == [True, True]
    assert {s["uid"]: s["handling"] for s in answers["sentences"]} == {
        first: "edit",
        second: "strike",
    }
    assert {f["uid"]: f["value"] for f in answers["figures"]}[figure.uid] == 98.6


def test_nothing_of_a_report_is_on_the_page_before_it_is_opened(bench):
    page = bench("x7").page
    _, draft = reports()
    go_to(page, draft)
    expect(page.locator("[data-k=open]")).to_be_visible()
    sent = page.content() + page.evaluate(
        "JSON.stringify([model.get('variant'), model.get('state')])"
    )
    assert draft.parts[0].sentences[0].text.vi not in sent
    assert draft.figures[0].label.vi not in sent


def test_by_keyboard_alone(bench):
    x7 = bench("x7")
    page = x7.page
    _, draft = reports()
    page.locator(f"[data-k=page-{int(draft.uid[1:]) - 1}]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-k=open]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    sentence = draft.parts[0].sentences[0].uid
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.k") == f"keep-{sentence}-input":
            break
    page.keyboard.press("ArrowRight")
    saved(page)
    expect(page.locator(f"[data-k='edit-{sentence}-input']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"[data-k='{sentence}']")).to_contain_text("Đã bỏ:")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.k") == "felt":
            break
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=times]")).to_be_focused()
    saved(page)
    assert x7.answers()["reports"] == [{"uid": draft.uid, "signed": True, "felt_minutes": 6.0}]


def test_undo_and_taking_the_signature_back(bench):
    page = bench("x7").page
    _, draft = reports()
    open_report(page, draft)
    sentence = draft.parts[0].sentences[0].uid
    page.locator(f"[data-k='strike-{sentence}-input']").check()
    expect(page.get_by_text("Đã bỏ:")).to_be_visible()
    page.locator("[data-k=undo]").click()
    expect(page.get_by_text("Đã bỏ:")).to_have_count(0)
    expect(page.locator("[data-k=undo]")).to_be_disabled()  # opening and time are no answers
    page.locator("[data-k=felt]").fill("6")
    page.locator("[data-k=sign]").click()
    page.locator("[data-k=unsign]").click()
    expect(page.locator("[data-k=felt-kept]")).to_contain_text("6 phút")
    page.locator("[data-k=sign]").click()
    expect(page.locator("[data-k=signed]")).to_be_visible()


def test_language_switch_keeps_everything(bench):
    x7 = bench("x7")
    page = x7.page
    hand, _ = reports()
    open_report(page, hand)
    page.locator(f"[data-k='figure-{hand.figures[0].uid}']").press_sequentially("1.009")
    page.locator(f"[data-k='part-{hand.parts[0].uid}']").press_sequentially("Ổn định.")
    page.locator("[data-k=felt]").fill("7")
    set_lang(page, "en")
    expect(page.get_by_text("Understood as 1,009")).to_be_visible()
    expect(page.locator(f"[data-k='part-{hand.parts[0].uid}']")).to_have_value("Ổn định.")
    expect(page.locator("[data-k=felt]")).to_have_value("7")
    expect(page.get_by_text(hand.figures[0].label.en)).to_be_visible()
    saved(page)
    assert x7.answers()["figures"][0]["value"] == 1009


def test_calculator(bench):
    page = bench("x7").page
    hand, _ = reports()
    open_report(page, hand)
    page.locator("[data-k=calc] summary").click()
    page.locator("[data-k=calc-a]").fill("1.009")
    page.locator("[data-k=calc-b]").fill("30 × 31")
    expect(page.locator("[data-k=calc-result]")).to_have_text("= 1,0849 hoặc 108,49%")
    page.locator("[data-k=calc-b]").fill("0")
    expect(page.locator("[data-k=calc-result]")).to_contain_text("Mẫu số bằng 0")


def test_practice_feedback_of_the_report_on_the_page(bench):
    page = bench("p7").page
    _, draft = reports("p7")
    open_report(page, draft)
    page.locator("[data-k=felt]").fill("2")
    page.locator("[data-k=sign]").click()
    page.locator("[data-k=ask-feedback]").click()
    box = page.locator(".hc-feedback")
    expect(box).to_contain_text("Câu sai, lỗi còn sót")
    expect(box).to_contain_text("Lỗi còn sót")
    expect(box).to_contain_text("Chưa đạt cổng chất lượng")
    set_lang(page, "en")
    expect(box).to_contain_text("Quality gate missed")


# --- the clock, on time that the test turns itself


@pytest.fixture
def timed(bench):
    """An opened draft whose time passes only when the test lets it."""
    x7 = bench("x7")
    page = x7.page
    page.clock.install()
    x7.reload()
    _, draft = reports()
    open_report(page, draft)
    page.locator("[data-k=peek]").click()
    return x7, page, draft


def pass_time(page: Page, ms: int) -> None:
    page.clock.run_for(ms)


def shown_seconds(page: Page) -> int:
    minutes, seconds = page.locator("[data-k=clock-time]").inner_text().split(":")
    return 60 * int(minutes) + int(seconds)


def work(page: Page, seconds: int) -> None:
    """Keep at it: a touch of the page now and then."""
    for _ in range(seconds // 10):
        page.locator(".hc-task").dispatch_event("wheel")
        pass_time(page, 10_000)


def test_time_is_shown_on_request_only(bench):
    page = bench("x7").page
    hand, _ = reports()
    open_report(page, hand)
    expect(page.locator("[data-k=clock]")).to_contain_text("Giờ được ẩn")
    expect(page.locator("[data-k=clock-time]")).to_have_count(0)
    page.locator("[data-k=peek]").click()
    expect(page.get_by_role("timer")).to_have_text("00:00")


def test_idle_time_is_not_counted(timed):
    _, page, _ = timed
    work(page, 30)
    first = shown_seconds(page)
    assert 29 <= first <= 32
    pass_time(page, 300_000)
    assert first + 45 <= shown_seconds(page) <= first + 61
    expect(page.locator("[data-k=clock-state]")).to_contain_text("Tạm dừng")
    page.locator(".hc-task").dispatch_event("wheel")
    pass_time(page, 5_000)
    expect(page.locator("[data-k=clock-state]")).to_contain_text("Đang tính giờ")


def test_a_hidden_tab_is_not_counted(timed):
    _, page, _ = timed
    work(page, 20)
    before = shown_seconds(page)
    page.evaluate(
        """() => { Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
            document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    pass_time(page, 40_000)
    page.evaluate(
        """() => { delete document.hidden; document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    pass_time(page, 2_000)
    assert before <= shown_seconds(page) <= before + 4


def test_a_long_sleep_or_a_clock_set_anew_adds_nothing(timed):
    _, page, _ = timed
    work(page, 20)
    before = shown_seconds(page)
    page.clock.fast_forward(3_600_000)  # the lid was shut: timers fire once, an hour later
    pass_time(page, 1_000)
    assert shown_seconds(page) <= before + 2
    page.locator(".hc-task").dispatch_event("wheel")
    pass_time(page, 3_000)
    before = shown_seconds(page)
    page.clock.fast_forward(40_000)  # a nap too short to be idle time
    pass_time(page, 1_000)
    assert shown_seconds(page) <= before + 3
    page.locator(".hc-task").dispatch_event("wheel")
    after = shown_seconds(page)
    page.evaluate("() => { const now = Date.now; Date.now = () => now() - 7_200_000; }")
    page.locator(".hc-task").dispatch_event("wheel")
    pass_time(page, 4_000)
    assert after + 3 <= shown_seconds(page) <= after + 6


def test_time_goes_on_over_a_reload_and_a_kernel_restart(timed):
    x7, page, draft = timed
    work(page, 40)
    saved(page)
    before = shown_seconds(page)
    x7.restart_kernel()
    x7.reload()
    go_to(page, draft)
    page.locator("[data-k=peek]").click()
    assert before - 1 <= shown_seconds(page) <= before + 4
    work(page, 20)
    assert before + 19 <= shown_seconds(page) <= before + 26


def test_time_of_a_kernel_that_was_away_is_told_later(timed):
    x7, page, draft = timed
    work(page, 20)
    page.evaluate("window.deliver = false")
    work(page, 60)
    held = clock(x7, draft)
    assert held <= 25_000
    before = shown_seconds(page)
    x7.restart_kernel()
    x7.reload()  # what was not acknowledged lies in the browser
    go_to(page, draft)
    work(page, 20)
    saved(page)
    assert clock(x7, draft) >= 1000 * (before - 2)
    assert clock(x7, draft) <= 1000 * (before + 25)


def test_two_tabs_do_not_count_twice(timed):
    x7, page, draft = timed
    page.evaluate(
        """() => { const second = document.createElement("div"); document.querySelector("main").append(second);
            import("/widget.js").then((each) => each.default.render({ model: window.model, el: second })); }"""
    )
    both = page.locator(".hoichan-widget")
    expect(both).to_have_count(2)
    for _ in range(6):
        for which in (0, 1):
            both.nth(which).locator(".hc-task").dispatch_event("wheel")
        pass_time(page, 10_000)
    pass_time(page, 16_000)
    saved_both = page.locator(".hoichan-widget[data-status=saved]")
    expect(saved_both).to_have_count(2)
    assert clock(x7, draft) <= 80_000


def test_the_signature_stops_the_clock(timed):
    x7, page, draft = timed
    work(page, 30)
    page.locator("[data-k=felt]").fill("1")
    page.locator("[data-k=sign]").click()
    expect(page.locator("[data-k=signed]")).to_be_visible()
    measured = page.locator(f"[data-k=measured-{draft.uid}]").inner_text()
    stopped = clock(x7, draft)
    assert 29_000 <= stopped <= 34_000
    for _ in range(6):
        page.locator(".hc-task").dispatch_event("wheel")
        pass_time(page, 10_000)
    assert page.locator(f"[data-k=measured-{draft.uid}]").inner_text() == measured
    assert clock(x7, draft) == stopped


# --- accessibility, reflow, touch


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_accessible_at_every_stage(bench, lang, width):
    page = bench("x7").page
    page.set_viewport_size({"width": width, "height": 720})
    set_lang(page, lang)
    assert_accessible(page)
    hand, draft = reports()
    open_report(page, draft)
    first, second = (s.uid for s in draft.parts[0].sentences[:2])
    page.locator(f"[data-k='edit-{first}-input']").check()
    page.locator(f"[data-k='strike-{second}-input']").check()
    page.locator(f"[data-k='figure-{draft.figures[0].uid}']").fill("mười")
    page.locator(f"[data-k='figure-{draft.figures[0].uid}']").press("Enter")
    page.locator("[data-k=calc] summary").click()
    page.locator("[data-k=prompt] summary").click()
    page.locator("[data-k=peek]").click()
    expect(page.locator(".hc-echo--bad")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.locator("[data-k=undo]").click()
    expect(page.locator(".hc-echo--bad")).to_have_count(0)
    page.locator("[data-k=felt]").fill("5")
    page.locator("[data-k=sign]").click()
    expect(page.locator("[data-k=signed]")).to_be_visible()
    open_report(page, hand)
    fill(page, hand)
    page.locator("[data-k=felt]").fill("9")
    page.locator("[data-k=sign]").click()
    expect(page.locator("[data-k=ratio]")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_practice_feedback_is_accessible(bench, width):
    page = bench("p7").page
    page.set_viewport_size({"width": width, "height": 720})
    _, draft = reports("p7")
    open_report(page, draft)
    page.locator("[data-k=felt]").fill("2")
    page.locator("[data-k=sign]").click()
    page.locator("[data-k=ask-feedback]").click()
    expect(page.locator(".hc-feedback")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_touch_on_a_phone(browser, bench):
    x7 = bench("x7")
    page = x7.page
    page.set_viewport_size({"width": 375, "height": 720})
    _, draft = reports()
    open_report(page, draft)
    sentence = draft.parts[0].sentences[0].uid
    box = page.locator(f"[data-k='strike-{sentence}']")
    box.scroll_into_view_if_needed()
    spot = box.bounding_box()
    assert spot["height"] >= 24
    box.dispatch_event("pointerdown", {"pointerType": "touch"})
    page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    expect(page.locator(f"[data-k='{sentence}']")).to_contain_text("Đã bỏ:")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget :is(button, input, select, textarea, summary)")]
            .map((e) => [e.dataset.k, e.getBoundingClientRect()])
            .filter(([, b]) => b.width && (b.width < 24 || b.height < 24)).map(([k]) => k)"""
    )
    assert small == []
    tiny = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget *")]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16).map((e) => e.className || e.tagName)"""
    )
    assert tiny == []
