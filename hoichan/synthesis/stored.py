"""Read a stored dataset back replicate by replicate, so that a large one needs little memory."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd

from hoichan.data.catalog import DataError, folder
from hoichan.data.derived import derive
from hoichan.data.reading import column_types, package, parquet_rows, typed_file
from hoichan.synthesis.replicates import COLUMN


def digest(path: Path) -> tuple[str, str, int]:
    """SHA-256 of the stored bytes and of their unpacked content, and the stored size."""
    try:
        with path.open("rb") as stream:
            stored = hashlib.file_digest(stream, "sha256").hexdigest()
        content = stored
        if path.suffix == ".gz":
            with gzip.open(path) as unpacked:
                content = hashlib.file_digest(unpacked, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"Không giải nén được {path}: tệp bị hỏng. Hãy chạy “hoichan data build {path.parent.name}”.",
            f'Cannot unpack {path}: the file is damaged. Run "hoichan data build {path.parent.name}".',
        ) from error
    return stored, content, path.stat().st_size


def stored_replicates(name: str, root: Path | None = None) -> Iterator[dict[str, pd.DataFrame]]:
    """Typed tables of each replicate of a stored dataset, derived columns included.

    Raises:
        DataError: a file is missing or damaged, or holds a cell of another type.
    """
    described = package(name, root)["resources"]
    with ExitStack() as files:
        parts = [_parts(each, folder(name, root) / each["path"], files) for each in described]
        for number in range(max(len(each["hoichan:replicate_rows"]) for each in described)):
            tables = {}
            for each, its in zip(described, parts, strict=True):
                rows = next(its)
                if COLUMN in rows.columns:
                    _check_number(rows, number, folder(name, root) / each["path"])
                    rows = rows.drop(columns=COLUMN)
                tables[each["name"]] = derive(each["name"], rows.reset_index(drop=True))
            yield tables


def _parts(described: dict[str, Any], path: Path, files: ExitStack) -> Iterator[pd.DataFrame]:
    """One table's rows, a replicate at a time."""
    types = column_types(described)
    counts = described["hoichan:replicate_rows"]
    try:
        if described["format"] == "parquet":
            for number in range(len(counts)):
                yield parquet_rows(path, types, number)
            return
        reader = files.enter_context(
            pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8", iterator=True)
        )
        for count in counts:
            yield typed_file(reader.get_chunk(count), types, path)
    except (OSError, EOFError, ValueError, StopIteration) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: BaseException) -> DataError:
    if isinstance(error, DataError):
        return error
    return DataError(
        f"Không đọc được {path}: tệp bị hỏng ({error}).",
        f"Cannot read {path}: the file is damaged ({error}).",
    )


def _check_number(rows: pd.DataFrame, number: int, path: Path) -> None:
    if not bool((rows[COLUMN] == number).all()):
        raise DataError(
            f"{path}: các dòng của bản sao {number} không liền nhau.",
            f"{path}: the rows of replicate {number} are not together.",
        )
