"""X2: claims drawn from cases, some of them false, and the check of what their key says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import get_args

from hoichan.cases.claims_check import Inspection, Reading, claims_inspector, known_wordings
from hoichan.cases.claims_texts import claims_private_texts
from hoichan.cases.dice import Dice
from hoichan.cases.draw import ClaimPlan, draw_claims
from hoichan.cases.errors import Problem
from hoichan.cases.head import Head
from hoichan.cases.library import load_claims
from hoichan.cases.pool import Mistake
from hoichan.cases.shown import as_displayed, is_number, main_truth, stated, tolerance_displayed
from hoichan.cases.spec import CaseSpec
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.i18n import fill, strings
from hoichan.schema.case import CompiledCase, Truth, UnitOfMeasure
from hoichan.schema.exercises.verify_data import (
    KeyClaim,
    PublicClaim,
    Verdict,
    VerifyDataKey,
    VerifyDataPool,
    VerifyDataVariant,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.numbers import format_number
from hoichan.schema.text import Bilingual

SPEC = CaseSpec


def load(folder: Path) -> tuple[CompiledCase, list[Problem]]:
    """Read, compile and check a case."""
    return load_claims(folder)


def case_problems(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """One claim, one question: the learner must know which number is asked for."""
    truths = {truth.name: truth for truth in case.truths}
    for unit in case.units:
        shown = [
            name
            for name, value in unit.true.asserts.items()
            if is_number(value) and truths[name].show is not None
        ]
        if unit.unverifiable:
            continue
        if len(shown) > 1:
            yield at.in_yaml(
                unit.id,
                f"mỗi nhận định chỉ hỏi một con số, ở đây có {len(shown)}: {', '.join(shown)}.",
                f"a claim asks for one number, here are {len(shown)}: {', '.join(shown)}.",
            )
        elif shown and truths[shown[0]].unit is None:
            yield at.in_yaml(
                unit.id,
                f"số “{shown[0]}” không có đơn vị, nên người học không có gì để chọn.",
                f'the number "{shown[0]}" has no unit, so a learner has none to choose.',
            )
        elif not unit.true.asserts:
            yield at.in_yaml(
                unit.id,
                "không nói rõ dựa vào số liệu nào (about), nên không kiểm được.",
                "names no truth (about), so it cannot be checked.",
            )


def make_pool(task: TaskSpec, lesson_id: str, cases: Iterable[CompiledCase]) -> VerifyDataPool:
    """The pool of ``task``."""
    return VerifyDataPool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        tables=task.tables,
        cases=tuple(cases),
    )


def mistakes(pool: VerifyDataPool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    low, high = pool.rules.planted
    if not 1 <= low <= high:
        yield (
            f"planted phải là [ít nhất, nhiều nhất], ít nhất là 1; đang là [{low}, {high}].",
            f"planted must be [least, most] with at least 1; it is [{low}, {high}].",
        )
    for case in pool.cases:
        unlisted = set(case.datasets) - set(pool.tables)
        if unlisted:
            yield (
                f"tình huống {case.id} cần bảng {', '.join(sorted(unlisted))}: thêm vào tables.",
                f"case {case.id} needs the table {', '.join(sorted(unlisted))}: add it to tables.",
            )
    texts = [unit.true.text for case in pool.cases for unit in case.units]
    if len(set(texts)) < len(texts):
        yield ("có hai nhận định giống hệt nhau.", "two claims read exactly the same.")


def private_texts(pool: VerifyDataPool) -> Iterator[Bilingual]:
    """Every wording and every reason."""
    return claims_private_texts(pool.cases)


def draw(pool: VerifyDataPool, dice: Dice, head: Head) -> tuple[VerifyDataVariant, VerifyDataKey]:
    """The claims of one learner and their key."""
    plans = draw_claims(pool, dice)
    offered = units_offered(pool)
    claims: list[PublicClaim] = []
    answers: list[KeyClaim] = []
    for number, plan in enumerate(plans, start=1):
        uid = f"c{number}"
        text = (plan.wrong or plan.unit.true).text
        claims.append(PublicClaim(uid=uid, text=text, units_offered=offered))
        answers.append(_key_claim(plan, uid))
    prompts = [case.prompt for case in pool.cases]
    context = Bilingual(
        vi="\n\n".join(dict.fromkeys(prompt.vi for prompt in prompts)),
        en="\n\n".join(dict.fromkeys(prompt.en for prompt in prompts)),
    )
    variant = VerifyDataVariant(
        **head.of_variant(), claims=tuple(claims), context=context, tables=pool.tables
    )
    return variant, VerifyDataKey(**head.of_key(), claims=tuple(answers))


def units_offered(pool: VerifyDataPool) -> tuple[UnitOfMeasure, ...]:
    """Units to choose from: the same list under every claim, so that it tells nothing."""
    used = {truth.unit for case in pool.cases for truth in case.truths}
    order: tuple[UnitOfMeasure, ...] = get_args(UnitOfMeasure)
    return tuple(unit for unit in order if unit in used)


def _key_claim(plan: ClaimPlan, uid: str) -> KeyClaim:
    truth = main_truth(plan.case, plan.unit)
    said = plan.wrong or plan.unit.true
    shown = None if truth is None else stated(truth, said)
    common = KeyClaim(
        uid=uid,
        case=plan.case.id,
        unit_id=plan.unit.id,
        verdict=plan.verdict,
        why=_why(plan, truth),
        check=plan.wrong.check if plan.wrong else None,
        category=plan.wrong.category if plan.wrong else None,
    )
    if truth is None or plan.unit.unverifiable:
        return common
    return common.model_copy(
        update={
            "value": as_displayed(truth),
            "shown": shown,
            "unit": truth.unit,
            "tolerance": tolerance_displayed(truth),
        }
    )


def _why(plan: ClaimPlan, truth: Truth | None) -> Bilingual:
    """Why the verdict is right: the author's words, else the number worked out again."""
    if plan.wrong is not None:
        return plan.wrong.why
    if plan.unit.why is not None:
        return plan.unit.why
    if truth is None or truth.show is None or isinstance(truth.value, str):
        return strings("cases")["fact_is_true"]
    vi, en = (format_number(truth.value, truth.show, lang) for lang in ("vi", "en"))
    return fill(strings("cases")["claim_is_true"], value=Bilingual(vi=vi, en=en))


def checker(
    pool: VerifyDataPool, tables: Tables
) -> Callable[[VerifyDataVariant, VerifyDataKey], list[Problem]]:
    """The check of this pool's variants."""
    return claims_inspector(pool, tables, lambda seen: _claims(pool, seen))


def _claims(
    pool: VerifyDataPool, seen: Inspection[VerifyDataVariant, VerifyDataKey]
) -> Iterator[Problem]:
    known = {text: found for case in pool.cases for text, found in known_wordings(case).items()}
    if [claim.uid for claim in seen.key.claims] != [claim.uid for claim in seen.variant.claims]:
        yield seen.wrong("claims", "khoá thiếu hoặc thừa.", "the key has too many or too few.")
        return
    for public, entry in zip(seen.variant.claims, seen.key.claims, strict=True):
        reading = known.get(public.text)
        if reading is None:
            yield seen.wrong(public.uid, "không thuộc tình huống nào.", "belongs to no case.")
            continue
        yield from seen.false_or_true(reading)
        yield from _claim(seen, reading, public, entry)


def _claim(
    seen: Inspection[VerifyDataVariant, VerifyDataKey],
    reading: Reading,
    public: PublicClaim,
    entry: KeyClaim,
) -> Iterator[Problem]:
    case, unit, wrong = reading
    verdict: Verdict = "true" if wrong is None else "false"
    truth = main_truth(case, unit)
    if unit.unverifiable:
        verdict, truth = "unverifiable", None
    expected = entry.model_copy(
        update={
            "case": case.id,
            "unit_id": unit.id,
            "verdict": verdict,
            "value": as_displayed(truth) if truth else None,
            "shown": stated(truth, wrong or unit.true) if truth else None,
            "unit": truth.unit if truth else None,
            "tolerance": tolerance_displayed(truth) if truth else 0.0,
            "category": wrong.category if wrong else None,
        }
    )
    if expected != entry:
        yield seen.wrong(public.uid, "khoá không khớp với câu.", "key does not fit the claim.")
    if truth is not None and truth.unit not in public.units_offered:
        yield seen.wrong(public.uid, "thiếu đơn vị đúng.", "the right unit is not offered.")
