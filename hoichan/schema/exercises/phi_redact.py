"""X5: identifiers in a clinical note are hidden before it is sent to an AI.

Offsets count NFC code points of the note's text. The notes are Vietnamese, as records are; all that
is said about them is in both languages.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hoichan.schema.case import CaseHead, Span
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.text import Bilingual, NfcStr, Strict
from hoichan.schema.variant import PublicVariant

GoldKind = Literal[
    "NAME", "RELATIVE", "DOB", "ADDRESS", "PHONE", "CCCD", "BHYT", "MRN", "DATE", "EMAIL", "STAFF",
    "QUASI",
]  # fmt: skip
Kind = Literal["name", "phone", "number", "date", "address", "contact", "other"]
Action = Literal["mask", "generalise", "delete"]

# What a learner may call an identifier of each gold kind.
KIND_OF: dict[GoldKind, Kind] = {
    "NAME": "name", "RELATIVE": "name", "STAFF": "name", "DOB": "date", "DATE": "date",
    "ADDRESS": "address", "PHONE": "phone", "CCCD": "number", "BHYT": "number", "MRN": "number",
    "EMAIL": "contact", "QUASI": "other",
}  # fmt: skip


class Identifier(Strict):
    """One identifying stretch of a note."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    kind: GoldKind


class GoldNote(Strict):
    """A note with everything in it that identifies somebody."""

    id: str
    sort: str = Field(description="Code of the kind of note in notes_phi")
    text: NfcStr
    identifiers: tuple[Identifier, ...]
    hard: tuple[str, ...] = Field(default=(), description="What makes it hard")


class PhiRedactCase(CaseHead):
    """Notes made by the generator of notes_phi from a seed of the case's own."""

    type: Literal["phi_redact"] = "phi_redact"
    prompt: Bilingual
    seed: int
    notes: tuple[GoldNote, ...]


class PublicNote(Strict):
    """One note; ``tokens`` are its words, to be tapped."""

    uid: str
    sort: Bilingual
    text: NfcStr
    tokens: tuple[Span, ...]


class PhiRedactVariant(PublicVariant):
    """Notes to be made safe for sending."""

    type: Literal["phi_redact"] = "phi_redact"
    prompt: Bilingual
    notes: tuple[PublicNote, ...]

    def items(self) -> tuple[str, ...]:
        """The notes."""
        return tuple(note.uid for note in self.notes)


class KeyNote(Strict):
    """The key of one note."""

    uid: str
    case: str
    note: str
    identifiers: tuple[Identifier, ...]
    hard: tuple[str, ...] = ()


class PhiRedactKey(Key):
    """The key of every note, in the order of the variant."""

    type: Literal["phi_redact"] = "phi_redact"
    notes: tuple[KeyNote, ...]


class Redaction(Strict):
    """One stretch that the learner hides: what it is and what becomes of it."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    kind: Kind | None = None
    action: Action = "mask"


class NoteAnswer(Strict):
    """One note: what is hidden, and whether it was sent."""

    uid: Id
    spans: Annotated[tuple[Redaction, ...], Field(max_length=100)] = ()
    sent: bool = False


class PhiRedactPayload(Payload):
    """Notes worked on so far."""

    type: Literal["phi_redact"] = "phi_redact"
    notes: Annotated[tuple[NoteAnswer, ...], Field(max_length=20)] = ()

    def names(self) -> tuple[str, ...]:
        """The notes that were begun."""
        return tuple(note.uid for note in self.notes)

    def settled(self) -> frozenset[str]:
        """Notes that were sent."""
        return frozenset(note.uid for note in self.notes if note.sent)


class PhiRedactPool(TaskPool):
    """Cases whose notes are drawn from."""

    type: Literal["phi_redact"] = "phi_redact"
    cases: tuple[PhiRedactCase, ...]
