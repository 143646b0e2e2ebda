"""From a learner's redactions of one note to the input of rule C6, and the set's rescaled score.

A redaction hides what it covers, except that *generalising* a direct identifier hides nothing: a name
cannot be made vaguer and stay useful. Clinical tokens are the words that belong to no identifier.

The mean over the notes is rescaled so that the best thoughtless policy is worth 0: hiding nothing,
everything, every word with a digit, every word with a capital, or both of the latter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from hoichan.schema.case import Span
from hoichan.schema.exercises.phi_redact import (
    GoldKind,
    Identifier,
    KeyNote,
    NoteAnswer,
    PublicNote,
    Redaction,
)
from hoichan.scoring.redaction import COVERED_AT, IdentifierWeight, redaction_score
from hoichan.scoring.redaction import Identifier as Weighed

_WEIGHTS: dict[GoldKind, IdentifierWeight] = {
    "NAME": IdentifierWeight.DIRECT, "RELATIVE": IdentifierWeight.DIRECT,
    "PHONE": IdentifierWeight.DIRECT, "CCCD": IdentifierWeight.DIRECT,
    "BHYT": IdentifierWeight.DIRECT, "MRN": IdentifierWeight.DIRECT,
    "EMAIL": IdentifierWeight.DIRECT, "ADDRESS": IdentifierWeight.QUASI,
    "DOB": IdentifierWeight.QUASI, "STAFF": IdentifierWeight.QUASI,
    "QUASI": IdentifierWeight.QUASI, "DATE": IdentifierWeight.DATE,
}  # fmt: skip


def weight(kind: GoldKind) -> IdentifierWeight:
    """How much an identifier weighs: direct 4, quasi 2, date 1."""
    return _WEIGHTS[kind]


def covered(identifier: Identifier, redactions: Sequence[Redaction]) -> float:
    """Share of the identifier's characters that are hidden, in [0, 1]."""
    direct = weight(identifier.kind) is IdentifierWeight.DIRECT
    hidden: set[int] = set()
    for one in redactions:
        if not (direct and one.action == "generalise"):
            start, end = max(one.start, identifier.start), min(one.end, identifier.end)
            hidden.update(range(start, end))
    return len(hidden) / (identifier.end - identifier.start)


def leaks(gold: KeyNote, redactions: Sequence[Redaction]) -> tuple[Identifier, ...]:
    """Identifiers that can still be read."""
    return tuple(one for one in gold.identifiers if covered(one, redactions) < COVERED_AT)


def clinical(note: PublicNote, gold: KeyNote) -> tuple[Span, ...]:
    """Words of the note that belong to no identifier."""
    return tuple(
        token
        for token in note.tokens
        if not any(token.start < one.end and one.start < token.end for one in gold.identifiers)
    )


def lost(tokens: Sequence[Span], redactions: Sequence[Redaction]) -> tuple[Span, ...]:
    """Those of ``tokens`` that a redaction touches."""
    return tuple(
        token
        for token in tokens
        if any(token.start < one.end and one.start < token.end for one in redactions)
    )


def note_score(note: PublicNote, gold: KeyNote, redactions: Sequence[Redaction]) -> float:
    """Rule C6 for one note, in [0, 1]."""
    tokens = clinical(note, gold)
    weighed = [Weighed(weight(one.kind), covered(one, redactions)) for one in gold.identifiers]
    return redaction_score(weighed, len(tokens) - len(lost(tokens, redactions)), len(tokens))


def thoughtless(note: PublicNote) -> tuple[tuple[Redaction, ...], ...]:
    """What policies that do not read hide in a note."""
    words = [(token, note.text[token.start : token.end]) for token in note.tokens]
    digits = {token for token, word in words if any(letter.isdigit() for letter in word)}
    capitals = {token for token, word in words if any(letter.isupper() for letter in word)}
    everything = {token for token, _ in words}
    return tuple(
        tuple(Redaction(start=token.start, end=token.end) for token in note.tokens if token in some)
        for some in (set(), everything, digits, capitals, digits | capitals)
    )


def set_score(
    notes: Mapping[str, PublicNote],
    golds: Sequence[KeyNote],
    answers: Mapping[str, NoteAnswer],
) -> dict[str, float]:
    """Mean ``s`` over sent notes (0 for the others), ``g``, and S = clip((s - g) / (1 - g), 0, 1).

    Raises:
        ValueError: a thoughtless policy would earn everything.
    """
    said = {gold.uid: answers.get(gold.uid) for gold in golds}
    s = fmean(
        note_score(notes[gold.uid], gold, answer.spans)
        if (answer := said[gold.uid]) is not None and answer.sent
        else 0.0
        for gold in golds
    )
    policies = [thoughtless(notes[gold.uid]) for gold in golds]
    g = max(
        fmean(note_score(notes[gold.uid], gold, one) for gold, one in zip(golds, turn, strict=True))
        for turn in zip(*policies, strict=True)
    )
    if g >= 1:
        msg = "hiding nothing, or every word of one look, would earn everything"
        raise ValueError(msg)
    return {"s": s, "g": g, "S": min(1.0, max(0.0, (s - g) / (1 - g)))}
