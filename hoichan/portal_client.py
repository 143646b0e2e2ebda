"""Client of the submission service: what learners' servers and graders call."""

from __future__ import annotations

import base64
import binascii
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from hoichan.schema.portal import (
    MAX_SUBMISSION_BYTES,
    Identity,
    LessonEntry,
    LessonMeta,
    Receipt,
    Release,
    is_relative_path,
    manifest_sha256,
    sent_files,
)
from hoichan.schema.text import Bilingual

_TRIES = 3
_PAUSES = (0.3, 1.0)
# A reverse proxy's answers while the service behind it is away or starting.
_PASSING_TROUBLE = frozenset({502, 503, 504})
_ENTRIES = TypeAdapter(list[LessonEntry])
_RECEIPTS = TypeAdapter(list[Receipt])
Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item")


class PortalError(Exception):
    """The portal could not be reached or refused; ``vi`` and ``en`` are for the person.

    Codes of the client's own: ``not_configured``, ``unreachable``, ``bad_reply``, ``too_big``;
    all others come from the portal. ``status`` is the HTTP status, None when there was no answer.
    """

    def __init__(self, code: str, vi: str, en: str, status: int | None = None) -> None:
        self.code = code
        self.text = Bilingual(vi=vi, en=en)
        self.status = status
        super().__init__(f"{self.text.vi} / {self.text.en}")

    @property
    def vi(self) -> str:
        """The message in Vietnamese."""
        return self.text.vi

    @property
    def en(self) -> str:
        """The message in English."""
        return self.text.en


@dataclass(frozen=True)
class StoredSubmission:
    """A submission as the portal keeps it, its content checked against the receipt."""

    receipt: Receipt
    files: Mapping[str, bytes]


class PortalClient:
    """Speaks to one portal as the holder of one token; close it, or use it in a ``with``."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 20.0,
        transport: httpx.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """``timeout`` in seconds for each step; ``transport`` and ``pause`` serve tests."""
        self.base_url = base_url.rstrip("/") + "/"
        self._pause = pause
        # trust_env: the portal is inside the site; a proxy of the surroundings must not see tokens.
        self._http = httpx.Client(
            base_url=self.base_url,
            headers={"Authorization": f"token {token}"},
            timeout=timeout,
            transport=transport,
            trust_env=False,
            follow_redirects=False,
        )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """The client that the surroundings describe.

        ``HOICHAN_PORTAL_URL`` and ``HOICHAN_PORTAL_TOKEN`` or ``JUPYTERHUB_API_TOKEN``.

        Raises:
            PortalError: ``not_configured``.
        """
        url = environ.get("HOICHAN_PORTAL_URL", "")
        token = environ.get("HOICHAN_PORTAL_TOKEN") or environ.get("JUPYTERHUB_API_TOKEN", "")
        if not url or not token:
            raise PortalError(
                "not_configured",
                "Chưa cấu hình dịch vụ nộp bài (HOICHAN_PORTAL_URL và HOICHAN_PORTAL_TOKEN).",
                "The submission service is not set up (HOICHAN_PORTAL_URL, HOICHAN_PORTAL_TOKEN).",
            )
        return cls(url, token)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def me(self) -> Identity:
        """Whom the portal takes this client for."""
        return _read(Identity, self._json("GET", "api/me"))

    def lessons(self) -> list[LessonEntry]:
        """The released lessons with one's own progress."""
        return _read_list(_ENTRIES, self._json("GET", "api/lessons"))

    def lesson_files(self, lesson: str) -> dict[str, bytes]:
        """The released files and one's own variants, by relative path."""
        return _decode(self._json("GET", f"api/lessons/{lesson}/files"))

    def submit(
        self, lesson: str, files: Mapping[str, bytes], *, request_key: str | None = None
    ) -> Receipt:
        """Hand in files and get the receipt.

        ``request_key`` marks this one submission, so that trying again after a lost answer does
        not store it twice; a fresh one is made when none is given.

        Raises:
            PortalError: nothing was stored, or it is not known (``unreachable``): submit again.
        """
        _check_size(files)
        reply = self._json(
            "POST",
            f"api/lessons/{lesson}/submissions",
            body={"files": _encode(files)},
            headers={"Idempotency-Key": request_key or uuid.uuid4().hex},
        )
        receipt = _read(Receipt, reply)
        # The one proof a learner has: it must be about exactly what was sent.
        if receipt.files != sent_files(files) or receipt.lesson != lesson:
            raise _bad_reply()
        return receipt

    def receipts(self, lesson: str) -> list[Receipt]:
        """One's own receipts for a lesson, oldest first."""
        return _read_list(_RECEIPTS, self._json("GET", f"api/lessons/{lesson}/receipts"))

    def submissions(self, lesson: str, *, before: str | None = None) -> list[Receipt]:
        """For instructors: each learner's latest receipt, by name.

        With ``before`` (ISO 8601 with offset): the latest up to then, or else the latest.
        """
        query = {} if before is None else {"before": before}
        return _read_list(_RECEIPTS, self._json("GET", f"api/lessons/{lesson}/submissions", query))

    def submission(self, receipt_id: str) -> StoredSubmission:
        """The content of one submission; for its owner and for instructors.

        Raises:
            PortalError: ``bad_reply`` when content and receipt do not agree.
        """
        reply = self._json("GET", f"api/submissions/{receipt_id}/files")
        files = _decode(reply)
        receipt = _read(Receipt, reply.get("receipt"))
        described = sent_files(files)
        digest = manifest_sha256(receipt.lesson, receipt.learner, described)
        if receipt.id != receipt_id or receipt.files != described or receipt.sha256 != digest:
            raise _bad_reply()
        return StoredSubmission(receipt, files)

    def release(
        self, meta: LessonMeta, files: Mapping[str, bytes], *, force: bool = False
    ) -> Release:
        """For instructors: hand a lesson out from now on; ``force`` replaces other content."""
        _check_size(files)
        body = {"meta": meta.model_dump(), "files": _encode(files), "force": force}
        return _read(Release, self._json("PUT", f"api/lessons/{meta.id}/release", body=body))

    def _json(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a request and return the JSON of the reply; tried anew after passing trouble.

        Every request may be repeated: GET, PUT of the same content, POST with its request key.
        """
        request = self._http.build_request(method, path, params=query, json=body, headers=headers)
        response = self._send(request)
        try:
            content = response.json()
        except ValueError:
            content = None
        if response.is_success and content is not None:
            return content
        raise _refused(response.status_code, content)

    def _send(self, request: httpx.Request) -> httpx.Response:
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1
            try:
                response = self._http.send(request)
            except httpx.TransportError as error:
                if last:
                    raise PortalError(
                        "unreachable",
                        "Không kết nối được với dịch vụ nộp bài. Bài làm vẫn còn trên máy; "
                        "hãy thử lại sau ít phút.",
                        "Could not reach the submission service. Your work is still here; "
                        "try again in a few minutes.",
                    ) from error
            else:
                if last or response.status_code not in _PASSING_TROUBLE:
                    return response
            self._pause(_PAUSES[attempt])
        raise AssertionError  # the last attempt returns or raises


def _refused(status: int, content: Any) -> PortalError:
    """The portal's own words when it gave any."""
    error = content.get("error") if isinstance(content, dict) else None
    if isinstance(error, dict) and {"code", "vi", "en"} <= error.keys():
        return PortalError(str(error["code"]), str(error["vi"]), str(error["en"]), status)
    return _bad_reply(status)


def _bad_reply(status: int | None = None) -> PortalError:
    shown = "" if status is None else f" ({status})"
    return PortalError(
        "bad_reply",
        f"Dịch vụ nộp bài trả lời không đúng{shown}. Bài làm vẫn còn; hãy thử lại hoặc báo "
        "giảng viên.",
        f"The submission service gave a wrong answer{shown}. Your work is still here; try again "
        "or tell your instructor.",
        status,
    )


def _check_size(files: Mapping[str, bytes]) -> None:
    """Say what is too big before sending: the server would only hang up."""
    total = sum(len(data) for data in files.values())
    if total > MAX_SUBMISSION_BYTES:
        raise PortalError(
            "too_big",
            f"Tổng cộng {total} byte, nhiều nhất là {MAX_SUBMISSION_BYTES} byte.",
            f"{total} bytes altogether; at most {MAX_SUBMISSION_BYTES} are accepted.",
        )


def _encode(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    return [
        {"path": path, "b64": base64.b64encode(data).decode("ascii")}
        for path, data in sorted(files.items())
    ]


def _decode(content: Any) -> dict[str, bytes]:
    """The files of a reply; a name that would leave its folder is refused here too."""
    try:
        files = {
            str(item["path"]): base64.b64decode(item["b64"], validate=True)
            for item in content["files"]
        }
    except (KeyError, TypeError, binascii.Error) as error:
        raise _bad_reply() from error
    if not all(is_relative_path(path) for path in files):
        raise _bad_reply()
    return files


def _read(model: type[Model], content: Any) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _bad_reply() from error


def _read_list(adapter: TypeAdapter[list[Item]], content: Any) -> list[Item]:
    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        raise _bad_reply() from error
