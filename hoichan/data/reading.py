"""The published tables: load them typed, and say in both languages what columns and codes mean.

Everything comes from ``datapackage.json`` beside the data, so that a table, its labels and its types
never part. A *derived* column is not in the file: it is worked out at loading (weekday, waiting
minutes, age group) so that people who cannot program can filter by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from hoichan.data.catalog import DataError, folder, tables_dir
from hoichan.data.derived import derive
from hoichan.schema.case import Column
from hoichan.schema.numbers import NumberStyle
from hoichan.schema.text import Bilingual


@dataclass(frozen=True)
class Field:
    """A column as ``datapackage.json`` describes it, in file order, derived columns last."""

    name: str
    type: str
    title: Bilingual
    description: Bilingual
    labels: dict[str, Bilingual]
    derived: bool


def package(name: str, root: Path | None = None) -> dict[str, Any]:
    """The Data Package descriptor of a table."""
    path = folder(name, root) / "datapackage.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        found["resources"][0]["schema"]["fields"]
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise DataError(
            f"Tệp {path} bị hỏng: hãy chạy lại “hoichan data build {name}”.",
            f'File {path} is damaged: run "hoichan data build {name}" again.',
        ) from error
    return dict(found)


def _bilingual(value: Any) -> Bilingual:
    return Bilingual(vi=value["vi"], en=value["en"])


def fields(name: str, root: Path | None = None) -> tuple[Field, ...]:
    """All columns of a loaded table, derived ones last."""
    resource = package(name, root)["resources"][0]
    listed = [(item, False) for item in resource["schema"]["fields"]]
    listed += [(item, True) for item in resource.get("hoichan:derived", [])]
    return tuple(
        Field(
            name=item["name"],
            type=item["type"],
            title=_bilingual(item["hoichan:title"]),
            description=_bilingual(item["hoichan:description"]),
            labels={
                code: _bilingual(label) for code, label in item.get("hoichan:labels", {}).items()
            },
            derived=derived,
        )
        for item, derived in listed
    )


def describe_columns(name: str) -> tuple[Column, ...]:
    """Columns of a loaded table with bilingual labels and how their numbers are shown."""
    show: dict[str, NumberStyle] = {"integer": "int", "number": "dec1"}
    return tuple(
        Column(
            name=field.name,
            label=field.title,
            show=None if field.labels else show.get(field.type),
            labels=field.labels,
        )
        for field in fields(name)
    )


def code_labels(name: str, column: str) -> dict[str, Bilingual]:
    """Labels of a column's codes (``NOI`` -> Khoa Nội / Internal medicine); empty without codes."""
    for field in fields(name):
        if field.name == column:
            return dict(field.labels)
    known = ", ".join(field.name for field in fields(name))
    raise DataError(
        f"Bảng “{name}” không có cột “{column}”. Có: {known}.",
        f'Table "{name}" has no column "{column}". There are: {known}.',
    )


def load(name: str, root: Path | None = None) -> pd.DataFrame:
    """A published table, typed, with its derived columns; the frame is the caller's own copy."""
    return _load(name, root or tables_dir()).copy()


@cache
def _load(name: str, root: Path) -> pd.DataFrame:
    resource = package(name, root)["resources"][0]
    path = folder(name, root) / str(resource["path"])
    types = {field.name: field.type for field in fields(name, root) if not field.derived}
    try:
        raw = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except (OSError, EOFError, ValueError) as error:
        raise DataError(
            f"Không đọc được {path}: tệp bị hỏng ({error}).",
            f"Cannot read {path}: the file is damaged ({error}).",
        ) from error
    if list(raw.columns) != list(types):
        raise DataError(
            f"Các cột của {path} không khớp datapackage.json.",
            f"The columns of {path} do not match datapackage.json.",
        )
    try:
        typed = pd.DataFrame({column: _typed(raw[column], types[column]) for column in types})
    except ValueError as error:
        raise DataError(
            f"Tệp {path} có ô sai kiểu: {error}.", f"File {path} holds a wrong cell: {error}."
        ) from error
    return derive(name, typed)


def forget() -> None:
    """Drop tables read before; for the author's tools, which write the files anew."""
    _load.cache_clear()


def _typed(column: pd.Series, kind: str) -> pd.Series:
    """Turn text cells into the type the descriptor names; empty cells stay missing."""
    filled = bool((column != "").all())
    if kind == "integer":
        return column.astype("int64") if filled else column.replace("", None).astype("Int64")
    if kind == "number":
        return column.replace("", "nan").astype("float64")
    if kind == "date":
        return pd.to_datetime(column, format="%Y-%m-%d")
    if kind == "boolean":
        unknown = set(column.unique()) - {"true", "false", ""}
        if unknown:
            msg = f"{column.name}: {sorted(unknown)}"
            raise ValueError(msg)
        truth = column.map({"true": True, "false": False, "": None})
        return truth.astype("bool" if filled else "boolean")
    return column


def tables(names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Several published tables by name, as :func:`hoichan.synthesis.measures.evaluate` takes them."""
    return {name: load(name) for name in names}
