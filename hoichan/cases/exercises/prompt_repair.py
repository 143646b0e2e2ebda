"""X4: poor prompts, blocks that repair some errors of the answer, and one error no prompt removes."""

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
from hoichan.cases.errors import Problem
from hoichan.cases.head import Head
from hoichan.cases.labels import Label
from hoichan.cases.library import published
from hoichan.cases.pool import Mistake
from hoichan.cases.read import claims_source
from hoichan.cases.spec import CaseSpec, Name
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.cases.yaml_source import read_yaml
from hoichan.privacy.identifiers import identifiers
from hoichan.schema.case import CompiledCase, Unit, WrongWording
from hoichan.schema.exercises.prompt_repair import (
    CaseBlock,
    KeyRepair,
    PlantedRepair,
    PromptRepairCase,
    PromptRepairKey,
    PromptRepairPool,
    PromptRepairVariant,
    PublicBlock,
    PublicRepair,
    RepairUnit,
    Rephrasing,
    Under,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import LANGS, Bilingual, Strict

LEAST_REMOVABLE = 2


class BlockSpec(Strict):
    """One block: which wrong wordings it removes, and whether it holds an identifier (a trap)."""

    id: Name
    repairs: tuple[str, ...] = ()
    phi: bool = False


class RepairSpec(CaseSpec):
    """``case.yaml``: a case of claims with blocks. ``again``: true units and the block that rewords."""

    type: Literal["prompt_repair"]
    blocks: tuple[BlockSpec, ...]
    again: dict[Name, Name] = {}  # noqa: RUF012 - pydantic copies defaults


SPEC = RepairSpec


def load(folder: Path) -> tuple[PromptRepairCase, list[Problem]]:
    """Read, compile and check a case.

    Raises:
        CaseError: it cannot be read or compiled.
    """
    spec, lines = read_yaml(folder / "case.yaml", RepairSpec)
    source = claims_source(folder, spec, lines, _labels(spec))
    tables = published(spec.datasets, folder)
    claims = compile_case(source, tables)
    truths = {truth.name: truth for truth in claims.truths}
    case = PromptRepairCase(
        **{
            **dict(claims),
            "blocks": tuple(
                CaseBlock(
                    id=block.id,
                    label=source.text(block.id),
                    text=source.text(f"{block.id}.text"),
                    repairs=block.repairs,
                    phi=block.phi,
                )
                for block in spec.blocks
            ),
            "again": tuple(
                Rephrasing(unit=unit, block=block, text=filled(source, f"{unit}.again", truths))
                for unit, block in spec.again.items()
            ),
        }
    )
    return case, check_case(case, tables, source)


def _labels(spec: RepairSpec) -> Iterator[Label]:
    for number, block in enumerate(spec.blocks):
        yield Label(block.id, ("blocks", number))
        yield Label(f"{block.id}.text", ("blocks", number))
    for unit in spec.again:
        yield Label(f"{unit}.again", ("again", unit))


def case_problems(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """Blocks that repair something, an error that stays, and identifiers only where they are said."""
    if not isinstance(case, PromptRepairCase):
        return
    wrongs = {f"{unit.id}.{wrong.id}": unit for unit in case.units for wrong in unit.wrong}
    repaired = {name for block in case.blocks for name in block.repairs}
    for name in sorted(repaired - set(wrongs)):
        yield at.in_yaml(
            "blocks", f"không có cách viết sai “{name}”.", f'no wrong wording "{name}".'
        )
    if len({wrongs[name].id for name in repaired & set(wrongs)}) < LEAST_REMOVABLE:
        yield at.in_yaml(
            "blocks",
            f"các khối phải sửa được lỗi của ít nhất {LEAST_REMOVABLE} câu.",
            f"blocks must remove errors of at least {LEAST_REMOVABLE} units.",
        )
    if not _residual(case):
        yield at.in_yaml(
            "units",
            "cần một câu có lỗi mà không khối nào sửa được.",
            "a unit with an error that no block removes is needed.",
        )
    if not any(not block.repairs and not block.phi for block in case.blocks):
        yield at.in_yaml(
            "blocks", "cần một khối không sửa gì.", "a block that repairs nothing is needed."
        )
    for block in case.blocks:
        for lang in LANGS:
            if bool(identifiers(block.text[lang])) is not block.phi:
                yield at.in_text(
                    f"{block.id}.text",
                    lang,
                    "khối có phi: true phải chứa một mã định danh, khối khác thì không.",
                    "a block with phi: true must hold an identifier, others must not.",
                )
    for again in case.again:
        yield from same_numbers(f"{again.unit}.again", again.text, at)
        unit = next((unit for unit in case.units if unit.id == again.unit), None)
        if unit is None or unit.wrong or again.block not in {block.id for block in case.blocks}:
            yield at.in_yaml(
                "again",
                f"“{again.unit}” phải là câu không có cách viết sai, và khối phải có thật.",
                f'"{again.unit}" must be a unit without wrong wordings, and the block must exist.',
            )


def _residual(case: PromptRepairCase) -> list[tuple[Unit, WrongWording]]:
    """Wrong wordings that no block removes."""
    repaired = {name for block in case.blocks for name in block.repairs}
    return [
        (unit, wrong)
        for unit in case.units
        for wrong in unit.wrong
        if f"{unit.id}.{wrong.id}" not in repaired
    ]


def make_pool(
    task: TaskSpec, lesson_id: str, cases: Iterable[PromptRepairCase]
) -> PromptRepairPool:
    """The pool of ``task``."""
    return PromptRepairPool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: PromptRepairPool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    wanted = pool.rules.units or len(pool.cases)
    if wanted > len(pool.cases):
        yield (
            f"units nhiều nhất là số tình huống ({len(pool.cases)}); đang là {wanted}.",
            f"units is at most the number of cases ({len(pool.cases)}); it is {wanted}.",
        )


def private_texts(pool: PromptRepairPool) -> Iterator[Bilingual]:
    """Every wording and every reason."""
    return claims_private_texts(pool.cases)


def draw(
    pool: PromptRepairPool, dice: Dice, head: Head
) -> tuple[PromptRepairVariant, PromptRepairKey]:
    """The prompts of one learner and their key."""
    number = pool.rules.units or len(pool.cases)
    made = [
        _prompt(f"q{place}", case, dice)
        for place, case in enumerate(dice.shuffled(pool.cases)[:number], start=1)
    ]
    variant = PromptRepairVariant(
        **head.of_variant(),
        prompts=tuple(public for public, _ in made),
        provenance=pool.cases[0].provenance,
    )
    return variant, PromptRepairKey(**head.of_key(), prompts=tuple(gold for _, gold in made))


def _prompt(uid: str, case: PromptRepairCase, dice: Dice) -> tuple[PublicRepair, KeyRepair]:
    removers: dict[str, tuple[str, ...]] = {}
    for block in case.blocks:
        for name in block.repairs:
            removers[name] = (*removers.get(name, ()), block.id)
    stays, stays_wrong = dice.pick(_residual(case))
    chosen: dict[str, WrongWording] = {stays.id: stays_wrong}
    removable = dice.shuffled(
        [
            unit
            for unit in case.units
            if unit.id != stays.id and any(f"{unit.id}.{w.id}" in removers for w in unit.wrong)
        ]
    )
    for unit in removable[: dice.between(LEAST_REMOVABLE, max(LEAST_REMOVABLE, len(removable)))]:
        offered = [wrong for wrong in unit.wrong if f"{unit.id}.{wrong.id}" in removers]
        chosen[unit.id] = dice.pick(offered)
    again = {one.unit: one for one in case.again}
    units: list[RepairUnit] = []
    planted: list[PlantedRepair] = []
    for place, unit in enumerate(case.units, start=1):
        name = f"{uid}.u{place}"
        wrong = chosen.get(unit.id)
        if wrong is None:
            reworded = again.get(unit.id)
            under = (Under(blocks=(reworded.block,), text=reworded.text),) if reworded else ()
            units.append(RepairUnit(uid=name, text=unit.true.text, under=under))
            continue
        by = removers.get(f"{unit.id}.{wrong.id}", ())
        under = (Under(blocks=by, text=unit.true.text),) if by else ()
        units.append(RepairUnit(uid=name, text=wrong.text, under=under))
        planted.append(_planted(name, case, unit, wrong, by))
    blocks = dice.shuffled(case.blocks)
    public = PublicRepair(
        uid=uid,
        title=case.title,
        prompt=case.prompt,
        as_of=case.as_of,
        evidence=case.evidence,
        blocks=tuple(PublicBlock(id=b.id, label=b.label, text=b.text) for b in blocks),
        units=tuple(units),
    )
    key = KeyRepair(
        uid=uid,
        case=case.id,
        planted=tuple(planted),
        phi=tuple(block.id for block in case.blocks if block.phi),
        blocks=tuple(block.id for block in case.blocks),
    )
    return public, key


def _planted(
    uid: str, case: CompiledCase, unit: Unit, wrong: WrongWording, by: tuple[str, ...]
) -> PlantedRepair:
    return PlantedRepair(
        uid=uid,
        case=case.id,
        unit=unit.id,
        wording=wrong.id,
        category=wrong.category,
        severity=wrong.severity,
        removed_by=by,
        true_text=unit.true.text,
        why=wrong.why,
        check=wrong.check,
    )


def checker(
    pool: PromptRepairPool, tables: Tables
) -> Callable[[PromptRepairVariant, PromptRepairKey], list[Problem]]:
    """The check of this pool's variants."""
    return claims_inspector(pool, tables, lambda seen: _prompts(pool, seen))


def _prompts(
    pool: PromptRepairPool, seen: Inspection[PromptRepairVariant, PromptRepairKey]
) -> Iterator[Problem]:
    cases = {case.title: case for case in pool.cases}
    if [gold.uid for gold in seen.key.prompts] != list(seen.variant.items()):
        yield seen.wrong("prompts", "khoá thiếu hoặc thừa.", "the key has too many or too few.")
        return
    for public, gold in zip(seen.variant.prompts, seen.key.prompts, strict=True):
        of = cases.get(public.title)
        if of is None:
            yield seen.wrong(public.uid, "không thuộc tình huống nào.", "belongs to no case.")
            continue
        known = known_wordings(of)
        expected: list[PlantedRepair] = []
        for unit in public.units:
            reading = known.get(unit.text)
            if reading is None:
                yield seen.wrong(unit.uid, "không thuộc tình huống.", "not of its case.")
                continue
            yield from seen.false_or_true(reading)
            case, of_case, wrong = reading
            if wrong is None:
                under = [
                    Under(blocks=(x.block,), text=x.text) for x in of.again if x.unit == of_case.id
                ]
            else:
                name = f"{of_case.id}.{wrong.id}"
                by = tuple(block.id for block in of.blocks if name in block.repairs)
                under = [Under(blocks=by, text=of_case.true.text)] if by else []
                expected.append(_planted(unit.uid, case, of_case, wrong, by))
            if list(unit.under) != under:
                yield seen.wrong(unit.uid, "câu sau khi sửa bị sai.", "wrong repaired text.")
        if list(gold.planted) != expected:
            yield seen.wrong(public.uid, "khoá không khớp.", "the key does not fit.")
        if not any(not one.removed_by for one in expected):
            yield seen.wrong(public.uid, "không còn lỗi nào ở lại.", "no error stays.")
        yield from _block_problems(public, gold, of, seen)


def _block_problems(
    public: PublicRepair,
    gold: KeyRepair,
    case: PromptRepairCase,
    seen: Inspection[PromptRepairVariant, PromptRepairKey],
) -> Iterator[Problem]:
    """The blocks on offer are the case's, and the key knows which hold an identifier."""
    offered = {block.id: (block.label, block.text) for block in public.blocks}
    own = {block.id: (block.label, block.text) for block in case.blocks}
    phi = tuple(block.id for block in case.blocks if block.phi)
    if offered != own or len(public.blocks) != len(own):
        yield seen.wrong(public.uid, "các khối bị sai.", "wrong blocks.")
    if (gold.case, gold.blocks, gold.phi) != (case.id, tuple(own), phi):
        yield seen.wrong(
            public.uid, "khoá ghi sai các khối.", "the key has other blocks than the case."
        )
