"""nbgrader's exchange over the submission service: fetch, submit and list for a learner.

Used by nbgrader's commands (``c.ExchangeFactory.submit = "hoichan.exchange.HoichanSubmit"`` ...) and
by programs through ``fetch_lesson``, ``submit_lesson`` and ``list_lessons``, which run the same
classes. Who the learner is comes from the token, never from a name given here.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.abc import (
    Exchange,
    ExchangeError,
    ExchangeFetchAssignment,
    ExchangeList,
    ExchangeSubmit,
)
from traitlets import Instance, Unicode, default

from hoichan.portal_client import PortalClient, PortalError
from hoichan.schema.portal import LessonEntry, Receipt
from hoichan.schema.text import Bilingual

COURSE = "hoichan"
RECEIPT_FILE = ".receipt.json"
_OWN_WORK = "answers"
_ANSWER_FILE = re.compile(r"[a-z][a-z0-9_]*\.json")
_TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f %Z"


class LessonExchangeError(ExchangeError):
    """A transfer was not done; ``text`` is for the person, ``code`` for programs.

    Own codes: ``already_here``, ``folder_missing``, ``notebook_missing``, ``not_supported``; all
    others come from ``PortalError``.
    """

    def __init__(self, code: str, text: Bilingual) -> None:
        self.code = code
        self.text = text
        super().__init__(f"{text.vi} / {text.en}")


class HoichanExchange(Exchange):
    """What all our exchange classes share: the client, and errors in both languages."""

    portal_url = Unicode(
        help="Address of the submission service; otherwise HOICHAN_PORTAL_URL is used."
    ).tag(config=True)
    client = Instance(PortalClient, help="Speaks to the portal; made from the environment.")

    @default("client")
    def _default_client(self) -> PortalClient:
        """A client for ``portal_url`` with the token of the environment."""
        named = {"HOICHAN_PORTAL_URL": self.portal_url} if self.portal_url else {}
        return PortalClient.from_environment(os.environ | named)

    @property
    def lesson(self) -> str:
        """The lesson this transfer is about: nbgrader's assignment id."""
        return str(self.coursedir.assignment_id)

    @property
    def folder(self) -> Path:
        """Where the learner keeps the lesson."""
        return Path(self.assignment_dir).resolve() / self.lesson

    def refuse(self, code: str, vi: str, en: str) -> NoReturn:
        """Stop with a message for the person."""
        error = LessonExchangeError(code, Bilingual(vi=vi, en=en))
        self.log.error(str(error))
        raise error

    def start(self) -> Any:
        """Do the transfer.

        Raises:
            LessonExchangeError: it was not done, with the portal's own words when it refused.
        """
        try:
            return super().start()
        except PortalError as error:
            self.log.error(str(error))  # noqa: TRY400 - for a person, who has no use for a trace
            raise LessonExchangeError(error.code, error.text) from error


class HoichanFetchAssignment(HoichanExchange, ExchangeFetchAssignment):
    """Fetch a lesson: the released notebook and the learner's own variants.

    A lesson that is already there is left alone, unless missing files are asked for; a learner's
    answers are never written to.
    """

    def init_src(self) -> None:
        """Nothing to do: the portal says whether there is such a lesson."""

    def init_dest(self) -> None:
        """Refuse when the lesson is already there, unless only missing files are wanted."""
        if self.folder.exists() and not self.replace_missing_files:
            self.refuse(
                "already_here",
                f"Bài học “{self.lesson}” đã có trong thư mục của bạn; bài làm được giữ nguyên.",
                f"Lesson “{self.lesson}” is already in your folder; your work was left as it is.",
            )

    def copy_files(self) -> None:
        """Download, then put a new folder in place in one step or add what is missing."""
        files = self.client.lesson_files(self.lesson)
        given = {path: data for path, data in files.items() if not _is_own_work(path)}
        if self.folder.exists():
            self._add_missing(given)
        else:
            put_folder(self.folder, given)
        self.log.info("Fetched as: %s %s", COURSE, self.lesson)

    def _add_missing(self, files: Mapping[str, bytes]) -> None:
        for path, data in sorted(files.items()):
            target = self.folder / path
            if not os.path.lexists(target):
                self.log.warning("Replacing missing file '%s'", path)
                target.parent.mkdir(parents=True, exist_ok=True)
                put_file(target, data)


class HoichanSubmit(HoichanExchange, ExchangeSubmit):
    """Submit a lesson's notebook and answers. After ``start``, ``receipt`` is the proof."""

    receipt: Receipt | None = None

    def init_src(self) -> None:
        """Find the lesson's folder; like nbgrader, take a path as well as a name."""
        given = Path(self.assignment_dir) / self.lesson
        self.coursedir.assignment_id = given.resolve().name
        self.set_trait("assignment_dir", str(given.resolve().parent))
        if not self.folder.is_dir():
            self.refuse(
                "folder_missing",
                f"Không thấy thư mục bài học “{self.folder}”. Hãy mở bài học trước khi nộp.",
                f"There is no lesson folder “{self.folder}”. Open the lesson before submitting.",
            )
        if not (self.folder / f"{self.lesson}.ipynb").is_file():
            self.refuse(
                "notebook_missing",
                f"Thiếu sổ bài học “{self.lesson}.ipynb”. Hãy mở lại bài học từ trang khoá học "
                "(bài làm vẫn còn), rồi nộp lại.",
                f"The notebook “{self.lesson}.ipynb” is missing. Open the lesson again from the "
                "course page (your answers are still there), then submit.",
            )

    def init_dest(self) -> None:
        """Refuse another learner's name: the portal would not use it anyway."""
        if self.coursedir.student_id != "*":
            self.refuse(
                "not_supported",
                "Không nộp bài thay người khác được (--student). Người nộp là chủ của mã truy cập.",
                "Submitting for somebody else (--student) is not possible: the token says who.",
            )

    def copy_files(self) -> None:
        """Send the files, then keep the receipt beside them."""
        self.receipt = receipt = self.client.submit(self.lesson, read_work(self.folder))
        self.timestamp = nbgrader_time(receipt.received_at)
        put_file(self.folder / RECEIPT_FILE, receipt.model_dump_json(indent=1).encode("utf-8"))
        self.log.info("Submitted as: %s %s %s", COURSE, self.lesson, self.timestamp)
        self.log.info("Mã biên nhận / Receipt: %s", receipt.id)


class HoichanList(HoichanExchange, ExchangeList):
    """List released, fetched and submitted lessons, in the form of nbgrader's own list."""

    def init_src(self) -> None:
        """Nothing to do."""

    def init_dest(self) -> None:
        """Nothing to do."""

    def copy_files(self) -> None:
        """Nothing to copy."""

    def list_files(self) -> list[dict[str, Any]]:
        """What nbgrader's list gives: released lessons, or submissions when cached or inbound."""
        if not self.inbound and not self.cached:
            found = [self._released(entry) for entry in self._entries()]
            self.log.info("Released assignments:")
            for info in found:
                here = " (already downloaded)" if info["status"] == "fetched" else ""
                self.log.info("%s %s%s", info["course_id"], info["assignment_id"], here)
            return found
        submitted = self._submitted()
        self.log.info("Submitted assignments:")
        for group in submitted:
            for info in group["submissions"]:
                parts = ("course_id", "student_id", "assignment_id", "timestamp")
                self.log.info("%s", " ".join(info[part] for part in parts))
        return submitted

    def remove_files(self) -> NoReturn:
        """Submissions and releases are kept for good."""
        self.refuse(
            "not_supported",
            "Bài đã nộp và bài đã phát hành được giữ lại, không xoá bằng lệnh này.",
            "Submissions and releases are kept; this command cannot remove them.",
        )

    def _entries(self) -> list[LessonEntry]:
        wanted = self.coursedir.assignment_id
        return [entry for entry in self.client.lessons() if wanted in ("", entry.id)]

    def _released(self, entry: LessonEntry) -> dict[str, Any]:
        folder = Path(self.assignment_dir).resolve() / entry.id
        fetched = folder.is_dir()
        notebooks = sorted(folder.glob("*.ipynb")) if fetched else []
        return {
            "course_id": COURSE,
            "assignment_id": entry.id,
            "status": "fetched" if fetched else "released",
            "path": str(folder) if fetched else f"{self.client.base_url}api/lessons/{entry.id}",
            "notebooks": [{"notebook_id": path.stem, "path": str(path)} for path in notebooks],
        }

    def _submitted(self) -> list[dict[str, Any]]:
        """One group for each learner and lesson, its submissions oldest first."""
        groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
        wanted = self.coursedir.student_id if self.inbound else "*"
        for entry in self._entries():
            own = self.client.receipts if self.cached else self.client.submissions
            for receipt in own(entry.id):
                if fnmatchcase(receipt.learner, wanted):
                    key = (receipt.learner, receipt.lesson)
                    groups.setdefault(key, []).append(_submission_info(receipt))
        return [
            {
                "course_id": COURSE,
                "student_id": learner,
                "assignment_id": lesson,
                "status": "submitted",
                "submissions": submissions,
            }
            for (learner, lesson), submissions in sorted(groups.items())
        ]


def fetch_lesson(
    home: Path, lesson: str, client: PortalClient, *, replace_missing: bool = False
) -> Path:
    """Fetch ``lesson`` into ``home/<lesson>`` and return that folder.

    Raises:
        LessonExchangeError: ``already_here`` (unless ``replace_missing``), or the portal's refusal.
    """
    fetch = _make(HoichanFetchAssignment, home, lesson, client)
    fetch.replace_missing_files = replace_missing
    fetch.start()
    return Path(fetch.folder)


def submit_lesson(home: Path, lesson: str, client: PortalClient) -> Receipt:
    """Submit ``home/<lesson>``; the receipt also lies there as ``.receipt.json``.

    Raises:
        LessonExchangeError: nothing was submitted.
    """
    submit = _make(HoichanSubmit, home, lesson, client)
    submit.start()
    receipt: Receipt = submit.receipt
    return receipt


def list_lessons(home: Path, client: PortalClient) -> list[dict[str, Any]]:
    """The released lessons, ``status`` being ``fetched`` for those that are in ``home``.

    Raises:
        LessonExchangeError: the portal could not be asked.
    """
    found: list[dict[str, Any]] = _make(HoichanList, home, "", client).start()
    return found


def read_work(folder: Path) -> dict[str, bytes]:
    """What is handed in of a lesson's folder: its notebook and ``answers/<task>.json``."""
    notebook = folder / f"{folder.name}.ipynb"
    found = sorted((folder / _OWN_WORK).glob("*.json"))
    # A copy made in the file browser ("x1-Copy1.json") must not keep anybody from submitting.
    answers = [path for path in found if _ANSWER_FILE.fullmatch(path.name)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in [notebook, *answers]}


def nbgrader_time(received_at: str) -> str:
    """A receipt's time as nbgrader writes times, in UTC."""
    return datetime.fromisoformat(received_at).astimezone(UTC).strftime(_TIMESTAMP)


def put_file(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all; replaces what was there."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(data)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def put_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder so that it appears under its name only when it is complete."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        for path, data in files.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_bytes(data)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_own_work(path: str) -> bool:
    return path.partition("/")[0] == _OWN_WORK


def _submission_info(receipt: Receipt) -> dict[str, Any]:
    """One submission as nbgrader's list describes it."""
    notebooks: Iterable[str] = (
        file.path.removesuffix(".ipynb") for file in receipt.files if file.path.endswith(".ipynb")
    )
    # Feedback is read on the portal's page; nbgrader's fetch_feedback has nothing to fetch.
    feedback = {
        "has_local_feedback": False,
        "has_exchange_feedback": False,
        "local_feedback_path": None,
        "feedback_updated": False,
    }
    return {
        "course_id": COURSE,
        "student_id": receipt.learner,
        "assignment_id": receipt.lesson,
        "timestamp": nbgrader_time(receipt.received_at),
        "status": "submitted",
        "path": receipt.id,
        "receipt": receipt.id,
        "notebooks": [{"notebook_id": name, "path": receipt.id} | feedback for name in notebooks],
    } | feedback


def _make(kind: type[HoichanExchange], home: Path, lesson: str, client: PortalClient) -> Any:
    """An exchange object outside nbgrader's applications."""
    coursedir = CourseDirectory(course_id=COURSE, assignment_id=lesson)
    return kind(coursedir=coursedir, client=client, assignment_dir=str(home))
