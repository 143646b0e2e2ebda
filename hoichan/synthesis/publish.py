"""Publish a table: data.csv (or .csv.gz), ``datapackage.json`` and ``truth.json``, byte for byte alike.

Authors write ``generator.yaml``, ``columns.yaml``, ``truths.yaml`` and ``DATASHEET.md``; everything
else in a table's folder is made here. Form: Data Package 2.0 with ``hoichan:`` properties for what
it has no place for (labels in two languages, derived columns).
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from hoichan.data import DataError, folder, forget, load
from hoichan.synthesis.generators import ipd_discharges, monthly_activity, opd_visits
from hoichan.synthesis.measures import evaluate
from hoichan.synthesis.registry import MeasureError

PLAIN_LIMIT = 2_000_000  # bytes; a larger CSV is stored compressed
_PROFILE = "https://datapackage.org/profiles/2.0/"
_VERSION = "1.0.0"

GENERATORS: dict[str, Callable[[int, float], pd.DataFrame]] = {
    "opd_visits": opd_visits.generate,
    "ipd_discharges": ipd_discharges.generate,
    "monthly_activity": monthly_activity.generate,
}


def released_seed(name: str) -> int:
    """The seed of the published table, from its ``generator.yaml``."""
    by_name: dict[str, Callable[[], Any]] = {
        "opd_visits": opd_visits.params,
        "ipd_discharges": ipd_discharges.params,
        "monthly_activity": monthly_activity.params,
    }
    return int(by_name[name]().seed)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as UTF-8 CSV with ``\\n`` line ends, as published."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*(table[column].tolist() for column in table.columns), strict=True))
    return out.getvalue().encode("utf-8")


def packed(content: bytes) -> tuple[str, bytes]:
    """File name and stored bytes: gzip above 2 MB, without time or name so that bytes repeat."""
    if len(content) <= PLAIN_LIMIT:
        return "data.csv", content
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as stream:
        stream.write(content)
    return "data.csv.gz", out.getvalue()


def _kept(path: Path, content: bytes) -> bytes | None:
    """Bytes of an earlier build of the same content: other zlib versions would pack it otherwise."""
    try:
        stored = path.read_bytes()
        same = (gzip.decompress(stored) if path.suffix == ".gz" else stored) == content
    except (OSError, EOFError, zlib.error):
        return None
    return stored if same else None


def read_yaml(path: Path) -> Any:
    """Content of a YAML file an author wrote; a missing or wrong file is a :class:`DataError`."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except yaml.YAMLError as error:
        raise DataError(
            f"{path}: không phải YAML: {error}", f"{path}: not YAML: {error}"
        ) from error


def build(name: str, out: Path, seed: int | None = None, scale: float = 1.0) -> str:
    """Generate table ``name`` and write its made files below ``out``; returns a one-line summary."""
    target = out / name
    seed = released_seed(name) if seed is None else seed
    table = GENERATORS[name](seed, scale)
    content = csv_bytes(table)
    path, stored = packed(content)
    stored = _kept(target / path, content) or stored
    descriptor = describe(name, table, (path, stored), seed, scale)
    target.mkdir(parents=True, exist_ok=True)
    for old in ("data.csv", "data.csv.gz"):
        if old != path:
            (target / old).unlink(missing_ok=True)
    (target / path).write_bytes(stored)
    _write_json(target / "datapackage.json", descriptor)
    forget()  # the files were written anew
    _write_json(target / "truth.json", truths(name, {name: load(name, out)}))
    return f"{name}: {len(table):,} × {table.shape[1]}, {path} {len(stored) / 1e6:.2f} MB"


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def describe(
    name: str, table: pd.DataFrame, file: tuple[str, bytes], seed: int, scale: float
) -> dict[str, Any]:
    """The Data Package descriptor of a table stored as ``file`` (name, bytes)."""
    source = folder(name)
    path, stored = file
    columns = read_yaml(source / "columns.yaml")
    codes = read_yaml(source.parent / "codes.yaml")
    if list(columns["columns"]) != list(table.columns):
        raise DataError(
            f"columns.yaml của “{name}” không khớp các cột được sinh ra.",
            f'columns.yaml of "{name}" does not match the generated columns.',
        )
    key = columns["primary_key"]
    resource: dict[str, Any] = {
        "$schema": _PROFILE + "dataresource.json",
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(stored),
        "hash": "sha256:" + hashlib.sha256(stored).hexdigest(),
        "hoichan:csv_sha256": hashlib.sha256(csv_bytes(table)).hexdigest(),
        "hoichan:rows": len(table),
        "hoichan:seed": seed,
        "hoichan:scale": scale,
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": {
            "$schema": _PROFILE + "tableschema.json",
            "fields": [
                _field(column, spec, codes, table[column], unique=column == key)
                for column, spec in columns["columns"].items()
            ],
            "primaryKey": [key] if isinstance(key, str) else list(key),
            "missingValues": [""],
        },
        "hoichan:derived": [
            _field(column, spec, codes, None) for column, spec in columns["derived"].items()
        ],
    }
    if path.endswith(".gz"):
        resource["compression"] = "gz"
    return {
        "$schema": _PROFILE + "datapackage.json",
        "name": name.replace("_", "-"),
        "version": _VERSION,
        "title": f"{columns['title']['vi']} / {columns['title']['en']}",
        "description": f"{columns['description']['vi']} / {columns['description']['en']}",
        "hoichan:title": columns["title"],
        "hoichan:description": columns["description"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [resource],
    }


def _field(
    name: str,
    spec: Mapping[str, Any],
    codes: Mapping[str, Any],
    data: pd.Series | None,
    *,
    unique: bool = False,
) -> dict[str, Any]:
    """One field: type, labels in two languages, constraints and the codes that occur."""
    field: dict[str, Any] = {
        "name": name,
        "type": spec["type"],
        "title": f"{spec['title']['vi']} / {spec['title']['en']}",
        "description": f"{spec['description']['vi']} / {spec['description']['en']}",
        "hoichan:title": spec["title"],
        "hoichan:description": spec["description"],
    }
    if data is None:
        constraints: dict[str, Any] = {}
    else:
        constraints = {"required": not spec.get("missing", False)}
    if unique:
        constraints["unique"] = True
    constraints |= {rule: spec[rule] for rule in ("pattern", "minimum", "maximum") if rule in spec}
    if "codes" in spec:
        labels = codes[spec["codes"]]
        used = list(labels) if data is None else _used(name, labels, data)
        number = int if spec["type"] == "integer" else str
        constraints["enum"] = [number(code) for code in used]
        field["categories"] = [{"value": number(c), "label": labels[c]["vi"]} for c in used]
        field["hoichan:labels"] = {code: labels[code] for code in used}
    if constraints:
        field["constraints"] = constraints
    return field


def _used(name: str, labels: Mapping[str, Any], data: pd.Series) -> list[str]:
    """Codes of a list that occur in the data, in the order of the list; none may lack a label."""
    found = set(data.astype(str)) - {""}
    unknown = sorted(found - set(labels))
    if unknown:
        raise DataError(
            f"Cột “{name}”: codes.yaml thiếu nhãn cho {', '.join(unknown)}.",
            f'Column "{name}": codes.yaml has no label for {", ".join(unknown)}.',
        )
    return [code for code in labels if code in found]


def truths(name: str, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Every truth of ``truths.yaml``, computed through its measure."""
    path = folder(name) / "truths.yaml"
    found = []
    for item in read_yaml(path):
        try:
            measured = evaluate(tables, item["measure"], item.get("args", {}))
        except MeasureError as error:
            raise DataError(
                f"{path}, “{item['name']}”: {error.text.vi}",
                f'{path}, "{item["name"]}": {error.text.en}',
            ) from error
        value = measured.value
        found.append(
            {
                "name": item["name"],
                "measure": item["measure"],
                "args": item.get("args", {}),
                "value": round(value, 9) if isinstance(value, float) else value,
                "unit": measured.unit,
                "tolerance": measured.tolerance,
                "question": item["question"],
            }
        )
    return found
