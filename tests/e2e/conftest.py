"""One real hub for all tests of this folder, and a browser whose pages are watched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hub_browser import SLOW, sign_in
from hub_site import HubSite, running_hub

expect.set_options(timeout=SLOW)


@pytest.fixture(scope="session")
def hub(repo_root: Path) -> Iterator[HubSite]:
    """A hub on a site of its own in a private folder, with the small lesson released."""
    root = Path(tempfile.mkdtemp(prefix="hoichan-hub-"))
    try:
        with running_hub(root, repo_root) as running:
            yield running
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts (people at their computers) that are closed in the end."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        size = {"width": 1366, "height": 768}
        context = browser.new_context(**{"viewport": size, "accept_downloads": True, **options})
        context.set_default_timeout(SLOW)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def learner(hub, new_context, offline_guard) -> Callable[..., Page]:
    """`learner("an")`: a signed-in page on the course page, watched for errors and outside requests."""

    def start(name: str, *, allow: tuple[str, ...] = (), **options: object) -> Page:
        context = new_context(**options)
        offline_guard(context, allow=allow)
        page = context.new_page()
        sign_in(page, hub, name)
        return page

    return start
