"""Check a published table from the outside: bytes, cells, truths, texts and reproducibility."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from hoichan.data import DataError, folder, load, package
from hoichan.schema.text import Bilingual
from hoichan.synthesis.publish import GENERATORS, csv_bytes, describe, released_seed, truths


def check(name: str, root: Path | None = None) -> list[Bilingual]:
    """Everything wrong with the published table ``name``; empty when all is well."""
    steps: tuple[Callable[[str, Path | None], list[Bilingual]], ...] = (
        _bytes, _cells, _truths, _datasheet, _again,
    )  # fmt: skip
    found: list[Bilingual] = []
    for step in steps:
        try:
            found += step(name, root)
        except DataError as error:
            found.append(error.text)
        if found and step is _bytes:
            break  # what follows would only repeat that the file is damaged
    return found


def _problem(vi: str, en: str) -> list[Bilingual]:
    return [Bilingual(vi=vi, en=en)]


def _content(name: str, root: Path | None) -> tuple[Path, bytes, bytes]:
    """Path, stored bytes and CSV bytes of the data file."""
    path = folder(name, root) / str(package(name, root)["resources"][0]["path"])
    try:
        stored = path.read_bytes()
        return path, stored, gzip.decompress(stored) if path.suffix == ".gz" else stored
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"Không giải nén được {path}: tệp bị hỏng. Hãy chạy “hoichan data build {name}”.",
            f'Cannot unpack {path}: the file is damaged. Run "hoichan data build {name}".',
        ) from error


def _bytes(name: str, root: Path | None) -> list[Bilingual]:
    """The data file is the one the descriptor speaks of."""
    resource = package(name, root)["resources"][0]
    path, stored, content = _content(name, root)
    same = resource.get("hash") == "sha256:" + hashlib.sha256(stored).hexdigest()
    same &= resource.get("hoichan:csv_sha256") == hashlib.sha256(content).hexdigest()
    same &= resource.get("bytes") == len(stored)
    if same:
        return []
    return _problem(
        f"{path}: mã kiểm tra SHA-256 không khớp datapackage.json. Tệp đã bị đổi; hãy lấy lại tệp gốc "
        f"hoặc chạy “hoichan data build {name}”.",
        f"{path}: the SHA-256 does not match datapackage.json. The file was changed; restore it or run "
        f'"hoichan data build {name}".',
    )


def _cells(name: str, root: Path | None) -> list[Bilingual]:
    """Every cell obeys its column's constraints."""
    resource = package(name, root)["resources"][0]
    table = load(name, root)
    found = []
    for field in resource["schema"]["fields"]:
        wrong = _wrong(table[field["name"]], field.get("constraints", {}))
        if wrong:
            found += _problem(
                f"Bảng “{name}”, cột “{field['name']}”: vi phạm {wrong}.",
                f'Table "{name}", column "{field["name"]}": breaks {wrong}.',
            )
    if len(table) != resource["hoichan:rows"]:
        found += _problem(
            f"Bảng “{name}” có {len(table)} dòng, datapackage.json ghi {resource['hoichan:rows']}.",
            f'Table "{name}" has {len(table)} rows, datapackage.json says {resource["hoichan:rows"]}.',
        )
    if table.duplicated(resource["schema"]["primaryKey"]).any():
        found += _problem(
            f"Bảng “{name}” có khoá chính bị lặp.", f'Table "{name}" repeats a primary key.'
        )
    return found


def _wrong(column: pd.Series, rules: dict[str, Any]) -> str | None:
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


def _truths(name: str, root: Path | None) -> list[Bilingual]:
    """``truth.json`` holds what the measures give today."""
    path = folder(name, root) / "truth.json"
    try:
        kept = {item["name"]: item for item in json.loads(path.read_text(encoding="utf-8"))}
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise DataError(f"Tệp {path} bị hỏng.", f"File {path} is damaged.") from error
    today = {item["name"]: item for item in truths(name, {name: load(name, root)})}
    found = []
    for key in sorted(kept.keys() ^ today.keys()):
        found += _problem(
            f"{path}: “{key}” chỉ có ở một trong hai tệp truths.yaml và truth.json.",
            f'{path}: "{key}" is in only one of truths.yaml and truth.json.',
        )
    for key in kept.keys() & today.keys():
        if not _same(kept[key].get("value"), today[key]["value"]):
            found += _problem(
                f"{path}: “{key}” ghi {kept[key].get('value')}, tính lại được {today[key]['value']}.",
                f'{path}: "{key}" says {kept[key].get("value")}, computed {today[key]["value"]}.',
            )
    return found


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(one) is type(other) and bool(one == other)


def _datasheet(name: str, _root: Path | None) -> list[Bilingual]:
    """The datasheet is there and says in both languages that no person is real."""
    path = folder(name) / "DATASHEET.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if "không có người thật" in text.lower() and "no person is real" in text.lower():
        return []
    return _problem(
        f"{path}: thiếu, hoặc chưa nói rõ “không có người thật” và “no person is real”.",
        f'{path}: missing, or does not say "không có người thật" and "no person is real".',
    )


def _again(name: str, root: Path | None) -> list[Bilingual]:
    """The seed gives the same bytes and the same descriptor once more.

    A table below ``root`` may have been built from a seed and scale of its own: its descriptor says
    which. The published one must come from the seed of its ``generator.yaml``.
    """
    path, stored, content = _content(name, root)
    described = package(name, root)
    resource = described["resources"][0]
    seed, scale = released_seed(name), 1.0
    if root is not None:
        seed, scale = int(resource["hoichan:seed"]), float(resource["hoichan:scale"])
    table = GENERATORS[name](seed, scale)
    if csv_bytes(table) != content:
        return _problem(
            f"{path}: sinh lại từ hạt giống ra dữ liệu khác. Hãy chạy “hoichan data build {name}”.",
            f'{path}: generating from the seed gives other data. Run "hoichan data build {name}".',
        )
    if describe(name, table, (path.name, stored), seed, scale) != described:
        return _problem(
            f"{path.parent}/datapackage.json đã cũ so với columns.yaml hoặc codes.yaml. Hãy chạy "
            f"“hoichan data build {name}”.",
            f"{path.parent}/datapackage.json is older than columns.yaml or codes.yaml. Run "
            f'"hoichan data build {name}".',
        )
    return []
