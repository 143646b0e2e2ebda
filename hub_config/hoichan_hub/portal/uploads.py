"""Reading what was sent: a list of files in JSON, checked before anything is stored."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from hoichan.schema.portal import LessonMeta, allowed_in_submission, is_relative_path
from hoichan_hub.portal.refusals import RefusedError
from hoichan_hub.portal.settings import Limits

_REQUEST_KEY = re.compile(r"[A-Za-z0-9_\-]{8,80}")
# Made for each learner at fetch, or written by the learner: a release must not bring them along.
_NEVER_RELEASED = ("answers", "variants")


def read_json(body: bytes) -> dict[str, Any]:
    """The request's JSON object.

    Raises:
        RefusedError: ``body_not_json``.
    """
    content = _parse(body)
    if not isinstance(content, dict):
        raise RefusedError("body_not_json")
    return content


def read_files(content: Mapping[str, Any], limits: Limits) -> dict[str, bytes]:
    """Decode ``{"files": [{"path", "b64"}]}``; other members of the body are not looked at.

    Raises:
        RefusedError: no list of files, a bad or repeated name, bad base64, or over the limits.
    """
    listed = content.get("files")
    if not isinstance(listed, list) or not listed:
        raise RefusedError("files_missing")
    if len(listed) > limits.files:
        raise RefusedError("too_many_files", count=len(listed), limit=limits.files)
    files: dict[str, bytes] = {}
    for item in listed:
        path, data = _read_file(item)
        if path in files:
            raise RefusedError("name_twice", path=path)
        files[path] = data
    total = sum(len(data) for data in files.values())
    if total > limits.total_bytes:
        raise RefusedError("total_too_big", size=total, limit=limits.total_bytes)
    return files


def check_submission(files: Mapping[str, bytes], meta: LessonMeta) -> None:
    """Whether these files are a submission of this lesson: names, sizes, readable JSON.

    Raises:
        RefusedError: what is wrong with which file.
    """
    allowed = allowed_in_submission(meta.id, meta.tasks)
    for path, data in files.items():
        if path not in allowed:
            raise RefusedError("name_not_allowed", path=_shown(path))
        if len(data) > allowed[path]:
            raise RefusedError("file_too_big", path=path, size=len(data), limit=allowed[path])
        if not isinstance(_parse(data), dict):
            raise RefusedError("file_not_json", path=path)
    _check_notebook(files, meta)


def check_release(files: Mapping[str, bytes], meta: LessonMeta) -> None:
    """Whether these files can be handed out as this lesson.

    Raises:
        RefusedError: a name that leaves the folder or belongs to a learner, or no notebook.
    """
    for path in files:
        if path.partition("/")[0] in _NEVER_RELEASED:
            raise RefusedError("name_not_allowed", path=path)
    _check_notebook(files, meta)


def read_meta(content: Mapping[str, Any], lesson: str) -> LessonMeta:
    """The lesson's description in a release.

    Raises:
        RefusedError: ``meta_invalid``.
    """
    try:
        meta = LessonMeta.model_validate(content.get("meta"))
    except ValidationError as error:
        raise RefusedError("meta_invalid") from error
    if meta.id != lesson:
        raise RefusedError("meta_invalid")
    return meta


def read_request_key(header: str | None) -> str | None:
    """The Idempotency-Key, None when none was sent.

    Raises:
        RefusedError: ``key_malformed``.
    """
    if header is None:
        return None
    if not _REQUEST_KEY.fullmatch(header):
        raise RefusedError("key_malformed")
    return header


def _read_file(item: object) -> tuple[str, bytes]:
    """One ``{"path", "b64"}``."""
    if not isinstance(item, dict):
        raise RefusedError("files_missing")
    path, encoded = item.get("path"), item.get("b64")
    if not isinstance(path, str) or not isinstance(encoded, str):
        raise RefusedError("files_missing")
    if not is_relative_path(path):
        raise RefusedError("name_not_allowed", path=_shown(path))
    try:
        return path, base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError("file_encoding", path=path) from error


def _check_notebook(files: Mapping[str, bytes], meta: LessonMeta) -> None:
    notebook = f"{meta.id}.ipynb"
    if notebook not in files:
        raise RefusedError("notebook_missing", path=notebook)


def _parse(data: bytes) -> Any:
    """Parsed JSON, or None when it is none (or nested beyond reason)."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _shown(path: str) -> str:
    """A name as it may stand in a message: short, printable."""
    return "".join(c if c.isprintable() else "?" for c in path[:80])
