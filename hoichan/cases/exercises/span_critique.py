"""X1: variants of AI answers with planted errors, and the check of what their key says."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hoichan.cases.claims_check import Inspection, Reading, claims_inspector, known_wordings
from hoichan.cases.claims_texts import claims_private_texts
from hoichan.cases.dice import Dice
from hoichan.cases.errors import Problem
from hoichan.cases.head import Head
from hoichan.cases.library import load_claims
from hoichan.cases.plan import AnswerPlan, plan_answers
from hoichan.cases.pool import Mistake
from hoichan.cases.spec import CaseSpec
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase, Unit, WrongWording
from hoichan.schema.exercises.span_critique import (
    Foil,
    MissingOption,
    PlantedOmission,
    PlantedUnit,
    PublicAnswer,
    PublicUnit,
    SpanCritiqueKey,
    SpanCritiquePool,
    SpanCritiqueVariant,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import Bilingual

SPEC = CaseSpec
LEAST_FOILS = 2
SPREAD_FROM = 6  # units: a shorter answer need not have an error in every third


def load(folder: Path) -> tuple[CompiledCase, list[Problem]]:
    """Read, compile and check a case."""
    return load_claims(folder)


def case_problems(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """What a case of AI answers needs beyond true and false wordings."""
    foils = sum(unit.foil for unit in case.units)
    if foils < LEAST_FOILS:
        yield at.in_yaml(
            "units",
            f"có {foils} câu đúng mà nghe lạ (foil: true), cần ít nhất {LEAST_FOILS}.",
            f"there are {foils} foils (true but surprising units), at least {LEAST_FOILS} needed.",
        )
    if not case.evidence:
        yield at.in_yaml(
            "evidence",
            "cần ít nhất một bảng số liệu để người học kiểm được.",
            "at least one table is needed, or learners could not check.",
        )
    total = len(case.units)
    thirds = {place * 3 // total for place, unit in enumerate(case.units) if unit.wrong}
    if total >= SPREAD_FROM and len(thirds) < 3:
        yield at.in_yaml(
            "units",
            "mỗi phần ba của câu trả lời (đầu, giữa, cuối) cần ít nhất một câu có cách viết sai.",
            "each third of the answer (start, middle, end) needs a unit with a wrong wording.",
        )


def make_pool(task: TaskSpec, lesson_id: str, cases: Iterable[CompiledCase]) -> SpanCritiquePool:
    """The pool of ``task``."""
    return SpanCritiquePool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: SpanCritiquePool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    low, high = pool.rules.planted
    if not 1 <= low <= high:
        yield (
            f"planted phải là [ít nhất, nhiều nhất], ít nhất là 1; đang là [{low}, {high}].",
            f"planted must be [least, most] with at least 1; it is [{low}, {high}].",
        )
    if math.ceil(len(pool.cases) * pool.rules.clean_answers) >= len(pool.cases):
        yield (
            "clean_answers quá lớn: không còn câu trả lời nào để cài lỗi.",
            "clean_answers is too large: no answer is left to hold an error.",
        )


def private_texts(pool: SpanCritiquePool) -> Iterator[Bilingual]:
    """Every wording and every reason."""
    return claims_private_texts(pool.cases)


def draw(
    pool: SpanCritiquePool, dice: Dice, head: Head
) -> tuple[SpanCritiqueVariant, SpanCritiqueKey]:
    """The answers of one learner and their key."""
    plans = plan_answers(pool, dice)
    answers: list[PublicAnswer] = []
    planted: list[PlantedUnit] = []
    omissions: list[PlantedOmission] = []
    foils: list[Foil] = []
    clean: list[str] = []
    for number, plan in enumerate(plans, start=1):
        aid = f"a{number}"
        units, wrong, tempting = _units(plan, aid)
        missing, left_out = _missing(plan, aid, dice)
        planted += wrong
        foils += tempting
        omissions += left_out
        clean += [aid] if plan.clean else []
        answers.append(
            PublicAnswer(
                aid=aid,
                title=plan.case.title,
                prompt=plan.case.prompt,
                as_of=plan.case.as_of,
                evidence=plan.case.evidence,
                units=units,
                missing=missing,
                provenance=plan.case.provenance,
            )
        )
    key = SpanCritiqueKey(
        **head.of_key(),
        planted=tuple(planted),
        omissions=tuple(omissions),
        foils=tuple(foils),
        clean_answers=tuple(clean),
        unit_uids=tuple(unit.uid for answer in answers for unit in answer.units),
        option_mids=tuple(option.mid for answer in answers for option in answer.missing),
    )
    return SpanCritiqueVariant(**head.of_variant(), answers=tuple(answers)), key


def _units(
    plan: AnswerPlan, aid: str
) -> tuple[tuple[PublicUnit, ...], list[PlantedUnit], list[Foil]]:
    """The answer's units as shown, the wrong ones among them, and the foils left standing."""
    public: list[PublicUnit] = []
    planted: list[PlantedUnit] = []
    foils: list[Foil] = []
    for number, unit in enumerate(plan.units, start=1):
        uid = f"{aid}.u{number}"
        wrong = plan.wrong.get(unit.id)
        public.append(PublicUnit(uid=uid, text=(wrong or unit.true).text))
        if wrong is not None:
            planted.append(
                PlantedUnit(
                    aid=aid,
                    uid=uid,
                    case=plan.case.id,
                    unit=unit.id,
                    wording=wrong.id,
                    category=wrong.category,
                    severity=wrong.severity,
                    level=wrong.level,
                    core_vi=wrong.core_vi,
                    core_en=wrong.core_en,
                    true_text=unit.true.text,
                    why=wrong.why,
                    check=wrong.check,
                )
            )
        elif unit.foil and unit.why is not None:
            foils.append(Foil(uid=uid, why=unit.why))
    return tuple(public), planted, foils


def _missing(
    plan: AnswerPlan, aid: str, dice: Dice
) -> tuple[tuple[MissingOption, ...], list[PlantedOmission]]:
    """The lines of the "what is missing?" list in random order, and the one that is missing."""
    options: list[MissingOption] = []
    omissions: list[PlantedOmission] = []
    texts = {unit.id: unit.true.text for unit in plan.case.units}
    for number, must in enumerate(dice.shuffled(plan.case.must_have), start=1):
        mid = f"{aid}.m{number}"
        options.append(MissingOption(mid=mid, label=must.label))
        if must is not plan.omitted:
            continue
        if must.severity is None or must.why is None or must.check is None:
            msg = f"{plan.case.id}: {must.id} cannot be left out, it has no severity, why or check"
            raise ValueError(msg)
        omissions.append(
            PlantedOmission(
                aid=aid,
                mid=mid,
                case=plan.case.id,
                unit=must.unit,
                severity=must.severity,
                left_out=texts[must.unit],
                why=must.why,
                check=must.check,
            )
        )
    return tuple(options), omissions


def checker(
    pool: SpanCritiquePool, tables: Tables
) -> Callable[[SpanCritiqueVariant, SpanCritiqueKey], list[Problem]]:
    """The check of this pool's variants."""
    return claims_inspector(pool, tables, lambda seen: _answers(pool, seen))


def _answers(
    pool: SpanCritiquePool, seen: Inspection[SpanCritiqueVariant, SpanCritiqueKey]
) -> Iterator[Problem]:
    planted = {entry.uid: entry for entry in seen.key.planted}
    foils = {entry.uid: entry for entry in seen.key.foils}
    expected_foils: set[str] = set()
    clean: list[str] = []
    for answer in seen.variant.answers:
        case = _case_of(pool, answer)
        if case is None:
            yield seen.wrong(answer.aid, "không thuộc tình huống nào.", "belongs to no case.")
            continue
        found = _find_units(case, [unit.text for unit in answer.units])
        if found is None:
            yield seen.wrong(
                answer.aid, "có câu không thuộc tình huống.", "holds a sentence not of its case."
            )
            continue
        for public, (unit, wrong) in zip(answer.units, found, strict=True):
            yield from seen.false_or_true((case, unit, wrong))
            entry = planted.get(public.uid)
            yield from _unit(seen, (case, unit, wrong), answer.aid, public.uid, entry)
            if wrong is None and unit.foil:
                expected_foils.add(public.uid)
                if foils.get(public.uid) != Foil(uid=public.uid, why=unit.why or unit.true.text):
                    yield seen.wrong(public.uid, "lý do câu lạ bị sai.", "wrong reason of a foil.")
        yield from _omissions(seen, case, answer, {unit.id for unit, _ in found})
        left_out = any(entry.aid == answer.aid for entry in seen.key.omissions)
        if not left_out and all(wrong is None for _, wrong in found):
            clean.append(answer.aid)
    yield from _sets(seen, clean, set(foils), expected_foils)


def _case_of(pool: SpanCritiquePool, answer: PublicAnswer) -> CompiledCase | None:
    for case in pool.cases:
        if (case.title, case.prompt, case.evidence) == (
            answer.title,
            answer.prompt,
            answer.evidence,
        ):
            return case
    return None


def _find_units(
    case: CompiledCase, texts: list[Bilingual]
) -> list[tuple[Unit, WrongWording | None]] | None:
    """The unit and the wrong wording (None: true) behind each text; None when one is unknown."""
    known = known_wordings(case)
    found = [known[text][1:] for text in texts if text in known]
    return found if len(found) == len(texts) else None


def _unit(
    seen: Inspection[SpanCritiqueVariant, SpanCritiqueKey],
    reading: Reading,
    aid: str,
    uid: str,
    entry: PlantedUnit | None,
) -> Iterator[Problem]:
    """Whether the key says of one unit what its text says."""
    case, unit, wrong = reading
    if wrong is None:
        if entry is not None:
            yield seen.wrong(uid, "khoá nói sai, câu thì đúng.", "key says wrong, text is true.")
        return
    expected = PlantedUnit(
        aid=aid,
        uid=uid,
        case=case.id,
        unit=unit.id,
        wording=wrong.id,
        category=wrong.category,
        severity=wrong.severity,
        level=wrong.level,
        core_vi=wrong.core_vi,
        core_en=wrong.core_en,
        true_text=unit.true.text,
        why=wrong.why,
        check=wrong.check,
    )
    if entry != expected:
        yield seen.wrong(uid, "khoá không khớp với câu sai.", "key does not fit the wrong text.")


def _omissions(
    seen: Inspection[SpanCritiqueVariant, SpanCritiqueKey],
    case: CompiledCase,
    answer: PublicAnswer,
    present: set[str],
) -> Iterator[Problem]:
    """Units that are not there must be what the key says was left out, one at most."""
    absent = {unit.id for unit in case.units} - present
    listed = {entry.mid: entry for entry in seen.key.omissions if entry.aid == answer.aid}
    labels = {option.mid: option.label for option in answer.missing}
    lines = {must.id: must for must in case.must_have}
    if len(listed) > 1 or {entry.unit for entry in listed.values()} != absent:
        yield seen.wrong(
            answer.aid, "phần bị bỏ sót không khớp với khoá.", "what is left out is not in the key."
        )
    if sorted(labels.values(), key=str) != sorted((m.label for m in lines.values()), key=str):
        yield seen.wrong(
            answer.aid, "danh sách “thiếu gì?” bị sai.", "wrong list of what is missing."
        )
    for mid, entry in listed.items():
        must = next((m for m in lines.values() if m.label == labels.get(mid)), None)
        if must is None or (must.unit, must.severity, must.why, must.check) != (
            entry.unit,
            entry.severity,
            entry.why,
            entry.check,
        ):
            yield seen.wrong(mid, "khoá của phần bỏ sót bị sai.", "wrong key of an omission.")


def _sets(
    seen: Inspection[SpanCritiqueVariant, SpanCritiqueKey],
    clean: list[str],
    foils: set[str],
    expected_foils: set[str],
) -> Iterator[Problem]:
    uids = [unit.uid for answer in seen.variant.answers for unit in answer.units]
    mids = [option.mid for answer in seen.variant.answers for option in answer.missing]
    pairs = (
        ("unit_uids", list(seen.key.unit_uids), uids),
        ("option_mids", list(seen.key.option_mids), mids),
        ("clean_answers", list(seen.key.clean_answers), clean),
        ("foils", sorted(foils), sorted(expected_foils)),
    )
    for name, ours, theirs in pairs:
        if ours != theirs:
            yield seen.wrong(name, f"{ours}, phải là {theirs}.", f"{ours}, should be {theirs}.")
    unknown = {entry.uid for entry in seen.key.planted} - set(uids)
    if unknown or len(seen.key.planted) != len({entry.uid for entry in seen.key.planted}):
        yield seen.wrong("planted", "có mục lạ hoặc lặp.", "holds an unknown or repeated entry.")
