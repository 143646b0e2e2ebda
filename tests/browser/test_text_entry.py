"""Text as people really type and paste it: input methods, decomposed letters, emoji, line ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
THUMB = "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}"


@pytest.fixture
def note(bench):
    """X1 with the note of the first statement open: the widget, its page and the field."""
    x1 = bench("x1")
    x1.page.locator(".hc-unit").first.click()
    return x1, x1.page, x1.page.locator("textarea").first


def saved_note(x1):
    expect(x1.page.locator(".hoichan-widget")).to_have_attribute("data-status", "saved")
    (flag,) = x1.answers()["flags"]
    return flag["note"]


def test_a_word_typed_with_telex_is_not_disturbed_by_saving(note):
    x1, page, field = note
    field.click()
    keyboard = page.context.new_cdp_session(page)
    for part in ("t", "ti", "tiê", "tiêm"):  # what an input method shows while composing
        place = {"text": part, "selectionStart": len(part), "selectionEnd": len(part)}
        keyboard.send("Input.imeSetComposition", place)
        # Meanwhile another tab saves: the page is drawn anew around the word being typed.
        page.evaluate(
            "window.dispatchEvent(new Event('online')); window.model.set('state', {...window.model.get('state')})"
        )
        expect(field).to_have_value(part)
    keyboard.send("Input.insertText", {"text": "tiêm chủng"})
    expect(field).to_have_value("tiêm chủng")
    field.blur()
    assert saved_note(x1) == "tiêm chủng"


def test_decomposed_letters_emoji_and_line_ends_arrive_whole(note):
    x1, page, field = note
    decomposed = "die\u0302\u0323n gia\u0309i"  # diện giải, letter by letter
    page.evaluate(
        "([node, text]) => { node.focus(); document.execCommand('insertText', false, text); }",
        [field.element_handle(), f"{decomposed} {FAMILY}{THUMB}\r\nhai dòng <b>&amp;"],
    )
    field.blur()
    assert saved_note(x1) == f"diện giải {FAMILY}{THUMB}\nhai dòng <b>&amp;"
    x1.restart_kernel()
    x1.reload()
    page.locator(".hc-unit").first.click()
    expect(page.locator("textarea").first).to_have_value(
        f"diện giải {FAMILY}{THUMB}\nhai dòng <b>&amp;"
    )


def test_feedback_shows_what_was_typed_as_text_only(bench):
    p1 = bench("p1")
    page = p1.page
    page.locator(".hc-unit").first.click()
    page.locator("textarea").first.fill(
        "<img src=x onerror='window.hacked = 1'><script>window.hacked = 2</script>"
    )
    page.locator("[data-k=ask-feedback]").click()
    feedback = page.locator(".hc-feedback")
    expect(feedback).to_contain_text("<img src=x onerror=")
    assert page.evaluate("window.hacked") is None
    assert feedback.locator("img, script").count() == 0
