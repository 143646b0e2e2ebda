"""Evidence tables, written out for one language."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.schema.case import EvidenceTable
from hoichan.schema.text import Lang
from hoichan.views.cells import is_number, show_cell


@dataclass(frozen=True)
class Cell:
    """A cell's text, and whether it is a number (set flush right)."""

    text: str
    number: bool


@dataclass(frozen=True)
class TableView:
    """A table ready to be printed; the first column heads its row."""

    title: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_view(table: EvidenceTable, lang: Lang) -> TableView:
    """Write out ``table`` in ``lang``."""
    rows = tuple(
        tuple(
            Cell(show_cell(value, column, lang), is_number(value))
            for value, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    )
    heads = tuple(
        Cell(column.label[lang], any(row[place].number for row in rows))
        for place, column in enumerate(table.columns)
    )
    return TableView(title=table.title[lang], heads=heads, rows=rows)
