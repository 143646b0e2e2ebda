"""nbgrader's exchange over the submission service, for staff: release and collect.

Used by ``nbgrader release_assignment`` and ``nbgrader collect``, and by programs through
``release_lesson`` and ``collect_lesson``, which run the same classes.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.abc import ExchangeCollect, ExchangeReleaseAssignment
from traitlets import Any as AnyTrait
from traitlets import Unicode, default

from hoichan.exchange import COURSE, HoichanExchange, nbgrader_time, put_folder
from hoichan.portal_client import PortalClient, PortalError
from hoichan.schema.portal import LessonMeta, Receipt, Release, is_learner_name, is_relative_path
from hoichan_grader.sources import Sources
from hoichan_grader.texts import GraderError

RECEIPT_FILE = "receipt.json"
TIMESTAMP_FILE = "timestamp.txt"
Outcome = Literal["new", "updated", "unchanged", "kept", "failed"]


@dataclass(frozen=True)
class Collected:
    """What collecting did with one learner's latest submission.

    ``kept``: an older one is there and ``update`` is off. ``failed``: see ``reason``.
    """

    receipt: Receipt
    outcome: Outcome
    reason: str = ""


class HoichanReleaseAssignment(HoichanExchange, ExchangeReleaseAssignment):
    """Hand ``release/<lesson>/`` to the portal, with the lesson's description.

    The description comes from ``lesson.yaml``, unless ``meta`` is set. After ``start``,
    ``release`` says what is handed out.
    """

    lessons_folder = Unicode(
        help="Folder with <pillar>/<lesson>/lesson.yaml; the project's notebooks by default."
    ).tag(config=True)
    meta: LessonMeta | None = None
    release: Release | None = None

    @default("lessons_folder")
    def _default_lessons_folder(self) -> str:
        return str(Sources.of_repository().lessons)

    def init_src(self) -> None:
        """Find the released files."""
        released = self.coursedir.release_directory
        self.src_path = Path(self.coursedir.format_path(released, ".", self.lesson))
        if not self.src_path.is_dir():
            self.refuse(
                "folder_missing",
                f"Chưa có “{self.src_path}”. Hãy chạy “nbgrader generate_assignment {self.lesson}” "
                "trước.",
                f"There is no “{self.src_path}”. Run “nbgrader generate_assignment {self.lesson}” "
                "first.",
            )

    def init_dest(self) -> None:
        """Nothing to do: the portal keeps what it gets."""

    def copy_files(self) -> None:
        """Send everything in the folder."""
        files = {
            path.relative_to(self.src_path).as_posix(): path.read_bytes()
            for path in sorted(self.src_path.rglob("*"))
            if path.is_file() and is_relative_path(path.relative_to(self.src_path).as_posix())
        }
        meta = self.meta or self._read_meta()
        self.release = self.client.release(meta, files, force=self.force)
        self.log.info("Released as: %s %s", COURSE, self.lesson)

    def _read_meta(self) -> LessonMeta:
        folder = Path(self.lessons_folder)
        try:
            return LessonMeta.of(Sources(folder, folder).spec(self.lesson))
        except GraderError as error:
            self.refuse("meta_invalid", error.text.vi, error.text.en)


class HoichanCollect(HoichanExchange, ExchangeCollect):
    """Download each learner's latest submission into ``submitted/<learner>/<lesson>/``.

    As with nbgrader, what was collected before is only replaced with ``--update``, and only by a
    later submission. After ``start``, ``collected`` tells what was done, and a submission that
    could not be downloaded stops nobody else's.
    """

    progress = AnyTrait(help="Called with (number done, number in all).")
    collected: tuple[Collected, ...] = ()

    def init_src(self) -> None:
        """Ask the portal who has submitted."""
        receipts = self.client.submissions(self.lesson, before=self._due())
        wanted = self.coursedir.student_id
        left_out = {name.strip() for name in self.coursedir.student_id_exclude.split(",")}
        self.receipts = [
            receipt
            for receipt in receipts
            if fnmatchcase(receipt.learner, wanted) and receipt.learner not in left_out
        ]

    def init_dest(self) -> None:
        """Nothing to do: folders are made one learner at a time."""

    def copy_files(self) -> None:
        """Collect one learner after the other.

        Raises:
            LessonExchangeError: some submissions could not be collected; all others were.
        """
        self.log.info("Processing %d submissions of '%s'", len(self.receipts), self.lesson)
        done: list[Collected] = []
        for number, receipt in enumerate(self.receipts, start=1):
            done.append(self._collect(receipt))
            if self.progress is not None:
                self.progress(number, len(self.receipts))
        self.collected = tuple(done)
        failed = [one.receipt.learner for one in done if one.outcome == "failed"]
        if failed:
            names = ", ".join(failed[:10])
            self.refuse(
                "collect_failed",
                f"{len(failed)} bài nộp chưa tải về được ({names}); các bài khác đã tải xong.",
                f"{len(failed)} submissions could not be collected ({names}); all others were.",
            )

    def _collect(self, receipt: Receipt) -> Collected:
        target = self._target(receipt)
        if _collected_receipt(target) == receipt.id:
            return Collected(receipt, "unchanged")
        there = target.exists()
        if there and not (self.update or self.before_duedate):
            self.log.info("%s: submission exists, use --update to update", receipt.learner)
            return Collected(receipt, "kept")
        try:
            self._download(receipt, target)
        except (PortalError, OSError) as error:
            self.log.error("%s: %s", receipt.learner, error)  # noqa: TRY400 - for a person
            return Collected(receipt, "failed", str(error))
        return Collected(receipt, "updated" if there else "new")

    def _download(self, receipt: Receipt, target: Path) -> None:
        """Get one submission, checked against its receipt, and put it in place."""
        if not is_learner_name(receipt.learner) or receipt.lesson != self.lesson:
            raise PortalError(
                "bad_reply", "Biên nhận không khớp bài học.", "The receipt does not fit the lesson."
            )
        stored = self.client.submission(receipt.id)
        if stored.receipt != receipt:
            raise PortalError("bad_reply", "Biên nhận đã đổi.", "The receipt has changed.")
        files = dict(stored.files)
        files[TIMESTAMP_FILE] = nbgrader_time(receipt.received_at).encode("ascii")
        files[RECEIPT_FILE] = receipt.model_dump_json(indent=1).encode("utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        with _set_aside(target):
            put_folder(target, files)

    def _target(self, receipt: Receipt) -> Path:
        submitted = self.coursedir.submitted_directory
        return Path(self.coursedir.format_path(submitted, receipt.learner, self.lesson))

    def _due(self) -> str | None:
        """The due date as the portal reads times, when only work before it is wanted."""
        if not self.before_duedate:
            return None
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                due = gradebook.find_assignment(self.lesson).duedate
            except MissingEntry:
                return None
        return None if due is None else f"{due.isoformat(timespec='microseconds')}+00:00"


def release_lesson(
    course: Path, meta: LessonMeta, client: PortalClient, *, force: bool = False
) -> Release:
    """Hand ``<course>/release/<lesson>/`` to the portal and return what is handed out now.

    Raises:
        LessonExchangeError: nothing was released.
    """
    step = _make(HoichanReleaseAssignment, course, meta.id, client)
    step.meta = meta
    step.force = force
    step.start()
    release: Release = step.release
    return release


def collect_lesson(
    course: Path,
    lesson: str,
    client: PortalClient,
    *,
    update: bool = True,
    learners: str = "*",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Collected, ...]:
    """Collect a lesson into ``<course>/submitted/``; ``learners`` is a glob.

    Raises:
        LessonExchangeError: the portal refused, or some submissions could not be downloaded.
    """
    step = _make(HoichanCollect, course, lesson, client)
    step.update = update
    step.coursedir.student_id = learners
    step.progress = progress
    step.start()
    done: tuple[Collected, ...] = step.collected
    return done


def _collected_receipt(target: Path) -> str | None:
    """Id of the submission that lies in ``target``, None when there is none or it is unreadable."""
    try:
        return str(json.loads((target / RECEIPT_FILE).read_text(encoding="utf-8"))["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _set_aside(target: Path) -> Iterator[None]:
    """Move what is at ``target`` away and delete it only when the new content is in place."""
    if not target.exists():
        yield
        return
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    target.rename(aside)
    try:
        yield
    except BaseException:
        aside.rename(target)
        raise
    shutil.rmtree(aside)


def _make(kind: type[HoichanExchange], course: Path, lesson: str, client: PortalClient) -> Any:
    """An exchange object outside nbgrader's applications."""
    coursedir = CourseDirectory(root=str(course.resolve()), course_id=COURSE, assignment_id=lesson)
    return kind(coursedir=coursedir, client=client)
