"""What the submission service (the portal) and its clients say to each other."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from hoichan.schema.documents import MAX_ANSWERS_BYTES
from hoichan.schema.lesson import LessonSpec, Pillar
from hoichan.schema.text import Bilingual, Strict, nfc

MAX_NOTEBOOK_BYTES = 4_000_000
MAX_SUBMISSION_BYTES = 6_000_000
MAX_SUBMISSION_FILES = 20

LessonId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
# Each part starts with a letter, digit or underscore: no "..", no hidden file, no absolute path.
RelativePath = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.\-]*(/[A-Za-z0-9_][A-Za-z0-9_.\-]*)*$", max_length=200
    ),
]
_RELATIVE_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*(/[A-Za-z0-9_][A-Za-z0-9_.\-]*)*")
_LEARNER = re.compile(r"\w[\w.@+\-]{0,119}")


def is_relative_path(path: str) -> bool:
    """Whether ``path`` stays inside the folder that it is joined to, on every system."""
    return len(path) <= 200 and _RELATIVE_PATH.fullmatch(path) is not None


def is_learner_name(name: str) -> bool:
    """Whether a learner's name can be the name of a folder: NFC letters, digits, ``. @ + - _``."""
    return nfc(name) == name and _LEARNER.fullmatch(name) is not None


class SentFile(Strict):
    """One file of a submission, as it was received."""

    path: RelativePath
    sha256: str
    bytes: int = Field(ge=0)


class Receipt(Strict):
    """Proof that a submission is stored. ``received_at`` is the server's time, ISO 8601 UTC."""

    schema_id: Literal["hoichan.receipt/1"] = "hoichan.receipt/1"
    id: str = Field(pattern=r"^\d{8}-\d{6}-[0-9a-z]{8}$")
    lesson: LessonId
    learner: str
    received_at: str
    sha256: str = Field(description="Of the canonical manifest, see manifest_sha256")
    bytes: int = Field(ge=0)
    files: tuple[SentFile, ...]


class LessonMeta(Strict):
    """What the portal knows of a released lesson; holds nothing about planted errors."""

    id: LessonId
    title: Bilingual
    pillar: Pillar
    minutes: int = Field(gt=0)
    points: float = Field(gt=0)
    tasks: tuple[LessonId, ...] = Field(description="Ids of the tasks with a variant per learner")

    @classmethod
    def of(cls, spec: LessonSpec) -> LessonMeta:
        """The part of a lesson's specification that learners may see."""
        return cls(
            id=spec.id,
            title=spec.title,
            pillar=spec.pillar,
            minutes=spec.minutes,
            points=sum(task.points for task in spec.graded),
            tasks=tuple(task.id for task in spec.graded),
        )


class LessonEntry(Strict):
    """A released lesson in one learner's list, with how far this learner has come."""

    id: LessonId
    title: Bilingual
    pillar: Pillar
    minutes: int
    points: float
    released_at: str
    receipt: Receipt | None = Field(default=None, description="The latest submission, if any")
    feedback: bool = Field(default=False, description="A feedback page is ready")


class Release(Strict):
    """Answer to a release: what is handed out from now on."""

    lesson: LessonId
    released_at: str
    sha256: str
    files: tuple[SentFile, ...]


class Identity(Strict):
    """Whom the portal takes the caller for; it comes from the token alone."""

    name: str
    instructor: bool


def sent_files(files: Mapping[str, bytes]) -> tuple[SentFile, ...]:
    """Describe files by path, SHA-256 and size, sorted by path."""
    return tuple(
        SentFile(path=path, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        for path, data in sorted(files.items())
    )


def manifest_sha256(lesson: str, learner: str, files: Iterable[SentFile]) -> str:
    """SHA-256 of the canonical manifest: who, which lesson and every file, without the time.

    Canonical form: JSON, keys sorted, no white space, UTF-8, files sorted by path.
    """
    manifest = {
        "files": [file.model_dump() for file in sorted(files, key=lambda file: file.path)],
        "learner": learner,
        "lesson": lesson,
    }
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def allowed_in_submission(lesson: str, tasks: Iterable[str]) -> dict[str, int]:
    """The paths a submission may hold, each with its largest size in bytes."""
    answers = {f"answers/{task}.json": MAX_ANSWERS_BYTES for task in tasks}
    return {f"{lesson}.ipynb": MAX_NOTEBOOK_BYTES} | answers
