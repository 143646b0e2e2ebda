"""X8: patients by role, the AI right in half of them; levels of nurses' patients come from NEWS2."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from hoichan.cases.dice import Dice
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.head import Head
from hoichan.cases.labels import Label
from hoichan.cases.library import published
from hoichan.cases.pool import Mistake
from hoichan.cases.read import read_source
from hoichan.cases.source import Source
from hoichan.cases.spec import Name, SpecHead
from hoichan.cases.truths import Tables
from hoichan.cases.variant_check import wrong
from hoichan.cases.vitals import Chart, chart_level, chart_row, chart_table, chart_why
from hoichan.schema.exercises.triage_role import (
    LEVELS,
    Act,
    KeyTriage,
    Level,
    PublicTriage,
    TriageAdvice,
    TriageItem,
    TriageRoleCase,
    TriageRoleKey,
    TriageRolePool,
    TriageRoleVariant,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import Bilingual, Strict

VITALS = "ward_vitals"
LEAST_ITEMS = 4
TRIES = 200
FILES = ("case.yaml", "vi.md", "en.md")


class LevelSpec(Strict):
    """What is right to do at one level."""

    acts: tuple[Name, ...]


class ItemSpec(Strict):
    """One patient: a level, or the observation that gives it, and the level of a wrong AI."""

    id: Name
    level: Level | None = None
    chart: Chart | None = None
    ai: Level


class TriageSpec(SpecHead):
    """``case.yaml`` of a triage_role case."""

    type: Literal["triage_role"]
    acts: tuple[Name, ...]
    levels: tuple[LevelSpec, ...] = Field(min_length=LEVELS, max_length=LEVELS)
    items: tuple[ItemSpec, ...]


SPEC = TriageSpec


def load(folder: Path) -> tuple[TriageRoleCase, list[Problem]]:
    """Read, compile and check a case.

    Raises:
        CaseError: it cannot be read or compiled.
    """
    source = read_source(folder, TriageSpec, _labels)
    problems = list(_spec_problems(source))
    if problems:
        raise CaseError(problems)
    tables = published(source.spec.datasets, folder)
    items: list[TriageItem] = []
    for number, spec in enumerate(source.spec.items):
        made = _item(source, number, spec, tables)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            items.append(made)
    spec_ = source.spec
    labels = tuple(source.text(f"level{level}") for level in range(LEVELS))
    case = TriageRoleCase(
        id=spec_.id,
        version=spec_.version,
        role=spec_.role,
        datasets=spec_.datasets,
        title=source.title,
        review=spec_.review,
        sha256=_sha256(folder, items),
        levels=(labels[0], labels[1], labels[2], labels[3]),
        acts=tuple(Act(id=name, label=source.text(name)) for name in spec_.acts),
        acts_of_level=tuple(level.acts for level in spec_.levels),
        items=tuple(items),
    )
    return case, problems


def _labels(source: Source[TriageSpec]) -> Iterator[Label]:
    for level in range(LEVELS):
        yield Label(f"level{level}", ("levels", level))
    for number, name in enumerate(source.spec.acts):
        yield Label(name, ("acts", number))
    for number, item in enumerate(source.spec.items):
        place = ("items", number)
        yield Label(item.id, place)
        yield Label(f"{item.id}.right", place)
        yield Label(f"{item.id}.wrong", place)
        computed = item.chart is not None
        yield Label(f"{item.id}.why", place, may_be_missing=computed)
        yield Label(f"{item.id}.check", place, may_be_missing=computed)


def _spec_problems(source: Source[TriageSpec]) -> Iterator[Problem]:
    spec, lines = source.spec, source.lines
    ids = [item.id for item in spec.items]
    for number, item in enumerate(spec.items):
        if item.id in ids[:number]:
            yield lines.problem(
                ("items", number),
                f"id “{item.id}” bị dùng hai lần.",
                f'id "{item.id}" is used twice.',
            )
        if (item.level is None) == (item.chart is None):
            yield lines.problem(
                ("items", number),
                f"“{item.id}”: ghi level (người soạn định mức) hoặc chart (tính từ sinh hiệu).",
                f'"{item.id}": give either level (set by the author) or chart (from vital signs).',
            )
        if item.chart is not None and VITALS not in spec.datasets:
            yield lines.problem(
                ("items", number),
                f"“{item.id}”: chart cần datasets: [{VITALS}].",
                f'"{item.id}": a chart needs datasets: [{VITALS}].',
            )
    for number, level in enumerate(spec.levels):
        for name in level.acts:
            if name not in spec.acts:
                yield lines.problem(
                    ("levels", number), f"không có việc “{name}”.", f'there is no act "{name}".'
                )


def _item(
    source: Source[TriageSpec], number: int, spec: ItemSpec, tables: Tables
) -> TriageItem | Problem:
    place = ("items", number)
    table, level = None, spec.level
    why, check = source.text(f"{spec.id}.why"), source.text(f"{spec.id}.check")
    if spec.chart is not None:
        row = chart_row(tables[VITALS], spec.chart)
        if row is None:
            return source.lines.problem(
                place,
                f"ward_vitals không có lần đo {spec.chart.stay}, {spec.chart.at}, đủ mọi thông số.",
                f"ward_vitals has no full observation of {spec.chart.stay} at {spec.chart.at}.",
            )
        level = chart_level(row)
        table = chart_table(row)
        why, check = chart_why(row)
    if level is None or level == spec.ai:
        return source.lines.problem(
            place,
            f"“{spec.id}”: mức sai của AI ({spec.ai}) trùng với mức đúng ({level}).",
            f'"{spec.id}": the AI\'s wrong level ({spec.ai}) is the right one ({level}).',
        )
    return TriageItem(
        id=spec.id,
        vignette=source.text(spec.id),
        table=table,
        level=level,
        ai_level=spec.ai,
        reason_right=source.text(f"{spec.id}.right"),
        reason_wrong=source.text(f"{spec.id}.wrong"),
        why=why,
        check=check,
        chart=spec.chart.model_dump() if spec.chart else None,
    )


def _sha256(folder: Path, items: Iterable[TriageItem]) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes() + b"\0")
    for item in items:
        digest.update(item.model_dump_json().encode())
    return digest.hexdigest()


def make_pool(task: TaskSpec, lesson_id: str, cases: Iterable[TriageRoleCase]) -> TriageRolePool:
    """The pool of ``task``."""
    return TriageRolePool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: TriageRolePool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    items = sum(len(case.items) for case in pool.cases)
    wanted = pool.rules.units or items
    if not LEAST_ITEMS <= wanted <= items:
        yield (
            f"units phải từ {LEAST_ITEMS} đến số ca có trong tình huống ({items}); đang là {wanted}.",
            f"units must be from {LEAST_ITEMS} to the number of patients ({items}); it is {wanted}.",
        )


def private_texts(pool: TriageRolePool) -> Iterator[Bilingual]:
    """Reasons of the AI, right and wrong, and of the key unless worked out from vital signs.

    Two patients may score alike, so that one sentence is the reason of both.
    """
    for case in pool.cases:
        for item in case.items:
            yield from (item.reason_right, item.reason_wrong)
            if item.chart is None:
                yield item.why


def draw(pool: TriageRolePool, dice: Dice, head: Head) -> tuple[TriageRoleVariant, TriageRoleKey]:
    """The patients of one learner and their key: the AI is right in half of them, and errs both ways.

    Raises:
        PoolError: the cases do not offer patients of at least three levels.
    """
    items = [(case, item) for case in pool.cases for item in case.items]
    number = pool.rules.units or len(items)
    for _ in range(TRIES):
        chosen = dice.shuffled(items)[:number]
        right = dice.shuffled([place < number // 2 for place in range(number)])
        if _mixed(chosen, right):
            break
    else:
        raise PoolError(
            f"Nhiệm vụ “{pool.task}”: các ca phải thuộc ít nhất ba mức, và AI phải sai cả hai chiều.",
            f'Task "{pool.task}": patients must be of three levels at least, and the AI must err '
            "both ways.",
        )
    public: list[PublicTriage] = []
    key: list[KeyTriage] = []
    for place, ((case, item), ai_right) in enumerate(zip(chosen, right, strict=True), start=1):
        uid = f"t{place}"
        advice = TriageAdvice(
            level=item.level if ai_right else item.ai_level,
            reason=item.reason_right if ai_right else item.reason_wrong,
        )
        public.append(
            PublicTriage(
                uid=uid,
                title=case.title,
                vignette=item.vignette,
                table=item.table,
                levels=case.levels,
                acts=case.acts,
                advice=advice,
            )
        )
        key.append(
            KeyTriage(
                uid=uid,
                case=case.id,
                item=item.id,
                level=item.level,
                ai_right=ai_right,
                acts=case.acts_of_level[item.level],
                why=item.why,
                check=item.check,
            )
        )
    variant = TriageRoleVariant(
        **head.of_variant(), patients=tuple(public), provenance=pool.cases[0].provenance
    )
    return variant, TriageRoleKey(**head.of_key(), patients=tuple(key))


def _mixed(chosen: list[tuple[TriageRoleCase, TriageItem]], right: list[bool]) -> bool:
    levels = {item.level for _, item in chosen}
    errors = [item for (_, item), ok in zip(chosen, right, strict=True) if not ok]
    low = any(item.ai_level < item.level for item in errors)
    high = any(item.ai_level > item.level for item in errors)
    return len(levels) >= min(3, len(chosen) - 1) and low and high


def checker(
    pool: TriageRolePool, tables: Tables
) -> Callable[[TriageRoleVariant, TriageRoleKey], list[Problem]]:
    """Levels computed again from the vital signs; texts looked up among the cases."""
    known = {
        item.vignette: (case, item, _recomputed(item, tables))
        for case in pool.cases
        for item in case.items
    }

    def check(variant: TriageRoleVariant, key: TriageRoleKey) -> list[Problem]:
        if [gold.uid for gold in key.patients] != list(variant.items()):
            return [wrong(variant, "patients", "khoá thiếu hoặc thừa.", "the key does not fit.")]
        return [
            problem
            for public, gold in zip(variant.patients, key.patients, strict=True)
            for problem in _patient(variant, public, gold, known)
        ]

    return check


def _recomputed(item: TriageItem, tables: Tables) -> int | None:
    if item.chart is None:
        return item.level
    row = chart_row(tables[VITALS], Chart(**item.chart))
    return None if row is None else chart_level(row)


def _patient(
    variant: TriageRoleVariant,
    public: PublicTriage,
    gold: KeyTriage,
    known: dict[Bilingual, tuple[TriageRoleCase, TriageItem, int | None]],
) -> Iterator[Problem]:
    found = known.get(public.vignette)
    if found is None:
        yield wrong(variant, public.uid, "không thuộc tình huống nào.", "belongs to no case.")
        return
    case, item, level = found
    if level is None:
        yield wrong(variant, public.uid, "không còn lần đo này.", "the observation is gone.")
        return
    if item.chart is not None and public.table != item.table:
        yield wrong(variant, public.uid, "sinh hiệu bị sai.", "wrong vital signs.")
    reason = item.reason_right if public.advice.level == level else item.reason_wrong
    ought = KeyTriage(
        uid=public.uid,
        case=case.id,
        item=item.id,
        level=level,
        ai_right=public.advice.level == level,
        acts=case.acts_of_level[level],
        why=item.why,
        check=item.check,
    )
    if gold != ought or public.advice.reason != reason:
        yield wrong(variant, public.uid, "khoá không khớp.", "the key does not fit.")
