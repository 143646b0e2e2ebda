"""The chart widget in a real browser: mouse, keys, touch, languages, undo, practice, reflow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from exercise_samples import sample

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def set_lang(page: Page, lang: str) -> None:
    page.evaluate(
        """lang => { document.documentElement.lang = lang;
            window.dispatchEvent(new CustomEvent("hoichan:lang", { detail: { lang } })); }""",
        lang,
    )
    expect(page.locator(".hoichan-widget")).to_have_attribute("lang", lang)


def saved(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")


def assert_fits_and_accessible(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    lines = [
        f"{each['id']}: {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
    assert lines == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def test_a_chart_is_done_by_mouse(bench):
    opened = bench("x9")
    page = opened.page
    variant, key = sample("x9")
    chart, gold = variant.charts[0], key.charts[0]
    picture = page.locator(".hc-picture")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("(e) => e.naturalWidth") > 300
    assert chart.chart.title.vi in (picture.get_attribute("alt") or "")
    for read in gold.reads:
        page.locator(f"[data-k='read-{read.uid}']").fill(str(read.value).replace(".", ","))
    page.locator("[data-k='flaw-g1.f2-input']").check()
    page.locator(f"[data-k='design-{gold.better}-input']").check()
    expect(page.locator("[data-k=todo]")).to_have_class("hc-todo-line hc-todo-line--done")
    saved(page)
    answers = opened.answers()
    assert sorted(read["value"] for read in answers["reads"]) == sorted(
        read.value for read in gold.reads
    )
    assert answers["flaws"] == ["g1.f2"]
    assert answers["better"] == [{"uid": "g1.better", "choice": gold.better}]
    expect(page.locator("[data-k=page-0]")).to_have_accessible_name("Biểu đồ 1: đã xong")
    page.locator("[data-k=next]").click()
    expect(page.locator("[data-k=card-title]")).to_be_focused()
    expect(page.locator("[data-k=card-title]")).to_contain_text(variant.charts[1].question.vi)


def test_the_key_and_the_spec_of_the_drawing_are_not_in_the_page(bench):
    opened = bench("x9")
    traits = str(opened.widget.variant) + opened.page.content()
    _, key = sample("x9")
    for chart in key.charts:
        assert chart.better_why.vi not in traits
        for flaw in chart.flaws:
            assert flaw.why.vi not in traits
            assert f"'{flaw.flaw}'" not in traits


def test_no_flaw_and_ticks_exclude_each_other_and_undo_brings_them_back(bench):
    opened = bench("x9")
    page = opened.page
    page.locator("[data-k='flaw-g1.f1-input']").check()
    page.locator("[data-k='flaw-g1.f7-input']").check()
    page.locator("[data-k=sound-input]").check()
    expect(page.locator("[data-k='flaw-g1.f1-input']")).not_to_be_checked()
    expect(page.locator("[data-k=said]")).to_contain_text("2")
    saved(page)
    assert opened.answers()["flaws"] == []
    page.locator("[data-k=undo]").click()
    expect(page.locator("[data-k='flaw-g1.f7-input']")).to_be_checked()
    expect(page.locator("[data-k=sound-input]")).not_to_be_checked()
    saved(page)
    assert sorted(opened.answers()["flaws"]) == ["g1.f1", "g1.f7"]


def test_a_chart_is_done_by_keyboard_alone(bench):
    opened = bench("x9")
    page = opened.page
    page.locator("[data-k=undo]").evaluate("(e) => e.blur()")
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.dataset.k || ''")
        reached.append(name)
        if name == "numbers-summary":
            page.keyboard.press("Enter")
            expect(page.locator(".hc-table")).to_be_visible()
        elif name.startswith("read-"):
            page.keyboard.type("12,5")
        elif name in ("flaw-g1.f3-input", "design-g1.b1-input"):
            page.keyboard.press("Space")
        if name == "next":
            break
    assert reached[-1] == "next"
    assert "numbers-summary" in reached
    saved(page)
    answers = opened.answers()
    assert [read["value"] for read in answers["reads"]] == [12.5, 12.5]
    assert answers["flaws"] == ["g1.f3"]
    assert answers["better"][0]["choice"] == "g1.b1"
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=card-title]")).to_be_focused()


def test_what_is_no_number_is_said_and_kept(bench):
    opened = bench("x9")
    page = opened.page
    field = page.locator("[data-k='read-g1.r1']")
    field.fill("mười hai")
    field.press("Enter")
    expect(page.locator(".hc-echo--bad")).to_be_visible()
    saved(page)
    assert opened.answers()["reads"][0]["typed"] == "mười hai"
    field.fill("1.250")
    field.press("Enter")
    expect(page.locator("[data-k='echo-g1.r1']")).to_contain_text("1.250")


def test_the_other_language_keeps_everything(bench):
    opened = bench("x9")
    page = opened.page
    page.locator("[data-k='read-g1.r1']").fill("12,5")
    page.locator("[data-k='flaw-g1.f4-input']").check()
    page.locator("[data-k='design-g1.b2-input']").check()
    before = page.locator(".hc-picture").get_attribute("src")
    set_lang(page, "en")
    variant, _ = sample("x9")
    expect(page.locator(".hc-figure-title")).to_have_text(variant.charts[0].chart.title.en)
    assert page.locator(".hc-picture").get_attribute("src") != before
    expect(page.locator("[data-k='flaw-g1.f4-input']")).to_be_checked()
    expect(page.locator("[data-k='design-g1.b2-input']")).to_be_checked()
    expect(page.locator("[data-k='echo-g1.r1']")).to_contain_text("12.5")
    opened.restart_kernel()
    opened.reload()
    expect(page.locator("[data-k='flaw-g1.f4-input']")).to_be_checked()


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_fits_and_is_accessible(bench, lang, width):
    page = bench("x9").page
    page.set_viewport_size({"width": width, "height": 720})
    set_lang(page, lang)
    for place in range(len(sample("x9")[0].charts)):
        page.locator(f"[data-k=page-{place}]").click()
        page.locator("[data-k=numbers-summary]").click()
        page.locator("input[data-change=flaw]").first.check()
        page.locator("input[data-input=read]").first.fill("abc")
        page.locator("input[data-input=read]").first.press("Enter")
        expect(page.locator(".hc-echo--bad")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_fits_and_accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_practice_explains(bench, lang, width):
    page = bench("p9").page
    page.set_viewport_size({"width": width, "height": 720})
    set_lang(page, lang)
    page.locator("[data-k='flaw-g1.f1-input']").check()
    page.locator("[data-k=ask-feedback]").click()
    feedback = page.locator("[data-k=feedback]")
    expect(feedback).to_be_focused()
    expect(feedback.locator("article")).to_have_count(1)
    _, key = sample("p9")
    expect(feedback).to_contain_text(key.charts[0].better_why[lang])
    for flaw in key.charts[0].flaws:
        expect(feedback).to_contain_text(flaw.why[lang])
        expect(feedback).to_contain_text(flaw.check[lang])
    assert_fits_and_accessible(page)


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "has_touch": True}


def test_touch_on_a_phone(bench):
    opened = bench("x9")
    page = opened.page
    page.set_viewport_size({"width": 375, "height": 700})
    page.locator("[data-k='flaw-g1.f5']").tap()
    page.locator("[data-k='design-g1.b3']").tap()
    saved(page)
    assert opened.answers()["flaws"] == ["g1.f5"]
    small = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget :is(button, input, summary)")]
            .map((e) => [e.dataset.k, e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([k]) => k)"""
    )
    assert small == []
