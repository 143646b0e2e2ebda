"""What holds for the variants of every exercise type."""

from __future__ import annotations

import pytest

from exercise_samples import SECRET, pool_of, sample, task_specs
from hoichan import data
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.cases.variant_check import VariantCheck
from hoichan.schema.documents import KEY, read_key, read_pool, read_variant
from hoichan.schema.exercises import module_of

TASKS = list(task_specs())
LEARNERS = 25


@pytest.mark.parametrize("task", TASKS)
def test_variants_and_keys_agree_with_the_data(task):
    pool = pool_of(task)
    tables = data.tables(sorted({name for case in pool.cases for name in case.datasets}))
    check = VariantCheck(pool, tables)
    for number in range(LEARNERS):
        assert check.problems(*make_variant(pool, SECRET, f"nv{number}")) == []


@pytest.mark.parametrize("task", TASKS)
def test_the_same_inputs_give_the_same_bytes_and_other_learners_other_variants(task):
    pool = read_pool(pool_of(task).model_dump_json())  # as the grader reads it
    variant, key = make_variant(pool, SECRET, "dd.lan")
    assert (variant, key) == sample(task)
    assert read_variant(variant_bytes(variant)) == variant
    assert read_key(key.model_dump_json()) == key
    others = {variant_bytes(make_variant(pool, SECRET, f"nv{number}")[0]) for number in range(5)}
    assert len(others) == 5


@pytest.mark.parametrize("task", TASKS)
def test_a_key_of_another_learner_is_noticed(task):
    pool = pool_of(task)
    tables = data.tables(sorted({name for case in pool.cases for name in case.datasets}))
    check = VariantCheck(pool, tables)
    variant, key = sample(task)
    noticed = 0
    for number in range(6):
        _, other = make_variant(pool, SECRET, f"nv{number}")
        head = {name: getattr(key, name) for name in ("variant",)}
        noticed += bool(check.problems(variant, other.model_copy(update=head)))
    assert noticed >= 4  # a few variants may by chance be wrong in the same places


@pytest.mark.parametrize("task", [task for task, spec in task_specs().items() if not spec.practice])
def test_what_only_the_key_says_is_not_in_the_variant(task):
    pool = pool_of(task)
    variant, key = sample(task)
    public = variant_bytes(variant).decode()
    fields = set(KEY.dump_python(key, mode="json"))
    assert not {"planted", "omissions", "gold", "right", "true_text"} & set(
        variant.model_dump(mode="json")
    )
    assert fields - {"planted"}  # the key was really made
    reasons = _reasons(key.model_dump(mode="json"))
    assert reasons or variant.type == "phi_redact"  # there the key is where the identifiers are
    assert not [text for text in reasons if len(text) > 30 and text in public]
    assert list(module_of("cases", pool.type).private_texts(pool))


def _reasons(value, inside=False):
    """Every text below a ``why`` or ``check`` of the key."""
    if isinstance(value, dict):
        return [
            text
            for name, part in value.items()
            for text in _reasons(part, inside or name in ("why", "check"))
        ]
    if isinstance(value, list):
        return [text for part in value for text in _reasons(part, inside)]
    return [value] if inside and isinstance(value, str) else []
