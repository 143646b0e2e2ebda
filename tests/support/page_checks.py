"""Checks that hold for every page of a task: accessibility as far as a machine can judge, reflow."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WIDTHS = (320, 375, 1280)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe-core finds."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    lines = [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
    assert lines == [], "\n".join(lines)


def assert_no_sideways_scroll(page: Page) -> None:
    """The page is no wider than the window."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def set_lang(page: Page, lang: str) -> None:
    """Switch the page's language as the lesson's switch does."""
    page.evaluate(
        """lang => { document.documentElement.lang = lang;
            window.dispatchEvent(new CustomEvent("hoichan:lang", { detail: { lang } })); }""",
        lang,
    )
    expect(page.locator(".hoichan-widget").first).to_have_attribute("lang", lang)
