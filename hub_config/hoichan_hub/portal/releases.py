"""Released lessons: what is handed out, and what the lesson list says."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from hoichan.schema.portal import LessonMeta, Release, SentFile, manifest_sha256, sent_files
from hoichan_hub.portal.database import ReleaseRow
from hoichan_hub.portal.durable import make_folder, write_folder
from hoichan_hub.portal.refusals import RefusedError
from hoichan_hub.portal.submissions import stamp

_FILES = TypeAdapter(tuple[SentFile, ...])


@dataclass(frozen=True)
class ReleasedLesson:
    """A release as it is handed out now."""

    meta: LessonMeta
    release: Release
    folder: Path

    def read(self) -> dict[str, bytes]:
        """The released files by relative path."""
        return {file.path: (self.folder / file.path).read_bytes() for file in self.release.files}


class ReleaseStore:
    """Stores releases below ``<portal>/releases/<lesson>/``; earlier ones are kept."""

    def __init__(self, root: Path, engine: Engine) -> None:
        self._root = root / "releases"
        self._incoming = root / "incoming"
        self._engine = engine
        self._lock = threading.Lock()
        make_folder(self._root, root)
        make_folder(self._incoming, root)

    def put(self, meta: LessonMeta, files: Mapping[str, bytes], *, force: bool) -> Release:
        """Release a lesson. The same content again changes nothing.

        Raises:
            RefusedError: ``already_released`` with other content, unless ``force``.
        """
        described = sent_files(files)
        digest = manifest_sha256(meta.id, "", described)
        with self._lock:
            current = self._current().get(meta.id)
            if current is not None:
                if current.release.sha256 == digest and current.meta == meta:
                    return current.release
                if not force:
                    raise RefusedError("already_released", lesson=meta.id)
            release = Release(
                lesson=meta.id,
                released_at=stamp(datetime.now(UTC)),
                sha256=digest,
                files=described,
            )
            name = secrets.token_hex(8)
            target = self._root / meta.id / name
            make_folder(target.parent, self._root)
            write_folder(target, files, self._incoming)
            self._write_row(meta, release, name)
        return release

    def all(self) -> list[ReleasedLesson]:
        """Every released lesson, by id."""
        return [lesson for _, lesson in sorted(self._current().items())]

    def find(self, lesson: str) -> ReleasedLesson:
        """One released lesson.

        Raises:
            RefusedError: ``lesson_unknown``.
        """
        found = self._current().get(lesson)
        if found is None:
            raise RefusedError("lesson_unknown", lesson=lesson)
        return found

    def _current(self) -> dict[str, ReleasedLesson]:
        """The latest release of each lesson."""
        newest = select(func.max(ReleaseRow.seq)).group_by(ReleaseRow.lesson)
        with Session(self._engine) as session:
            rows = session.scalars(select(ReleaseRow).where(ReleaseRow.seq.in_(newest))).all()
            return {row.lesson: self._lesson(row) for row in rows}

    def _lesson(self, row: ReleaseRow) -> ReleasedLesson:
        release = Release(
            lesson=row.lesson,
            released_at=row.released_at,
            sha256=row.sha256,
            files=_FILES.validate_json(row.files),
        )
        meta = LessonMeta.model_validate_json(row.meta)
        return ReleasedLesson(meta, release, self._root / row.lesson / row.folder)

    def _write_row(self, meta: LessonMeta, release: Release, folder: str) -> None:
        row = ReleaseRow(
            lesson=meta.id,
            folder=folder,
            released_at=release.released_at,
            sha256=release.sha256,
            meta=meta.model_dump_json(),
            files=json.dumps([file.model_dump() for file in release.files]),
        )
        with Session(self._engine) as session, session.begin():
            session.add(row)
