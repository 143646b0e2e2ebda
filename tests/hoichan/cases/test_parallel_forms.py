"""A test's three forms: who gets which, and that a variant is of one form alone."""

import pytest
from pydantic import ValidationError

from hoichan.cases.errors import PoolError
from hoichan.cases.forms import form_of, only_form
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import check_variant
from hoichan.schema.lesson import Forms, TaskSpec

SECRET = b"a course's secret"
LEARNERS = [f"hv{number:03d}" for number in range(200)]


def forms(turn="first"):
    return Forms(turn=turn, a=("noi-a", "ngoai-a"), b=("noi-b", "ngoai-b"), c=("noi-c", "ngoai-c"))


def task(pool, **fields):
    content = {
        "id": "x1", "type": "span_critique", "title": pool.title, "points": 40,
        "forms": {"turn": "first", "a": ["noi-a", "ngoai-a"], "b": ["noi-b", "ngoai-b"],
                  "c": ["noi-c", "ngoai-c"]},
        "rules": pool.rules,
    }  # fmt: skip
    return TaskSpec.model_validate({**content, **fields})


@pytest.fixture
def cases(critique_pool):
    """The small pool's two cases as three forms."""
    return [
        case.model_copy(update={"id": f"{case.id.removeprefix('small-')}-{form}"})
        for form in "abc"
        for case in critique_pool.cases
    ]


def test_half_begin_with_each_form_and_then_get_the_other():
    first = {name: form_of(forms(), SECRET, name) for name in LEARNERS}
    second = {name: form_of(forms("second"), SECRET, name) for name in LEARNERS}
    assert set(first.values()) == {"a", "b"}
    assert 80 <= sum(form == "a" for form in first.values()) <= 120
    assert all({first[name], second[name]} == {"a", "b"} for name in LEARNERS)


def test_a_second_attempt_is_the_third_form():
    assert {form_of(forms(), SECRET, name, 2) for name in LEARNERS} == {"c"}


def test_nobody_without_the_secret_knows_the_form():
    other = [form_of(forms(), b"another secret", name) for name in LEARNERS]
    assert other != [form_of(forms(), SECRET, name) for name in LEARNERS]


def test_a_tasks_cases_are_those_of_its_forms(critique_pool):
    assert task(critique_pool).cases == ("noi-a", "ngoai-a", "noi-b", "ngoai-b", "noi-c", "ngoai-c")


def test_a_variant_is_of_its_learners_form(critique_pool, cases, tables):
    pool = build_pool(task(critique_pool), "pre_test", cases)
    for name in LEARNERS[:12]:
        for attempt in (1, 2):
            variant, key = make_variant(pool, SECRET, name, attempt)
            ending = f"-{form_of(pool.forms, SECRET, name, attempt)}"
            assert len(variant.answers) == 2
            assert all(entry.case.endswith(ending) for entry in key.planted)
            assert check_variant(pool, variant, key, tables) == []


def test_a_key_that_lies_is_noticed_whatever_the_form(critique_pool, cases, tables):
    pool = build_pool(task(critique_pool), "pre_test", cases)
    variant, key = make_variant(pool, SECRET, "hv001")
    free = next(uid for uid in key.unit_uids if uid not in {entry.uid for entry in key.planted})
    entry = key.planted[0].model_copy(update={"uid": free})
    lying = key.model_copy(update={"planted": (entry, *key.planted[1:])})
    assert check_variant(pool, variant, lying, tables)


def test_every_form_has_to_keep_the_rules(critique_pool, cases):
    bare = [
        case.model_copy(
            update={"units": tuple(unit.model_copy(update={"wrong": ()}) for unit in case.units)}
        )
        if case.id.endswith("-c")
        else case
        for case in cases
    ]
    build_pool(task(critique_pool), "pre_test", cases)
    with pytest.raises(PoolError):
        build_pool(task(critique_pool), "pre_test", bare)


def test_only_one_forms_cases_are_left(critique_pool, cases):
    pool = build_pool(task(critique_pool), "pre_test", cases)
    assert [case.id for case in only_form(pool, "b").cases] == ["noi-b", "ngoai-b"]


def test_forms_of_other_cases_are_refused(critique_pool):
    odd = {"turn": "first", "a": ["noi-a"], "b": ["ngoai-b"], "c": ["noi-c"]}
    with pytest.raises(ValidationError, match="same cases in the same order"):
        task(critique_pool, forms=odd)
