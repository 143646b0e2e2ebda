"""X8. Accepting all: the AI's level every time. Rejecting all: the emergency team every time.

The typical clinician is right where the signs are plain, follows the AI where it plays a case down a
little. Tricks: each constant level, always one above or below the AI.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.confidence import Stop
from hoichan.schema.exercises.triage_role import (
    LEVELS,
    KeyTriage,
    PublicTriage,
    TriageAnswer,
    TriageRoleKey,
    TriageRolePayload,
    TriageRoleVariant,
)

TRICKS = ("always_0", "always_1", "always_2", "one_above_ai", "one_below_ai")


def answers(
    strategy: str, variant: TriageRoleVariant, key: TriageRoleKey, rng: Random
) -> TriageRolePayload:
    """The answers of one person."""
    if strategy == "blank":
        return TriageRolePayload()
    pairs = zip(variant.patients, key.patients, strict=True)
    return TriageRolePayload(
        patients=tuple(_triage(strategy, public, gold, rng) for public, gold in pairs)
    )


def _triage(strategy: str, public: PublicTriage, gold: KeyTriage, rng: Random) -> TriageAnswer:
    advised = public.advice.level
    blind = rng.randrange(LEVELS)
    trusts = rng.random() < 0.35
    levels = {
        "reference": gold.level,
        "accept_all": advised,
        "reject_all": LEVELS - 1,
        "random": blind,
        "typical": advised if trusts else gold.level,
        "one_above_ai": min(LEVELS - 1, advised + 1),
        "one_below_ai": max(0, advised - 1),
        **{f"always_{level}": level for level in range(LEVELS)},
    }
    if strategy not in levels:
        msg = f"no strategy {strategy}"
        raise ValueError(msg)
    final = levels[strategy]
    likely: Stop = 90 if final == advised else 10
    acts = gold.acts if strategy == "reference" else ()
    return TriageAnswer(uid=public.uid, init=blind, shown=True, final=final, p_ai=likely, acts=acts)
