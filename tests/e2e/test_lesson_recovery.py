"""Kernel and network faults during a lesson: the page gets back by itself and no answer is lost."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hub_browser import (
    BROKEN_OFF,
    SLOW,
    everything_saved,
    judge,
    lesson_is_open,
    no_dialog_of_jupyter,
    open_lesson,
    until,
    verdicts,
    xsrf,
)

pytestmark = [pytest.mark.hub, pytest.mark.browser, pytest.mark.slow]


def runs(page):
    return int(page.evaluate("document.body.dataset.hoichanRuns || 0"))


def kernel_pid(home: Path) -> int:
    """The kernel's process, found among all processes by the home it works in."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
            here = str((entry.parent / "cwd").readlink())
        except OSError:
            continue
        if b"ipykernel_launcher" in words and Path(here).is_relative_to(home):
            return int(entry.parent.name)
    raise AssertionError(f"no kernel in {home}")


def kernels(page):
    """Ids of the kernels of this learner's server."""
    base = page.url.split("/notebooks/")[0]
    return [kernel["id"] for kernel in page.request.get(f"{base}/api/kernels").json()]


def test_reload_kill_restart_and_cull_lose_nothing(hub, learner):
    page = learner("dung", allow=BROKEN_OFF)
    open_lesson(page)
    judge(page, "true", 1)
    everything_saved(page)

    page.reload()
    lesson_is_open(page)
    expect(page.locator("[data-task=x2] input[value=true]")).to_be_checked()

    # The kernel is killed hard while the learner works.
    before = runs(page)
    os.kill(kernel_pid(hub.site.home("dung")), signal.SIGKILL)
    until(page, lambda: runs(page) > before)
    lesson_is_open(page)
    no_dialog_of_jupyter(page)
    judge(page, "false", 2)
    until(page, lambda: verdicts(hub, "dung").get("c2") == "false")

    # Somebody restarts it.
    before = runs(page)
    base = page.url.split("/notebooks/")[0]
    (kernel,) = kernels(page)
    reply = page.request.post(f"{base}/api/kernels/{kernel}/restart", headers=xsrf(page))
    assert reply.ok
    until(page, lambda: runs(page) > before)
    lesson_is_open(page)
    judge(page, "unverifiable", 3)
    until(page, lambda: verdicts(hub, "dung").get("c3") == "unverifiable")

    # It is stopped for being idle (what the server's culling does).
    reply = page.request.delete(f"{base}/api/kernels/{kernel}", headers=xsrf(page))
    assert reply.ok
    judge(page, "true", 4)
    until(page, lambda: verdicts(hub, "dung").get("c4") == "true")
    lesson_is_open(page)
    no_dialog_of_jupyter(page)
    assert verdicts(hub, "dung") == {
        "c1": "true",
        "c2": "false",
        "c3": "unverifiable",
        "c4": "true",
    }


def test_offline_is_said_and_saved_when_the_network_is_back(hub, learner):
    page = learner("giang", allow=BROKEN_OFF)
    open_lesson(page)
    page.context.set_offline(True)
    judge(page, "false", 1)
    expect(page.locator(".hcf-banner")).to_contain_text("Không có mạng", timeout=SLOW)
    expect(page.locator(".hcf-status")).to_have_attribute("data-status", "unsaved", timeout=SLOW)

    # Submitting now would leave the answer out: it is refused, and says why.
    page.evaluate(
        "window.setTimeout = ((original) => (f, ms, ...rest) => original(f, ms / 10, ...rest))(setTimeout)"
    )
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", name="Chưa nộp được")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="chưa lưu được vào máy chủ")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Đóng").click()

    page.context.set_offline(False)
    everything_saved(page)
    until(page, lambda: verdicts(hub, "giang") == {"c1": "false"})
    expect(page.locator(".hcf-banner")).to_be_hidden()
    no_dialog_of_jupyter(page)


def test_two_tabs_see_each_other_and_nobody_asks_which_is_right(hub, learner):
    first = learner("hoa", allow=BROKEN_OFF)
    open_lesson(first)
    second = first.context.new_page()
    second.goto(first.url)
    lesson_is_open(second)
    judge(first, "true", 1)
    judge(second, "false", 2)
    until(first, lambda: verdicts(hub, "hoa") == {"c1": "true", "c2": "false"})
    for page in (first, second):
        everything_saved(page)
        page.locator("[data-task=x2] .hc-page").nth(0).click()
        expect(page.locator("[data-task=x2] input[value=true]")).to_be_checked()
        page.locator("[data-task=x2] .hc-page").nth(1).click()
        expect(page.locator("[data-task=x2] input[value=false]")).to_be_checked()
        no_dialog_of_jupyter(page)
    second.close()


def test_a_server_that_was_stopped_starts_again_with_the_answers(hub, learner):
    page = learner("khanh", allow=BROKEN_OFF)
    open_lesson(page)
    judge(page, "true", 1)
    everything_saved(page)
    until(page, lambda: verdicts(hub, "khanh") == {"c1": "true"})
    stop_server(page, hub, "khanh")
    judge(page, "false", 2)
    until(page, lambda: verdicts(hub, "khanh") == {"c1": "true", "c2": "false"})
    lesson_is_open(page)
    assert re.search(r"/user/khanh/notebooks/", page.url)


def stop_server(page, hub, name):
    """What the hub does with a server that was idle for too long."""
    home = page.context.new_page()
    home.goto(f"{hub.url}hub/token")
    token = home.evaluate("window.jhdata && window.jhdata.xsrf_token")
    reply = home.request.delete(
        f"{hub.url}hub/api/users/{name}/server", headers={"X-XSRFToken": token}
    )
    assert reply.status in {202, 204}
    home.close()
