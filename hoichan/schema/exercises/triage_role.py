"""X8: triage decisions before and after an AI's advice."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hoichan.schema.case import CaseHead, EvidenceTable
from hoichan.schema.confidence import Stop
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.text import Bilingual, Strict
from hoichan.schema.variant import PublicVariant

LEVELS = 4
Level = Annotated[int, Field(ge=0, lt=LEVELS)]


class Act(Strict):
    """Something one may do or somebody one may call."""

    id: str
    label: Bilingual


class TriageItem(Strict):
    """One patient. ``table`` holds vital signs where the level is computed from them."""

    id: str
    vignette: Bilingual
    table: EvidenceTable | None = None
    level: Level = Field(description="What is right")
    ai_level: Level = Field(description="The AI's level where it is wrong")
    reason_right: Bilingual
    reason_wrong: Bilingual
    why: Bilingual
    check: Bilingual
    chart: dict[str, str] | None = Field(
        default=None, description="Stay and moment in ward_vitals that the level comes from"
    )


class TriageRoleCase(CaseHead):
    """Patients of one role, with what the four levels mean there and what may be done."""

    type: Literal["triage_role"] = "triage_role"
    levels: tuple[Bilingual, Bilingual, Bilingual, Bilingual]
    acts: tuple[Act, ...]
    acts_of_level: tuple[tuple[str, ...], ...] = Field(description="Right acts of each level")
    items: tuple[TriageItem, ...]


class TriageAdvice(Strict):
    """The AI's level and its reason; shown only after an own level."""

    level: Level
    reason: Bilingual


class PublicTriage(Strict):
    """One patient as the learner sees them."""

    uid: str
    title: Bilingual
    vignette: Bilingual
    table: EvidenceTable | None = None
    levels: tuple[Bilingual, Bilingual, Bilingual, Bilingual]
    acts: tuple[Act, ...]
    advice: TriageAdvice


class TriageRoleVariant(PublicVariant):
    """Patients to triage."""

    type: Literal["triage_role"] = "triage_role"
    patients: tuple[PublicTriage, ...]

    def items(self) -> tuple[str, ...]:
        """The patients."""
        return tuple(patient.uid for patient in self.patients)


class KeyTriage(Strict):
    """The key of one patient."""

    uid: str
    case: str
    item: str
    level: Level
    ai_right: bool
    acts: tuple[str, ...]
    why: Bilingual
    check: Bilingual


class TriageRoleKey(Key):
    """The key of every patient, in the order of the variant."""

    type: Literal["triage_role"] = "triage_role"
    patients: tuple[KeyTriage, ...]


class TriageAnswer(Strict):
    """One patient triaged. The own level stands once ``shown`` is set."""

    uid: Id
    init: Level | None = Field(default=None, description="Own level, before the AI's advice")
    shown: bool = Field(default=False, description="The AI's advice was opened")
    final: Level | None = None
    p_ai: Stop | None = Field(default=None, description="How likely the AI is right, in percent")
    acts: Annotated[tuple[Id, ...], Field(max_length=20)] = ()

    @property
    def settled(self) -> bool:
        """Whether the final level and the AI's chances were given."""
        return self.shown and self.final is not None and self.p_ai is not None


class TriageRolePayload(Payload):
    """Triage so far. Undo takes back the final part only (see ``decide_confidence``)."""

    QUIET: ClassVar[frozenset[str]] = frozenset({"init", "shown"})

    type: Literal["triage_role"] = "triage_role"
    patients: Annotated[tuple[TriageAnswer, ...], Field(max_length=60)] = ()

    def names(self) -> tuple[str, ...]:
        """Patients that were begun."""
        return tuple(patient.uid for patient in self.patients)

    def settled(self) -> frozenset[str]:
        """Patients that are done."""
        return frozenset(patient.uid for patient in self.patients if patient.settled)


class TriageRolePool(TaskPool):
    """Cases whose patients are drawn from."""

    type: Literal["triage_role"] = "triage_role"
    cases: tuple[TriageRoleCase, ...]
