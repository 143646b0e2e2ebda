"""Switching the language: everything on the page follows, answers stay, the choice is remembered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hub_browser import everything_saved, judge, lesson_is_open, open_lesson, until, verdicts
from hub_site import TITLE

pytestmark = [pytest.mark.hub, pytest.mark.browser, pytest.mark.slow]


def test_switching_keeps_answers_and_is_remembered(hub, learner):
    page = learner("linh")
    open_lesson(page)
    judge(page, "false", 1)
    everything_saved(page)
    assert page.locator("html").get_attribute("lang") == "vi"
    expect(page.get_by_text("Đọc rồi đối chiếu.")).to_be_visible()
    expect(page.get_by_text("Read, then check.")).to_be_hidden()

    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_text("Read, then check.")).to_be_visible()
    expect(page.get_by_text("Đọc rồi đối chiếu.")).to_be_hidden()
    expect(page.get_by_role("heading", name="Check five claims")).to_be_visible()
    expect(page.get_by_role("button", name="Submit", exact=True)).to_be_visible()
    expect(page).to_have_title(f"{TITLE['en']} – Hội chẩn")
    expect(page.locator("[data-task=x2] input[value=false]")).to_be_checked()
    everything_saved(page)
    until(page, lambda: hub.answers("linh", "x2").lang == "en")
    assert verdicts(hub, "linh") == {"c1": "false"}

    page.reload()
    lesson_is_open(page)
    expect(page.get_by_text("Read, then check.")).to_be_visible()
    expect(page.locator("[data-task=x2] input[value=false]")).to_be_checked()

    page.get_by_role("link", name="Course page").click()
    expect(page.get_by_role("heading", name="Your lessons")).to_be_visible()
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", name="Các bài học của bạn")).to_be_visible()
    expect(page.get_by_text("Your lessons")).to_be_hidden()
    page.get_by_role("button", name="Làm tiếp").click()
    lesson_is_open(page)
    expect(page.get_by_text("Đọc rồi đối chiếu.")).to_be_visible()


def test_the_class_list_says_in_which_language_somebody_starts(hub, learner):
    page = learner("mary")
    expect(page.get_by_role("heading", name="Your lessons")).to_be_visible()
    open_lesson(page)
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_text("Read, then check.")).to_be_visible()


def test_the_sign_in_page_remembers_too_and_says_what_is_wrong(hub, new_context, offline_guard):
    context = new_context()
    offline_guard(context, allow=[r"status of 403 .*/hub/login"])
    page = context.new_page()
    page.goto(hub.url)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("User name").fill("linh")
    page.locator("#password_input").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right.")
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
