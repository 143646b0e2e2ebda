"""Our own pages: WCAG 2.2 AA as far as a machine can judge it, narrow screens, the keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from hub_browser import judge, open_lesson, xsrf

pytestmark = [pytest.mark.hub, pytest.mark.browser, pytest.mark.slow]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 375, 1366)


def violations(page, inside=None):
    """What axe finds, in one part of the page when that is all that is ours."""
    options = {"runOnly": {"type": "tag", "values": RULES}}
    found = Axe().run(page, context=inside, options=options)
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:200]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_sign_in_page(hub, new_context, offline_guard, lang):
    context = new_context()
    offline_guard(context)
    page = context.new_page()
    page.goto(hub.url)
    page.locator(f"[data-choose-lang={lang}]").click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        assert violations(page) == []
        assert fits(page)


def test_course_page_lesson_frame_and_dialogs(hub, learner):
    page = learner("an")
    for lang in ("vi", "en"):
        page.locator(f"[data-choose-lang={lang}]").click()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            assert violations(page) == []
            assert fits(page)
    open_lesson(page)
    judge(page, "true")
    for lang in ("vi", "en"):
        page.locator(f".hcf [data-lang={lang}]").click()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            # Around and between our parts stands Jupyter's own page, which is not ours to judge.
            assert violations(page, ".hcf") == []
            assert fits(page)
            frame = page.locator(".hcf").bounding_box()
            assert frame["height"] <= (130 if width < 1000 else 80)
            below = page.locator("[data-task=x2]").bounding_box()
            assert below["x"] >= 0
            assert below["x"] + below["width"] <= width
            page.locator("[data-submit]").click()
            expect(page.locator("[data-action='confirm.ok']")).to_be_focused()
            assert violations(page, ".hcf-dialog") == []
            box = page.locator("dialog[open]").bounding_box()
            assert box["width"] <= width
            page.keyboard.press("Escape")
            expect(page.locator("[data-submit]")).to_be_focused()
    page.locator("[data-submit]").click()
    page.locator("[data-action='confirm.ok']").click()
    expect(page.locator("dialog[data-state=receipt]")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        assert violations(page, ".hcf-dialog") == []


def test_single_keys_do_nothing_to_the_notebook(hub, learner):
    page = learner("an")
    open_lesson(page)
    cells = page.locator(".jp-Cell").count()
    for target in (page.locator("[data-submit]"), page.locator("[data-task=x2] .hc-page").first):
        target.focus()
        for key in ("a", "b", "x", "d", "d", "m", "y", "0", "0"):
            page.keyboard.press(key)
    page.locator(".jp-Cell").first.click()
    for key in ("a", "b", "x", "d", "d", "Control+s"):
        page.keyboard.press(key)
    expect(page.locator(".jp-Cell")).to_have_count(cells)
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_an_author_sees_the_notebook_as_it_is(hub, learner):
    page = learner("giangvien")
    page.locator("[data-lesson=s1_small] button").click()
    expect(page.locator(".hcf")).to_be_visible()
    page.goto(page.url + "?author")
    expect(page.locator(".jp-CodeCell .jp-InputArea-editor").first).to_be_visible()
    expect(page.locator(".hcf")).to_have_count(0)
    expect(page.locator(".cm-content").filter(has_text='task("x2")')).to_be_visible()


def test_a_lesson_opens_at_its_top_and_stays_where_one_is_when_it_runs_again(hub, learner):
    page = learner("chi", viewport={"width": 375, "height": 700})
    open_lesson(page)
    heading = page.get_by_role("heading", name="Bài nhỏ")
    expect(heading).to_be_in_viewport()
    page.locator("[data-task=x1]").evaluate("node => node.scrollIntoView()")
    expect(heading).not_to_be_in_viewport()
    before = page.locator("[data-task=x1]").bounding_box()["y"]
    page.evaluate("document.body.dataset.hoichanRuns = '0'")
    base = page.url.split("/notebooks/")[0]
    (kernel,) = [each["id"] for each in page.request.get(f"{base}/api/kernels").json()]
    page.request.post(f"{base}/api/kernels/{kernel}/restart", headers=xsrf(page))
    expect(page.locator("body")).to_have_attribute("data-hoichan-runs", "1")
    expect(page.locator("[data-task=x1]")).to_be_in_viewport()
    assert abs(page.locator("[data-task=x1]").bounding_box()["y"] - before) < 200
