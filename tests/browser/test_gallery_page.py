"""The built gallery as its readers meet it: under the portal's policy, on a phone, by keyboard, in print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from hoichan.data import NAMES
from hoichan.data.gallery import PAGES
from hoichan.data.pictures import PICTURES
from hoichan_hub.portal import datasets

pytestmark = pytest.mark.browser

ORIGIN = "http://w.test/services/portal/datasets"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 375, 1280)


@pytest.fixture
def gallery(page, repo_root, offline_guard):
    """``gallery("vi", width)``: the committed page as the portal serves it."""
    offline_guard(page)  # a refusal by the policy is a console error
    folder = repo_root / "datasets"

    def serve(route):
        path = folder / route.request.url.removeprefix(ORIGIN + "/").partition("#")[0]
        html = path.suffix == ".html"
        headers = {"Content-Security-Policy": datasets._GALLERY_POLICY} if html else {
            "Content-Disposition": f'attachment; filename="{path.name}"'
        }  # fmt: skip
        kind = "text/html; charset=utf-8" if html else "application/octet-stream"
        route.fulfill(body=path.read_bytes(), content_type=kind, headers=headers)

    page.route(f"{ORIGIN}/**", serve)

    def show(lang, width=1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{ORIGIN}/gallery/{PAGES[lang]}")
        return page

    return show


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_barrier_and_no_sideways_scroll(gallery, lang):
    page = gallery(lang, WIDTHS[0])
    unfold(page)
    assert violations(page) == []  # the long dictionaries take axe half a minute: at one width
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_dataset_has_its_card_and_picture(gallery):
    page = gallery("vi")
    for name in NAMES:
        card = page.locator(f"section#{name}")
        assert card.get_by_role("heading", level=2).count() == 1, name
        assert card.locator("figure svg[role=img]").count() == (name in PICTURES)
    for drawn in page.locator("figure svg[role=img]").all():
        assert len(drawn.get_attribute("aria-label")) > 40
        assert drawn.bounding_box()["height"] > 150


def test_the_language_is_changed_by_a_link(gallery):
    page = gallery("vi")
    assert page.evaluate("document.documentElement.lang") == "vi"
    page.get_by_role("navigation", name="Ngôn ngữ").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Synthetic datasets")
    assert page.evaluate("document.documentElement.lang") == "en"
    current = page.get_by_role("navigation", name="Language").locator("[aria-current]")
    expect(current).to_have_text("English")


def test_the_keyboard_alone_reaches_a_dictionary_and_a_file(gallery):
    page = gallery("en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the datasets")).to_be_focused()
    page.keyboard.press("Enter")
    first = page.locator("section.hg-card").first
    first.locator("summary").first.focus()
    expect(first.get_by_role("row").first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(first.get_by_role("row").first).to_be_visible()
    link = first.locator(".hg-files a").first
    link.focus()
    assert link.evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    assert started.value.suggested_filename.endswith((".csv", ".csv.gz"))


def test_targets_and_type_are_large_enough(gallery):
    page = gallery("vi", 375)
    unfold(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll(".hg-language a, .hg-files a, .hg-top a, summary")]
            .map((e) => [e.textContent, e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""
    )
    assert small == []
    tiny = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((e) => !e.closest("svg"))
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 15)
            .map((e) => e.className || e.tagName)"""
    )
    assert tiny == []


def test_letters_of_pictures_stay_inside_and_can_be_read_on_a_phone(gallery):
    for lang in PAGES:
        page = gallery(lang, 375)
        outside = page.evaluate(
            """() => [...document.querySelectorAll("figure svg text")].filter((text) => {
                const frame = text.ownerSVGElement.getBoundingClientRect();
                const box = text.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1
                    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
            }).map((text) => text.closest("section").id + ": " + text.textContent)"""
        )
        assert outside == []
        small = page.evaluate(
            """() => [...document.querySelectorAll("figure svg text")].filter((text) => {
                const size = parseFloat(getComputedStyle(text).fontSize);
                const ctm = text.getScreenCTM();
                return size * Math.hypot(ctm.c, ctm.d) < 8.5;
            }).map((text) => text.closest("section").id + ": " + text.textContent)"""
        )
        assert small == []


def test_letters_of_pictures_do_not_lie_on_each_other(gallery):
    for lang in PAGES:
        overlapping = gallery(lang, 1280).evaluate(
            """() => [...document.querySelectorAll("figure svg")].flatMap((svg) => {
                const boxes = [...svg.querySelectorAll("text")].map((text) => {
                    const { left, right, top, bottom } = text.getBoundingClientRect();
                    // a line's box is higher than its letters, a turned line's wider
                    const flat = right - left > bottom - top;
                    const w = flat ? 1 : 0.1 * (right - left) + 1;
                    const h = flat ? 0.1 * (bottom - top) + 1 : 1;
                    return { text, left: left + w, right: right - w, top: top + h, bottom: bottom - h };
                });
                return boxes.flatMap((a, i) => boxes.slice(i + 1)
                    .filter((b) => a.left < b.right && b.left < a.right
                        && a.top < b.bottom && b.top < a.bottom)
                    .map((b) => [svg.closest("section.hg-card").id, a.text.textContent, b.text.textContent]));
            })"""
        )
        assert overlapping == []


def test_print_shows_what_is_folded(gallery):
    page = gallery("vi", 800)
    page.emulate_media(media="print")
    expect(page.locator(".hg-language")).to_be_hidden()
    height = page.locator("section.hg-card details").first.evaluate("(e) => e.scrollHeight")
    assert height > 300
