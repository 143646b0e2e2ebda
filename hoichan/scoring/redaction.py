"""Rule C6: hiding identifiers while keeping the clinical content. Source: course blueprint C6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

COVERED_AT = 0.95
UTILITY_FULL_AT = 0.9
LEAK_CAP = 0.4


class IdentifierWeight(IntEnum):
    """Weight of an identifier: direct (name, phone, number), quasi, date."""

    DIRECT = 4
    QUASI = 2
    DATE = 1


@dataclass(frozen=True)
class Identifier:
    """One identifier of a note and the share of its characters that was hidden, in [0, 1]."""

    weight: IdentifierWeight
    covered: float


def redaction_score(identifiers: Sequence[Identifier], kept: int, clinical: int) -> float:
    """Weighted recall times kept utility; at most 0.4 once a direct identifier leaks.

    Args:
        identifiers: the note's gold identifiers; empty for a note without any.
        kept: clinical tokens still readable.
        clinical: clinical tokens of the note, at least 1.
    """
    if clinical < 1 or not 0 <= kept <= clinical:
        msg = f"kept {kept} of {clinical} clinical tokens"
        raise ValueError(msg)
    utility = min(1.0, kept / clinical / UTILITY_FULL_AT)
    if not identifiers:
        return utility
    hidden = [i.covered >= COVERED_AT for i in identifiers]
    total = sum(i.weight for i in identifiers)
    recall = sum(i.weight for i, ok in zip(identifiers, hidden, strict=True) if ok) / total
    leaked = any(
        i.weight is IdentifierWeight.DIRECT and not ok
        for i, ok in zip(identifiers, hidden, strict=True)
    )
    score = recall * utility
    return min(score, LEAK_CAP) if leaked else score
