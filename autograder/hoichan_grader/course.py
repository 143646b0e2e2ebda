"""nbgrader's own applications, run in this process on one course directory."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.apps.baseapp import NbGrader
from nbgrader.auth import Authenticator
from nbgrader.converters import BaseConverter
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from sqlalchemy.exc import SAWarning

from hoichan.portal_client import PortalClient
from hoichan.schema.portal import LessonMeta
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader.site_setup import tools_on_path
from hoichan_grader.texts import error


class _CourseApp(NbGrader):
    """nbgrader's application without the settings of whatever folder we were started in."""

    name = "nbgrader"
    load_cwd_config = False

    def init_syspath(self) -> None:
        """Leave ``sys.path`` alone: nbgrader would put the working folder first."""

    def load_config_file(self, **kwargs: object) -> None:
        """Leave out the settings of a person or a machine; the course's own are read all the same."""

    def migrate_config(self) -> None:
        """Leave the home folder alone."""


class Course:
    """One site's nbgrader course, with its configuration loaded once."""

    def __init__(self, site: SitePaths) -> None:
        if not (site.course / "nbgrader_config.py").is_file():
            raise error("no_site", path=site.course, site=site.root)
        self.site = site
        self.app = _CourseApp()
        self.app.initialize([], root=str(site.course.resolve()))
        self.app.log.propagate = False
        self.app.log.handlers = [_log_handler(site)]
        self.authenticator = Authenticator(parent=self.app)

    @cached_property
    def exchange(self) -> ExchangeFactory:
        """The classes that the course's settings name for release and collection."""
        return ExchangeFactory(parent=self.app)

    @property
    def coursedir(self) -> CourseDirectory:
        """nbgrader's view of the course's folders."""
        return self.app.coursedir

    @contextmanager
    def working_on(self, lesson: str, learner: str = "*") -> Iterator[None]:
        """Set the assignment and the learner that nbgrader's next step is about."""
        before = self.coursedir.assignment_id, self.coursedir.student_id
        self.coursedir.assignment_id, self.coursedir.student_id = lesson, learner
        try:
            yield
        finally:
            self.coursedir.assignment_id, self.coursedir.student_id = before

    def convert(
        self, converter: type[BaseConverter], lesson: str, learner: str = "*", **traits: object
    ) -> None:
        """Run one of nbgrader's converters, always replacing what an earlier run left.

        Raises:
            GraderError: nbgrader gave up; its log lies in ``logs/nbgrader.log`` of the site.
        """
        with self.working_on(lesson, learner), tools_on_path():
            made = converter(coursedir=self.coursedir, parent=self.app)
            made.force = True
            for name, value in traits.items():
                setattr(made, name, value)
            try:
                with warnings.catch_warnings():
                    # nbgrader 0.9.6 on SQLAlchemy 2.1: noise about objects it adds a line later.
                    warnings.simplefilter("ignore", SAWarning)
                    made.start()
            except NbGraderException as reason:
                raise error(
                    "nbgrader_failed", step=converter.__name__, reason=str(reason)
                ) from reason

    def release_to_portal(
        self, lesson: str, meta: LessonMeta, client: PortalClient | None = None
    ) -> None:
        """Hand the released files to the submission service.

        Raises:
            GraderError: the service could not be reached or refused.
        """
        with self.working_on(lesson):
            release = self._step(self.exchange.ReleaseAssignment, client)
            release.force = True
            release.meta = meta
            _transfer(release, "release")

    def collect_from_portal(
        self,
        lesson: str,
        client: PortalClient | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Copy the newest submission of every learner into ``submitted/``.

        Raises:
            GraderError: the service could not be reached or refused.
        """
        with self.working_on(lesson):
            collect = self._step(self.exchange.Collect, client)
            collect.update = True
            collect.progress = progress
            _transfer(collect, "collect")

    def _step(self, make: Callable[..., Any], client: PortalClient | None) -> Any:
        """One of the exchange's classes, with ``client`` in the place of the environment's."""
        given = {} if client is None else {"client": client}
        return make(
            coursedir=self.coursedir, authenticator=self.authenticator, parent=self.app, **given
        )


def _transfer(step: Any, name: str) -> None:
    try:
        step.start()
    except ExchangeError as reason:
        text = getattr(reason, "text", Bilingual(vi=str(reason), en=str(reason)))
        raise error("exchange_failed", step=name, reason_vi=text.vi, reason_en=text.en) from reason


def _log_handler(site: SitePaths) -> logging.Handler:
    """nbgrader logs much, and mostly for programmers: into a file, warnings and worse."""
    path: Path = site.root / "logs" / "nbgrader.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler
