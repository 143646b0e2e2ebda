"""``columns.yaml``: what an author says of a dataset's tables, columns and open questions, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from hoichan.data.catalog import TABLES, DataError, folder
from hoichan.schema.text import Bilingual, Strict
from hoichan.synthesis.authored import checked, read_yaml

Kind = Literal[
    "string", "integer", "number", "date", "datetime", "boolean", "array", "object"
]  # fmt: skip
Expert = Literal[
    "clinician", "pharmacist", "nurse", "laboratory", "epidemiologist", "health_insurance",
    "lawyer", "linguist", "statistician",
]  # fmt: skip


class ColumnSpec(Strict):
    """One column: its type, words, limits, unit (UCUM) and the code list or system it uses."""

    type: Kind
    title: Bilingual
    description: Bilingual
    missing: bool = False
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    codes: str | None = None
    unit: str | None = None
    code_system: str | None = None


class ForeignKey(Strict):
    """Columns whose values are the key of a row of another (or the same) table of the dataset."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


class TableSpec(Strict):
    """One table: what a row is, its key and its columns, derived ones apart."""

    title: Bilingual
    description: Bilingual
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    columns: dict[str, ColumnSpec]
    derived: dict[str, ColumnSpec] = Field(default_factory=dict)


class Review(Strict):
    """A fact in the dataset that an expert has not signed yet."""

    id: str
    who: Expert
    what: Bilingual


class DatasetSpec(Strict):
    """A dataset: its words, its tables by name, what is still to be reviewed."""

    title: Bilingual
    description: Bilingual
    review: tuple[Review, ...] = ()
    tables: dict[str, TableSpec]


def read_columns(name: str) -> DatasetSpec:
    """``columns.yaml`` of dataset ``name``; a dataset of one table may leave out the level of tables.

    Raises:
        DataError: the file is missing or wrong, or its tables are not those of the catalogue.
    """
    path = folder(name) / "columns.yaml"
    content = read_yaml(path)
    if isinstance(content, dict) and "tables" not in content:
        whole = {
            key: content.pop(key) for key in ("title", "description", "review") if key in content
        }
        words = {key: whole[key] for key in ("title", "description") if key in whole}
        content = {**whole, "tables": {name: {**words, **content}}}
    for table in _tables(content):
        if isinstance(table.get("primary_key"), str):
            table["primary_key"] = [table["primary_key"]]
    spec = checked(content, DatasetSpec, path)
    if tuple(spec.tables) != TABLES[name]:
        raise DataError(
            f"{path}: các bảng phải là {', '.join(TABLES[name])}.",
            f"{path}: the tables must be {', '.join(TABLES[name])}.",
        )
    return spec


def _tables(content: Any) -> list[dict[str, Any]]:
    tables = content.get("tables") if isinstance(content, dict) else None
    return (
        [one for one in tables.values() if isinstance(one, dict)]
        if isinstance(tables, dict)
        else []
    )


Labels = dict[str, Bilingual]


class Codes:
    """Labels of a dataset's codes: its own ``codes.yaml`` first, then the one all datasets share."""

    def __init__(self, name: str) -> None:
        own = folder(name) / "codes.yaml"
        self._shared = folder(name).parent / "codes.yaml"
        lists: dict[str, Mapping[str, Any]] = dict(read_yaml(self._shared))
        if own.is_file():
            lists |= read_yaml(own)
        self._lists = lists
        self._systems: Mapping[str, Any] = read_yaml(folder(name).parent / "code_systems.yaml")

    def labels(self, name: str) -> Labels:
        """Labels of code list ``name`` in its order, by code as text."""
        if name not in self._lists:
            raise DataError(
                f"codes.yaml không có danh mục “{name}”.", f'codes.yaml has no list "{name}".'
            )
        return {
            str(code): Bilingual(vi=label["vi"], en=label["en"])
            for code, label in self._lists[name].items()
        }

    def system(self, name: str) -> dict[str, Any]:
        """Name, address and review status of a code system."""
        if name not in self._systems:
            raise DataError(
                f"code_systems.yaml không có “{name}”.", f'code_systems.yaml has no "{name}".'
            )
        return {"id": name, **self._systems[name]}
