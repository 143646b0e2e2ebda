"""The tables that a task lets learners look things up in can be opened, and speak both languages."""

from __future__ import annotations

import pytest

from course_lessons import SPECS
from hoichan.schema.text import LANGS
from hoichan.widgets.columns import describe_table

TABLES = sorted({(s.id, t.id, n) for s in SPECS.values() for t in s.tasks for n in t.tables})


@pytest.mark.parametrize(("lesson", "task", "table"), TABLES)
def test_a_table_opens_with_its_columns(lesson: str, task: str, table: str) -> None:
    shown = describe_table(table)
    assert shown["rows"] > 0, (lesson, task)
    for part in (shown, *shown["columns"]):
        assert all(part["label"][lang].strip() for lang in LANGS)


def test_claims_are_checked_in_tables_of_the_lessons_own_datasets() -> None:
    checking = [
        t.id for s in SPECS.values() for t in s.tasks if t.type == "verify_data" and not t.tables
    ]
    assert checking == []
