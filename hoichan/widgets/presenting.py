"""A variant as the browser gets it: table cells and dates are written out in both languages.

Numbers are formatted here and not in JavaScript, so that a table, an answer's text and the feedback
page round one number in one way.
"""

from __future__ import annotations

from typing import Any

from hoichan.schema.case import EvidenceTable
from hoichan.schema.text import LANGS
from hoichan.schema.variant import PublicAnswer, PublicVariant
from hoichan.views.cells import is_number, show_cell, show_date


def public_view(variant: PublicVariant) -> dict[str, Any]:
    """The variant as JSON for the widget's ``variant`` trait."""
    plain = variant.model_dump(mode="json", exclude={"answers"})
    plain["answers"] = [_answer(answer) for answer in variant.answers]
    return plain


def _answer(answer: PublicAnswer) -> dict[str, Any]:
    plain = answer.model_dump(mode="json", exclude={"evidence", "as_of"})
    plain["as_of"] = {lang: show_date(answer.as_of, lang) for lang in LANGS}
    plain["evidence"] = [_table(table) for table in answer.evidence]
    return plain


def _table(table: EvidenceTable) -> dict[str, Any]:
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
