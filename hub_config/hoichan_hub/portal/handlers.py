"""HTTP: the JSON interface. Identity comes from the token, work is done in a thread."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler

from hoichan.schema.portal import Identity
from hoichan_hub.portal.identity import IdentityCheck
from hoichan_hub.portal.refusals import RefusedError
from hoichan_hub.portal.service import PortalService
from hoichan_hub.portal.submissions import stamp

_log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class PortalHandler(RequestHandler):
    """What API and pages share: headers, threads, errors that quote nothing from the request."""

    service: PortalService
    check: IdentityCheck

    def initialize(self, service: PortalService, check: IdentityCheck) -> None:
        """Take what the application gives every handler."""
        self.service = service
        self.check = check

    def set_default_headers(self) -> None:
        """Security headers on every reply, errors included."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    async def in_thread(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run blocking work (disk, hashing, database) so that other requests go on."""
        executor = self.application.settings["executor"]
        return await IOLoop.current().run_in_executor(executor, lambda: work(*args, **kwargs))

    def refusal(self, status: int, error: BaseException | None) -> RefusedError:
        """What to tell the person about an error."""
        if isinstance(error, RefusedError):
            return error
        codes = {403: "cross_site", 404: "not_found", 405: "method"}
        if isinstance(error, HTTPError) and status < 500:
            return RefusedError(codes.get(status, "request_invalid"))
        return RefusedError("server_error")

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log a refusal as one line and a fault with its trace; never the query or the headers."""
        where = f"{self.request.method} {self.request.path}"
        if isinstance(value, RefusedError):
            _log.info("%s refused: %s", where, value.code)
        elif isinstance(value, HTTPError) and value.status_code < 500:
            _log.info("%s refused: %d", where, value.status_code)
        elif not isinstance(value, asyncio.CancelledError):
            _log.error("%s failed", where, exc_info=value)


class ApiHandler(PortalHandler):
    """A JSON address. Only the Authorization header counts, so no other site can use a cookie."""

    caller: Identity

    async def prepare(self) -> None:
        """Find out who is calling before anything else."""
        self.caller = await self.check.by_token(self.request)

    def reply(self, content: Any, status: int = 200) -> None:
        """Send JSON, readable Vietnamese included."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(content, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Errors as ``{"error": {"code", "vi", "en"}}``."""
        refusal = self.refusal(status_code, kwargs.get("exc_info", (None, None))[1])
        if refusal.status == 401:
            self.set_header("WWW-Authenticate", "Bearer")
        status = refusal.status if refusal.status != 500 else max(status_code, 500)
        self.reply(refusal.as_json(), status)


class HealthHandler(ApiHandler):
    """``GET api/health``: whether the portal runs; needs no token."""

    async def prepare(self) -> None:
        """Anybody may ask."""

    def get(self) -> None:
        """Say that the service is up."""
        self.reply({"status": "ok"})


class MissingHandler(ApiHandler):
    """Every address that is none; says so without asking for a token."""

    async def prepare(self) -> None:
        """Refuse whatever the method."""
        raise RefusedError("not_found")


class MeHandler(ApiHandler):
    """``GET api/me``: whom the portal takes the caller for."""

    def get(self) -> None:
        """The caller's name and whether they are an instructor."""
        self.reply(self.caller.model_dump())


class LessonsHandler(ApiHandler):
    """``GET api/lessons``."""

    async def get(self) -> None:
        """The released lessons with the caller's own progress."""
        self.reply(await self.in_thread(self.service.lessons, self.caller))


class LessonFilesHandler(ApiHandler):
    """``GET api/lessons/<lesson>/files``."""

    async def get(self, lesson: str) -> None:
        """Released files and the caller's own variants."""
        self.reply(await self.in_thread(self.service.lesson_files, self.caller, lesson))


class SubmissionsHandler(ApiHandler):
    """``POST`` and ``GET api/lessons/<lesson>/submissions``."""

    async def post(self, lesson: str) -> None:
        """Store a submission: 201 with its receipt, 200 when this request was stored before."""
        receipt, new = await self.in_thread(
            self.service.submit,
            self.caller,
            lesson,
            self.request.body,
            self.request.headers.get("Idempotency-Key"),
        )
        self.reply(receipt, 201 if new else 200)

    async def get(self, lesson: str) -> None:
        """For instructors: the latest receipt of each learner, with ``before`` up to that time."""
        before = _moment(self.get_query_argument("before", None))
        self.reply(await self.in_thread(self.service.submissions, self.caller, lesson, before))


class ReceiptsHandler(ApiHandler):
    """``GET api/lessons/<lesson>/receipts``."""

    async def get(self, lesson: str) -> None:
        """The caller's own receipts."""
        self.reply(await self.in_thread(self.service.receipts, self.caller, lesson))


class SubmissionFilesHandler(ApiHandler):
    """``GET api/submissions/<receipt>/files``."""

    async def get(self, receipt: str) -> None:
        """A submission's files, for its owner and for instructors."""
        self.reply(await self.in_thread(self.service.submission_files, self.caller, receipt))


class ReleaseHandler(ApiHandler):
    """``PUT api/lessons/<lesson>/release``."""

    async def put(self, lesson: str) -> None:
        """For instructors: hand the lesson out from now on."""
        body = self.request.body
        self.reply(await self.in_thread(self.service.release, self.caller, lesson, body))


def _moment(text: str | None) -> str | None:
    """A time in the query in the form of ``Receipt.received_at``."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise HTTPError(400) from None
    if moment.tzinfo is None:
        raise HTTPError(400)
    return stamp(moment)
