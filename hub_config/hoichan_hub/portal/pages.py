"""Browser pages: feedback and cohort report. GET only, shown in a sandbox without scripts."""

from __future__ import annotations

from html import escape
from typing import Any

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated

from hoichan.schema.portal import Identity
from hoichan_hub.portal.handlers import PortalHandler
from hoichan_hub.portal.identity import HubCheck, IdentityCheck
from hoichan_hub.portal.service import PortalService

# A page may hold what a learner typed: no scripts, no forms, nothing loaded from anywhere, and an
# origin of its own (sandbox), so that it cannot act with the reader's sign-in.
_PAGE_POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_MESSAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Hội chẩn</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto;
padding: 0 1rem; color: #222; background: #fff; }}</style></head>
<body><main><h1 lang="vi">{vi}</h1><p lang="en">{en}</p></main></body></html>
"""


class PageHandler(HubOAuthenticated, PortalHandler):
    """A page. With a hub, a browser without sign-in is sent to the hub and comes back."""

    def initialize(self, service: PortalService, check: IdentityCheck) -> None:
        """Take what the application gives every handler."""
        super().initialize(service=service, check=check)
        if isinstance(check, HubCheck):
            self.hub_auth = check.auth

    def set_default_headers(self) -> None:
        """The sandbox applies to errors too."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", _PAGE_POLICY)

    async def caller_or_sign_in(self) -> Identity | None:
        """Who is reading; None after sending the browser away to sign in."""
        caller = await self.check.by_browser(self)
        if caller is None:
            self.redirect(self.get_login_url())
        return caller

    def show(self, page: bytes) -> None:
        """Send a page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A refusal as a small page in both languages."""
        refusal = self.refusal(status_code, kwargs.get("exc_info", (None, None))[1])
        self.set_status(refusal.status)
        text = refusal.text
        self.show(_MESSAGE.format(vi=escape(text.vi), en=escape(text.en)).encode("utf-8"))


class FeedbackHandler(PageHandler):
    """``GET feedback/<lesson>`` and, for instructors, ``feedback/<lesson>/<learner>``."""

    async def get(self, lesson: str, learner: str | None = None) -> None:
        """A learner's feedback page."""
        caller = await self.caller_or_sign_in()
        if caller is not None:
            service = self.service
            self.show(await self.in_thread(service.feedback_page, caller, lesson, learner))


class ReportHandler(PageHandler):
    """``GET report/<lesson>``."""

    async def get(self, lesson: str) -> None:
        """The cohort report, for instructors."""
        caller = await self.caller_or_sign_in()
        if caller is not None:
            self.show(await self.in_thread(self.service.report_page, caller, lesson))


class SignInHandler(HubOAuthCallbackHandler):
    """Where the hub sends a browser back after sign-in."""

    def initialize(self, check: HubCheck) -> None:
        """Use the application's own connection to the hub."""
        self.hub_auth = check.auth
