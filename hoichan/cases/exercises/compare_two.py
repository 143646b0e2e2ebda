"""X10: two renderings of one case, with different errors and different manners, sides at random.

Takes the cases of X1: a pair needs nothing but what an X1 case has. One of the two is longer and more
polite; that is drawn apart from which one is wrong, so it tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hoichan.cases.claims_check import Inspection, claims_inspector, known_wordings
from hoichan.cases.claims_texts import claims_private_texts
from hoichan.cases.dice import Dice
from hoichan.cases.errors import Problem
from hoichan.cases.head import Head
from hoichan.cases.library import load_claims
from hoichan.cases.pool import Mistake
from hoichan.cases.spec import CaseSpec
from hoichan.cases.truths import Tables
from hoichan.i18n import strings
from hoichan.schema.case import CompiledCase, Unit, WrongWording
from hoichan.schema.exercises.compare_two import (
    BlindAnswer,
    Choice,
    CompareTwoKey,
    CompareTwoPool,
    CompareTwoVariant,
    KeyPair,
    PlantedInPair,
    PublicPair,
    Side,
)
from hoichan.schema.exercises.span_critique import PublicUnit
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.taxonomy import Severity
from hoichan.schema.text import Bilingual

SPEC = CaseSpec
CASE_TYPES = ("span_critique", "compare_two")
UNSAFE_FROM = Severity.WRONG_DECISION
LEAST_ERRORS = 2  # units with a wrong wording that a case needs, so that both answers can be wrong
FRAMES = 3

Kind = Literal["one_wrong", "both_wrong", "both_right"]
Wrongs = dict[str, WrongWording]


def load(folder: Path) -> tuple[CompiledCase, list[Problem]]:
    """Read, compile and check a case."""
    return load_claims(folder)


def case_problems(case: CompiledCase, at: object) -> Iterator[Problem]:  # noqa: ARG001
    """Nothing beyond what every case of claims needs."""
    yield from ()


def make_pool(task: TaskSpec, lesson_id: str, cases: Iterable[CompiledCase]) -> CompareTwoPool:
    """The pool of ``task``."""
    return CompareTwoPool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: CompareTwoPool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    wanted = pool.rules.units or len(pool.cases)
    if not 1 < wanted <= len(pool.cases):
        yield (
            f"units phải từ 2 đến số tình huống ({len(pool.cases)}); đang là {wanted}.",
            f"units must be from 2 to the number of cases ({len(pool.cases)}); it is {wanted}.",
        )
    for case in pool.cases:
        if sum(bool(unit.wrong) for unit in case.units) < LEAST_ERRORS:
            yield (
                f"tình huống {case.id} cần ít nhất {LEAST_ERRORS} câu có cách viết sai.",
                f"case {case.id} needs at least {LEAST_ERRORS} units with a wrong wording.",
            )


def private_texts(pool: CompareTwoPool) -> Iterator[Bilingual]:
    """Every wording and every reason."""
    return claims_private_texts(pool.cases)


@dataclass(frozen=True)
class _Plan:
    """One pair: the errors on either side, and which side has the polite phrases."""

    case: CompiledCase
    wrong: dict[Side, Wrongs]
    polite: Side


def draw(pool: CompareTwoPool, dice: Dice, head: Head) -> tuple[CompareTwoVariant, CompareTwoKey]:
    """The pairs of one learner and their key: a quarter both wrong, some both right."""
    number = pool.rules.units or len(pool.cases)
    cases = dice.shuffled(pool.cases)[:number]
    kinds = _kinds(number, dice)
    faulty = _sides(number, dice)
    polite = _sides(number, dice)
    plans = [
        _Plan(case, _errors(case, kind, side, dice), manners)
        for case, kind, side, manners in zip(cases, kinds, faulty, polite, strict=True)
    ]
    made = [_pair(f"p{place}", plan, dice) for place, plan in enumerate(plans, start=1)]
    variant = CompareTwoVariant(
        **head.of_variant(),
        pairs=tuple(public for public, _ in made),
        provenance=pool.cases[0].provenance,
    )
    return variant, CompareTwoKey(**head.of_key(), pairs=tuple(gold for _, gold in made))


def _sides(number: int, dice: Dice) -> list[Side]:
    """As many A as B, in any order; which of them comes once more in an odd number is chance."""
    both: tuple[Side, Side] = ("A", "B")
    odd = [dice.pick(both)] if number % 2 else []
    return dice.shuffled([*(both * (number // 2)), *odd])


def _kinds(number: int, dice: Dice) -> list[Kind]:
    both = max(1, round(number / 4))
    kinds: list[Kind] = ["both_wrong"] * both
    kinds += ["both_right"] * (1 if number > both + 1 else 0)
    kinds += ["one_wrong"] * (number - len(kinds))
    return dice.shuffled(kinds)


def _errors(case: CompiledCase, kind: Kind, faulty: Side, dice: Dice) -> dict[Side, Wrongs]:
    """Wrong wordings by side: one or two on a faulty side, never the same unit on both."""
    units = dice.shuffled([unit for unit in case.units if unit.wrong])
    other: Side = "B" if faulty == "A" else "A"
    errors: dict[Side, Wrongs] = {"A": {}, "B": {}}
    if kind == "both_right":
        return errors
    first = units[: 1 if kind == "both_wrong" else dice.between(1, 2)]
    errors[faulty] = {unit.id: dice.pick(unit.wrong) for unit in first}
    if kind == "both_wrong":
        second = [unit for unit in units[1:] if any(_unsafe(wrong) for wrong in unit.wrong)][:1]
        errors[faulty] = {unit.id: _gravest(unit.wrong) for unit in first}
        errors[other] = {unit.id: _gravest(unit.wrong) for unit in second or units[1:2]}
    return errors


def _unsafe(wrong: WrongWording) -> bool:
    return wrong.severity >= UNSAFE_FROM


def _gravest(wrongs: tuple[WrongWording, ...]) -> WrongWording:
    return max(wrongs, key=lambda wrong: wrong.severity)


def verdicts(wrong: dict[Side, list[Severity]]) -> tuple[Choice, Choice]:
    """Which answer is accurate and which safe, from the severities of the errors on either side.

    An answer with any error is not accurate; one with an error that may lead to a wrong decision
    (severity 2 and above) is not safe.
    """
    accurate = _choice(not wrong["A"], not wrong["B"])
    safe = {side: all(one < UNSAFE_FROM for one in found) for side, found in wrong.items()}
    return accurate, _choice(safe["A"], safe["B"])


def _choice(a: bool, b: bool) -> Choice:
    if a and b:
        return "both"
    if not a and not b:
        return "neither"
    return "A" if a else "B"


def _pair(uid: str, plan: _Plan, dice: Dice) -> tuple[PublicPair, KeyPair]:
    frames = strings("compare_frames")
    opening = frames[f"opening.{dice.between(1, FRAMES)}"]
    closing = frames[f"closing.{dice.between(1, FRAMES)}"]
    sides: dict[Side, BlindAnswer] = {}
    planted: list[PlantedInPair] = []
    for side, wrongs in plan.wrong.items():
        units: list[PublicUnit] = []
        for place, unit in enumerate(plan.case.units, start=1):
            wrong = wrongs.get(unit.id)
            name = f"{uid}.{side}{place}"
            units.append(PublicUnit(uid=name, text=(wrong or unit.true).text))
            if wrong is not None:
                planted.append(_planted(name, plan.case, unit, wrong))
        polite = side == plan.polite
        sides[side] = BlindAnswer(
            side=side,
            opening=opening if polite else None,
            units=tuple(units),
            closing=closing if polite else None,
        )
    severities = {
        side: [w.severity for w in wrongs.values()] for side, wrongs in plan.wrong.items()
    }
    accurate, safer = verdicts(severities)
    public = PublicPair(
        uid=uid,
        title=plan.case.title,
        prompt=plan.case.prompt,
        as_of=plan.case.as_of,
        evidence=plan.case.evidence,
        a=sides["A"],
        b=sides["B"],
    )
    key = KeyPair(
        uid=uid, accurate=accurate, safer=safer, polite=plan.polite, planted=tuple(planted)
    )
    return public, key


def _planted(uid: str, case: CompiledCase, unit: Unit, wrong: WrongWording) -> PlantedInPair:
    return PlantedInPair(
        uid=uid,
        case=case.id,
        unit=unit.id,
        wording=wrong.id,
        category=wrong.category,
        severity=wrong.severity,
        true_text=unit.true.text,
        why=wrong.why,
        check=wrong.check,
    )


def checker(
    pool: CompareTwoPool, tables: Tables
) -> Callable[[CompareTwoVariant, CompareTwoKey], list[Problem]]:
    """The check of this pool's variants."""
    return claims_inspector(pool, tables, lambda seen: _pairs(pool, seen))


def _pairs(
    pool: CompareTwoPool, seen: Inspection[CompareTwoVariant, CompareTwoKey]
) -> Iterator[Problem]:
    cases = {case.title: case for case in pool.cases}
    if [gold.uid for gold in seen.key.pairs] != list(seen.variant.items()):
        yield seen.wrong("pairs", "khoá thiếu hoặc thừa.", "the key has too many or too few.")
        return
    for public, gold in zip(seen.variant.pairs, seen.key.pairs, strict=True):
        faults: dict[Side, list[Severity]] = {"A": [], "B": []}
        expected: list[PlantedInPair] = []
        of = cases.get(public.title)
        if of is None:
            yield seen.wrong(public.uid, "không thuộc tình huống nào.", "belongs to no case.")
            continue
        known = known_wordings(of)
        for answer in (public.a, public.b):
            for unit in answer.units:
                reading = known.get(unit.text)
                if reading is None:
                    yield seen.wrong(unit.uid, "không thuộc tình huống.", "not of its case.")
                    continue
                yield from seen.false_or_true(reading)
                case, of_case, wrong = reading
                if wrong is not None:
                    faults[answer.side].append(wrong.severity)
                    expected.append(_planted(unit.uid, case, of_case, wrong))
        if list(gold.planted) != expected:
            yield seen.wrong(public.uid, "khoá không khớp với câu sai.", "wrong planted units.")
        if (gold.accurate, gold.safer) != verdicts(faults):
            yield seen.wrong(public.uid, "kết luận của khoá bị sai.", "wrong verdict in the key.")
        polite = "A" if public.a.opening is not None else "B"
        if gold.polite != polite or (public.a.opening is None) is (public.b.opening is None):
            yield seen.wrong(public.uid, "lời lẽ lịch sự bị sai.", "wrong polite side.")
