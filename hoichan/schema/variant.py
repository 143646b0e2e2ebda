"""The public text of one learner's variant: what is handed out at fetch. Holds no key."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoichan.schema.case import EvidenceTable, Provenance, TaskType, UnitOfMeasure
from hoichan.schema.text import Bilingual, Lang, Strict

MAX_VARIANT_BYTES = 512_000


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


class PublicClaim(Strict):
    """One claim of a verify_data task."""

    uid: str
    text: Bilingual
    units_offered: tuple[UnitOfMeasure, ...] = Field(description="Choices for the value's unit")


class PublicVariant(Strict):
    """All a widget needs to show one task to one learner."""

    schema_id: Literal["hoichan.variant/1"] = "hoichan.variant/1"
    lesson: str
    task: str
    type: TaskType
    variant: str = Field(description="HMAC id; the key cannot be worked out from it")
    learner: str
    attempt: int = Field(default=1, ge=1)
    points: float
    title: Bilingual
    answers: tuple[PublicAnswer, ...] = Field(default=(), description="span_critique")
    claims: tuple[PublicClaim, ...] = Field(default=(), description="verify_data")
    context: Bilingual | None = Field(default=None, description="verify_data: story and AI prompt")
    tables: tuple[str, ...] = Field(default=(), description="verify_data: datasets to look in")
    provenance: Provenance = Provenance()
