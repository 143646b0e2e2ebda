"""Load tables typed, with the labels, units and code systems their descriptor gives.

Everything comes from ``datapackage.json`` beside the data, so that a table, its labels and its types
never part. Derived columns (:mod:`hoichan.data.derived`) are added at loading.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from hoichan.data.catalog import DataError, dataset_of, folder, tables_dir, tables_of
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
    unit: str | None = None
    code_system: dict[str, Any] | None = None
    missing: bool = False


def package(name: str, root: Path | None = None) -> dict[str, Any]:
    """The Data Package descriptor of dataset ``name``."""
    path = folder(name, root) / "datapackage.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for each in found["resources"]:
            each["schema"]["fields"]
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise DataError(
            f"Tệp {path} bị hỏng: hãy chạy lại “hoichan data build {name}”.",
            f'File {path} is damaged: run "hoichan data build {name}" again.',
        ) from error
    return dict(found)


def resource(table: str, root: Path | None = None) -> dict[str, Any]:
    """The part of its dataset's descriptor that is about ``table``."""
    dataset = dataset_of(table)
    for each in package(dataset, root)["resources"]:
        if each.get("name") == table:
            return dict(each)
    path = folder(dataset, root) / "datapackage.json"
    raise DataError(
        f"{path} không nói gì về bảng “{table}”: hãy chạy lại “hoichan data build {dataset}”.",
        f'{path} does not speak of table "{table}": run "hoichan data build {dataset}" again.',
    )


def _bilingual(value: Any) -> Bilingual:
    return Bilingual(vi=value["vi"], en=value["en"])


def fields(table: str, root: Path | None = None) -> tuple[Field, ...]:
    """All columns of a loaded table, derived ones last."""
    described = resource(table, root)
    listed = [(item, False) for item in described["schema"]["fields"]]
    listed += [(item, True) for item in described.get("hoichan:derived", [])]
    return tuple(_field(item, derived=derived) for item, derived in listed)


def _field(item: Mapping[str, Any], *, derived: bool) -> Field:
    return Field(
        name=item["name"],
        type=item["type"],
        title=_bilingual(item["hoichan:title"]),
        description=_bilingual(item["hoichan:description"]),
        labels={code: _bilingual(label) for code, label in item.get("hoichan:labels", {}).items()},
        derived=derived,
        unit=item.get("hoichan:unit"),
        code_system=item.get("hoichan:code_system"),
        missing=not derived and not item.get("constraints", {}).get("required", True),
    )


def describe_columns(table: str) -> tuple[Column, ...]:
    """Columns of a loaded table with bilingual labels and how their numbers are shown."""
    show: dict[str, NumberStyle] = {"integer": "int", "number": "dec1"}
    return tuple(
        Column(
            name=field.name,
            label=field.title,
            show=None if field.labels else show.get(field.type),
            labels=field.labels,
        )
        for field in fields(table)
    )


def code_labels(table: str, column: str) -> dict[str, Bilingual]:
    """Labels of a column's codes (``NOI`` -> Khoa Nội / Internal medicine); empty without codes."""
    for field in fields(table):
        if field.name == column:
            return dict(field.labels)
    known = ", ".join(field.name for field in fields(table))
    raise DataError(
        f"Bảng “{table}” không có cột “{column}”. Có: {known}.",
        f'Table "{table}" has no column "{column}". There are: {known}.',
    )


def load(table: str, root: Path | None = None) -> pd.DataFrame:
    """A published table, typed, with its derived columns; the frame is the caller's own copy.

    ``attrs`` holds ``dataset``, ``table``, ``version``, ``licence``, ``units`` (UCUM, by column),
    ``code_systems`` (name and address, by column) and ``review`` (what no expert has signed yet).

    Raises:
        DataError: an unknown table, a missing or damaged file.
    """
    rows = _rows(table, root)
    rows.attrs.update(_attributes(table, root))
    return rows


def _rows(table: str, root: Path | None) -> pd.DataFrame:
    """The caller's own copy, nested values included."""
    kept = _load(table, root or tables_dir())
    rows = kept.copy()
    for column in kept.columns[kept.dtypes.map(pd.api.types.is_object_dtype)]:
        rows[column] = kept[column].map(copy.deepcopy)
    return rows


def _attributes(table: str, root: Path | None) -> dict[str, Any]:
    described = package(dataset_of(table), root)
    columns = fields(table, root)
    return {
        "dataset": dataset_of(table),
        "table": table,
        "version": described["version"],
        "licence": described["licenses"][0]["name"],
        "units": {field.name: field.unit for field in columns if field.unit},
        "code_systems": {field.name: field.code_system for field in columns if field.code_system},
        "review": list(described.get("hoichan:review", [])),
    }


@cache
def _load(table: str, root: Path) -> pd.DataFrame:
    described = resource(table, root)
    path = folder(dataset_of(table), root) / str(described["path"])
    types = column_types(described)
    try:
        if described["format"] == "parquet":
            return derive(table, parquet_rows(path, types))
        raw = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except ImportError as error:
        raise DataError(
            "Định dạng Parquet cần gói pyarrow: hãy cài hoichan[data].",
            "Parquet needs the package pyarrow: install hoichan[data].",
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise DataError(
            f"Không đọc được {path}: tệp bị hỏng ({error}).",
            f"Cannot read {path}: the file is damaged ({error}).",
        ) from error
    return derive(table, typed_file(raw, types, path))


def column_types(described: Mapping[str, Any]) -> dict[str, str]:
    """Types of the stored columns in file order, of a resource of a descriptor."""
    return {field["name"]: field["type"] for field in described["schema"]["fields"]}


def typed_file(raw: pd.DataFrame, types: Mapping[str, str], path: Path) -> pd.DataFrame:
    """Rows read as text from ``path``, typed; wrong columns or cells are a :class:`DataError`."""
    if list(raw.columns) != list(types):
        raise DataError(
            f"Các cột của {path} không khớp datapackage.json.",
            f"The columns of {path} do not match datapackage.json.",
        )
    try:
        return typed(raw, types)
    except ValueError as error:
        raise DataError(
            f"Tệp {path} có ô sai kiểu: {error}.", f"File {path} holds a wrong cell: {error}."
        ) from error


def parquet_rows(path: Path, types: Mapping[str, str], group: int | None = None) -> pd.DataFrame:
    """Rows of a Parquet file (of one row group), typed like the CSV of the same rows."""
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        read = file.read() if group is None else file.read_row_group(group)
    rows = read.select(list(types)).to_pandas()
    texts = {}
    for column, kind in types.items():
        cells = rows[column]
        if kind == "date":
            cells = pd.to_datetime(cells).dt.strftime("%Y-%m-%d")
        elif kind == "datetime":
            cells = pd.to_datetime(cells).dt.strftime("%Y-%m-%dT%H:%M:%S")
        elif kind == "boolean":
            cells = cells.map({True: "true", False: "false"})
        elif kind == "integer":
            cells = cells.astype("Int64")
        elif kind == "number":
            texts[column] = cells.astype("float64")
            continue
        texts[column] = cells.astype("str").where(cells.notna(), "")
    found = pd.DataFrame(texts)
    numbers = {column for column, kind in types.items() if kind == "number"}
    return pd.DataFrame(
        {
            column: found[column] if column in numbers else TYPES[kind](found[column])
            for column, kind in types.items()
        }
    )


def forget() -> None:
    """Drop tables read before; for the author's tools, which write the files anew."""
    _load.cache_clear()


def typed(raw: pd.DataFrame, types: Mapping[str, str]) -> pd.DataFrame:
    """Text cells turned into the types of a descriptor; empty cells are missing.

    Raises:
        ValueError: a cell that is not of its column's type.
    """
    return pd.DataFrame({column: TYPES[kind](raw[column]) for column, kind in types.items()})


def _integer(column: pd.Series) -> pd.Series:
    filled = bool((column != "").all())
    return column.astype("int64") if filled else column.replace("", None).astype("Int64")


def _number(column: pd.Series) -> pd.Series:
    return column.replace("", "nan").astype("float64")


def _date(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column.replace("", None), format="%Y-%m-%d")


def _datetime(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column.replace("", None), format="%Y-%m-%dT%H:%M:%S")


def _boolean(column: pd.Series) -> pd.Series:
    unknown = set(column.unique()) - {"true", "false", ""}
    if unknown:
        msg = f"{column.name}: {sorted(unknown)}"
        raise ValueError(msg)
    truth = column.map({"true": True, "false": False, "": None})
    return truth.astype("bool" if bool((column != "").all()) else "boolean")


def _json(column: pd.Series) -> pd.Series:
    """Lists and objects; a missing cell is None."""
    values = [json.loads(cell) if cell else None for cell in column]
    return pd.Series(values, index=column.index, dtype=object, name=column.name)


TYPES: dict[str, Callable[[pd.Series], pd.Series]] = {
    "string": lambda column: column,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "datetime": _datetime,
    "boolean": _boolean,
    "array": _json,
    "object": _json,
}


def tables(names: Iterable[str], root: Path | None = None) -> dict[str, pd.DataFrame]:
    """Tables by name, as :func:`hoichan.synthesis.measures.evaluate` takes them.

    ``names`` are datasets (all their tables come) or tables.
    """
    wanted = [table for name in names for table in tables_of(name)]
    return {table: _rows(table, root) for table in wanted}
