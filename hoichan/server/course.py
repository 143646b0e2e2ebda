"""What the course page says: the released lessons, joined with what lies in the learner's home."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from hoichan.exchange import RECEIPT_FILE, fetch_lesson, read_work
from hoichan.portal_client import PortalClient, PortalError
from hoichan.schema.portal import LessonEntry, Receipt, sent_files
from hoichan.schema.text import Bilingual
from hoichan.server.progress import TaskProgress, lesson_progress

Status = Literal["new", "doing", "submitted"]
# Vietnam has one time zone and no summer time.
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class LessonRow:
    """One lesson of the list. ``entry`` is None when only the learner's folder is known."""

    id: str
    title: Bilingual
    entry: LessonEntry | None
    fetched: bool
    tasks: tuple[TaskProgress, ...]
    receipt: Receipt | None
    changed: bool

    @property
    def status(self) -> Status:
        """How far the learner is."""
        if self.receipt is not None:
            return "submitted"
        return "doing" if self.fetched else "new"

    @property
    def feedback(self) -> bool:
        """Whether a feedback page is ready."""
        return self.entry is not None and self.entry.feedback

    @property
    def done(self) -> int:
        """Items answered over all tasks."""
        return sum(task.done for task in self.tasks)

    @property
    def total(self) -> int:
        """Items to answer over all tasks."""
        return sum(task.total for task in self.tasks)


@dataclass(frozen=True)
class CourseList:
    """The course page's content. ``trouble`` says why the portal's part is missing."""

    rows: tuple[LessonRow, ...]
    instructor: bool
    trouble: Bilingual | None


def course_list(home: Path, client: PortalClient) -> CourseList:
    """Ask the portal and look into ``home``; without the portal the lessons already opened remain."""
    try:
        entries = client.lessons()
        instructor = client.me().instructor
    except PortalError as error:
        return CourseList(local_rows(home), instructor=False, trouble=error.text)
    return CourseList(tuple(_row(home, entry) for entry in entries), instructor, None)


def local_rows(home: Path) -> tuple[LessonRow, ...]:
    """The lessons that lie in ``home``, by folder name."""
    folders = (path.parent.parent for path in home.glob("*/variants/*.json"))
    lessons = sorted({path.name for path in folders if (path / f"{path.name}.ipynb").is_file()})
    return tuple(_local_row(home, lesson) for lesson in lessons)


def ensure_fetched(home: Path, lesson: str, client: PortalClient) -> None:
    """Fetch a lesson that is not there yet, or whose notebook is gone; answers are never touched.

    Raises:
        LessonExchangeError: the portal refused or could not be reached.
    """
    if (home / lesson / f"{lesson}.ipynb").is_file():
        return
    fetch_lesson(home, lesson, client, replace_missing=(home / lesson).exists())


def kept_receipt(folder: Path) -> Receipt | None:
    """The last receipt as it lies in the lesson's folder."""
    try:
        return Receipt.model_validate_json((folder / RECEIPT_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def vietnam_time(moment: str) -> str:
    """An ISO 8601 time as people in Vietnam write it: ``14:05 22/11/2026``."""
    return datetime.fromisoformat(moment).astimezone(_VIETNAM).strftime("%H:%M %d/%m/%Y")


def notebook_title(notebook: Path) -> Bilingual:
    """The title in a lesson's notebook; its name when there is none."""
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        return Bilingual.model_validate(content["metadata"]["hoichan"]["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return Bilingual(vi=notebook.stem, en=notebook.stem)


def _row(home: Path, entry: LessonEntry) -> LessonRow:
    folder = home / entry.id
    fetched = (folder / f"{entry.id}.ipynb").is_file()
    return LessonRow(
        id=entry.id,
        title=entry.title,
        entry=entry,
        fetched=fetched,
        tasks=lesson_progress(folder),
        receipt=entry.receipt,
        changed=entry.receipt is not None and fetched and _changed(folder, entry.receipt),
    )


def _local_row(home: Path, lesson: str) -> LessonRow:
    folder = home / lesson
    receipt = kept_receipt(folder)
    return LessonRow(
        id=lesson,
        title=notebook_title(folder / f"{lesson}.ipynb"),
        entry=None,
        fetched=True,
        tasks=lesson_progress(folder),
        receipt=receipt,
        changed=receipt is not None and _changed(folder, receipt),
    )


def _changed(folder: Path, receipt: Receipt) -> bool:
    """Whether submitting now would send other files than those of the receipt."""
    try:
        return sent_files(read_work(folder)) != receipt.files
    except (OSError, ValidationError):
        return False
