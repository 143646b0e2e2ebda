"""Type × strategy → score, as `hoichan exercises personas` prints it: no trick pays anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exercise_samples import pool_of, task_specs
from hoichan.authoring.strategies import earned
from hoichan.schema.case import TASK_TYPES

PINNED = Path(__file__).parents[1] / "fixtures" / "personas.json"
GRADED = {spec.type: task for task, spec in task_specs().items() if not spec.practice}
CONSTANT = ("blank", "accept_all", "reject_all")


def test_every_exercise_type_has_a_graded_and_a_practice_task():
    for practice in (False, True):
        found = sorted(spec.type for spec in task_specs().values() if spec.practice is practice)
        assert found == sorted(TASK_TYPES)


@pytest.mark.parametrize("kind", GRADED)
def test_tricks_earn_nothing_and_the_reference_everything(kind):
    rows = {row.strategy: row for row in earned([pool_of(GRADED[kind])])}
    for strategy in CONSTANT:
        assert rows[strategy].best == 0.0, strategy
    assert rows["reference"].mean == pytest.approx(1.0)
    assert 0 < rows["typical"].mean < 1
    for strategy, row in rows.items():
        if strategy not in ("reference", "typical"):
            assert row.mean <= 0.05, strategy
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))[kind]
    assert {name: round(row.mean, 3) for name, row in rows.items()} == pinned
