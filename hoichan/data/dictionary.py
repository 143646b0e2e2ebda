"""The data dictionary of a table, in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hoichan.data.catalog import dataset_of
from hoichan.data.reading import Field, fields, package, resource
from hoichan.i18n import strings
from hoichan.schema.numbers import format_number
from hoichan.schema.text import Bilingual, Lang


@dataclass(frozen=True)
class Entry:
    """One column. ``unit`` is as read (mmHg), ``ucum`` the code where that differs (mm[Hg])."""

    name: str
    title: str
    description: str
    type: str
    unit: str
    ucum: str
    codes: tuple[tuple[str, str], ...]
    code_system: str
    code_system_review: str
    may_be_empty: bool
    derived: bool


@dataclass(frozen=True)
class Dictionary:
    """One table: what a row is, how large it is, how it joins others, and its columns."""

    name: str
    title: str
    description: str
    shape: str
    primary_key: str
    joins: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Waiting:
    """Something in a dataset that an expert has not signed yet."""

    id: str
    who: str
    what: str


@dataclass(frozen=True)
class Facts:
    """A dataset, or one of its tables, in one language; ``root`` is where its folder lies."""

    name: str
    dataset: str
    lang: Lang
    title: str
    text: str
    version: str
    licence: str
    tables: tuple[Dictionary, ...]
    review: tuple[Waiting, ...]
    root: Path


def dictionary(table: str, lang: Lang, root: Path | None = None) -> Dictionary:
    """The dictionary of ``table``; derived columns stand last.

    Raises:
        DataError: an unknown table, a missing or damaged descriptor.
    """
    described = resource(table, root)
    whole = package(dataset_of(table), root)
    columns = fields(table, root)
    schema = described["schema"]
    return Dictionary(
        name=table,
        title=_own(described, whole, "hoichan:title")[lang],
        description=_own(described, whole, "hoichan:description")[lang],
        shape=shape(described, lang),
        primary_key=_listed(schema.get("primaryKey", ())),
        joins=tuple(_join(each) for each in schema.get("foreignKeys", ())),
        entries=tuple(_entry(each, lang) for each in columns),
    )


def shape(described: Mapping[str, Any], lang: Lang) -> str:
    """``40.000 dòng × 15 cột``: the stored file, without derived columns."""
    return strings("dataset_pages")["rows_columns"][lang].format(
        rows=format_number(described["hoichan:rows"], "int", lang),
        columns=len(described["schema"]["fields"]),
    )


def unit_label(ucum: str, lang: Lang) -> str:
    """A UCUM code as it is read: ``mm[Hg]`` -> mmHg, ``{visits}`` -> lượt."""
    known = strings("ucum").get(ucum)
    if known is not None:
        return known[lang]
    return ucum[1:-1].replace("_", " ") if ucum.startswith("{") and ucum.endswith("}") else ucum


def expert_label(who: str, lang: Lang) -> str:
    """Who has to sign: ``pharmacist`` -> dược sĩ."""
    known = strings("dataset_pages").get(f"expert.{who}")
    return who if known is None else known[lang]


def _entry(field: Field, lang: Lang) -> Entry:
    words = strings("dataset_pages")
    kind = words.get(f"type.{field.type}")
    system = field.code_system or {}
    unit = unit_label(field.unit, lang) if field.unit else ""
    plain = field.unit is None or field.unit == unit or field.unit.startswith("{")
    return Entry(
        name=field.name,
        title=field.title[lang],
        description=field.description[lang],
        type=field.type if kind is None else kind[lang],
        unit=unit,
        ucum="" if plain else str(field.unit),
        codes=tuple((code, label[lang]) for code, label in field.labels.items()),
        code_system=str(system.get("name", "")),
        code_system_review=expert_label(system["review"], lang) if system.get("review") else "",
        may_be_empty=field.missing,
        derived=field.derived,
    )


def _own(described: Mapping[str, Any], whole: Mapping[str, Any], key: str) -> Bilingual:
    """A table's own words; those of its dataset when it is the only table."""
    found = described.get(key, whole[key])
    return Bilingual(vi=found["vi"], en=found["en"])


def _join(key: Mapping[str, Any]) -> str:
    other = key["reference"]
    target = f"{other['resource']}." if other["resource"] else ""
    return f"{_listed(key['fields'])} → {target}{_listed(other['fields'])}"


def _listed(names: Any) -> str:
    return names if isinstance(names, str) else ", ".join(names)
