"""X5: notes from the generator of notes_phi, made from a seed of the case's own.

The published release's spans are public, so a case must not use its seed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from hoichan import data
from hoichan.cases.dice import Dice
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.head import Head
from hoichan.cases.labels import Label
from hoichan.cases.pool import Mistake
from hoichan.cases.read import read_source
from hoichan.cases.source import Source
from hoichan.cases.spec import SpecHead
from hoichan.cases.truths import Tables
from hoichan.cases.variant_check import wrong
from hoichan.schema.case import Span
from hoichan.schema.exercises.phi_redact import (
    GoldNote,
    Identifier,
    KeyNote,
    PhiRedactCase,
    PhiRedactKey,
    PhiRedactPool,
    PhiRedactVariant,
    PublicNote,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import Bilingual, Strict, nfc
from hoichan.scoring.hiding import note_score, thoughtless
from hoichan.synthesis.generators import notes_phi

DATASET = "notes_phi"
LEAST_NOTES = 2
MOST_THOUGHTLESS = 0.6  # a set in which a policy without reading earns more teaches nothing
TRIES = 300
FILES = ("case.yaml", "vi.md", "en.md")
# Words with inner dots, dashes, slashes and at signs: a phone number in groups is several words.
_WORD = re.compile(r"[^\W_]+(?:[.\-/:@,][^\W_]+)*")


class GeneratorSpec(Strict):
    """Which notes: the generator's seed, and how many with and without identifiers."""

    seed: int = Field(ge=0)
    notes: int = Field(ge=LEAST_NOTES, le=200)
    controls: int = Field(default=0, ge=0, le=40)


class PhiSpec(SpecHead):
    """``case.yaml`` of a phi_redact case."""

    type: Literal["phi_redact"]
    generator: GeneratorSpec


SPEC = PhiSpec


def load(folder: Path) -> tuple[PhiRedactCase, list[Problem]]:
    """Read a case and generate its notes.

    Raises:
        CaseError: it cannot be read, or uses the seed of the published release.
    """
    source = read_source(folder, PhiSpec, _labels)
    made = source.spec.generator
    if made.seed == notes_phi.params().seed:
        problem = source.lines.problem(
            ("generator", "seed"),
            "đây là seed của bộ dữ liệu đã công bố, đáp án ai cũng xem được; hãy chọn số khác.",
            "this is the seed of the published release, whose spans are public; choose another.",
        )
        raise CaseError([problem])
    spec = source.spec
    case = PhiRedactCase(
        id=spec.id,
        version=spec.version,
        role=spec.role,
        datasets=spec.datasets or (DATASET,),
        title=source.title,
        review=spec.review,
        sha256=_sha256(folder),
        prompt=source.text("prompt"),
        seed=made.seed,
        notes=_notes(made),
    )
    return case, []


def _labels(source: Source[PhiSpec]) -> Iterator[Label]:  # noqa: ARG001 - asked for by read_source
    yield Label("prompt", ())


def _sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def generated(seed: int) -> tuple[GoldNote, ...]:
    """Every note of one seed in NFC, with its identifiers."""
    table = notes_phi.generate(seed)[DATASET]
    return tuple(_note(row) for row in table.to_dict("records"))


def _note(row: Mapping[Any, Any]) -> GoldNote:
    stored: str = row["text"]
    spans = sorted(json.loads(row["phi_spans"]), key=lambda span: int(span["start"]))
    return GoldNote(
        id=row["note_id"],
        sort=row["loai"],
        text=nfc(stored),
        identifiers=tuple(
            Identifier(
                start=len(nfc(stored[: span["start"]])),
                end=len(nfc(stored[: span["end"]])),
                kind=span["type"],
            )
            for span in spans
        ),
        hard=tuple(json.loads(row["facts"])["kho"]),
    )


def _notes(spec: GeneratorSpec) -> tuple[GoldNote, ...]:
    """The hardest and most varied notes first, then controls without identifiers."""
    notes = generated(spec.seed)
    with_phi = sorted(
        (note for note in notes if len(note.identifiers) > 1),
        key=lambda note: (-len({one.kind for one in note.identifiers}) - len(note.hard), note.id),
    )
    quasi = [note for note in notes if any(one.kind == "QUASI" for one in note.identifiers)][:2]
    chosen = list({note.text: note for note in (*quasi, *with_phi)}.values())[: spec.notes]
    controls = {note.text: note for note in notes if not note.identifiers}
    return (*chosen, *list(controls.values())[: spec.controls])


def make_pool(task: TaskSpec, lesson_id: str, cases: Iterable[PhiRedactCase]) -> PhiRedactPool:
    """The pool of ``task``."""
    return PhiRedactPool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: PhiRedactPool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    notes = sum(len(case.notes) for case in pool.cases)
    wanted = pool.rules.units or LEAST_NOTES
    if not LEAST_NOTES <= wanted <= notes:
        yield (
            f"units phải từ {LEAST_NOTES} đến số ghi chép ({notes}); đang là {wanted}.",
            f"units must be from {LEAST_NOTES} to the number of notes ({notes}); it is {wanted}.",
        )


def private_texts(pool: PhiRedactPool) -> Iterator[Bilingual]:
    """The notes: before they are handed out nobody should see them."""
    for case in pool.cases:
        yield from (Bilingual(vi=note.text, en=note.text) for note in case.notes)


def tokens(text: str) -> tuple[Span, ...]:
    """The words of a note, as code points."""
    return tuple(Span(start=found.start(), end=found.end()) for found in _WORD.finditer(text))


def draw(pool: PhiRedactPool, dice: Dice, head: Head) -> tuple[PhiRedactVariant, PhiRedactKey]:
    """The notes of one learner: of different kinds, at most one without identifiers.

    Raises:
        PoolError: no draw keeps policies that do not read below their bound.
    """
    number = pool.rules.units or LEAST_NOTES
    notes = [(case, note) for case in pool.cases for note in case.notes]
    labels = data.code_labels(DATASET, "loai")
    for _ in range(TRIES):
        chosen = dice.shuffled(notes)[:number]
        public = tuple(
            PublicNote(
                uid=f"n{place}", sort=labels[note.sort], text=note.text, tokens=tokens(note.text)
            )
            for place, (_, note) in enumerate(chosen, start=1)
        )
        golds = tuple(
            KeyNote(
                uid=f"n{place}",
                case=case.id,
                note=note.id,
                identifiers=note.identifiers,
                hard=note.hard,
            )
            for place, (case, note) in enumerate(chosen, start=1)
        )
        if _worth_reading(public, golds):
            break
    else:
        raise PoolError(
            f"Nhiệm vụ “{pool.task}”: các ghi chép quá dễ với người che mà không đọc. Hãy thêm.",
            f'Task "{pool.task}": the notes are too easy for who hides without reading. Add more.',
        )
    variant = PhiRedactVariant(**head.of_variant(), prompt=pool.cases[0].prompt, notes=public)
    return variant, PhiRedactKey(**head.of_key(), notes=golds)


def _worth_reading(public: tuple[PublicNote, ...], golds: tuple[KeyNote, ...]) -> bool:
    if sum(not gold.identifiers for gold in golds) > 1:
        return False
    if len({one.kind for gold in golds for one in gold.identifiers}) < len(golds):
        return False
    policies = zip(*(thoughtless(note) for note in public), strict=True)
    best = max(
        sum(
            note_score(note, gold, one) for note, gold, one in zip(public, golds, turn, strict=True)
        )
        for turn in policies
    )
    return best <= MOST_THOUGHTLESS * len(golds)


def checker(
    pool: PhiRedactPool,
    tables: Tables,  # noqa: ARG001 - the notes come from the generator, not from the release
) -> Callable[[PhiRedactVariant, PhiRedactKey], list[Problem]]:
    """Notes generated again from their seed; no text may be one of the published notes."""
    again = {note.text: (case.id, note) for case in pool.cases for note in generated(case.seed)}
    public = {nfc(text) for text in data.load(DATASET)["text"]}

    def check(variant: PhiRedactVariant, key: PhiRedactKey) -> list[Problem]:
        if [gold.uid for gold in key.notes] != list(variant.items()):
            return [wrong(variant, "notes", "khoá thiếu hoặc thừa.", "the key does not fit.")]
        problems: list[Problem] = []
        for note, gold in zip(variant.notes, key.notes, strict=True):
            found = again.get(note.text)
            if found is None or note.tokens != tokens(note.text):
                problems.append(
                    wrong(variant, note.uid, "không thuộc tình huống.", "not of its case.")
                )
                continue
            case, made = found
            ought = KeyNote(
                uid=note.uid,
                case=case,
                note=made.id,
                identifiers=made.identifiers,
                hard=made.hard,
            )
            if gold != ought:
                problems.append(
                    wrong(variant, note.uid, "khoá không khớp.", "the key does not fit.")
                )
            if made.identifiers and note.text in public:
                problems.append(
                    wrong(variant, note.uid, "là ghi chép đã công bố.", "is a published note.")
                )
        return problems

    return check
