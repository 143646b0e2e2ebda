"""WCAG 2.2 AA as far as a machine can judge it, and reflow, at three widths in both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from hoichan.cases.variant import make_variant
from hoichan.schema.documents import AnswerSheet, read_pool
from hoichan.schema.exercises.span_critique import Flag, SpanCritiqueKey, SpanCritiquePayload
from hoichan.views import STYLE, render_task

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    lines = [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
    assert lines == []


def assert_no_sideways_scroll(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def set_lang(page: Page, lang: str) -> None:
    page.evaluate(
        """lang => { document.documentElement.lang = lang;
            window.dispatchEvent(new CustomEvent("hoichan:lang", { detail: { lang } })); }""",
        lang,
    )
    expect(page.locator(".hoichan-widget")).to_have_attribute("lang", lang)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_span_critique(bench, lang, width):
    page = bench("x1").page
    page.set_viewport_size({"width": width, "height": 720})
    set_lang(page, lang)
    assert_accessible(page)
    page.locator(".hc-unit").nth(3).click()
    page.locator("[data-k=category]").select_option("num_denominator")
    page.locator("[data-k=no-error]").click()  # with the conflict on show
    expect(page.locator("[data-k=conflict]")).to_be_visible()
    page.locator("[data-k^=note-]").fill("x" * 120)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_verify_data(bench, lang, width):
    page = bench("x2").page
    page.set_viewport_size({"width": width, "height": 720})
    set_lang(page, lang)
    page.locator("[data-k=table]").select_option("opd_visits")
    for number, column in ((1, "khoa"), (2, "ngay_kham")):
        page.locator("[data-k=add-filter]").click()
        page.locator(f"[data-k=filter-column-{number}]").select_option(column)
    page.locator(".hc-choices input").first.check()
    page.locator("[data-k^=low-2]").fill("1/3/2025")
    page.locator("[data-k=group]").select_option("thu")
    page.locator("[data-k=run]").click()
    page.locator(".hc-pick").first.click()
    page.locator("[data-k=use-b]").click()
    page.locator("[data-k=value-c1]").fill("mười")
    page.locator("[data-k=value-c1]").press("Enter")
    expect(page.locator(".hc-echo--bad")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.locator("[data-k=table]").select_option("monthly_activity")
    page.locator("[data-k=add-filter]").click()
    page.locator("[data-k=filter-column-3]").select_option("thang")
    page.locator("[data-k='filter-3'] input").first.check()
    page.locator("[data-k=how]").select_option("rows")
    page.locator("[data-k=run]").click()
    expect(page.locator(".hc-table tbody tr")).to_have_count(8)  # wide: 19 columns
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("pool", ["small_pool.json", "small_x2_pool.json"])
def test_feedback(page, repo_root, pool, lang, width):
    raw = (repo_root / "tests/fixtures" / pool).read_bytes()
    variant, key = make_variant(read_pool(raw), b"s" * 32, "dd.lan")
    sheet = None
    if isinstance(key, SpanCritiqueKey):
        sheet = AnswerSheet(
            lesson=variant.lesson,
            task=variant.task,
            variant=variant.variant,
            learner=variant.learner,
            opened="2025-03-31T08:00:00Z",
            saved="2025-03-31T08:00:00Z",
            ui="test",
            payload=SpanCritiquePayload(flags=(Flag(uid=key.planted[0].uid),)),
        )
    view = render_task(variant, lang, sheet, key)
    page.set_viewport_size({"width": width, "height": 720})
    page.set_content(
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>Phản hồi</title>"
        f"<style>{STYLE}</style></head><body><main><h1>Phản hồi</h1><h2>S1</h2>{view}</main></body></html>"
    )
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_targets_and_type_are_large_enough(bench):
    page = bench("x1").page
    page.set_viewport_size({"width": 375, "height": 720})
    page.locator(".hc-unit").nth(3).click()
    page.locator("[data-k=category]").select_option("num_denominator")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget :is(button, input, select, textarea)")]
            .map((e) => [e.className || e.type, e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
            .map(([name]) => name)"""
    )
    assert small == []
    tiny = page.evaluate(
        """() => [...document.querySelectorAll(".hoichan-widget *")]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .filter((e) => !e.closest("[aria-hidden=true]"))
            .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
            .map((e) => e.className || e.tagName)"""
    )
    assert tiny == []


def test_colours_chosen_by_the_reader(bench):
    x1 = bench("x1")
    page = x1.page
    page.emulate_media(forced_colors="active")
    page.locator(".hc-unit").nth(3).click()
    page.locator("[data-k=category]").select_option("num_denominator")
    outline = page.locator(".hc-unit--marked").evaluate("(e) => getComputedStyle(e).outlineStyle")
    assert outline in ("solid", "dashed")
