"""The gallery lesson of all exercise types on a Jupyter server of its own, in Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from hoichan.cli import main as hoichan
from jupyter_site import running_jupyter

LESSON = "exercise_types"
_TASKS = 22
_SLOW_MS = 60_000


@contextmanager
def gallery_page(root: Path) -> Iterator[Page]:
    """Lay the lesson out below ``root`` and open it in Notebook 7, all its widgets shown."""
    hoichan(["exercises", "gallery", str(root)])
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with running_jupyter(root) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(site.address("notebook", f"{LESSON}/{LESSON}.ipynb"))
        expect(page.locator(".hoichan-widget")).to_have_count(_TASKS, timeout=_SLOW_MS)
        yield page
        browser.close()
