"""Check a stored dataset from the outside: bytes, cells, truths, texts and reproducibility.

Everything is done replicate by replicate, so that a build of scale 100 can be checked as well.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from hoichan.data.catalog import TABLES, DataError, folder
from hoichan.data.reading import package
from hoichan.schema.text import Bilingual
from hoichan.synthesis.columns import Codes, read_columns
from hoichan.synthesis.croissant import croissant
from hoichan.synthesis.datasheet import problems as datasheet_problems
from hoichan.synthesis.datasheet import sections
from hoichan.synthesis.descriptor import Stored, checksum, descriptor
from hoichan.synthesis.registry import Measured
from hoichan.synthesis.replicates import released_seed, replicates
from hoichan.synthesis.stored import digest, stored_replicates
from hoichan.synthesis.truth_file import Tables, computed, strays, truth_file
from hoichan.synthesis.writing import csv_bytes


@dataclass
class Verdict:
    """What was looked at in a dataset and everything found wrong."""

    name: str
    rows: int = 0
    truths: int = 0
    questions: int = 0
    problems: list[Bilingual] = field(default_factory=list)


def check(name: str, root: Path | None = None) -> Verdict:
    """Check the published dataset ``name``, or the build of it below ``root``."""
    verdict = Verdict(name)
    try:
        described = package(name, root)
        verdict.problems += datasheet_problems(name)
        verdict.problems += _bytes(name, root, described)
        if not verdict.problems:  # what follows would only repeat that the files are damaged
            _content(name, root, described, verdict)
    except DataError as error:
        verdict.problems.append(error.text)
    return verdict


def _problem(vi: str, en: str) -> list[Bilingual]:
    return [Bilingual(vi=vi, en=en)]


def _bytes(name: str, root: Path | None, described: Mapping[str, Any]) -> list[Bilingual]:
    """The data files are the ones the descriptor speaks of."""
    found = []
    for each in described["resources"]:
        path = folder(name, root) / str(each["path"])
        stored, content, size = digest(path)
        same = checksum(each) == (stored, size)
        if each["format"] == "csv":
            same = same and each.get("hoichan:csv_sha256") == content
        if not same:
            found += _problem(
                f"{path}: mã kiểm tra SHA-256 không khớp datapackage.json. Tệp đã bị đổi; hãy lấy lại "
                f"tệp gốc hoặc chạy “hoichan data build {name}”.",
                f"{path}: the SHA-256 does not match datapackage.json. The file was changed; restore "
                f'it or run "hoichan data build {name}".',
            )
    return found


def _content(name: str, root: Path | None, described: Mapping[str, Any], verdict: Verdict) -> None:
    """Cells, truths and reproducibility, one replicate after another."""
    seed = released_seed(name) if root is None else int(described["hoichan:seed"])
    scale = 1 if root is None else int(described["hoichan:replicates"])
    again = {table: _Again() for table in TABLES[name]}
    measured: list[list[Measured]] = []
    first: Tables = {}
    known: set[Bilingual] = set()
    for tables, made in zip(
        stored_replicates(name, root), replicates(name, seed, scale), strict=True
    ):
        for each in described["resources"]:
            rows = tables[each["name"]]
            verdict.rows += len(rows)
            known.update(_cells(each, rows))
            again[each["name"]].add(made[each["name"]])
        known.update(_references(described, tables))
        measured.append(computed(name, tables))
        first = first or tables
    verdict.problems += sorted(known, key=lambda problem: problem.en)
    verdict.problems += _truths(name, root, truth_file(name, measured, first), verdict)
    verdict.problems += _same_again(name, root, described, again, seed)


@dataclass
class _Again:
    """The table generated once more: its checksum as CSV, its rows and codes."""

    sha: Any = field(default_factory=hashlib.sha256)
    rows: list[int] = field(default_factory=list)

    def add(self, rows: pd.DataFrame) -> None:
        self.sha.update(csv_bytes(rows, header=not self.rows))
        self.rows.append(len(rows))


def _cells(described: Mapping[str, Any], rows: pd.DataFrame) -> list[Bilingual]:
    """Every cell obeys its column's constraints, and the key is one."""
    table = described["name"]
    found = []
    for each in described["schema"]["fields"]:
        if each["name"] not in rows.columns:
            continue  # the replicate's number
        wrong = _wrong(rows[each["name"]], each.get("constraints", {}))
        if wrong:
            found += _problem(
                f"Bảng “{table}”, cột “{each['name']}”: vi phạm {wrong}.",
                f'Table "{table}", column "{each["name"]}": breaks {wrong}.',
            )
    key = [column for column in described["schema"]["primaryKey"] if column in rows.columns]
    if rows.duplicated(key).any():
        found += _problem(
            f"Bảng “{table}” có khoá chính bị lặp.", f'Table "{table}" repeats a primary key.'
        )
    return found


def _wrong(column: pd.Series, rules: Mapping[str, Any]) -> str | None:
    """Name of the first constraint that some cell breaks."""
    empty = column.isna() | (column.astype("str") == "")
    present = column[~empty]
    tests: dict[str, Callable[[Any], bool]] = {
        "required": lambda rule: bool(rule) and bool(empty.any()),
        "unique": lambda rule: bool(rule) and bool(present.duplicated().any()),
        "enum": lambda rule: not bool(present.isin(rule).all()),
        "pattern": lambda rule: not bool(present.str.fullmatch(rule).all()),
        "minimum": lambda rule: bool((present < rule).any()),
        "maximum": lambda rule: bool((present > rule).any()),
    }
    return next((rule for rule, value in rules.items() if tests[rule](value)), None)


def _references(described: Mapping[str, Any], tables: Tables) -> list[Bilingual]:
    """Every foreign key that is not empty is the key of some row."""
    found = []
    for each in described["resources"]:
        for foreign in each["schema"].get("foreignKeys", []):
            table = each["name"]
            other = foreign["reference"]["resource"] or table
            pairs = [
                (mine, theirs)
                for mine, theirs in zip(
                    foreign["fields"], foreign["reference"]["fields"], strict=True
                )
                if mine in tables[table].columns
            ]
            mine = tables[table][[one for one, _ in pairs]].astype("str")
            mine = mine[(mine != "").all(axis=1) & tables[table][mine.columns].notna().all(axis=1)]
            theirs = tables[other][[one for _, one in pairs]].astype("str")
            known = set(theirs.itertuples(index=False, name=None))
            lost = [key for key in mine.itertuples(index=False, name=None) if key not in known]
            if lost:
                found += _problem(
                    f"Bảng “{table}”: khoá ngoại {lost[0]} không có trong “{other}”.",
                    f'Table "{table}": foreign key {lost[0]} is not in "{other}".',
                )
    return found


def _truths(
    name: str, root: Path | None, today: Mapping[str, Any], verdict: Verdict
) -> list[Bilingual]:
    """``truth.json`` holds what measures and questions give today; replicates agree with the release."""
    kept = read_truths(name, root)
    verdict.truths, verdict.questions = len(today["truths"]), len(today["questions"])
    path = folder(name, root) / "truth.json"
    found = []
    for part, label in (("truths", "name"), ("questions", "id")):
        theirs = {item.get(label): item for item in kept[part]}
        ours = {item[label]: item for item in today[part]}
        for key in sorted(theirs.keys() ^ ours.keys(), key=str):
            found += _problem(
                f"{path}: “{key}” chỉ có ở một trong hai: nguồn ({part}) và truth.json.",
                f'{path}: "{key}" is in only one of the sources ({part}) and truth.json.',
            )
        for key in theirs.keys() & ours.keys():
            mine, other = _values(theirs[key]), _values(ours[key])
            if not _same(mine, other):
                found += _problem(
                    f"{path}: “{key}” ghi {mine[0]}, tính lại được {other[0]}.",
                    f'{path}: "{key}" says {mine[0]}, computed {other[0]}.',
                )
    if root is not None and kept["replicates"] > 1:
        found += strays(today, read_truths(name, None))
    return found


def read_truths(name: str, root: Path | None = None) -> dict[str, Any]:
    """``truth.json`` of dataset ``name``; a missing or damaged file is a :class:`DataError`."""
    path = folder(name, root) / "truth.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept["truths"], kept["questions"], kept["replicates"]
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise DataError(f"Tệp {path} bị hỏng.", f"File {path} is damaged.") from error
    return dict(kept)


def _values(item: Mapping[str, Any]) -> list[Any]:
    """The numbers of an entry: its value, spread over replicates, and the trap's."""
    return [item.get(key) for key in ("value", "sd", "least", "most", "share")] + [
        item.get("trap", {}).get("value")
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(one) is type(other) and bool(one == other)


def _same_again(
    name: str,
    root: Path | None,
    described: Mapping[str, Any],
    again: Mapping[str, _Again],
    seed: int,
) -> list[Bilingual]:
    """The seed gave the same data once more, and the authored files the same descriptions."""
    found = []
    stored = {}
    for each in described["resources"]:
        table = each["name"]
        if again[table].sha.hexdigest() != each["hoichan:csv_sha256"]:
            path = folder(name, root) / each["path"]
            found += _problem(
                f"{path}: sinh lại từ hạt giống ra dữ liệu khác. Hãy chạy “hoichan data build {name}”.",
                f"{path}: generating from the seed gives other data. Run "
                f'"hoichan data build {name}".',
            )
        stored[table] = _as_described(each, again[table])
    if found:
        return found
    today = descriptor(name, read_columns(name), stored, seed, Codes(name))
    for file, fresh in (
        ("datapackage.json", today),
        ("croissant.json", croissant(today, sections(name))),
    ):
        path = folder(name, root) / file
        if not path.is_file() or json.loads(path.read_text(encoding="utf-8")) != fresh:
            found += _problem(
                f"{path} đã cũ so với các tệp nguồn. Hãy chạy “hoichan data build {name}”.",
                f'{path} is older than its sources. Run "hoichan data build {name}".',
            )
    return found


def _as_described(each: Mapping[str, Any], again: _Again) -> Stored:
    sha256, size = checksum(each)
    codes = {
        one["name"]: frozenset(map(str, one["hoichan:labels"]))
        for one in each["schema"]["fields"]
        if "hoichan:labels" in one
    }
    return Stored(
        each["path"],
        size,
        sha256,
        each["hoichan:csv_sha256"],
        tuple(again.rows),
        codes,
    )
