"""What the portal does, without HTTP: every function here may block and runs in a thread."""

from __future__ import annotations

import base64
import fcntl
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hoichan.schema.portal import (
    Identity,
    LessonEntry,
    Receipt,
    is_learner_name,
)
from hoichan_hub.portal.database import open_database
from hoichan_hub.portal.durable import make_folder
from hoichan_hub.portal.refusals import RefusedError
from hoichan_hub.portal.releases import ReleaseStore
from hoichan_hub.portal.settings import PortalSettings, SettingsError
from hoichan_hub.portal.submissions import SubmissionStore, Upload
from hoichan_hub.portal.uploads import (
    check_release,
    check_submission,
    read_files,
    read_json,
    read_meta,
    read_request_key,
)
from hoichan_hub.portal.variants import MakeVariant, VariantMaker

_log = logging.getLogger(__name__)
Json = dict[str, Any]


class PortalService:
    """The portal of one site. Only one process at a time may hold a site's portal."""

    def __init__(self, settings: PortalSettings, make_variant: MakeVariant) -> None:
        self._settings = settings
        root = settings.site.portal
        make_folder(root, settings.site.root.parent)
        self._lock = _lock_site(root)
        self._engine = open_database(settings.database)
        self._releases = ReleaseStore(root, self._engine)
        self._submissions = SubmissionStore(root, self._engine, settings.limits.submissions)
        self._variants = VariantMaker(settings.site, make_variant)
        self._submissions.repair()

    def close(self) -> None:
        """Let go of the database and of the site."""
        self._engine.dispose()
        os.close(self._lock)

    def lessons(self, caller: Identity) -> list[Json]:
        """The released lessons with the caller's own progress."""
        receipts = self._submissions.latest_of(caller.name)
        return [
            LessonEntry(
                **lesson.meta.model_dump(exclude={"tasks"}),
                released_at=lesson.release.released_at,
                receipt=receipts.get(lesson.meta.id),
                feedback=self._settings.site.feedback(lesson.meta.id, caller.name).is_file(),
            ).model_dump()
            for lesson in self._releases.all()
        ]

    def lesson_files(self, caller: Identity, lesson: str) -> Json:
        """The released files and the caller's own variants, nothing else."""
        released = self._releases.find(lesson)
        own = self._variants.files(lesson, released.meta.tasks, caller.name)
        return {"lesson": lesson, "files": _encode(released.read() | own)}

    def submit(
        self, caller: Identity, lesson: str, body: bytes, request_key: str | None
    ) -> tuple[Json, bool]:
        """Store a submission of the caller; the receipt, and whether it is new."""
        released = self._releases.find(lesson)
        key = read_request_key(request_key)
        files = read_files(read_json(body), self._settings.limits)
        check_submission(files, released.meta)
        receipt, new = self._submissions.add(Upload(lesson, caller.name, files, key))
        _log.info("submission %s stored, %d bytes", receipt.id, receipt.bytes)
        return receipt.model_dump(), new

    def receipts(self, caller: Identity, lesson: str) -> list[Json]:
        """The caller's own receipts, oldest first."""
        self._releases.find(lesson)
        return _dump(self._submissions.of_learner(lesson, caller.name))

    def submissions(self, caller: Identity, lesson: str, before: str | None) -> list[Json]:
        """The latest receipt of each learner, for instructors."""
        _instructors_only(caller)
        self._releases.find(lesson)
        return _dump(self._submissions.latest(lesson, before))

    def submission_files(self, caller: Identity, receipt_id: str) -> Json:
        """A submission's files, for its owner and for instructors."""
        receipt = self._submissions.find(receipt_id)
        if receipt.learner != caller.name and not caller.instructor:
            raise RefusedError("not_yours")
        files = self._submissions.read(receipt)
        return {"receipt": receipt.model_dump(), "files": _encode(files)}

    def release(self, caller: Identity, lesson: str, body: bytes) -> Json:
        """Hand a lesson out from now on, for instructors."""
        _instructors_only(caller)
        content = read_json(body)
        meta = read_meta(content, lesson)
        files = read_files(content, self._settings.limits)
        check_release(files, meta)
        missing = self._variants.missing_pools(lesson, meta.tasks)
        if missing:
            raise RefusedError("pools_missing", lesson=lesson, tasks=", ".join(missing))
        release = self._releases.put(meta, files, force=content.get("force") is True)
        return release.model_dump()

    def feedback_page(self, caller: Identity, lesson: str, learner: str | None) -> bytes:
        """A learner's feedback page: one's own, or anybody's for instructors."""
        name = caller.name if learner is None else learner
        if name != caller.name:
            _instructors_only(caller)
        if not is_learner_name(name):
            raise RefusedError("feedback_missing")
        return _read_page(self._settings.site.feedback(lesson, name), "feedback_missing")

    def report_page(self, caller: Identity, lesson: str) -> bytes:
        """The cohort report, for instructors."""
        _instructors_only(caller)
        return _read_page(self._settings.site.report(lesson), "report_missing")


def _instructors_only(caller: Identity) -> None:
    if not caller.instructor:
        raise RefusedError("instructor_only")


def _encode(files: Mapping[str, bytes]) -> list[Json]:
    return [
        {"path": path, "b64": base64.b64encode(data).decode("ascii")}
        for path, data in sorted(files.items())
    ]


def _dump(receipts: list[Receipt]) -> list[Json]:
    return [receipt.model_dump() for receipt in receipts]


def _read_page(path: Path, missing: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RefusedError(missing) from None


def _lock_site(root: Path) -> int:
    """Hold the site for this process; the kernel lets go of it when the process ends."""
    descriptor = os.open(root / "portal.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        msg = (
            f"Một cổng nộp bài khác đang dùng thư mục {root}. / "
            f"Another portal is already running on {root}."
        )
        raise SettingsError(msg) from None
    return descriptor
