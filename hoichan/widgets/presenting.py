"""A variant as the browser gets it: table cells and dates are written out in both languages.

Numbers are formatted here and not in JavaScript, so that a table, an answer's text and the feedback
page round one number in one way.
"""

from __future__ import annotations

from typing import Any

from hoichan.schema.case import EvidenceTable
from hoichan.schema.exercises.span_critique import PublicAnswer
from hoichan.schema.text import LANGS
from hoichan.views.cells import is_number, show_cell, show_date


def answer_view(answer: PublicAnswer) -> dict[str, Any]:
    """An AI answer as JSON, its date and tables written out."""
    plain = answer.model_dump(mode="json", exclude={"evidence", "as_of"})
    plain["as_of"] = {lang: show_date(answer.as_of, lang) for lang in LANGS}
    plain["evidence"] = [evidence_view(table) for table in answer.evidence]
    return plain


def evidence_view(table: EvidenceTable) -> dict[str, Any]:
    """A table as JSON with every cell written out in both languages."""
    rows = [
        [
            {"number": is_number(value)} | {lang: show_cell(value, column, lang) for lang in LANGS}
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    columns = [
        {
            "label": column.label.model_dump(),
            "number": any(row[place]["number"] for row in rows),
        }
        for place, column in enumerate(table.columns)
    ]
    return {"title": table.title.model_dump(), "columns": columns, "rows": rows}
