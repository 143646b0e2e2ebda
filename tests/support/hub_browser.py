"""What a person does in the browser, on the hub's pages and in a lesson."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from hub_site import LESSON, HubSite

# Nine processes may share two processor cores.
SLOW = 90_000
# A websocket that breaks off when a kernel or the network goes away is logged by the browser itself.
BROKEN_OFF = (
    r"WebSocket connection to .*/(channels|events/subscribe)",
    r"Failed to load resource: net::ERR_",
    r"Failed to load resource: the server responded with a status of 404 .*/api/(kernels|sessions)/",
    # A server that is not running: the hub says 424 until it runs again.
    r"Failed to load resource: the server responded with a status of 424",
)


def sign_in(page: Page, hub: HubSite, name: str) -> None:
    """Sign in and wait for the course page."""
    page.goto(hub.url)
    page.get_by_label("Tên đăng nhập").fill(name)
    kind = "instructors" if name == "giangvien" else "learners"
    page.locator("#password_input").fill(hub.passwords[kind])
    page.locator("#login_submit").click()
    page.wait_for_url("**/hoichan/", timeout=SLOW)


def open_lesson(page: Page, lesson: str = LESSON, tasks: int = 2) -> None:
    """From the course page into a lesson, until its tasks are there."""
    page.locator(f"[data-lesson={lesson}] button").click()
    lesson_is_open(page, tasks)


def lesson_is_open(page: Page, tasks: int = 2) -> None:
    """Wait until all tasks are shown and everything is saved."""
    expect(page.locator(".hoichan-widget")).to_have_count(tasks, timeout=SLOW)
    everything_saved(page)


def everything_saved(page: Page) -> None:
    """Wait until the frame says that all is saved."""
    expect(page.locator(".hcf-status")).to_have_attribute("data-status", "saved", timeout=SLOW)


def judge(page: Page, verdict: str, claim: int = 1) -> None:
    """Answer a claim of x2: ``true``, ``false`` or ``unverifiable``."""
    task = page.locator("[data-task=x2]")
    task.locator(".hc-page").nth(claim - 1).click()
    task.locator(f"label:has(input[value={verdict}])").first.click()


def flag(page: Page, unit: int, category: str) -> None:
    """Mark a sentence of x1 as wrong."""
    task = page.locator("[data-task=x1]")
    task.locator(".hc-unit").nth(unit - 1).click()
    task.locator("[data-k=category]").select_option(category)
    task.locator("[data-k=done], .hc-editor button:has-text('Xong')").first.click()


def verdicts(hub: HubSite, learner: str) -> dict[str, str | None]:
    """The verdicts in a learner's answers file."""
    payload = hub.answers(learner, "x2").payload
    return {claim.uid: claim.verdict for claim in getattr(payload, "claims", ())}


def until(page: Page, condition: Callable[[], object], seconds: float = SLOW / 1000) -> None:
    """Wait, with the browser going on, until a condition outside it holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        page.wait_for_timeout(100)


def no_dialog_of_jupyter(page: Page) -> None:
    """Nothing of Jupyter's own stands in the learner's way."""
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def xsrf(page: Page) -> dict[str, str]:
    """The header with which a page's own script may change something."""
    cookies = [c for c in page.context.cookies() if c["name"] == "_xsrf" and "/user/" in c["path"]]
    return {"X-XSRFToken": cookies[0]["value"]}
