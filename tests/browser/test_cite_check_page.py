"""X6 in a bare page: looking up, judging, proving; mouse, keyboard and touch, both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from exercise_samples import sample
from hoichan.scoring import score

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VERDICTS = {
    "supports": "Có thật và nói đúng điều này",
    "unsupported": "Có thật nhưng không nói vậy",
    "wrong_details": "Sai chi tiết",
    "superseded": "Hết hiệu lực",
    "not_found": "Không tồn tại",
}


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def set_lang(page: Page, lang: str) -> None:
    page.evaluate(
        """lang => { document.documentElement.lang = lang;
            window.dispatchEvent(new CustomEvent("hoichan:lang", { detail: { lang } })); }""",
        lang,
    )
    expect(page.locator(".hoichan-widget")).to_have_attribute("lang", lang)


def search(page: Page, text: str) -> None:
    page.get_by_label("Số hiệu, DOI hoặc vài từ của tên").fill(text)
    page.get_by_role("button", name="Tìm", exact=True).click()


def open_document(page: Page, ref: str) -> None:
    search(page, ref)
    page.locator(f"[data-k=result-{ref}]").click()
    expect(page.locator("[data-k=entry-title]")).to_be_focused()


def verdict(page: Page, name: str) -> Locator:
    return page.get_by_role("radio", name=VERDICTS[name])


def first_of(task: str, name: str) -> tuple[int, object]:
    """Place and key of the first reference with a verdict."""
    _, key = sample(task)
    return next((n, ref) for n, ref in enumerate(key.refs) if ref.verdict == name)


def test_everything_right_by_mouse(bench):
    """Every reference looked up and judged as the key has it: full marks."""
    x6 = bench("x6")
    page = x6.page
    variant, key = sample("x6")
    for place, gold in enumerate(key.refs):
        page.locator(f"[data-k=page-{place}]").click()
        if gold.verdict == "not_found":
            printed = variant.refs[place].citation
            search(page, printed.number or printed.doi)
            expect(page.locator("[data-k=found]")).to_contain_text("không")
            verdict(page, "not_found").check()
            expect(page.get_by_text("Không cần bằng chứng")).to_be_visible()
        else:
            open_document(page, (gold.correct or gold.evidence).partition(".")[0])
            verdict(page, gold.verdict).check()
            if gold.correct:
                page.get_by_role("button", name="Đây là tài liệu đúng").click()
            else:
                page.locator(f"[data-k=choose-{gold.evidence.partition('.')[2]}]").click()
            expect(page.locator("[data-k=proof]")).to_contain_text("Đã chọn")
        expect(page.get_by_text("Tài liệu tham khảo này đã đủ câu trả lời.")).to_be_visible()
    total = len(key.refs)
    expect(page.locator(".hc-progress")).to_contain_text(f"{total}/{total} tài liệu đã xong")
    saved(page)
    sheet = x6.widget.store.sheet
    assert score(key, sheet, variant).score == 1.0
    assert all(ref.path for ref in sheet.payload.refs)


def test_by_keyboard_alone(bench):
    x6 = bench("x6")
    page = x6.page
    place, gold = first_of("x6", "supports")
    for _ in range(place):
        page.locator("[data-k=next]").focus()
        page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    page.get_by_label("Số hiệu, DOI hoặc vài từ của tên").focus()
    page.keyboard.type(gold.cited)
    page.keyboard.press("Enter")
    expect(page.locator(".hc-result")).to_have_count(1)
    page.keyboard.press("Tab")  # the search button
    page.keyboard.press("Tab")
    expect(page.locator(".hc-result")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=entry-title]")).to_be_focused()
    radio = page.locator("[data-k=verdict-supports-input]")
    radio.focus()
    page.keyboard.press("Space")
    expect(radio).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-k=verdict-unsupported-input]")).to_be_checked()
    page.keyboard.press("ArrowUp")
    point = gold.evidence.partition(".")[2]
    button = page.locator(f"[data-k=choose-{point}]")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    saved(page)
    (ref,) = x6.answers()["refs"]
    assert (ref["verdict"], ref["evidence"]) == ("supports", gold.evidence)
    assert ref["path"] == [f"search: {gold.cited} -> 1", f"open: {gold.cited}"]


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 375, "height": 720})
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_by_touch_on_a_phone(bench, lang):
    x6 = bench("x6")
    page = x6.page
    set_lang(page, lang)
    place, gold = first_of("x6", "superseded")
    page.locator(f"[data-k=page-{place}]").tap()
    page.locator("[data-k=verdict-superseded]").tap()  # the whole label is the target
    way = page.locator("[data-k=way-proof]")
    expect(way).to_be_visible()
    way.tap()
    field = page.locator("[data-k=search-text]")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    field.fill(gold.cited)
    page.locator("[data-k=search-run]").tap()
    page.locator(f"[data-k=result-{gold.cited}]").tap()
    page.locator(f"[data-k=open-{gold.correct}]").tap()  # "replaced by" leads on
    expect(page.locator(f"[data-k=entry-{gold.correct}]")).to_be_in_viewport()
    page.locator("[data-k=choose-document]").tap()
    expect(page.locator("[data-k=choose-document]")).to_have_attribute("aria-pressed", "true")
    saved(page)
    ref = x6.answers()["refs"][0]
    assert (ref["verdict"], ref["correct"]) == ("superseded", gold.correct)
    small = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget :is(button, input, summary)")]
            .map((e) => [e.className || e.type, e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
            .map(([name]) => name)"""
    )
    assert small == []


def test_switching_the_language_keeps_everything(bench):
    page = bench("x6").page
    open_document(page, "HD003")
    verdict(page, "supports").check()
    page.locator("[data-k=choose-k1]").click()
    saved(page)
    set_lang(page, "en")
    expect(page.get_by_role("radio", name="Real, and says just this")).to_be_checked()
    expect(page.locator("[data-k=entry-title]")).to_contain_text("Guideline")
    expect(page.locator("[data-k=proof]")).to_contain_text("HD003, key point 1 chosen")
    expect(page.locator("[data-k=proof]")).to_contain_text("Report to the next level")
    expect(page.locator("[data-k=search-text]")).to_have_value("HD003")
    set_lang(page, "vi")
    expect(page.locator("[data-k=proof]")).to_contain_text("Báo cáo lên tuyến trên")


def test_undo_and_removing_the_proof(bench):
    x6 = bench("x6")
    page = x6.page
    open_document(page, "HD003")
    verdict(page, "unsupported").check()
    page.locator("[data-k=choose-none]").click()
    expect(page.locator("[data-k=proof]")).to_contain_text("Không điểm nào nói điều này")
    page.locator("[data-k=drop-proof]").click()
    expect(page.locator("[data-k=proof]")).to_be_focused()
    expect(page.get_by_text("Còn thiếu: bằng chứng")).to_be_visible()
    saved(page)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("[data-k=proof]")).to_contain_text("Đã chọn HD003")
    saved(page)
    page.get_by_role("button", name="Hoàn tác").click()
    saved(page)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(verdict(page, "unsupported")).not_to_be_checked()
    saved(page)
    assert x6.answers()["refs"][0]["path"] == ["search: HD003 -> 1", "open: HD003"]


def test_answers_are_there_after_a_reload_and_a_new_kernel(bench):
    x6 = bench("x6")
    page = x6.page
    page.locator("[data-k=page-1]").click()
    verdict(page, "not_found").check()
    saved(page)
    x6.restart_kernel()
    x6.reload()
    expect(verdict(page, "not_found")).to_be_checked()
    expect(page.locator("[data-k=page-1]")).to_have_accessible_name("Tài liệu tham khảo 2: đã xong")


def test_no_accents_near_titles_and_nothing_found(bench):
    page = bench("x6").page
    search(page, "ve sinh tay")
    expect(page.locator("[data-k=found]")).to_contain_text("“ve sinh tay”:")
    expect(page.locator(".hc-result").first).to_contain_text("vệ sinh tay")
    search(page, "Hướng dẫn giám sát và báo cáo nhanh ca sốt xuất huyết Dengue nặng")
    expect(page.locator("[data-k=found]")).to_contain_text("Gần giống nhất")
    search(page, "999999")
    expect(page.locator("[data-k=found]")).to_contain_text("không tìm thấy tài liệu nào")
    search(page, "   ")
    expect(page.locator("[data-k=search-error]")).to_contain_text("Hãy gõ số hiệu")


def test_back_to_the_results_keeps_the_place(bench):
    page = bench("x6").page
    search(page, "dengue")
    page.locator("[data-k=result-HD002]").click()
    expect(page.locator("[data-k=entry-title]")).to_be_focused()
    page.get_by_role("button", name="Về kết quả tìm").click()
    expect(page.locator("[data-k=result-HD002]")).to_be_focused()


def test_a_new_reference_is_a_new_search(bench):
    page = bench("x6").page
    open_document(page, "HD003")
    page.get_by_role("button", name="Tài liệu tiếp theo").click()
    expect(page.locator("[data-k=search-text]")).to_have_value("")
    expect(page.locator(".hc-entry")).to_have_count(0)
    expect(page.locator("[data-k=now-r2]")).to_be_visible()


def test_practice_gives_feedback_on_this_reference(bench):
    p6 = bench("p6")
    page = p6.page
    place, gold = first_of("p6", "supports")
    page.locator(f"[data-k=page-{place}]").click()
    open_document(page, gold.cited)
    verdict(page, "supports").check()
    page.locator(f"[data-k=choose-{gold.evidence.partition('.')[2]}]").click()
    page.get_by_role("button", name="Xem phản hồi").click()
    feedback = page.locator("[data-k=feedback]")
    expect(feedback).to_be_focused()
    expect(feedback).to_contain_text("Đúng kết luận và có bằng chứng: 1/1 tài liệu.")
    expect(feedback).to_contain_text("Vì sao")
    expect(feedback).to_contain_text("Cách kiểm tra")
    set_lang(page, "en")
    expect(feedback).to_contain_text("Verdict right, with proof: 1 of 1 references.")
    verdict_en = page.get_by_role("radio", name="Does not exist")
    verdict_en.check()
    expect(feedback).to_have_count(0)  # it spoke of the answer as it was


def test_the_graded_page_has_no_feedback_and_no_key(bench):
    page = bench("x6").page
    expect(page.locator("[data-k=ask-feedback]")).to_have_count(0)
    _, key = sample("x6")
    content = page.content()
    for ref in key.refs:
        assert ref.why.vi not in content
        assert ref.why.en not in content


def test_every_answer_carries_the_badge(bench):
    page = bench("x6").page
    variant, _ = sample("x6")
    for place in range(len(variant.refs)):
        page.locator(f"[data-k=page-{place}]").click()
        expect(page.locator(".hc-ai .hc-badge")).to_contain_text("MÔ PHỎNG")


# --- accessibility ----------------------------------------------------------------------------------


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    lines = [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
    assert lines == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_accessible_at_every_width(bench, lang, width):
    page = bench("p6").page
    page.set_viewport_size({"width": width, "height": 720})
    set_lang(page, lang)
    assert_accessible(page)
    page.locator("[data-k=search-text]").fill("10.5555/hoichan.2024.034 phong nga cho nguoi")
    page.locator("[data-k=search-run]").click()
    expect(page.locator("[data-k=found]")).to_be_visible()
    assert_accessible(page)
    page.locator(".hc-result").first.click()
    expect(page.locator("[data-k=entry-title]")).to_be_visible()
    page.locator("[data-k=verdict-unsupported]").click()
    page.locator("[data-k=choose-none]").click()
    page.locator("[data-k=ask-feedback]").click()
    expect(page.locator("[data-k=feedback]")).to_be_visible()
    assert_accessible(page)
    tiny = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget *")]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .filter((e) => !e.closest("[aria-hidden=true]"))
            .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
            .map((e) => e.className || e.tagName)"""
    )
    assert tiny == []
