"""X3: questions about claims, the AI right in about half of them, and the check of their key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

from hoichan.cases.check import check_case
from hoichan.cases.check_texts import same_numbers
from hoichan.cases.claims_check import Inspection, claims_inspector, known_wordings
from hoichan.cases.claims_texts import claims_private_texts
from hoichan.cases.compile import compile_case, filled
from hoichan.cases.dice import Dice
from hoichan.cases.errors import PoolError, Problem
from hoichan.cases.head import Head
from hoichan.cases.labels import Label
from hoichan.cases.library import published
from hoichan.cases.pool import Mistake
from hoichan.cases.read import claims_source
from hoichan.cases.source import CaseSource
from hoichan.cases.spec import CaseSpec, UnitSpec, WrongSpec
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.case import CompiledCase, Truth, WrongWording
from hoichan.schema.exercises.decide_confidence import (
    RIGHT,
    Advice,
    Ask,
    DecideConfidenceCase,
    DecideConfidenceKey,
    DecideConfidencePool,
    DecideConfidenceVariant,
    KeyDecision,
    PublicChoice,
    PublicDecision,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import LANGS, Bilingual

LEAST_ITEMS = 4
CHECKS_SHARE = 3  # one source for every three decisions: 4 of 12
VARY_FROM = 8  # items from which the number of right advices is not simply half


_Drawn = tuple[DecideConfidenceCase, Ask, bool]  # the last: whether the AI is right


class DecideSpec(CaseSpec):
    """``case.yaml``: a case of claims; each unit with a wrong wording is asked about."""

    type: Literal["decide_confidence"]


SPEC = DecideSpec


def load(folder: Path) -> tuple[DecideConfidenceCase, list[Problem]]:
    """Read, compile and check a case.

    Raises:
        CaseError: it cannot be read or compiled.
    """
    spec, lines = read_yaml(folder / "case.yaml", DecideSpec)
    source = claims_source(folder, spec, lines, _labels(spec))
    tables = published(spec.datasets, folder)
    claims = compile_case(source, tables)
    truths = {truth.name: truth for truth in claims.truths}
    asks = tuple(_ask(source, unit, truths) for unit in spec.units if unit.wrong)
    case = DecideConfidenceCase(**{**dict(claims), "asks": asks})
    return case, check_case(case, tables, source)


def _labels(spec: DecideSpec) -> Iterator[Label]:
    for number, unit in enumerate(spec.units):
        if not unit.wrong:
            continue
        place = ("units", number)
        yield Label(f"{unit.id}.ask", place)
        yield Label(f"{unit.id}.option", place)
        yield Label(f"{unit.id}.check", place)
        yield Label(f"{unit.id}.why", place)
        yield Label(f"{unit.id}.vignette", place, may_be_missing=True)
        for index, wrong in enumerate(unit.wrong):
            own = (*place, "wrong", index)
            yield Label(f"{unit.id}.{wrong.id}.option", own, may_be_empty=True, may_be_missing=True)


def _ask(source: CaseSource, unit: UnitSpec, truths: dict[str, Truth]) -> Ask:
    options = {RIGHT: filled(source, f"{unit.id}.option", truths)}
    for wrong in unit.wrong:
        options[wrong.id] = _wrong_option(source, unit, wrong, truths)
    vignette = filled(source, f"{unit.id}.vignette", truths)
    return Ask(
        unit=unit.id,
        vignette=vignette if vignette.vi else None,
        question=filled(source, f"{unit.id}.ask", truths),
        options=options,
        check=filled(source, f"{unit.id}.check", truths),
    )


def _wrong_option(
    source: CaseSource, unit: UnitSpec, wrong: WrongSpec, truths: dict[str, Truth]
) -> Bilingual:
    """Its own text, else the true option's with the wrong numbers in it."""
    label = f"{unit.id}.{wrong.id}.option"
    own = source.text(label)
    if own.vi and own.en:
        return filled(source, label, truths)
    shown = {
        name: truths[name].model_copy(update={"value": truths[other].value})
        for name, other in wrong.shows.items()
        if isinstance(other, str)
    }
    return filled(source, f"{unit.id}.option", truths | shown)


def case_problems(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """Questions with choices that differ, and a source to open."""
    if not isinstance(case, DecideConfidenceCase):
        return
    if not case.evidence:
        yield at.in_yaml(
            "evidence",
            "cần ít nhất một bảng làm nguồn để người học mở ra kiểm tra.",
            "at least one table is needed as the source that a learner may open.",
        )
    for ask in case.asks:
        yield from _same_numbers(ask, at)
        for lang in LANGS:
            labels = [option[lang] for option in ask.options.values()]
            if len(set(labels)) < len(labels) or not all(labels):
                yield at.in_text(
                    ask.unit,
                    lang,
                    "có hai phương án giống nhau hoặc để trống: hãy viết “option” cho cách viết sai.",
                    'two choices are the same or empty: write an "option" for the wrong wording.',
                )


def _same_numbers(ask: Ask, at: Whereabouts) -> Iterator[Problem]:
    """Numbers typed in one language only would make the choices differ between the languages."""
    if ask.vignette is not None:
        yield from same_numbers(f"{ask.unit}.vignette", ask.vignette, at)
    yield from same_numbers(f"{ask.unit}.ask", ask.question, at)
    yield from same_numbers(f"{ask.unit}.check", ask.check, at)
    for name, option in ask.options.items():
        own = ask.unit if name == RIGHT else f"{ask.unit}.{name}"
        yield from same_numbers(f"{own}.option", option, at)


def make_pool(
    task: TaskSpec, lesson_id: str, cases: Iterable[DecideConfidenceCase]
) -> DecideConfidencePool:
    """The pool of ``task``."""
    return DecideConfidencePool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: DecideConfidencePool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    asks = sum(len(case.asks) for case in pool.cases)
    wanted = pool.rules.units or asks
    if not LEAST_ITEMS <= wanted <= asks:
        yield (
            f"units phải từ {LEAST_ITEMS} đến số câu hỏi có trong tình huống ({asks}); đang là {wanted}.",
            f"units must be from {LEAST_ITEMS} to the number of questions ({asks}); it is {wanted}.",
        )
    each, left = divmod(wanted, len(pool.cases))
    if pool.rules.balanced and (left or each % 2 or any(len(c.asks) < each for c in pool.cases)):
        yield (
            (
                f"balanced: {wanted} câu hỏi phải chia đều cho {len(pool.cases)} tình huống, mỗi tình "
                "huống một số chẵn câu hỏi mà nó có đủ."
            ),
            (
                f"balanced: {wanted} questions have to come in equal even numbers from each of the "
                f"{len(pool.cases)} cases, which have to hold that many."
            ),
        )


def private_texts(pool: DecideConfidencePool) -> Iterator[Bilingual]:
    """Every wording and every reason."""
    yield from claims_private_texts(pool.cases)
    yield from (ask.check for case in pool.cases for ask in case.asks)


def draw(
    pool: DecideConfidencePool, dice: Dice, head: Head
) -> tuple[DecideConfidenceVariant, DecideConfidenceKey]:
    """The decisions of one learner and their key; the AI is right in half of them, give or take one."""
    drawn = _balanced(pool, dice) if pool.rules.balanced else _mixed(pool, dice)
    number = len(drawn)
    public: list[PublicDecision] = []
    key: list[KeyDecision] = []
    for place, (case, ask, ai_right) in enumerate(drawn, start=1):
        decision, gold = _decision(f"d{place}", case, ask, dice, ai_right=ai_right)
        public.append(decision)
        key.append(gold)
    variant = DecideConfidenceVariant(
        **head.of_variant(),
        decisions=tuple(public),
        checks=max(1, number // CHECKS_SHARE),
        provenance=pool.cases[0].provenance,
    )
    return variant, DecideConfidenceKey(**head.of_key(), decisions=tuple(key))


def _mixed(pool: DecideConfidencePool, dice: Dice) -> list[_Drawn]:
    """Questions from the whole pool; how often the AI is right cannot be counted on."""
    asks = dice.shuffled([(case, ask) for case in pool.cases for ask in case.asks])
    number = pool.rules.units or len(asks)
    spread = 1 if number >= VARY_FROM else 0
    n_right = dice.between(number // 2 - spread, number // 2 + spread)
    right = dice.shuffled([place < n_right for place in range(number)])
    if len(asks) < number:
        raise PoolError(
            f"Nhiệm vụ “{pool.task}”: chỉ có {len(asks)} câu hỏi.",
            f'Task "{pool.task}": there are only {len(asks)} questions.',
        )
    return [(case, ask, ok) for (case, ask), ok in zip(asks, right, strict=False)]


def _balanced(pool: DecideConfidencePool, dice: Dice) -> list[_Drawn]:
    """As many questions of each case, the AI right in exactly half of them (blueprint G.1)."""
    number = pool.rules.units or sum(len(case.asks) for case in pool.cases)
    each = number // len(pool.cases)
    drawn: list[_Drawn] = []
    for case in pool.cases:
        right = dice.shuffled([place < each // 2 for place in range(each)])
        drawn += zip([case] * each, dice.shuffled(case.asks)[:each], right, strict=True)
    return dice.shuffled(drawn)


def _decision(
    uid: str, case: DecideConfidenceCase, ask: Ask, dice: Dice, *, ai_right: bool
) -> tuple[PublicDecision, KeyDecision]:
    unit = next(unit for unit in case.units if unit.id == ask.unit)
    wrong: WrongWording | None = None if ai_right else dice.pick(unit.wrong)
    names = dice.shuffled(list(ask.options))
    oids = {name: f"{uid}.o{place}" for place, name in enumerate(names, start=1)}
    public = PublicDecision(
        uid=uid,
        title=case.title,
        vignette=ask.vignette or case.prompt,
        question=ask.question,
        options=tuple(PublicChoice(oid=oids[name], label=ask.options[name]) for name in names),
        advice=Advice(oid=oids[wrong.id if wrong else RIGHT], text=(wrong or unit.true).text),
        evidence=case.evidence,
    )
    gold = KeyDecision(
        uid=uid,
        case=case.id,
        unit=unit.id,
        wording=wrong.id if wrong else None,
        right=oids[RIGHT],
        category=wrong.category if wrong else None,
        why=wrong.why if wrong else unit.why or unit.true.text,
        check=wrong.check if wrong else ask.check,
    )
    return public, gold


def checker(
    pool: DecideConfidencePool, tables: Tables
) -> Callable[[DecideConfidenceVariant, DecideConfidenceKey], list[Problem]]:
    """The check of this pool's variants."""
    return claims_inspector(pool, tables, lambda seen: _decisions(pool, seen))


def _decisions(
    pool: DecideConfidencePool, seen: Inspection[DecideConfidenceVariant, DecideConfidenceKey]
) -> Iterator[Problem]:
    cases = {case.title: case for case in pool.cases}
    asks = {(case.id, ask.unit): ask for case in pool.cases for ask in case.asks}
    if [one.uid for one in seen.key.decisions] != list(seen.variant.items()):
        yield seen.wrong("decisions", "khoá thiếu hoặc thừa.", "the key has too many or too few.")
        return
    for public, gold in zip(seen.variant.decisions, seen.key.decisions, strict=True):
        of = cases.get(public.title)
        reading = known_wordings(of).get(public.advice.text) if of is not None else None
        if reading is None:
            yield seen.wrong(public.uid, "không thuộc tình huống nào.", "belongs to no case.")
            continue
        yield from seen.false_or_true(reading)
        case, unit, wrong = reading
        ask = asks[case.id, unit.id]
        labels = {choice.oid: choice.label for choice in public.options}
        if sorted(map(str, labels.values())) != sorted(map(str, ask.options.values())):
            yield seen.wrong(public.uid, "các phương án bị sai.", "wrong choices.")
        taken = ask.options[wrong.id if wrong else RIGHT]
        if labels.get(public.advice.oid) != taken:
            yield seen.wrong(
                public.uid, "AI chọn khác điều AI nói.", "the AI takes another choice than it says."
            )
        if (gold.case, gold.unit, gold.wording) != (case.id, unit.id, wrong.id if wrong else None):
            yield seen.wrong(public.uid, "khoá không khớp.", "the key does not fit.")
        if labels.get(gold.right) != ask.options[RIGHT]:
            yield seen.wrong(public.uid, "khoá chỉ sai phương án đúng.", "wrong choice in the key.")
        if public.question != ask.question or public.vignette != (ask.vignette or case.prompt):
            yield seen.wrong(public.uid, "câu hỏi bị sai.", "wrong question.")
