"""X1: AI answers in units; the learner marks the wrong ones and says what is missing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hoichan.schema.case import CompiledCase, EvidenceTable, Provenance, Span
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Note, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Bilingual, Lang, NfcStr, Strict
from hoichan.schema.variant import PublicVariant


class PublicUnit(Strict):
    """One claim as the learner reads it. ``uid`` is unique in the variant and says nothing else."""

    uid: str
    text: Bilingual


class MissingOption(Strict):
    """One line of the "what is missing?" list."""

    mid: str
    label: Bilingual


class PublicAnswer(Strict):
    """One AI answer: the prompt, the data beside it, the answer in units, its provenance."""

    aid: str
    title: Bilingual
    prompt: Bilingual
    as_of: str
    evidence: tuple[EvidenceTable, ...] = ()
    units: tuple[PublicUnit, ...]
    missing: tuple[MissingOption, ...] = ()
    provenance: Provenance

    def text(self, lang: Lang) -> str:
        """The whole answer: its units joined by one space. Drag offsets count in this string."""
        return " ".join(unit.text[lang] for unit in self.units)


class SpanCritiqueVariant(PublicVariant):
    """Several AI answers."""

    type: Literal["span_critique"] = "span_critique"
    answers: tuple[PublicAnswer, ...]

    def items(self) -> tuple[str, ...]:
        """The answers."""
        return tuple(answer.aid for answer in self.answers)

    def names(self) -> frozenset[str]:
        """Answers, units and lines of the missing lists."""
        uids = {unit.uid for answer in self.answers for unit in answer.units}
        mids = {line.mid for answer in self.answers for line in answer.missing}
        return frozenset({*self.items(), *uids, *mids})


class PlantedUnit(Strict):
    """A unit whose wording is false."""

    aid: str
    uid: str
    case: str
    unit: str
    wording: str
    category: Category
    severity: Severity
    level: Difficulty
    core_vi: Span = Field(description="Within the unit's own text")
    core_en: Span
    true_text: Bilingual
    why: Bilingual
    check: Bilingual


class PlantedOmission(Strict):
    """A must-have that was left out of an answer."""

    aid: str
    mid: str
    case: str
    unit: str
    severity: Severity
    category: Category = Category.CLIN_OMISSION
    level: Difficulty = Difficulty.NEAR_TRUTH
    left_out: Bilingual = Field(description="The sentence that is not there")
    why: Bilingual
    check: Bilingual


class Foil(Strict):
    """A true but surprising unit, with the reason it is true."""

    uid: str
    why: Bilingual


class SpanCritiqueKey(Key):
    """Planted errors and omissions, and what else may be marked."""

    type: Literal["span_critique"] = "span_critique"
    planted: tuple[PlantedUnit, ...] = ()
    omissions: tuple[PlantedOmission, ...] = ()
    foils: tuple[Foil, ...] = ()
    clean_answers: tuple[str, ...] = ()
    unit_uids: tuple[str, ...] = Field(default=(), description="Every unit of the variant")
    option_mids: tuple[str, ...] = Field(default=(), description="Every line of the missing lists")


class DragSpan(Strict):
    """A free selection in an answer's text, in NFC code points of ``PublicAnswer.text(lang)``."""

    lang: Lang
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: Annotated[NfcStr, Field(max_length=4_000)]


class Flag(Strict):
    """One mark: a unit the learner holds to be wrong, with category and severity when chosen."""

    uid: Id
    category: Category | None = None
    severity: Severity | None = None
    span: DragSpan | None = Field(default=None, description="Set when made by dragging")
    note: Note = ""


class SpanCritiquePayload(Payload):
    """Marks, ticks of the missing lists, and answers declared free of error."""

    type: Literal["span_critique"] = "span_critique"
    flags: Annotated[tuple[Flag, ...], Field(max_length=400)] = ()
    missing: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    no_error: Annotated[tuple[Id, ...], Field(max_length=50)] = Field(
        default=(), description="Answers (aid) declared free of error"
    )

    def names(self) -> tuple[str, ...]:
        """Tapped units, ticks, declared answers; a unit may be dragged over more than once."""
        tapped = tuple(flag.uid for flag in self.flags if flag.span is None)
        dragged = {flag.uid for flag in self.flags if flag.span is not None} - set(tapped)
        return (*tapped, *sorted(dragged), *self.missing, *self.no_error)

    def settled(self) -> frozenset[str]:
        """Answers with a mark, a tick or a declaration: ``a2.u3`` and ``a2.m1`` are of ``a2``."""
        return frozenset(name.partition(".")[0] for name in self.names())


class SpanCritiquePool(TaskPool):
    """Cases of which each gives one AI answer."""

    type: Literal["span_critique"] = "span_critique"
    cases: tuple[CompiledCase, ...]
