"""The class list: ``roster.csv`` with the columns ``learner,name,lang,group``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from hoichan.schema.portal import is_learner_name
from hoichan.schema.text import Lang, NfcStr, Strict, nfc
from hoichan_grader.atomic import write_text
from hoichan_grader.texts import error

COLUMNS = ("learner", "name", "lang", "group")


class Learner(Strict):
    """One line of the class list. ``learner`` is the user name at the hub."""

    learner: str
    name: NfcStr = ""
    lang: Lang = "vi"
    group: NfcStr = ""


def read_roster(path: Path) -> dict[str, Learner]:
    """Read the class list, keyed by user name; an absent file is an empty list.

    Raises:
        GraderError: a line that cannot be used, with its number.
    """
    if not path.is_file():
        return {}
    learners: dict[str, Learner] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames is None or "learner" not in reader.fieldnames:
            columns = ",".join(COLUMNS)
            raise error(
                "bad_roster",
                path=path,
                line=1,
                reason_vi=f"dòng đầu phải là {columns}",
                reason_en=f"the first line must be {columns}",
            )
        for row in reader:
            learner = _one(path, reader.line_num, row)
            if learner.learner in learners:
                raise error(
                    "bad_roster",
                    path=path,
                    line=reader.line_num,
                    reason_vi=f"tên đăng nhập {learner.learner} bị lặp lại",
                    reason_en=f"the user name {learner.learner} is there twice",
                )
            learners[learner.learner] = learner
    return learners


def _one(path: Path, line: int, row: dict[str, str | None]) -> Learner:
    name = nfc((row.get("learner") or "").strip())
    lang = (row.get("lang") or "vi").strip() or "vi"
    if not is_learner_name(name):
        raise error(
            "bad_roster",
            path=path,
            line=line,
            reason_vi=f"tên đăng nhập không hợp lệ: {name!r} (chỉ dùng chữ, số, _ . @ + -)",
            reason_en=f"not a usable user name: {name!r} (letters, digits, _ . @ + - only)",
        )
    if lang not in ("vi", "en"):
        raise error(
            "bad_roster",
            path=path,
            line=line,
            reason_vi=f"cột lang phải là vi hoặc en, không phải {lang!r}",
            reason_en=f"the column lang must be vi or en, not {lang!r}",
        )
    return Learner(
        learner=name,
        name=(row.get("name") or "").strip(),
        lang="en" if lang == "en" else "vi",
        group=(row.get("group") or "").strip(),
    )


def write_roster(path: Path, learners: Iterable[Learner]) -> None:
    """Write the class list, sorted by user name."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for learner in sorted(learners, key=lambda one: one.learner):
        writer.writerow((learner.learner, learner.name, learner.lang, learner.group))
    write_text(path, stream.getvalue())
