"""A widget in a bare page: its JavaScript from disk, a fake model, the real Python behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from exercise_samples import lay_out
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.opening import open_task

HERE = Path(__file__).parent
ORIGIN = "http://w.test"


@dataclass
class Bench:
    """One widget on a page. ``folder`` is the learner's lesson folder."""

    page: Page
    folder: Path
    task: str
    widget: CritiqueWidget

    def answers(self) -> dict[str, Any]:
        """The payload as it stands in the answers file."""
        path = self.widget.store.path
        return dict(json.loads(path.read_text(encoding="utf-8"))["payload"])

    def restart_kernel(self) -> None:
        """A fresh widget on the same folder, as after re-running the cell."""
        self.widget = open_task(self.folder, self.task)

    def reload(self) -> None:
        self.page.goto(f"{ORIGIN}/")
        self.page.wait_for_selector("body[data-ready]")


def _serve(bench: Bench, route: Route) -> None:
    widget = bench.widget
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        html = (HERE / "bare_page.html").read_text(encoding="utf-8")
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif path == "/widget.js":
        route.fulfill(body=widget._esm, content_type="text/javascript; charset=utf-8")
    elif path == "/widget.css":
        route.fulfill(body=widget._css, content_type="text/css; charset=utf-8")
    elif path == "/traits.json":
        traits = {name: getattr(widget, name) for name in ("variant", "state", "lang", "strings")}
        route.fulfill(json=traits)
    elif path == "/kernel":
        reply = widget.receive(json.loads(route.request.post_data or "null"))
        route.fulfill(json={"reply": reply, "state": widget.state})
    else:
        route.fulfill(status=404, body="")


@pytest.fixture
def lesson_folder(tmp_path: Path) -> Path:
    """A learner's lesson folder with a realistic X1 and X2 variant."""
    variants = tmp_path / "s1_numbers" / "variants"
    variants.mkdir(parents=True)
    for sample in (HERE / "samples").glob("*.json"):
        (variants / sample.name).write_bytes(sample.read_bytes())
    return variants.parent


@pytest.fixture
def bench(
    page: Page, lesson_folder: Path, offline_guard: Callable[..., Any]
) -> Callable[[str], Bench]:
    """``bench("x1")`` opens a task's widget on the page; ``p1`` is its practice."""

    def open_bench(task: str, *, allow: tuple[str, ...] = ()) -> Bench:
        offline_guard(page, allow=allow)
        page.set_default_timeout(12_000)
        if not (lesson_folder / "variants" / f"{task}.json").is_file():
            lay_out(lesson_folder, task)
        made = Bench(page, lesson_folder, task, open_task(lesson_folder, task))
        page.route(f"{ORIGIN}/**", lambda route: _serve(made, route))
        made.reload()
        return made

    return open_bench
