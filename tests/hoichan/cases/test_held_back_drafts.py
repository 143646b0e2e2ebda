"""Errors that could kill stay out of a pool until two experts have confirmed them."""

import pytest

from exercise_samples import ROOT, task_specs
from hoichan.cases.drafts import has_drafts, without_drafts
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.schema.case import Review
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.taxonomy import Category, Severity
from hoichan.views import render_task

DEADLY = {"category": Category.CLIN_DRUG_SAFETY, "severity": Severity.CRITICAL}


def deadly(case, unit_id, **fields):
    """The case with every wrong wording of one unit a drug error of severity 4."""
    units = tuple(
        unit.model_copy(
            update={"wrong": tuple(w.model_copy(update={**DEADLY, **fields}) for w in unit.wrong)}
        )
        if unit.id == unit_id
        else unit
        for unit in case.units
    )
    return case.model_copy(update={"units": units})


def wrongs(case):
    return {(unit.id, wrong.id) for unit in case.units for wrong in unit.wrong}


def task_of(pool, **fields):
    return TaskSpec(
        id=pool.task, type=pool.type, title=pool.title, points=pool.points,
        cases=tuple(case.id for case in pool.cases), rules=pool.rules, **fields,
    )  # fmt: skip


@pytest.fixture
def cases(critique_pool):
    """The small pool's cases, the first with a deadly error in u4."""
    first, second = critique_pool.cases
    return deadly(first, "u4"), second


def test_a_wording_is_held_back_and_its_true_sentence_stays(cases):
    kept = without_drafts(cases[0])
    assert wrongs(cases[0]) - wrongs(kept) == {("u4", "sum")}
    assert [unit.true for unit in kept.units] == [unit.true for unit in cases[0].units]


def test_two_reviewers_let_it_through(cases):
    review = Review(status="reviewed", reviewers=("BS. Lan", "DS. Minh"))
    reviewed = cases[0].model_copy(update={"review": review})
    assert without_drafts(reviewed) is reviewed
    one = cases[0].model_copy(update={"review": Review(status="draft", reviewers=("BS. Lan",))})
    assert wrongs(without_drafts(one)) != wrongs(one)


@pytest.mark.parametrize(
    "fields", [{"severity": Severity.SERIOUS}, {"category": Category.PRIV_LEAK}]
)
def test_other_errors_are_not_held_back(critique_pool, fields):
    case = deadly(critique_pool.cases[0], "u4", **fields)
    assert not has_drafts(case)
    assert without_drafts(case) is case


def test_a_line_that_could_kill_by_its_absence_is_never_left_out(critique_pool):
    case = critique_pool.cases[0]
    must = case.must_have[0].model_copy(update={"severity": Severity.CRITICAL})
    spoiled = case.model_copy(update={"must_have": (must, *case.must_have[1:])})
    assert has_drafts(spoiled)
    assert without_drafts(spoiled).must_have[0].severity is None


def test_a_pool_holds_drafts_only_where_the_operator_allows_them(critique_pool, cases):
    task = task_of(critique_pool)
    shut, open_ = (build_pool(task, "s1", cases, drafts=drafts) for drafts in (False, True))
    assert (shut.drafts, open_.drafts) == (False, True)
    assert ("u4", "sum") not in wrongs(shut.cases[0])
    assert ("u4", "sum") in wrongs(open_.cases[0])
    planted = {
        (entry.case, entry.unit)
        for number in range(40)
        for entry in make_variant(shut, b"secret", f"n{number}")[1].planted
    }
    assert (cases[0].id, "u4") not in planted
    assert (cases[1].id, "u4") in planted


def test_every_variant_of_a_pool_with_drafts_says_so_not_only_where_one_was_drawn(
    critique_pool, cases
):
    pool = build_pool(task_of(critique_pool), "s1", cases, drafts=True)
    variants = [make_variant(pool, b"secret", f"n{number}")[0] for number in range(12)]
    assert all(variant.drafts for variant in variants)
    for lang, word in (("vi", "BẢN NHÁP"), ("en", "DRAFT")):
        assert word in render_task(variants[0], lang)
    quiet = make_variant(critique_pool, b"secret", "n1")[0]
    assert "BẢN NHÁP" not in render_task(quiet, "vi")


def test_a_pool_without_such_wordings_is_the_same_either_way(critique_pool):
    task, cases = task_of(critique_pool), critique_pool.cases
    assert build_pool(task, "s1", cases, drafts=True) == build_pool(task, "s1", cases)


def test_practice_never_holds_drafts(critique_pool, cases):
    task = TaskSpec(**{**task_of(critique_pool).model_dump(), "points": 0, "practice": True})
    pool = build_pool(task, "s1", cases, drafts=True)
    assert not pool.drafts
    assert ("u4", "sum") not in wrongs(pool.cases[0])


def test_a_question_loses_its_choice_and_without_another_wrong_one_itself():
    name = task_specs()["x3"].cases[0]
    case = ready_case(ROOT / "datasets" / "cases" / name)
    asked = case.asks[0].unit
    unit = next(unit for unit in case.units if unit.id == asked)
    kept = without_drafts(deadly(case, asked))
    assert asked not in {ask.unit for ask in kept.asks}
    assert len(kept.asks) == len(case.asks) - 1
    twin = unit.wrong[0].model_copy(update={"id": "twin", **DEADLY})
    both = case.model_copy(
        update={
            "units": tuple(
                one.model_copy(update={"wrong": (*one.wrong, twin)}) if one.id == asked else one
                for one in case.units
            ),
            "asks": tuple(
                ask.model_copy(update={"options": {**ask.options, "twin": ask.options["true"]}})
                if ask.unit == asked
                else ask
                for ask in case.asks
            ),
        }
    )
    assert without_drafts(both).asks == case.asks
