"""X6: references of AI answers, planted by rule from the registry, and the proof of each verdict."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from hoichan.cases.cite_problems import item_problems, reference_problems
from hoichan.cases.cite_proof import RegistryProof
from hoichan.cases.cite_spec import CiteSource, CiteSpec, cite_labels
from hoichan.cases.citing import Citing
from hoichan.cases.dice import Dice
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.head import Head
from hoichan.cases.library import published
from hoichan.cases.pool import Mistake
from hoichan.cases.read import read_source
from hoichan.cases.truths import Tables
from hoichan.cases.variant_check import wrong
from hoichan.data.registry import documents
from hoichan.schema.exercises.cite_check import (
    VERDICTS,
    CiteCheckCase,
    CiteCheckKey,
    CiteCheckPool,
    CiteCheckVariant,
    CiteItem,
    CitingAnswer,
    KeyRef,
    Planting,
    PublicRef,
    Verdict,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual

SPEC = CiteSpec
FEWEST, MOST = 6, 8  # references a learner gets, where the task does not say how many
_CATEGORIES: dict[Verdict, Category | None] = {
    "not_found": Category.SRC_FABRICATED_CITATION,
    "wrong_details": Category.SRC_FABRICATED_CITATION,
    "unsupported": Category.SRC_FABRICATED_CITATION,
    "superseded": Category.SRC_STALE,
    "supports": None,
}
Chosen = tuple[CiteCheckCase, CiteItem, Planting]


def load(folder: Path) -> tuple[CiteCheckCase, list[Problem]]:
    """Read a case, work out its plantings from the registry, and check them.

    Raises:
        CaseError: it cannot be read, or names what the registry does not have.
    """
    source = read_source(folder, SPEC, cite_labels)
    table = published(["refs"], folder)["refs"]
    registry = documents(table)
    if problems := reference_problems(source, registry):
        raise CaseError(problems)
    if problems := item_problems(source, registry):
        raise CaseError(problems)
    citing = Citing(source, registry, date.fromisoformat(source.spec.as_of))
    case = _compiled(source, tuple(citing.item(item) for item in source.spec.items))
    return case, list(_case_problems(case, source, RegistryProof(table)))


def _compiled(source: CiteSource, items: tuple[CiteItem, ...]) -> CiteCheckCase:
    spec = source.spec
    digest = hashlib.sha256()
    for name in ("case.yaml", "vi.md", "en.md"):
        digest.update((source.folder / name).read_bytes() + b"\0")
    for item in items:
        digest.update(item.model_dump_json().encode())
    return CiteCheckCase(
        id=spec.id,
        version=spec.version,
        role=spec.role,
        datasets=spec.datasets,
        title=source.title,
        review=spec.review,
        sha256=digest.hexdigest(),
        as_of=spec.as_of,
        prompt=source.text("prompt"),
        items=items,
    )


def _case_problems(
    case: CiteCheckCase, source: CiteSource, proof: RegistryProof
) -> Iterator[Problem]:
    """Plantings that the registry itself does not bear out."""
    for number, item in enumerate(case.items):
        for planting in item.plantings:
            for vi, en in proof.doubts(planting, case.as_of):
                place = ("items", number)
                yield source.lines.problem(place, f"{planting.id}: {vi}", f"{planting.id}: {en}")


def make_pool(task: TaskSpec, lesson_id: str, cases: Iterable[CiteCheckCase]) -> CiteCheckPool:
    """The pool of ``task``."""
    return CiteCheckPool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: CiteCheckPool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    if pool.rules.planted != (0, 0):
        yield (
            "loại bài này không dùng planted: mỗi kết luận có ít nhất một và nhiều nhất một nửa.",
            "this type takes no planted: each verdict stands at least once and at most in half.",
        )
    items = [item for case in pool.cases for item in case.items]
    need = pool.rules.units or FEWEST
    if len(items) < need or need < len(VERDICTS):
        yield (
            f"cần ít nhất {max(need, len(VERDICTS))} tài liệu tham khảo, hiện có {len(items)} và units là {need}.",
            f"at least {max(need, len(VERDICTS))} references are needed; there are {len(items)}, and units is {need}.",
        )
    cited = Counter(ref for item in items for ref in {p.cited for p in item.plantings if p.cited})
    for ref in (ref for ref, times in cited.items() if times > 1):
        yield (f"{ref} được dùng cho hai mục.", f"{ref} is used for two items.")
    able = {verdict for item in items for verdict in item.verdicts()}
    for verdict in set(VERDICTS) - able:
        yield (f"không mục nào cho kết luận {verdict}.", f"no item can be {verdict}.")


def private_texts(pool: CiteCheckPool) -> Iterator[Bilingual]:
    """Every sentence and every reason. Titles of the registry are no secret."""
    for case in pool.cases:
        for item in case.items:
            for planting in item.plantings:
                yield from (planting.text, planting.why)


# --- drawing ----------------------------------------------------------------------------------------


def draw(pool: CiteCheckPool, dice: Dice, head: Head) -> tuple[CiteCheckVariant, CiteCheckKey]:
    """The references of one learner and their key."""
    everything = [(case, item) for case in pool.cases for item in case.items]
    most = min(MOST, len(everything))
    number = pool.rules.units or dice.between(min(FEWEST, most), most)
    verdicts = dice.shuffled(_verdicts(number, dice))
    given = _assign(verdicts, dice.shuffled(everything))
    if given is None:
        raise PoolError(
            f"Nhiệm vụ “{pool.task}”: các mục không đủ cho {number} kết luận khác nhau.",
            f'Task "{pool.task}": the items cannot give {number} references of all verdicts.',
        )
    chosen = {
        (case.id, item.id): dice.pick([p for p in item.plantings if p.verdict == verdict])
        for (case, item), verdict in given
    }
    answers: list[CitingAnswer] = []
    refs: list[PublicRef] = []
    keys: list[KeyRef] = []
    for case in dice.shuffled(pool.cases):
        own = [
            (case, item, chosen[case.id, item.id])
            for item in case.items
            if (case.id, item.id) in chosen
        ]
        if own:
            aid = f"a{len(answers) + 1}"
            answers.append(_answer(case, aid))
            for entry in own:
                uid = f"r{len(refs) + 1}"
                refs.append(_public(entry, uid, aid))
                keys.append(_key(entry, uid))
    variant = CiteCheckVariant(**head.of_variant(), answers=tuple(answers), refs=tuple(refs))
    return variant, CiteCheckKey(**head.of_key(), refs=tuple(keys))


def _verdicts(number: int, dice: Dice) -> list[Verdict]:
    """Each verdict once, "supports" twice if there is room, the rest by chance, none above half."""
    drawn: list[Verdict] = [*VERDICTS]
    if number > len(drawn):
        drawn.append("supports")
    while len(drawn) < number:
        verdict = dice.pick(VERDICTS)
        if drawn.count(verdict) < number // 2:
            drawn.append(verdict)
    return drawn


Place = tuple[CiteCheckCase, CiteItem]


def _assign(
    verdicts: Sequence[Verdict], items: Sequence[Place]
) -> list[tuple[Place, Verdict]] | None:
    """An item for each verdict, none twice; the first that works in the given order."""
    if not verdicts:
        return []
    for place, entry in enumerate(items):
        if verdicts[0] in entry[1].verdicts():
            rest = _assign(verdicts[1:], [*items[:place], *items[place + 1 :]])
            if rest is not None:
                return [(entry, verdicts[0]), *rest]
    return None


def _answer(case: CiteCheckCase, aid: str) -> CitingAnswer:
    return CitingAnswer(
        aid=aid,
        title=case.title,
        prompt=case.prompt,
        as_of=case.as_of,
        provenance=case.provenance,
    )


def _public(entry: Chosen, uid: str, aid: str) -> PublicRef:
    planting = entry[2]
    return PublicRef(uid=uid, aid=aid, text=planting.text, citation=planting.citation)


def _key(entry: Chosen, uid: str) -> KeyRef:
    case, item, planting = entry
    return KeyRef(
        uid=uid,
        case=case.id,
        item=item.id,
        planting=planting.id,
        verdict=planting.verdict,
        cited=planting.cited,
        points=planting.points,
        correct=planting.correct,
        evidence=planting.evidence,
        detail=planting.detail,
        proof=planting.proof,
        category=_CATEGORIES[planting.verdict],
        why=planting.why,
        check=planting.check,
    )


# --- checking ---------------------------------------------------------------------------------------


def checker(
    pool: CiteCheckPool, tables: Tables
) -> Callable[[CiteCheckVariant, CiteCheckKey], list[Problem]]:
    """The check of this pool's variants: every verdict is proven anew from the registry."""
    proof = RegistryProof(tables["refs"])

    def check(variant: CiteCheckVariant, key: CiteCheckKey) -> list[Problem]:
        return [
            wrong(variant, where, vi, en) for where, vi, en in _doubts(pool, proof, variant, key)
        ]

    return check


def _doubts(
    pool: CiteCheckPool, proof: RegistryProof, variant: CiteCheckVariant, key: CiteCheckKey
) -> Iterator[tuple[str, str, str]]:
    if [ref.uid for ref in variant.refs] != [ref.uid for ref in key.refs]:
        yield "refs", "khoá thiếu hoặc thừa.", "the key has too many or too few."
        return
    counts = Counter(ref.verdict for ref in key.refs)
    if max(counts.values()) > len(key.refs) // 2:
        yield "refs", "một kết luận chiếm quá nửa.", "one verdict makes up more than half."
    cases = {case.id: case for case in pool.cases}
    answers = {answer.aid: answer for answer in variant.answers}
    for public, entry in zip(variant.refs, key.refs, strict=True):
        case, answer = cases.get(entry.case), answers.get(public.aid)
        if (
            case is None
            or answer is None
            or (answer.prompt, answer.as_of) != (case.prompt, case.as_of)
        ):
            yield public.uid, "không thuộc tình huống nào.", "belongs to no case."
            continue
        said = [p for item in case.items for p in item.plantings if p.text == public.text]
        if not any(p.citation == public.citation for p in said):
            yield (
                public.uid,
                "câu và nguồn không đi cùng nhau.",
                "sentence and reference do not belong together.",
            )
            continue
        made = next(p for p in said if p.citation == public.citation)
        stands = made.model_copy(
            update={
                "verdict": entry.verdict,
                "cited": entry.cited,
                "points": entry.points,
                "correct": entry.correct,
                "evidence": entry.evidence,
                "detail": entry.detail,
            }
        )
        for vi, en in proof.doubts(stands, case.as_of):
            yield public.uid, vi, en
        if (made.verdict, made.evidence, made.why, made.check, made.proof) != (
            entry.verdict,
            entry.evidence,
            entry.why,
            entry.check,
            entry.proof,
        ) or entry.category is not _CATEGORIES[entry.verdict]:
            yield public.uid, "khoá không khớp với câu.", "the key does not fit the sentence."
