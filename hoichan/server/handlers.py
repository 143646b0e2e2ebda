"""HTTP of the course page: list, open, submit, receipts. Blocking work is done in a thread."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from hoichan.exchange import LessonExchangeError, submit_lesson
from hoichan.i18n import fill, strings
from hoichan.portal_client import PortalClient, PortalError
from hoichan.schema.text import Bilingual, Lang
from hoichan.server import course, pages
from hoichan.server.progress import lesson_progress
from hoichan.server.surroundings import Surroundings

LANG_COOKIE = "hoichan_lang"
_LESSON = r"(?P<lesson>[^/]+)"
_LESSON_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_YEAR_SECONDS = 31_536_000
Result = TypeVar("Result")


def add_handlers(app: web.Application, surroundings: Surroundings) -> None:
    """Put the course page below the server's base URL."""
    base = url_path_join(app.settings["base_url"], "hoichan")
    shared = {"surroundings": surroundings}
    app.add_handlers(
        ".*$",
        [
            (base, web.RedirectHandler, {"url": base + "/", "permanent": False}),
            (url_path_join(base, "/"), CourseHandler, shared),
            (url_path_join(base, "open", _LESSON), OpenHandler, shared),
            (url_path_join(base, "api/lessons", _LESSON), LessonHandler, shared),
            (url_path_join(base, "api/submit", _LESSON), SubmitHandler, shared),
            (url_path_join(base, "api/receipts", _LESSON), ReceiptsHandler, shared),
            (
                url_path_join(base, r"static/([a-z_]+\.(?:css|js))"),
                StaticHandler,
                {"path": str(pages.STATIC)},
            ),
        ],
    )


class StaticHandler(web.StaticFileHandler):
    """Style and script of our pages; they hold nothing of anybody."""


class Shared:
    """What pages and interface share."""

    surroundings: Surroundings

    def initialize(self, surroundings: Surroundings) -> None:
        """Take what ``add_handlers`` gives."""
        self.surroundings = surroundings

    async def with_portal(self, work: Callable[[PortalClient], Result]) -> Result:
        """Run blocking ``work`` in a thread with a client that is closed afterwards.

        Raises:
            PortalError, LessonExchangeError: as ``work`` does.
        """

        def run() -> Result:
            with self.surroundings.connect() as client:
                return work(client)

        return await asyncio.to_thread(run)

    def checked(self, lesson: str) -> str:
        """A lesson's name, which is also a folder's.

        Raises:
            TroubleError: it cannot be one.
        """
        if _LESSON_NAME.fullmatch(lesson) is None:
            raise TroubleError(404, strings("course_page")["trouble.lesson_name"])
        return lesson


class TroubleError(Exception):
    """Something a person is told in both languages, with an HTTP status."""

    def __init__(self, status: int, text: Bilingual, code: str = "trouble") -> None:
        self.status = status
        self.text = text
        self.code = code
        super().__init__(text.en)


def as_trouble(error: BaseException | None, status: int) -> TroubleError | None:
    """What to tell the person about an error; None when the server's own words have to do."""
    if isinstance(error, TroubleError):
        return error
    if isinstance(error, PortalError | LessonExchangeError):
        # The learner's own server is well; it is the service behind it that is not.
        return TroubleError(_STATUS.get(error.code, 502), error.text, error.code)
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return TroubleError(500, fill(strings("course_page")["trouble.folder"], reason=reason))
    if status == 403 and "xsrf" in str(getattr(error, "log_message", "")).lower():
        return TroubleError(403, strings("course_page")["trouble.xsrf"], "xsrf")
    return None


_STATUS = {
    "lesson_unknown": 404,
    "folder_missing": 409,
    "notebook_missing": 409,
    "too_big": 413,
    "too_many_submissions": 429,
    "unreachable": 503,
    "not_configured": 503,
    "hub_unreachable": 503,
}


class PageHandler(Shared, JupyterHandler):
    """A page for people; errors are pages too."""

    @property
    def lang(self) -> Lang:
        """The language asked for just now, or chosen before, or the person's first one."""
        chosen = self.get_query_argument("lang", "") or self.get_cookie(LANG_COOKIE, "")
        return _language(chosen) or self.surroundings.first_lang

    def show(self, page: str, **content: Any) -> None:
        """Send one of our pages; a choice of language in the address is remembered."""
        if _language(self.get_query_argument("lang", "")):
            # Path "/": the hub's sign-in page reads it too.
            self.set_cookie(LANG_COOKIE, self.lang, path="/", max_age=_YEAR_SECONDS, samesite="Lax")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        shared = {
            "lang": self.lang,
            "surroundings": self.surroundings,
            "base": url_path_join(self.base_url, "hoichan/"),
            "xsrf": self.xsrf_token.decode("ascii"),
        }
        self.finish(pages.render(page, **shared, **content))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Trouble that has words of its own is told in both languages."""
        trouble = as_trouble(kwargs.get("exc_info", (None, None))[1], status_code)
        if trouble is None:
            super().write_error(status_code, **kwargs)
            return
        self.set_status(trouble.status)
        self.show("trouble.html.j2", text=trouble.text)


class JsonHandler(Shared, APIHandler):
    """The interface that the lesson page uses."""

    def reply(self, content: Any) -> None:
        """Send JSON, readable Vietnamese included."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(content, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Errors as ``{"error": {"code", "vi", "en"}}``."""
        trouble = as_trouble(kwargs.get("exc_info", (None, None))[1], status_code)
        if trouble is None:
            super().write_error(status_code, **kwargs)
            return
        self.set_status(trouble.status)
        self.reply({"error": {"code": trouble.code, **trouble.text.model_dump()}})


class CourseHandler(PageHandler):
    """``GET /hoichan/``: the course page."""

    @web.authenticated
    async def get(self) -> None:
        """List the lessons; without the portal those that were opened before."""
        home = self.surroundings.home
        try:
            found = await self.with_portal(lambda client: course.course_list(home, client))
        except PortalError as error:  # not even an address to ask
            rows = await asyncio.to_thread(course.local_rows, home)
            found = course.CourseList(rows, instructor=False, trouble=error.text)
        self.show("course.html.j2", course=found)


class OpenHandler(PageHandler):
    """``POST /hoichan/open/<lesson>``: fetch what is not there yet, then go to the notebook."""

    @web.authenticated
    async def post(self, lesson: str) -> None:
        """Open a lesson; one that is already there needs no portal."""
        name = self.checked(lesson)
        home = self.surroundings.home
        if not (home / name / f"{name}.ipynb").is_file():
            await self.with_portal(lambda client: course.ensure_fetched(home, name, client))
        self.redirect(url_path_join(self.base_url, "notebooks", name, f"{name}.ipynb"), status=303)

    @web.authenticated
    async def get(self, lesson: str) -> None:
        """Somebody reloaded the address: back to the list."""
        self.redirect(url_path_join(self.base_url, "hoichan/"))


class LessonHandler(JsonHandler):
    """``GET /hoichan/api/lessons/<lesson>``: what the lesson page's frame says and knows."""

    @web.authenticated
    async def get(self, lesson: str) -> None:
        """Texts, progress of the tasks and the last receipt, all from this server's own disk."""
        name = self.checked(lesson)
        folder = self.surroundings.home / name
        tasks = await asyncio.to_thread(lesson_progress, folder)
        receipt = await asyncio.to_thread(course.kept_receipt, folder)
        self.reply(
            {
                "lesson": name,
                "first_lang": self.surroundings.first_lang,
                "user": self.surroundings.user,
                "texts": {key: text.model_dump() for key, text in strings("lesson_page").items()},
                "tasks": [
                    {
                        "task": task.task,
                        "title": task.title.model_dump(),
                        "done": task.done,
                        "total": task.total,
                    }
                    for task in tasks
                ],
                "receipt": None if receipt is None else receipt.model_dump(),
            }
        )


class SubmitHandler(JsonHandler):
    """``POST /hoichan/api/submit/<lesson>``: hand the lesson in through nbgrader's exchange."""

    @web.authenticated
    async def post(self, lesson: str) -> None:
        """Submit and return the receipt."""
        name = self.checked(lesson)
        home = self.surroundings.home
        receipt = await self.with_portal(lambda client: submit_lesson(home, name, client))
        self.set_status(201)
        self.reply(receipt.model_dump())


class ReceiptsHandler(JsonHandler):
    """``GET /hoichan/api/receipts/<lesson>``: the learner's own receipts, oldest first."""

    @web.authenticated
    async def get(self, lesson: str) -> None:
        """Ask the portal."""
        name = self.checked(lesson)
        receipts = await self.with_portal(lambda client: client.receipts(name))
        self.reply([receipt.model_dump() for receipt in receipts])


def _language(text: str | None) -> Lang | None:
    if text == "vi":
        return "vi"
    return "en" if text == "en" else None
