"""The answers file on disk: one learner, one task; read by the widgets and by the grader.

Every change reads the file again under a lock, so two tabs or two kernels lose nothing, and then
replaces it in one step, so a kernel that is killed leaves the old file or the new one, never half.

Errors, all with a text in both languages for the learner::

    AnswerError
    ├── OperationRefused   the change is not possible; sending it again would not help
    └── StorageError       the disk did not take it; the change must be kept and sent again
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hoichan.i18n import fill, strings
from hoichan.schema.documents import MAX_ANSWERS_BYTES, AnswerSheet, AnyPayload, blank_payload
from hoichan.schema.payload import Payload
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicVariant

UI_VERSION = "hoichan-widgets/1"
LOCK_SECONDS = 5.0
UNDO_STEPS = 50
APPLIED_KEPT = 200
_OP_ID = re.compile(r"[A-Za-z0-9_.\-]{1,40}")

Change = Callable[[AnswerSheet], AnswerSheet]


class AnswerError(Exception):
    """Base of what can go wrong with answers; ``text`` is for the learner."""

    def __init__(self, text: Bilingual) -> None:
        super().__init__(text.en)
        self.text = text


class OperationRefused(AnswerError):  # noqa: N818 - says what happened, reads well where it is raised
    """The change is not possible as asked."""


class StorageError(AnswerError):
    """The change could not be written; keep it and try again."""


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class AnswerStore:
    """Loads, changes and saves ``answers/<task>.json`` of one variant.

    Beside it lie ``.<task>.lock`` and ``.<task>.undo`` (what each change replaced); neither is part
    of a submission. ``notices`` says what was found amiss when the file was read.
    """

    def __init__(
        self, path: Path, variant: PublicVariant, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.path = path.absolute()
        self.variant = variant
        self.notices: list[Bilingual] = []
        self._clock = clock
        self._lock_path = self.path.with_name(f".{path.stem}.lock")
        self._undo_path = self.path.with_name(f".{path.stem}.undo")
        self._sheet = self._blank()
        self._undo: list[dict[str, Any]] = []
        self.reload()
        self._remove_leftovers()

    @property
    def sheet(self) -> AnswerSheet:
        """The answers as last read or written."""
        return self._sheet

    @property
    def undo_steps(self) -> int:
        """How many changes can be taken back."""
        return len(self._undo)

    def reload(self) -> AnswerSheet:
        """Read the file again, for instance after another kernel wrote it."""
        try:
            found = self._read()
        except _UnusableError:
            try:
                with self._locked():
                    self._merge()
            except StorageError as error:
                self.notices.append(error.text)
        except OSError as error:
            self.notices.append(_said("unreadable", reason=error.strerror or type(error).__name__))
        else:
            if found is not None:
                self._sheet = found
        self._undo = self._read_undo()
        return self._sheet

    def change(self, op_id: str, change: Change) -> AnswerSheet:
        """Apply ``change`` once to what is on disk now, and save. A known ``op_id`` changes nothing.

        Raises:
            OperationRefused: from ``change`` itself, or the file would grow beyond its bound.
            StorageError: locked too long, disk full, no permission. The old file stands.
        """
        _check_op_id(op_id)
        with self._locked():
            before = self._merge()
            if op_id not in before.applied:
                self._undo = self._read_undo()
                self._save(before, change(before), op_id)
        return self._sheet

    def undo(self, op_id: str) -> AnswerSheet:
        """Take back the last change to the answers that is not yet taken back.

        Raises:
            OperationRefused: nothing is left to undo.
            StorageError: as in ``change``.
        """
        _check_op_id(op_id)
        with self._locked():
            before = self._merge()
            if op_id not in before.applied:
                self._undo = self._read_undo()
                if not self._undo:
                    raise OperationRefused(strings("answers")["nothing_to_undo"])
                payload = self._taken_back(before.payload, self._undo.pop())
                after = before.model_copy(update={"payload": payload})
                self._save(before, after, op_id, record=False)
        return self._sheet

    def take_over(self, other: AnswerStore) -> None:
        """Follow another store of the same file in this process, without reading the disk."""
        if other is not self:
            self._sheet = other._sheet
            self._undo = list(other._undo)

    # --- reading ------------------------------------------------------------------------------

    def _blank(self) -> AnswerSheet:
        now = _iso(self._clock())
        return AnswerSheet(
            lesson=self.variant.lesson,
            task=self.variant.task,
            variant=self.variant.variant,
            learner=self.variant.learner,
            attempt=self.variant.attempt,
            opened=now,
            saved=now,
            ui=UI_VERSION,
            payload=blank_payload(self.variant.type),
        )

    def _read(self) -> AnswerSheet | None:
        """The file's content; None when there is no file. Raises _UnusableError with a reason."""
        try:
            with self.path.open("rb") as file:
                raw = file.read(MAX_ANSWERS_BYTES + 1)
        except FileNotFoundError:
            return None
        if len(raw) > MAX_ANSWERS_BYTES:
            raise _UnusableError("corrupt")
        try:
            sheet = AnswerSheet.model_validate_json(raw)
        except ValidationError as error:
            raise _UnusableError("corrupt") from error
        bound = ("lesson", "task", "variant", "learner", "attempt")
        if any(getattr(sheet, name) != getattr(self.variant, name) for name in bound):
            raise _UnusableError("foreign")
        if sheet.payload.type != self.variant.type:
            raise _UnusableError("corrupt")
        return sheet

    def _merge(self) -> AnswerSheet:
        """Take over what is on disk; call with the lock held. Sets an unusable file aside."""
        try:
            found = self._read()
        except _UnusableError as error:
            aside = self._set_aside()
            reason = "recovered" if self._sheet.rev else error.reason
            self.notices.append(_said(reason, name=aside.name))
        except OSError as error:
            raise _storage_error(error) from error
        else:
            if found is not None:
                self._sheet = found
        return self._sheet

    def _set_aside(self) -> Path:
        stamp = self._clock().strftime("%Y%m%dT%H%M%S")
        aside = self.path.with_name(f"{self.path.name}.bad-{stamp}-{uuid.uuid4().hex[:4]}")
        try:
            self.path.rename(aside)
        except OSError as error:
            raise _storage_error(error) from error
        return aside

    def _read_undo(self) -> list[dict[str, Any]]:
        """Undo steps that belong to the answers at hand; a damaged list is an empty one."""
        try:
            kept = json.loads(self._undo_path.read_text(encoding="utf-8"))
            steps = kept["steps"] if kept["variant"] == self.variant.variant else []
            return [step for step in steps if step["rev"] <= self._sheet.rev and step["before"]]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def _taken_back(self, payload: AnyPayload, step: dict[str, Any]) -> AnyPayload:
        try:
            return restore(payload, step["before"])
        except (ValidationError, KeyError, TypeError, AttributeError) as error:
            raise OperationRefused(strings("answers")["nothing_to_undo"]) from error

    # --- writing ------------------------------------------------------------------------------

    def _save(
        self, before: AnswerSheet, after: AnswerSheet, op_id: str, *, record: bool = True
    ) -> None:
        """Write ``after`` as the next revision; the undo list goes first, so it never lags."""
        saved = after.model_copy(
            update={
                "rev": before.rev + 1,
                # A clock that was set back must not make newer answers look older.
                "saved": max(_iso(self._clock()), before.saved),
                "applied": (*before.applied, op_id)[-APPLIED_KEPT:],
            }
        )
        raw = saved.model_dump_json(indent=1).encode("utf-8")
        if len(raw) > MAX_ANSWERS_BYTES:
            raise OperationRefused(strings("answers")["too_big"])
        replaced = replaced_items(before.payload, after.payload) if record else {}
        if replaced:
            self._undo.append({"rev": saved.rev, "before": replaced})
            self._undo = self._undo[-UNDO_STEPS:]
        undo = {"variant": self.variant.variant, "steps": self._undo}
        try:
            if replaced or not record:
                text = json.dumps(undo, ensure_ascii=False)
                self._replace(self._undo_path, text.encode("utf-8"), durable=False)
            self._replace(self.path, raw, durable=True)
        except OSError as error:
            raise _storage_error(error) from error
        self._sheet = saved

    def _replace(self, path: Path, raw: bytes, *, durable: bool) -> None:
        """Put ``raw`` in place of ``path`` in one step; ``durable``: also through a power cut."""
        temporary = path.with_name(f".tmp-{self.path.stem}-{uuid.uuid4().hex}")
        try:
            with temporary.open("xb") as file:
                file.write(raw)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        if durable:
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _remove_leftovers(self) -> None:
        """Delete half-written files of killed kernels: under the lock none of them is in use."""
        pattern = f".tmp-{self.path.stem}-*"
        if not any(self.path.parent.glob(pattern)):
            return
        try:
            with self._locked():
                for leftover in self.path.parent.glob(pattern):
                    leftover.unlink(missing_ok=True)
        except (StorageError, OSError):
            return  # tidying can wait; saving must not fail for it

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the task's lock, shared by every kernel and tab of this learner."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise _storage_error(error) from error
        try:
            _wait_for_lock(handle)
            yield
        finally:
            os.close(handle)  # closing gives the lock back


class _UnusableError(Exception):
    """The file cannot be taken as this learner's answers."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _wait_for_lock(handle: int) -> None:
    """Take the lock; a kernel must answer its learner, so it does not wait for ever."""
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StorageError(strings("answers")["busy"]) from None
            time.sleep(0.01)
        else:
            return


def _check_op_id(op_id: str) -> None:
    if not _OP_ID.fullmatch(op_id):
        raise OperationRefused(strings("answers")["bad_op_id"])


def _said(key: str, **values: object) -> Bilingual:
    return fill(strings("answers")[key], **values)


def _storage_error(error: OSError) -> StorageError:
    return StorageError(_said("cannot_write", reason=error.strerror or type(error).__name__))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# --- undo: a payload seen as named items, so that taking back one never touches another ----------


def items(payload: Payload) -> dict[str, Any]:
    """The payload as ``{"<part>:<id>": JSON value}``, for comparing two of them.

    A part that is no list is one item, ``"<part>:"``.
    """
    found: dict[str, Any] = {}
    for part, value in payload.model_dump(mode="json", exclude={"type"}).items():
        if not isinstance(value, list):
            found[f"{part}:"] = value
            continue
        for entry in value:
            loud = entry
            if isinstance(entry, dict):
                loud = {name: each for name, each in entry.items() if name not in payload.QUIET}
                said = any(each for name, each in loud.items() if name != "uid")
                if len(loud) < len(entry) and not said:
                    continue  # so far only things that are recorded: there is nothing to take back
            found[f"{part}:{_name(entry)}"] = loud
    return found


def replaced_items(before: Payload, after: Payload) -> dict[str, Any]:
    """What ``after`` replaced: the old value of every item that differs, None where there was none."""
    old, new = items(before), items(after)
    return {key: old.get(key) for key in (old | new) if old.get(key) != new.get(key)}


def restore(payload: AnyPayload, before: dict[str, Any]) -> AnyPayload:
    """Put old values back (None removes an entry); everything else stays as it is."""
    plain = payload.model_dump(mode="json")
    for key, value in before.items():
        part, _, name = key.partition(":")
        if not name:
            plain[part] = value
            continue
        kept = [entry for entry in plain[part] if _name(entry) != name]
        now = next((e for e in plain[part] if _name(e) == name and isinstance(e, dict)), {})
        quiet = {field: now[field] for field in payload.QUIET if now.get(field)}
        if isinstance(value, dict):
            kept.append({**value, **quiet})
        elif value is not None:
            kept.append(value)
        elif quiet:
            kept.append({"uid": name, **quiet})
        plain[part] = kept
    return type(payload).model_validate(plain)


def _name(entry: dict[str, Any] | str) -> str:
    return str(entry["uid"]) if isinstance(entry, dict) else entry
