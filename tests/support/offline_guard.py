"""Watch a browser for what a page of ours must never do: complain, or ask the network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

# This machine, and the made-up host of pages that a test answers itself with `page.route`.
OUR_HOSTS = frozenset({"127.0.0.1", "w.test"})
# Schemes that never reach a network.
INSIDE = frozenset({"about", "blob", "data", "chrome-error"})


class OfflineGuard:
    """Collects console errors, uncaught exceptions and requests that leave this machine.

    `allow` holds regular expressions; what one of them finds in a problem's line is let pass.
    """

    def __init__(self, allow: Sequence[str] = ()) -> None:
        self.problems: list[str] = []
        self._allow = [re.compile(pattern) for pattern in allow]

    def watch(self, target: Page | BrowserContext) -> None:
        """Start watching a page, or a context with all its pages, those to come too."""
        if isinstance(target, Page):
            target.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
            target.on("websocket", self._on_websocket)
        else:
            target.on("weberror", self._on_web_error)
            target.on("page", lambda page: page.on("websocket", self._on_websocket))
            for page in target.pages:
                page.on("websocket", self._on_websocket)
        target.on("console", self._on_console)
        target.on("request", self._on_request)

    def check(self) -> None:
        """Raise AssertionError naming every problem seen so far."""
        assert not self.problems, "in the browser:\n  " + "\n  ".join(self.problems)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_web_error(self, web_error: WebError) -> None:
        self._note(f"uncaught: {web_error.error}")

    def _on_request(self, request: Request) -> None:
        self._check_address("request", request.url)

    def _on_websocket(self, websocket: WebSocket) -> None:
        self._check_address("websocket", websocket.url)

    def _check_address(self, kind: str, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in INSIDE and parts.hostname not in OUR_HOSTS:
            self._note(f"{kind} leaves this machine: {url}")

    def _note(self, line: str) -> None:
        if not any(pattern.search(line) for pattern in self._allow):
            self.problems.append(line)
