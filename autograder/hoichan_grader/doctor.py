"""Looks a site over and says in plain words what is not as it should be."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hoichan.portal_client import PortalClient, PortalError
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader.grade import open_book
from hoichan_grader.roster import read_roster
from hoichan_grader.site_setup import config_is_current, read_secret
from hoichan_grader.texts import GraderError


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``good`` is False when somebody has to act."""

    good: bool
    text: Bilingual


def examine(
    site: SitePaths, lesson: str | None = None, environ: Mapping[str, str] = os.environ
) -> Iterator[Check]:
    """Look at folders, secret, class list, settings, one lesson and the submission service."""
    yield from _private(site)
    yield _try(
        "Khoá bí mật của khoá học", "The course secret", lambda: len(read_secret(site)) * 8, "bit"
    )
    yield _try("Danh sách lớp", "The class list", lambda: len(read_roster(site.roster)), "")
    current = config_is_current(site)
    yield Check(
        current,
        Bilingual(
            vi="Cấu hình nbgrader của khoá học là bản hiện hành."
            if current
            else "Cấu hình nbgrader đã cũ hoặc bị sửa: hãy chạy init.",
            en="nbgrader's settings of the course are current."
            if current
            else "nbgrader's settings are old or were edited: run init.",
        ),
    )
    if lesson is not None:
        yield _try(
            f"Bài “{lesson}”: bản phát hành và ngân hàng đề",
            f"Lesson “{lesson}”: release and pools",
            lambda: len(open_book(site, lesson).pools),
            "",
        )
    yield _portal(environ)


def _private(site: SitePaths) -> Iterator[Check]:
    """Keys, gradebook and records must be closed to every other account."""
    for path in (site.keys, site.course_secret, site.course, site.root / "records"):
        if not path.exists():
            text = Bilingual(vi=f"Chưa có {path}: hãy chạy init.", en=f"No {path}: run init.")
            yield Check(False, text)
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            yield Check(
                False,
                Bilingual(
                    vi=f"{path}: người khác đọc được (quyền {mode:o}); hãy chạy init.",
                    en=f"{path}: others can read it (mode {mode:o}); run init.",
                ),
            )
        else:
            yield Check(
                True, Bilingual(vi=f"{path}: chỉ máy chấm đọc được.", en=f"{path}: private.")
            )


def _try(vi: str, en: str, look: Callable[[], int], unit: str) -> Check:
    try:
        found = f"{look()} {unit}".strip()
    except GraderError as reason:
        return Check(False, Bilingual(vi=f"{vi}: {reason.text.vi}", en=f"{en}: {reason.text.en}"))
    return Check(True, Bilingual(vi=f"{vi}: {found}.", en=f"{en}: {found}."))


def _portal(environ: Mapping[str, str]) -> Check:
    try:
        with PortalClient.from_environment(environ) as client:
            name = client.me()
    except PortalError as reason:
        return Check(False, reason.text)
    role_vi, role_en = ("giảng viên", "instructor") if name.instructor else ("học viên", "learner")
    return Check(
        name.instructor,
        Bilingual(
            vi=f"Cổng nộp bài: vào được với tên {name.name} ({role_vi}).",
            en=f"Submission service: signed in as {name.name} ({role_en}).",
        ),
    )
