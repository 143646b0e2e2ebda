"""The public validators' word on a dataset: frictionless (Data Package) and mlcroissant (Croissant)."""

from __future__ import annotations

import itertools
import json
import logging
from pathlib import Path

from hoichan.data.catalog import TABLES, folder
from hoichan.schema.text import Bilingual

_RECORDS = 50  # records that mlcroissant loads of each table; it reads the whole file for them


def frictionless_problems(name: str, root: Path | None = None) -> list[Bilingual] | None:
    """What frictionless finds in ``datapackage.json`` and the data; None when it is not installed."""
    try:
        from frictionless import validate
    except ImportError:
        return None
    report = validate(folder(name, root) / "datapackage.json")
    notes = [error.note for error in report.errors]
    notes += [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    return [_said("frictionless", name, note) for note in notes[:5]]


def mlcroissant_problems(name: str, root: Path | None = None) -> list[Bilingual] | None:
    """What mlcroissant finds in ``croissant.json`` and in loading records; None when not installed."""
    try:
        import mlcroissant
    except ImportError:
        return None
    logging.getLogger("absl").setLevel(logging.ERROR)
    path = folder(name, root) / "croissant.json"
    try:
        dataset = mlcroissant.Dataset(jsonld=path)
    except (mlcroissant.ValidationError, ValueError, OSError) as error:
        return [_said("mlcroissant", name, str(error))]
    notes = [
        str(note) for note in (*dataset.metadata.issues.errors, *dataset.metadata.issues.warnings)
    ]
    columns = _columns(path)
    for table in TABLES[name]:
        try:
            records = list(itertools.islice(dataset.records(table), _RECORDS))
        except (mlcroissant.GenerationError, ValueError, OSError) as error:
            notes.append(f"{table}: {error}")
            continue
        wanted = {f"{table}/{column}" for column in columns[table]}
        if not records or any(set(record) != wanted for record in records):
            notes.append(f"{table}: records lack columns")
    return [_said("mlcroissant", name, note) for note in notes[:5]]


def _columns(path: Path) -> dict[str, list[str]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return {each["name"]: [one["name"] for one in each["field"]] for each in content["recordSet"]}


def _said(validator: str, name: str, note: str) -> Bilingual:
    return Bilingual(
        vi=f"{name}: {validator} báo lỗi: {note}", en=f"{name}: {validator} says: {note}"
    )
