"""Tables beside an answer are headed in words, and their rows carry the names the author gave."""

from __future__ import annotations

import pytest

from course_lessons import SPECS, case
from hoichan.schema.case import CompiledCase
from hoichan.schema.text import LANGS
from hoichan.views.cells import show_cell

pytestmark = pytest.mark.xdist_group("lessons")  # cases are compiled once
TASKS = [(lesson, task.id) for lesson, spec in SPECS.items() for task in spec.tasks]


@pytest.mark.parametrize(("lesson", "task_id"), TASKS)
def test_heads_and_rows_of_tables_are_in_words(lesson: str, task_id: str) -> None:
    task = next(task for task in SPECS[lesson].tasks if task.id == task_id)
    compiled = [one for name in task.cases if isinstance(one := case(name), CompiledCase)]
    for one in compiled:
        for table in one.evidence:
            for place, column in enumerate(table.columns):
                where = (one.id, table.title.vi, column.name)
                assert column.name not in (column.label.vi, column.label.en), where
                if not column.labels:
                    continue
                for row in table.rows:
                    label = column.labels.get(str(row[place]))
                    if label is not None:
                        assert [show_cell(row[place], column, lang) for lang in LANGS] == [
                            label[lang] for lang in LANGS
                        ], where
