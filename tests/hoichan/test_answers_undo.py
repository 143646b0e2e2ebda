"""Undo on the answers of every exercise type: what was replaced comes back, nothing else moves."""

from __future__ import annotations

from random import Random

import pytest

from exercise_samples import sample, task_specs
from hoichan import personas
from hoichan.answers import AnswerStore, items, replaced_items, restore
from hoichan.schema.documents import blank_payload

TASKS = [spec.id for spec in task_specs().values() if not spec.practice]
STRATEGIES = ("blank", "reference", "random", "typical", "accept_all", "reject_all")


@pytest.mark.parametrize("task", TASKS)
def test_what_one_person_changed_of_anothers_answers_is_taken_back(task):
    variant, key = sample(task)
    rng = Random(7)
    payloads = [personas.answers(strategy, variant, key, rng) for strategy in STRATEGIES]
    for before in payloads:
        for after in payloads:
            assert items(restore(after, replaced_items(before, after))) == items(before)


@pytest.mark.parametrize("task", TASKS)
def test_answers_of_every_type_survive_the_file_and_are_undone_in_it(task, tmp_path):
    variant, key = sample(task)
    path = tmp_path / f"{task}.json"
    full = personas.answers("reference", variant, key, Random(1))

    def answer(sheet):
        return sheet.model_copy(update={"payload": full})

    AnswerStore(path, variant).change("op1", answer)
    reopened = AnswerStore(path, variant)
    assert reopened.sheet.payload == full
    assert full != blank_payload(variant.type)
    assert items(reopened.undo("op2").payload) == items(blank_payload(variant.type))


@pytest.mark.parametrize("task", TASKS)
def test_answers_name_what_is_there_and_the_reference_leaves_nothing_open(task):
    variant, key = sample(task)
    for strategy in (*STRATEGIES, *personas.tricks(variant.type)):
        payload = personas.answers(strategy, variant, key, Random(3))
        names = payload.names()
        assert len(set(names)) == len(names)
        assert set(names) <= variant.names()
        assert payload.settled() <= set(variant.items())
    reference = personas.answers("reference", variant, key, Random(3))
    assert reference.settled() == set(variant.items())
    assert not blank_payload(variant.type).settled()
