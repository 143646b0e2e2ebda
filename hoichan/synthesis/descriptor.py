"""``datapackage.json``: a dataset in the form of Data Package 2.0.

What the standard has no place for stands under ``hoichan:`` (labels in two languages, units, code
systems, derived columns, what an expert must still sign).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hoichan.data.catalog import DataError
from hoichan.synthesis.columns import Codes, ColumnSpec, DatasetSpec, TableSpec
from hoichan.synthesis.replicates import COLUMN

_PROFILE = "https://datapackage.org/profiles/2.0/"
VERSION = "1.0.0"
RELEASED = "2026-11-23"


@dataclass(frozen=True)
class Stored:
    """What was found out of a table's file while it was written.

    ``rows`` per replicate; ``codes`` in use by column; checksums as hex.
    """

    path: str
    bytes: int
    sha256: str
    csv_sha256: str
    rows: tuple[int, ...]
    codes: Mapping[str, frozenset[str]]

    @property
    def format(self) -> str:
        """``csv`` or ``parquet``."""
        return "parquet" if self.path.endswith(".parquet") else "csv"


def descriptor(
    name: str, spec: DatasetSpec, stored: Mapping[str, Stored], seed: int, codes: Codes
) -> dict[str, Any]:
    """The Data Package descriptor of dataset ``name`` whose tables are ``stored`` as told."""
    return {
        "$schema": _PROFILE + "datapackage.json",
        "name": name.replace("_", "-"),
        "version": VERSION,
        "created": f"{RELEASED}T00:00:00Z",
        "title": _both(spec.title.model_dump()),
        "description": _both(spec.description.model_dump()),
        "keywords": ["synthetic data", "health", "Viet Nam", "education"],
        "contributors": [{"title": "The Hội chẩn authors", "roles": ["creator"]}],
        "hoichan:title": spec.title.model_dump(),
        "hoichan:description": spec.description.model_dump(),
        "hoichan:review": [item.model_dump() for item in spec.review],
        "hoichan:seed": seed,
        "hoichan:replicates": max(len(one.rows) for one in stored.values()),
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [
            _resource(table, spec.tables[table], stored[table], codes) for table in spec.tables
        ],
    }


def _both(text: Mapping[str, str]) -> str:
    return f"{text['vi']} / {text['en']}"


def _resource(table: str, spec: TableSpec, stored: Stored, codes: Codes) -> dict[str, Any]:
    replicated = len(stored.rows) > 1
    key = ([COLUMN] if replicated else []) + list(spec.primary_key)
    unique = key[0] if len(key) == 1 else None
    columns = [_field(column, each, codes, stored.codes.get(column), unique=column == unique)
               for column, each in spec.columns.items()]  # fmt: skip
    described: dict[str, Any] = {
        "$schema": _PROFILE + "dataresource.json",
        "name": table,
        "type": "table",
        "title": _both(spec.title.model_dump()),
        "description": _both(spec.description.model_dump()),
        "path": stored.path,
        "format": stored.format,
        "mediatype": {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}[stored.format],
        "hoichan:title": spec.title.model_dump(),
        "hoichan:description": spec.description.model_dump(),
        "hoichan:csv_sha256": stored.csv_sha256,
        "hoichan:rows": sum(stored.rows),
        "hoichan:replicate_rows": list(stored.rows),
        "schema": {
            "$schema": _PROFILE + "tableschema.json",
            "fields": ([_replicate_field(len(stored.rows))] if replicated else []) + columns,
            "primaryKey": key,
            "missingValues": [""],
        },
        "hoichan:derived": [
            _field(column, each, codes, None, unique=False)
            for column, each in spec.derived.items()
        ],
    }  # fmt: skip
    if stored.format == "parquet":  # frictionless cannot measure it and would call it damaged
        described |= {"hoichan:bytes": stored.bytes, "hoichan:sha256": stored.sha256}
    else:
        described |= {
            "bytes": stored.bytes,
            "hash": f"sha256:{stored.sha256}",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        }
    if spec.foreign_keys:
        prefix = [COLUMN] if replicated else []
        described["schema"]["foreignKeys"] = [
            {
                "fields": prefix + list(each.fields),
                "reference": {
                    "resource": "" if each.table == table else each.table,
                    "fields": prefix + list(each.reference),
                },
            }
            for each in spec.foreign_keys
        ]
    return described


def _replicate_field(number: int) -> dict[str, Any]:
    title = {"vi": "Bản sao", "en": "Replicate"}
    description = {
        "vi": "Số thứ tự bản sao, từ 0; mã định danh lặp lại giữa các bản sao.",
        "en": "Number of the replicate, from 0; identifiers repeat between replicates.",
    }
    return {
        "name": COLUMN,
        "type": "integer",
        "title": _both(title),
        "description": _both(description),
        "hoichan:title": title,
        "hoichan:description": description,
        "constraints": {"required": True, "minimum": 0, "maximum": number - 1},
    }


def _field(
    name: str, spec: ColumnSpec, codes: Codes, used: frozenset[str] | None, *, unique: bool
) -> dict[str, Any]:
    """One field; ``used`` are the codes found in the data (None: a derived column, all of them)."""
    field: dict[str, Any] = {
        "name": name,
        "type": spec.type,
        "title": _both(spec.title.model_dump()),
        "description": _both(spec.description.model_dump()),
        "hoichan:title": spec.title.model_dump(),
        "hoichan:description": spec.description.model_dump(),
    }
    if spec.type == "datetime":
        field["format"] = "%Y-%m-%dT%H:%M:%S"
    if spec.unit:
        field["hoichan:unit"] = spec.unit
    if spec.code_system:
        field["hoichan:code_system"] = codes.system(spec.code_system)
    constraints: dict[str, Any] = {} if name == COLUMN else {"required": not spec.missing}
    if unique:
        constraints["unique"] = True
    for rule in ("pattern", "minimum", "maximum"):
        value = getattr(spec, rule)
        if value is not None:
            constraints[rule] = int(value) if spec.type == "integer" else value
    if spec.codes:
        labels = codes.labels(spec.codes)
        kept = list(labels) if used is None else _known(name, labels, used)
        number = int if spec.type == "integer" else str
        constraints["enum"] = [number(code) for code in kept]
        field["categories"] = [{"value": number(c), "label": labels[c].vi} for c in kept]
        field["hoichan:labels"] = {code: labels[code].model_dump() for code in kept}
    field["constraints"] = constraints
    return field


def _known(name: str, labels: Mapping[str, Any], used: frozenset[str]) -> list[str]:
    """Codes in use, in the order of their list; one without a label stops the build."""
    unknown = sorted(used - set(labels))
    if unknown:
        raise DataError(
            f"Cột “{name}”: codes.yaml thiếu nhãn cho {', '.join(unknown)}.",
            f'Column "{name}": codes.yaml has no label for {", ".join(unknown)}.',
        )
    return [code for code in labels if code in used]


def checksum(resource: Mapping[str, Any]) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a described table's file."""
    if resource["format"] == "parquet":
        return str(resource["hoichan:sha256"]), int(resource["hoichan:bytes"])
    return str(resource["hash"]).removeprefix("sha256:"), int(resource["bytes"])
