"""The small tables on a card: computed from the datasets, never typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from hoichan import data
from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.source import CaseSource
from hoichan.cases.spec import EvidenceSpec, Scalar
from hoichan.cases.truths import Tables, plain_value
from hoichan.schema.case import Column, EvidenceTable, UnitOfMeasure, Value
from hoichan.schema.numbers import NumberStyle
from hoichan.schema.text import Bilingual
from hoichan.synthesis.measures import Measured, MeasureError, evaluate

_SHOW: dict[UnitOfMeasure | None, NumberStyle] = {
    "percent": "pct1", "permille": "permille1", "days": "dec1", "ratio": "dec2",
}  # fmt: skip

# Arguments of measures that are not named like the column whose codes they take.
_COLUMN_OF = {
    "severity": "muc_nang",
    "weekday": "thu",
    "icd": "icd_chinh",
    "dan_toc": "dan_toc_nhom",
}


def build_evidence(source: CaseSource, tables: Tables) -> tuple[EvidenceTable, ...]:
    """All evidence tables of the case.

    Raises:
        CaseError: an unknown dataset, column or measure, or a choice of rows that gives none.
    """
    built: list[EvidenceTable] = []
    problems: list[Problem] = []
    for number, spec in enumerate(source.spec.evidence):
        try:
            built.append(
                _grouped(source, spec, tables) if spec.group else _rows(source, spec, tables)
            )
        except (MeasureError, data.DataError) as error:
            line = source.lines.at("evidence", number)
            problems.append(Problem(source.lines.file, line, error.text))
    if problems:
        raise CaseError(problems)
    return tuple(built)


def _rows(source: CaseSource, spec: EvidenceSpec, tables: Tables) -> EvidenceTable:
    """Rows of a dataset that match ``where``, in the dataset's order."""
    name = spec.dataset or ""
    if name not in tables:
        raise data.DataError(
            f"Bảng “{spec.id}” cần bộ dữ liệu “{name}”; hãy thêm vào “datasets”.",
            f'Table "{spec.id}" needs the dataset "{name}"; add it to "datasets".',
        )
    table = tables[name]
    for column in (*spec.where, *spec.columns):
        if column not in table.columns:
            known = ", ".join(str(known) for known in table.columns)
            raise data.DataError(
                f"“{name}” không có cột “{column}”. Có: {known}.",
                f'"{name}" has no column "{column}". There are: {known}.',
            )
    keep = pd.Series(True, index=table.index)
    for column, wanted in spec.where.items():
        values = wanted if isinstance(wanted, tuple) else (wanted,)
        keep &= table[column].map(_cell).isin([_cell(value) for value in values])
    rows = table.loc[keep, list(spec.columns)]
    if rows.empty:
        raise data.DataError(
            f"Bảng “{spec.id}” không có dòng nào phù hợp với “where”.",
            f'Table "{spec.id}" has no row that matches "where".',
        )
    return EvidenceTable(
        title=source.text(spec.id),
        columns=tuple(_column(source, spec.id, name, column) for column in spec.columns),
        rows=tuple(tuple(_cell(cell) for cell in row) for row in rows.itertuples(index=False)),
    )


def _column(source: CaseSource, table: str, dataset: str, name: str) -> Column:
    """A dataset's column with its codes; the case's own label goes before the dataset's."""
    own = source.text(f"{table}.{name}")
    known = {column.name: column for column in data.describe_columns(dataset)}
    column = _COLUMN_OF.get(name, name)
    found = known.get(column, Column(name=name, label=Bilingual(vi=name, en=name)))
    return Column(
        name=name,
        label=own if own.vi else found.label,
        show=found.show,
        labels=data.code_labels(dataset, column) if column in known else {},
    )


def _grouped(source: CaseSource, spec: EvidenceSpec, tables: Tables) -> EvidenceTable:
    """One row per value of an argument, one column per measure."""
    if spec.group is None:
        msg = "not a grouped table"
        raise ValueError(msg)
    arg, groups = spec.group.arg, spec.group.values  # noqa: PD011 (no table, a tuple)
    columns: list[Column] = []
    cells: list[list[Measured]] = []
    for name, cell in spec.measures.items():
        results = [evaluate(tables, cell.measure, {**cell.args, arg: value}) for value in groups]
        cells.append(results)
        show = cell.show or _default_show(results)
        columns.append(Column(name=name, label=source.text(f"{spec.id}.{name}"), show=show))
    dataset = next(iter(spec.measures.values())).measure.partition(".")[0]
    if dataset in tables:
        first = _column(source, spec.id, dataset, arg)
    else:  # a measure over several tables, whose argument is no column of one of them
        own = source.text(f"{spec.id}.{arg}")
        first = Column(name=arg, label=own if own.vi else Bilingual(vi=arg, en=arg))
    names: list[Value | None] = [_cell(value) for value in groups]
    if spec.group.names:
        # As text also where the value is a number or yes/no: only text is looked up in the labels.
        names = [str(value) for value in groups]
        rows_named = zip(groups, spec.group.names, strict=True)
        labels = {str(value): source.text(f"{spec.id}.{name}") for value, name in rows_named}
        first = first.model_copy(update={"labels": labels})
    rows = tuple(
        (name, *(plain_value(results[row].value) for results in cells))
        for row, name in enumerate(names)
    )
    return EvidenceTable(
        title=source.text(spec.id),
        columns=(first.model_copy(update={"show": None}), *columns),
        rows=rows,
    )


def _default_show(results: list[Measured]) -> NumberStyle | None:
    if not all(isinstance(plain_value(result.value), float) for result in results):
        return None
    return _SHOW.get(results[0].unit, "int")


def _cell(value: Scalar | Any) -> Value | None:
    """A cell as a case holds it: text, yes/no or float; dates as ISO text, missing as None."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 (NaN)
        return None
    if isinstance(value, pd.Timestamp | date):
        return value.isoformat()[:10]
    return plain_value(value)
