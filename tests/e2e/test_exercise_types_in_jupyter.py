"""Every exercise type in a real Jupyter server: Notebook 7, as learners have it, and JupyterLab."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from exercise_samples import task_specs
from first_answers import first_answer
from hoichan.cli import main as hoichan
from hub_browser import SLOW, until
from jupyter_site import PLACES, JupyterSite, running_jupyter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LESSON = "exercise_types"
TASKS = task_specs()
# JupyterLab's own plugin of shortcuts, when the settings come before the plugin they belong to;
# on the hub, learners' pages have no shortcuts.
ALLOWED = (r"Cannot read properties of undefined \(reading 'schema'\)",)


@pytest.fixture(scope="module", params=sorted(PLACES))
def gallery(request, tmp_path_factory) -> Iterator[tuple[JupyterSite, str]]:
    """The gallery lesson on a server of its own, once in each place."""
    root = tmp_path_factory.mktemp(f"gallery-{request.param}")
    assert hoichan(["exercises", "gallery", str(root)]) == 0
    with running_jupyter(root) as site:
        yield site, request.param


def opened(page: Page) -> None:
    expect(page.locator(".hoichan-widget")).to_have_count(len(TASKS), timeout=SLOW)


def task_on(page: Page, task: str):
    return page.locator(f".hoichan-widget[data-task={task}]")


def payload(folder: Path, task: str) -> dict[str, object]:
    """What the answers file of a task holds, without times; nothing when there is none yet."""
    kind = "practice/answers" if TASKS[task].practice else "answers"
    path = folder / kind / f"{task}.json"
    found = json.loads(path.read_text("utf-8"))["payload"] if path.is_file() else {}
    return {name: value for name, value in found.items() if name != "clocks"}


def status(page: Page, task: str, wanted: str = "saved") -> None:
    expect(task_on(page, task)).to_have_attribute("data-status", wanted, timeout=SLOW)


def left_floating(page: Page) -> int:
    """Terms and descriptions that Jupyter's style sheet for outputs pushes aside."""
    return page.locator(".hoichan-widget :is(dt, dd)").evaluate_all(
        "all => all.filter(each => getComputedStyle(each).float !== 'none').length"
    )


def test_every_type_is_answered_saved_and_there_again(gallery, new_context, offline_guard):
    site, place = gallery
    context = new_context()
    offline_guard(context, allow=ALLOWED)
    page = context.new_page()
    page.goto(site.address(place, f"{LESSON}/{LESSON}.ipynb"))
    opened(page)
    folder = site.root / LESSON
    assert not list(folder.glob("**/answers/*.json"))  # looking is not answering
    for task in TASKS:
        first_answer(task_on(page, task))
        until(page, lambda task=task: payload(folder, task))
        status(page, task)
    before = {task: payload(folder, task) for task in TASKS}

    page.reload()
    opened(page)
    for task, spec in TASKS.items():
        root = task_on(page, task)
        expect(root.locator(".hc-status")).to_contain_text("Đã lưu lúc", timeout=SLOW)
        if spec.practice:
            root.locator("[data-k=ask-feedback]").click()
            expect(root.locator("[data-k=feedback]")).to_be_visible()
    assert {task: payload(folder, task) for task in TASKS} == before
    assert page.locator(".jp-Dialog").count() == 0
    assert left_floating(page) == 0
    context.close()
