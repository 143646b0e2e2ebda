"""X5. Accepting all: every note sent as it is. Rejecting all: every word hidden.

The typical clinician hides names, phones and numbers, and leaves staff, addresses, dates and rare
combinations. Tricks: every word with a digit, with a capital, or both.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.exercises.phi_redact import (
    KIND_OF,
    KeyNote,
    NoteAnswer,
    PhiRedactKey,
    PhiRedactPayload,
    PhiRedactVariant,
    PublicNote,
    Redaction,
)
from hoichan.scoring.hiding import thoughtless

TRICKS = ("digits", "capitals", "digits_and_capitals", "unsent")
_SEES = ("NAME", "RELATIVE", "PHONE", "CCCD", "BHYT", "MRN")
_POLICY = {
    "accept_all": 0,
    "reject_all": 1,
    "digits": 2,
    "capitals": 3,
    "digits_and_capitals": 4,
}


def answers(
    strategy: str, variant: PhiRedactVariant, key: PhiRedactKey, rng: Random
) -> PhiRedactPayload:
    """The answers of one person."""
    if strategy == "blank":
        return PhiRedactPayload()
    pairs = zip(variant.notes, key.notes, strict=True)
    return PhiRedactPayload(
        notes=tuple(
            NoteAnswer(
                uid=note.uid, spans=_spans(strategy, note, gold, rng), sent=strategy != "unsent"
            )
            for note, gold in pairs
        )
    )


def _spans(strategy: str, note: PublicNote, gold: KeyNote, rng: Random) -> tuple[Redaction, ...]:
    if strategy in _POLICY:
        return thoughtless(note)[_POLICY[strategy]]
    if strategy == "random":
        some = [token for token in note.tokens if rng.random() < 0.3]
        return tuple(Redaction(start=token.start, end=token.end) for token in some)
    if strategy in ("reference", "unsent", "typical"):
        seen = [one for one in gold.identifiers if strategy != "typical" or one.kind in _SEES]
        return tuple(
            Redaction(start=one.start, end=one.end, kind=KIND_OF[one.kind], action="mask")
            for one in seen
        )
    msg = f"no strategy {strategy}"
    raise ValueError(msg)
