"""Submissions: append-only, files first and the database row after, repaired on start."""

from __future__ import annotations

import base64
import json
import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Engine, Select, and_, case, func, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hoichan.schema.portal import Receipt, manifest_sha256, sent_files
from hoichan_hub.portal.database import SubmissionRow
from hoichan_hub.portal.durable import make_folder, write_folder
from hoichan_hub.portal.refusals import RefusedError

_log = logging.getLogger(__name__)
_RECORD = "record.json"
_FILES = "files"


@dataclass(frozen=True)
class Upload:
    """A checked submission about to be stored. ``request_key`` marks retries of one request."""

    lesson: str
    learner: str
    files: Mapping[str, bytes]
    request_key: str | None = None


class SubmissionStore:
    """Stores and reads submissions below ``<portal>/submissions/<lesson>/<learner>/<receipt>``."""

    def __init__(
        self,
        root: Path,
        engine: Engine,
        most: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._root = root / "submissions"
        self._incoming = root / "incoming"
        self._engine = engine
        self._most = most
        self._clock = clock
        # Two requests of one learner must not both find "no such key yet".
        self._locks = tuple(threading.Lock() for _ in range(64))
        make_folder(self._root, root)
        make_folder(self._incoming, root)

    def add(self, upload: Upload) -> tuple[Receipt, bool]:
        """Store an upload for good and return its receipt, and whether it is new.

        The same ``request_key`` with the same content gives the receipt of the first time.

        Raises:
            RefusedError: ``key_reused`` for other content, ``too_many_submissions``.
        """
        described = sent_files(upload.files)
        digest = manifest_sha256(upload.lesson, upload.learner, described)
        with self._locks[hash((upload.lesson, upload.learner)) % len(self._locks)]:
            earlier = self._earlier(upload)
            if earlier is not None:
                if earlier.sha256 != digest:
                    raise RefusedError("key_reused")
                return earlier, False
            now = self._next_time(upload.lesson, upload.learner)
            receipt = Receipt(
                id=f"{now:%Y%m%d-%H%M%S}-{_code()}",
                lesson=upload.lesson,
                learner=upload.learner,
                received_at=stamp(now),
                sha256=digest,
                bytes=sum(file.bytes for file in described),
                files=described,
            )
            self._write_files(receipt, upload)
            self._write_row(receipt, upload.request_key)
        return receipt, True

    def of_learner(self, lesson: str, learner: str) -> list[Receipt]:
        """A learner's receipts for a lesson, oldest first."""
        query = (
            select(SubmissionRow.receipt)
            .where(SubmissionRow.lesson == lesson, SubmissionRow.learner == learner)
            .order_by(SubmissionRow.received_at)
        )
        return self._receipts(query)

    def latest_of(self, learner: str) -> dict[str, Receipt]:
        """A learner's latest receipt for every lesson submitted."""
        query = (
            select(SubmissionRow.receipt)
            .where(SubmissionRow.learner == learner)
            .order_by(SubmissionRow.received_at)
        )
        return {receipt.lesson: receipt for receipt in self._receipts(query)}

    def latest(self, lesson: str, before: str | None = None) -> list[Receipt]:
        """The latest receipt of every learner, by name; with ``before``, the latest up to then.

        ``before`` is a time as in ``Receipt.received_at``. A learner who submitted only after it
        is listed with the latest submission, as nbgrader does.
        """
        row = SubmissionRow
        in_time = row.received_at <= before if before is not None else true()
        time = func.coalesce(func.max(case((in_time, row.received_at))), func.max(row.received_at))
        chosen = (
            select(row.learner, time.label("received_at"))
            .where(row.lesson == lesson)
            .group_by(row.learner)
            .subquery()
        )
        query = (
            select(row.receipt)
            .join(
                chosen,
                and_(
                    row.learner == chosen.c.learner,
                    row.received_at == chosen.c.received_at,
                    row.lesson == lesson,
                ),
            )
            .order_by(row.learner)
        )
        return self._receipts(query)

    def find(self, receipt_id: str) -> Receipt:
        """One receipt by its id.

        Raises:
            RefusedError: ``submission_unknown``.
        """
        found = self._receipts(select(SubmissionRow.receipt).where(SubmissionRow.id == receipt_id))
        if not found:
            raise RefusedError("submission_unknown", receipt=receipt_id)
        return found[0]

    def read(self, receipt: Receipt) -> dict[str, bytes]:
        """The files of a submission, checked against its receipt.

        Raises:
            RefusedError: ``submission_damaged``: a file is missing or changed on disk.
        """
        folder = self._folder(receipt) / _FILES
        try:
            files = {file.path: (folder / file.path).read_bytes() for file in receipt.files}
        except OSError as error:
            _log.exception("submission %s cannot be read", receipt.id)
            raise RefusedError("submission_damaged", receipt=receipt.id) from error
        if sent_files(files) != receipt.files:
            _log.error("submission %s does not match its receipt", receipt.id)
            raise RefusedError("submission_damaged", receipt=receipt.id)
        return files

    def repair(self) -> int:
        """Bring disk and database together after a crash; the number of rows put in.

        A folder without a row was stored completely, so its row is written now; a half-written
        folder never left ``incoming`` and is removed: its sender was never told it arrived.
        """
        for draft in self._incoming.iterdir():
            shutil.rmtree(draft)
        with Session(self._engine) as session:
            known = set(session.scalars(select(SubmissionRow.id)))
        found = {folder.name: folder for folder in self._root.glob("*/*/*")}
        for missing in sorted(known - found.keys()):
            _log.error("submission %s is in the database but not on disk", missing)
        orphans = sorted(found.keys() - known)
        repaired = [record for name in orphans for record in _read_record(found[name])]
        for receipt, request_key in repaired:
            try:
                self._write_row(receipt, request_key)
            except IntegrityError:  # the sender tried again meanwhile and the retry holds the key
                self._write_row(receipt, None)
            _log.warning("submission %s: row written again from its folder", receipt.id)
        return len(repaired)

    def _folder(self, receipt: Receipt) -> Path:
        return self._root / receipt.lesson / receipt.learner / receipt.id

    def _write_files(self, receipt: Receipt, upload: Upload) -> None:
        """Put the submission on disk under its final name."""
        record = {"receipt": receipt.model_dump(), "request_key": upload.request_key}
        content = {f"{_FILES}/{path}": data for path, data in upload.files.items()}
        content[_RECORD] = json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8")
        target = self._folder(receipt)
        make_folder(target.parent, self._root)
        write_folder(target, content, self._incoming)

    def _write_row(self, receipt: Receipt, request_key: str | None) -> None:
        """Put the submission into the database; committed and synced when this returns."""
        row = SubmissionRow(
            id=receipt.id,
            lesson=receipt.lesson,
            learner=receipt.learner,
            request_key=request_key,
            received_at=receipt.received_at,
            receipt=receipt.model_dump_json(),
        )
        with Session(self._engine) as session, session.begin():
            session.add(row)

    def _earlier(self, upload: Upload) -> Receipt | None:
        """The receipt this request already got, if it is a retry."""
        mine = select(SubmissionRow.receipt).where(
            SubmissionRow.lesson == upload.lesson, SubmissionRow.learner == upload.learner
        )
        if upload.request_key is not None:
            same = self._receipts(mine.where(SubmissionRow.request_key == upload.request_key))
            if same:
                return same[0]
        with Session(self._engine) as session:
            count = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        if count >= self._most:
            raise RefusedError("too_many_submissions", limit=self._most)
        return None

    def _next_time(self, lesson: str, learner: str) -> datetime:
        """Now, but always after this learner's last submission: a clock may step back."""
        now = self._clock().astimezone(UTC)
        query = select(func.max(SubmissionRow.received_at)).where(
            SubmissionRow.lesson == lesson, SubmissionRow.learner == learner
        )
        with Session(self._engine) as session:
            last = session.scalar(query)
        if last is None:
            return now
        return max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))

    def _receipts(self, query: Select[str]) -> list[Receipt]:
        """Run a query for receipts."""
        with Session(self._engine) as session:
            return [Receipt.model_validate_json(text) for text in session.scalars(query)]


def stamp(moment: datetime) -> str:
    """ISO 8601 UTC with microseconds and ``Z``: such texts sort as the times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _code() -> str:
    """Eight random characters that a person can read out: base 32, lower case."""
    return base64.b32encode(secrets.token_bytes(5)).decode("ascii").lower()


def _read_record(folder: Path) -> Iterator[tuple[Receipt, str | None]]:
    """The record of a stored submission; nothing (and a line in the log) when it is unreadable."""
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        yield Receipt.model_validate(record["receipt"]), record["request_key"]
    except (OSError, ValueError, KeyError, ValidationError):
        _log.exception("no readable record in %s", folder)
