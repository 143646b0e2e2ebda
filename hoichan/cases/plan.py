"""What goes wrong in one learner's variant of a span_critique task: which units, which answers.

Drawn so that position tells nothing: an answer's text is cut in thirds and every third is as
likely to hold an error. Source of the rules: course blueprint A.3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from hoichan.cases.dice import Dice
from hoichan.cases.errors import PoolError
from hoichan.schema.case import CompiledCase, MustHave, Unit, WrongWording
from hoichan.schema.exercises.span_critique import SpanCritiquePool
from hoichan.schema.taxonomy import Category, Severity

MAX_PLANTED_SHARE = 0.5  # of an answer's units: a text that is mostly wrong is no longer read
OMISSION_ONE_IN = 3
ONE_MORE_CLEAN_ONE_IN = 4  # so that the number of clean answers cannot be counted on
MIX_SEVERITIES_FROM = 4  # planted errors; of fewer, a mix would exclude some wordings for good
TRIES = 400


@dataclass
class AnswerPlan:
    """One answer of a variant: the wrong wording of some units by unit id, and what is left out."""

    case: CompiledCase
    wrong: dict[str, WrongWording] = field(default_factory=dict)
    omitted: MustHave | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong with this answer."""
        return not self.wrong and self.omitted is None

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that stand in the answer, in reading order."""
        left_out = self.omitted.unit if self.omitted else None
        return tuple(unit for unit in self.case.units if unit.id != left_out)


def omittable(case: CompiledCase) -> tuple[MustHave, ...]:
    """Lines of the missing list that may be planted by leaving their unit out."""
    return tuple(must for must in case.must_have if must.severity is not None)


def plan_answers(pool: SpanCritiquePool, dice: Dice) -> tuple[AnswerPlan, ...]:
    """Draw a plan that keeps the pool's rules, answers in the order they are shown.

    Raises:
        PoolError: the cases do not offer enough for the rules (too few plantable units or kinds).
    """
    for _ in range(TRIES):
        plans = _draw(pool, dice)
        if _keeps_rules(pool, plans):
            return plans
    low, high = pool.rules.planted
    raise PoolError(
        f"Nhiệm vụ “{pool.task}”: các tình huống không đủ để cài {low}–{high} lỗi thuộc ít nhất "
        f"{pool.rules.categories} loại. Hãy thêm cách viết sai, hoặc giảm yêu cầu trong lesson.yaml.",
        f'Task "{pool.task}": the cases do not offer {low}-{high} errors of at least '
        f"{pool.rules.categories} categories. Add wrong wordings or ask for less in lesson.yaml.",
    )


def _draw(pool: SpanCritiquePool, dice: Dice) -> tuple[AnswerPlan, ...]:
    plans = tuple(AnswerPlan(case) for case in dice.shuffled(pool.cases))
    faulty = _choose_faulty(pool, plans, dice)
    low, high = pool.rules.planted
    wanted = dice.between(low, high)
    for plan in faulty:
        choices = omittable(plan.case)
        if choices and dice.one_in(OMISSION_ONE_IN):
            plan.omitted = dice.pick(choices)
    wanted -= sum(plan.omitted is not None for plan in faulty)
    for plan, number in zip(faulty, _share_out(faulty, wanted, dice), strict=True):
        _plant(plan, number, dice)
    return plans


def _choose_faulty(
    pool: SpanCritiquePool, plans: Sequence[AnswerPlan], dice: Dice
) -> tuple[AnswerPlan, ...]:
    """The answers that get errors: never more than the rules leave, sometimes one fewer."""
    candidates = [plan for plan in plans if _room(plan) or omittable(plan.case)]
    most = len(plans) - math.ceil(len(plans) * pool.rules.clean_answers - 1e-9)
    if most > 1 and dice.one_in(ONE_MORE_CLEAN_ONE_IN):
        most -= 1
    chosen = {id(plan) for plan in dice.shuffled(candidates)[:most]}
    return tuple(plan for plan in plans if id(plan) in chosen)


def _plantable(plan: AnswerPlan) -> list[tuple[int, Unit]]:
    """Units that can be said wrongly, each with its position among the units shown."""
    return [(place, unit) for place, unit in enumerate(plan.units) if unit.wrong]


def _room(plan: AnswerPlan) -> int:
    """How many wrong units the answer may hold."""
    return min(len(_plantable(plan)), math.floor(len(plan.units) * MAX_PLANTED_SHARE))


def _share_out(plans: Sequence[AnswerPlan], wanted: int, dice: Dice) -> list[int]:
    """Numbers of wrong units per answer: first one each, then at random while there is room."""
    numbers = [0] * len(plans)
    rooms = [_room(plan) for plan in plans]
    for place in dice.shuffled(range(len(plans))):
        if wanted > 0 and rooms[place] and plans[place].omitted is None:
            numbers[place] += 1
            wanted -= 1
    while wanted > 0:
        open_places = [i for i, room in enumerate(rooms) if numbers[i] < room]
        if not open_places:
            break
        numbers[dice.pick(open_places)] += 1
        wanted -= 1
    return numbers


def _plant(plan: AnswerPlan, number: int, dice: Dice) -> None:
    """Choose ``number`` units, every third of the text being as likely as the others."""
    total = len(plan.units)
    thirds: list[list[Unit]] = [[], [], []]
    for place, unit in _plantable(plan):
        thirds[min(2, place * 3 // total)].append(unit)
    for _ in range(number):
        third = dice.pick([units for units in thirds if units])
        unit = third.pop(dice.below(len(third)))
        plan.wrong[unit.id] = dice.pick(unit.wrong)


def _keeps_rules(pool: SpanCritiquePool, plans: Sequence[AnswerPlan]) -> bool:
    low, high = pool.rules.planted
    planted = [(wrong.category, wrong.severity) for plan in plans for wrong in plan.wrong.values()]
    planted += [
        (Category.CLIN_OMISSION, must.severity)
        for plan in plans
        if (must := plan.omitted) is not None and must.severity is not None
    ]
    clean = sum(plan.clean for plan in plans)
    return (
        low <= len(planted) <= high
        and len({category for category, _ in planted}) >= pool.rules.categories
        and _severities_mixed(pool.cases, [severity for _, severity in planted])
        and clean >= len(plans) * pool.rules.clean_answers - 1e-9
    )


def _severities_mixed(cases: Sequence[CompiledCase], planted: Sequence[Severity]) -> bool:
    """Whether two severities occur, where the cases offer them and enough is planted."""
    offered = {wrong.severity for case in cases for unit in case.units for wrong in unit.wrong}
    return len(planted) < MIX_SEVERITIES_FROM or len(set(planted)) >= min(2, len(offered))
