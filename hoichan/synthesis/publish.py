"""Build a dataset: its data files, ``datapackage.json``, ``croissant.json`` and ``truth.json``.

Authors write ``generator.yaml``, ``columns.yaml``, ``truths.yaml`` and ``DATASHEET.md``; everything
else in a dataset's folder is made here, byte for byte alike from the same seed, and takes the place
of the old version all at once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from hoichan.data.catalog import TABLES, DataError, folder, tables_dir
from hoichan.data.derived import derive
from hoichan.data.reading import forget
from hoichan.synthesis.columns import Codes, DatasetSpec, TableSpec, read_columns
from hoichan.synthesis.croissant import croissant
from hoichan.synthesis.datasheet import problems, sections
from hoichan.synthesis.descriptor import Stored, descriptor
from hoichan.synthesis.registry import Measured
from hoichan.synthesis.replicates import COLUMN, released_seed, replicates
from hoichan.synthesis.staging import replaced
from hoichan.synthesis.truth_file import Tables, computed, truth_file
from hoichan.synthesis.writing import Format, TableWriter, typed_cells

DESCRIPTIONS = ("datapackage.json", "croissant.json", "truth.json")


@dataclass(frozen=True)
class Built:
    """What a build wrote: rows and bytes by table, number of truths."""

    name: str
    rows: Mapping[str, int]
    bytes: Mapping[str, int]
    truths: int


def stem(name: str, table: str) -> str:
    """Name without ending of a table's file: ``data`` where the dataset has no other table."""
    return table if len(TABLES[name]) > 1 else "data"


def _made(name: str) -> frozenset[str]:
    """Names of all files a build of dataset ``name`` may write."""
    endings = (".csv", ".csv.gz", ".parquet")
    data = {stem(name, table) + ending for table in TABLES[name] for ending in endings}
    return frozenset(data | set(DESCRIPTIONS))


def build(
    name: str,
    out: Path,
    *,
    seed: int | None = None,
    scale: int = 1,
    kind: Format = "csv",
    progress: Callable[[], object] = lambda: None,
) -> Built:
    """Generate dataset ``name`` into ``out / name``; ``progress`` is called after each replicate.

    ``scale`` is the number of replicates; memory does not grow with it.

    Raises:
        DataError: an unknown dataset, authored files that are wrong, a full disk. What was at
            ``out / name`` before is then untouched.
    """
    target = folder(name, out)
    if scale < 1:
        raise DataError(
            f"Cỡ phải là số nguyên từ 1, không phải {scale}.",
            f"The scale must be a whole number from 1, not {scale}.",
        )
    seed = released_seed(name) if seed is None else seed
    if seed < 0:
        raise DataError(
            f"Hạt giống phải từ 0, không phải {seed}.", f"The seed must be 0 or more, not {seed}."
        )
    spec = read_columns(name)
    wrong = problems(name)
    if wrong:
        raise DataError(wrong[0].vi, wrong[0].en)
    with replaced(target, _made(name)) as staged:
        how = _How(seed, scale, kind, progress)
        built = _make(name, spec, how, target=target, staged=staged)
    forget()  # the files were written anew
    return built


@dataclass(frozen=True)
class _How:
    """Options of a build."""

    seed: int
    scale: int
    kind: Format
    progress: Callable[[], object]


def _make(name: str, spec: DatasetSpec, how: _How, *, target: Path, staged: Path) -> Built:
    """Write all made files into ``staged``."""
    writers = {
        table: TableWriter(
            staged, stem(name, table), how.kind, column_kinds(each, how.scale), _coded(each)
        )
        for table, each in spec.tables.items()
    }
    measured: list[list[Measured]] = []
    first: Tables = {}
    for number, tables in enumerate(replicates(name, how.seed, how.scale)):
        for table, writer in writers.items():
            check_columns(name, table, tables[table], column_kinds(spec.tables[table], how.scale))
            writer.add(tables[table])
        loaded = as_loaded(spec, tables)
        measured.append(computed(name, loaded))
        first = loaded if number == 0 else first
        how.progress()
    for writer in writers.values():
        writer.close()
        if how.scale == 1 and how.kind == "csv":
            _keep_packed(writer, (target, tables_dir() / name))
    stored = {table: _stored(writer) for table, writer in writers.items()}
    described = descriptor(name, spec, stored, how.seed, Codes(name))
    truths = truth_file(name, measured, first)
    write_json(staged / "datapackage.json", described)
    write_json(staged / "croissant.json", croissant(described, sections(name)))
    write_json(staged / "truth.json", truths)
    return Built(
        name,
        {table: sum(each.rows) for table, each in stored.items()},
        {table: each.bytes for table, each in stored.items()},
        len(truths["truths"]),
    )


def column_kinds(spec: TableSpec, scale: int) -> dict[str, str]:
    """Types of the columns a build writes, the replicate's number first when there are several."""
    kinds = {COLUMN: "integer"} if scale > 1 else {}
    return kinds | {column: each.type for column, each in spec.columns.items()}


def _coded(spec: TableSpec) -> tuple[str, ...]:
    return tuple(column for column, each in spec.columns.items() if each.codes)


def check_columns(name: str, table: str, rows: pd.DataFrame, kinds: Mapping[str, str]) -> None:
    """A generator must make exactly the columns that ``columns.yaml`` describes, in its order."""
    if list(rows.columns) != list(kinds):
        raise DataError(
            f"columns.yaml của “{name}”, bảng “{table}”, không khớp các cột được sinh ra.",
            f'columns.yaml of "{name}", table "{table}", does not match the generated columns.',
        )


def as_loaded(spec: DatasetSpec, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """One replicate's tables as :func:`hoichan.data.load` would give them, without its number."""
    return {
        table: derive(table, typed_cells(tables[table], column_kinds(each, 1)))
        for table, each in spec.tables.items()
    }


def _stored(writer: TableWriter) -> Stored:
    codes = {column: frozenset(found) for column, found in writer.codes.items()}
    return Stored(
        writer.path.name, writer.bytes, writer.sha256, writer.csv_sha256, tuple(writer.rows), codes
    )


def _keep_packed(writer: TableWriter, folders: tuple[Path, ...]) -> None:
    """Take over packed bytes of the same content: another zlib would pack it into other bytes."""
    if writer.path.suffix != ".gz":
        return
    for known in folders:
        stored = known / writer.path.name
        try:
            with gzip.open(stored) as content:
                same = hashlib.file_digest(content, "sha256").hexdigest() == writer.csv_sha256
        except (OSError, EOFError, zlib.error):
            continue
        if same:
            shutil.copyfile(stored, writer.path)
            writer.measure()
            return


def write_json(path: Path, content: Any) -> None:
    """JSON as published: UTF-8, one space of indent, ``\\n`` line ends."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
