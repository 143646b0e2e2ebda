"""Write a table replicate by replicate: CSV (packed when large) or Parquet, with its checksums."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal, Protocol

import pandas as pd

from hoichan.data.catalog import DataError
from hoichan.data.reading import TYPES

Format = Literal["csv", "parquet"]
PLAIN_LIMIT = 2_000_000  # bytes; a larger CSV is stored compressed


def csv_bytes(table: pd.DataFrame, *, header: bool = True) -> bytes:
    """The table as UTF-8 CSV with ``\\n`` line ends, as published."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(table.columns)
    writer.writerows(zip(*(table[column].tolist() for column in table.columns), strict=True))
    return out.getvalue().encode("utf-8")


class Sink(Protocol):
    """Where the parts of one table go."""

    path: Path

    def add(self, table: pd.DataFrame, content: bytes) -> None:
        """Append a replicate: its rows, and the same as CSV without a header."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


class CsvSink:
    """``stem.csv``, or ``stem.csv.gz`` from 2 MB on, without time or name so that bytes repeat."""

    def __init__(self, folder: Path, stem: str) -> None:
        self.path = folder / f"{stem}.csv"
        self._held = io.BytesIO()
        self._raw: IO[bytes] | None = None
        self._packed: gzip.GzipFile | None = None

    def add(self, table: pd.DataFrame, content: bytes) -> None:
        """Append a replicate."""
        if self._packed is not None:
            self._packed.write(content)
            return
        self._held.write(content)
        if self._held.tell() > PLAIN_LIMIT:
            self.path = self.path.with_name(self.path.name + ".gz")
            self._raw = self.path.open("wb")
            self._packed = gzip.GzipFile(
                filename="", mode="wb", compresslevel=9, fileobj=self._raw, mtime=0
            )
            self._packed.write(self._held.getvalue())
            self._held = io.BytesIO()

    def close(self) -> None:
        """Finish the file; a small table is written only now."""
        if self._packed is None or self._raw is None:
            self.path.write_bytes(self._held.getvalue())
            return
        self._packed.close()
        self._raw.close()


class ParquetSink:
    """``stem.parquet``, one row group a replicate, columns typed as the descriptor says."""

    def __init__(self, folder: Path, stem: str, types: Mapping[str, str]) -> None:
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError as error:
            raise DataError(
                "Định dạng Parquet cần gói pyarrow: hãy cài hoichan[data].",
                "Parquet needs the package pyarrow: install hoichan[data].",
            ) from error
        kinds: dict[str, Any] = {
            "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
            "date": pa.date32(), "datetime": pa.timestamp("s"),
        }  # fmt: skip
        self.path = folder / f"{stem}.parquet"
        # Lists and objects stay the JSON text that the CSV holds.
        nested = ("array", "object")
        self._types = {name: "string" if kind in nested else kind for name, kind in types.items()}
        self._arrow = pa
        self._schema = pa.schema(
            [(name, kinds.get(kind, pa.string())) for name, kind in types.items()]
        )
        self._writer = parquet.ParquetWriter(self.path, self._schema, compression="zstd")

    def add(self, table: pd.DataFrame, content: bytes) -> None:
        """Append a replicate as one row group; an empty text cell is null."""
        rows = typed_cells(table, self._types)
        texts = [name for name, field in zip(rows.columns, self._schema, strict=True)
                 if field.type == self._arrow.string()]  # fmt: skip
        rows[texts] = rows[texts].replace("", None)
        arrow = self._arrow.Table.from_pandas(rows, schema=self._schema, preserve_index=False)
        self._writer.write_table(arrow, row_group_size=max(1, len(rows)))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


def typed_cells(table: pd.DataFrame, types: Mapping[str, str]) -> pd.DataFrame:
    """Rows fresh from a generator, typed as :func:`hoichan.data.load` types the file."""
    return pd.DataFrame({column: _typed(table[column], kind) for column, kind in types.items()})


def _typed(cells: pd.Series, kind: str) -> pd.Series:
    """Numbers without an empty cell are numbers already; the rest goes the way of the file's text."""
    ready = {"integer": "iu", "number": "f"}.get(kind, "")
    if cells.dtype.kind in ready:
        return cells.astype("int64" if kind == "integer" else "float64").reset_index(drop=True)
    texts = pd.Series([str(cell) for cell in cells.tolist()], dtype="str", name=cells.name)
    return TYPES[kind](texts)


class TableWriter:
    """One table's file in the making; gathers what its descriptor says of it.

    After :meth:`close`: ``rows`` of each replicate, ``csv_sha256`` of the content as CSV, ``sha256``
    and ``bytes`` of the stored file, and the codes found in the columns ``coded``.
    """

    def __init__(
        self,
        folder: Path,
        stem: str,
        kind: Format,
        types: Mapping[str, str],
        coded: tuple[str, ...],
    ) -> None:
        self._sink: Sink = (
            CsvSink(folder, stem) if kind == "csv" else ParquetSink(folder, stem, types)
        )
        self._csv = hashlib.sha256()
        self.rows: list[int] = []
        self.codes: dict[str, set[str]] = {column: set() for column in coded}
        self.csv_sha256 = self.sha256 = ""
        self.bytes = 0

    @property
    def path(self) -> Path:
        """The stored file."""
        return self._sink.path

    def add(self, table: pd.DataFrame) -> None:
        """Append a replicate."""
        content = csv_bytes(table, header=not self.rows)
        self._csv.update(content)
        self._sink.add(table, content)
        self.rows.append(len(table))
        for column, found in self.codes.items():
            found.update(str(code) for code in table[column].unique() if code != "")

    def close(self) -> None:
        """Finish the file and take its checksum."""
        self._sink.close()
        self.csv_sha256 = self._csv.hexdigest()
        self.measure()

    def measure(self) -> None:
        """Take checksum and size of the stored file."""
        with self.path.open("rb") as stored:
            self.sha256 = hashlib.file_digest(stored, "sha256").hexdigest()
        self.bytes = self.path.stat().st_size
