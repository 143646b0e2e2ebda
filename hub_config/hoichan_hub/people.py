"""Who may sign in: the site's class list, as far as the hub needs it, and their passwords."""

from __future__ import annotations

import csv
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual, Lang
from hoichan_hub.settings import ConfigError, is_hub_name

_PRIVATE = 0o600


@dataclass(frozen=True)
class Passwords:
    """The two shared passwords of the trial sign-in."""

    learners: str
    instructors: str

    def __repr__(self) -> str:
        return "Passwords(…)"


def read_learners(site: SitePaths) -> dict[str, Lang]:
    """User name -> language, from ``roster.csv``.

    Raises:
        ConfigError: no class list, or a name that cannot be used at the hub.
    """
    path = site.roster
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except OSError:
        raise ConfigError(
            Bilingual(
                vi=f"Chưa có danh sách lớp {path}. Hãy chạy: hoichan-grade --site {site.root} init",
                en=f"There is no class list {path}. Run: hoichan-grade --site {site.root} init",
            )
        ) from None
    learners: dict[str, Lang] = {}
    for number, row in enumerate(rows, start=2):
        name = (row.get("learner") or "").strip()
        if not is_hub_name(name):
            raise ConfigError(
                Bilingual(
                    vi=f"{path.name}, dòng {number}: tên đăng nhập “{name}” không dùng được; "
                    "dùng chữ thường không dấu, chữ số và . _ -",
                    en=f"{path.name}, line {number}: the user name “{name}” cannot be used; "
                    "use small letters without accents, digits and . _ -",
                )
            )
        learners[name] = "en" if (row.get("lang") or "").strip() == "en" else "vi"
    return learners


def passwords_file(site: SitePaths) -> Path:
    """``<site>/hub/passwords.json``, readable by the hub's account alone."""
    return site.hub / "passwords.json"


def read_or_make_passwords(site: SitePaths) -> Passwords:
    """The site's passwords, made at the first start and then kept.

    Raises:
        ConfigError: the file is damaged or its passwords are too short.
    """
    path = passwords_file(site)
    if not path.is_file():
        _make_passwords(path)
    path.chmod(_PRIVATE)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        passwords = Passwords(str(content["learners"]), str(content["instructors"]))
    except (ValueError, KeyError, TypeError):
        raise _bad_passwords(path) from None
    too_short = len(passwords.learners) < 8 or len(passwords.instructors) < 32
    if too_short or passwords.learners == passwords.instructors:
        raise _bad_passwords(path)
    return passwords


def _make_passwords(path: Path) -> None:
    made = {"learners": secrets.token_urlsafe(9), "instructors": secrets.token_urlsafe(30)}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # "x": two starts at once must not give two different passwords.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(made, stream, indent=1)
        stream.write("\n")


def _bad_passwords(path: Path) -> ConfigError:
    return ConfigError(
        Bilingual(
            vi=f"{path}: cần hai mật khẩu khác nhau, “learners” (từ 8 ký tự) và “instructors” "
            "(từ 32 ký tự). Xoá tệp này thì hub tạo mật khẩu mới.",
            en=f"{path}: two different passwords are needed, “learners” (8 characters or more) and "
            "“instructors” (32 or more). Delete the file and the hub makes new ones.",
        )
    )
