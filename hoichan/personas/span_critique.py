"""X1. Accepting all: every answer declared free of error. Rejecting all: every unit and line marked.

The typical clinician finds the gross and most plausible errors, calls their kind half the time, does
not see near-truth errors and omissions, and marks a foil.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.exercises.span_critique import (
    Flag,
    SpanCritiqueKey,
    SpanCritiquePayload,
    SpanCritiqueVariant,
)
from hoichan.schema.taxonomy import Category, Difficulty

TRICKS = ("one_label",)
_RANDOM_SHARE = 0.25


def answers(
    strategy: str, variant: SpanCritiqueVariant, key: SpanCritiqueKey, rng: Random
) -> SpanCritiquePayload:
    """The answers of one person."""
    uids = [unit.uid for answer in variant.answers for unit in answer.units]
    mids = [line.mid for answer in variant.answers for line in answer.missing]
    aids = tuple(answer.aid for answer in variant.answers)
    match strategy:
        case "blank":
            return SpanCritiquePayload()
        case "accept_all":
            return SpanCritiquePayload(no_error=aids)
        case "reject_all" | "one_label":
            label = rng.choice(list(Category)) if strategy == "one_label" else None
            flags = tuple(Flag(uid=uid, category=label) for uid in uids)
            return SpanCritiquePayload(flags=flags, missing=tuple(mids))
        case "random":
            flags = tuple(
                Flag(uid=uid, category=rng.choice(list(Category)))
                for uid in uids
                if rng.random() < _RANDOM_SHARE
            )
            ticked = tuple(mid for mid in mids if rng.random() < _RANDOM_SHARE)
            return SpanCritiquePayload(flags=flags, missing=ticked)
        case "reference":
            flags = tuple(Flag(uid=unit.uid, category=unit.category) for unit in key.planted)
            missing = tuple(one.mid for one in key.omissions)
            return SpanCritiquePayload(flags=flags, missing=missing, no_error=key.clean_answers)
        case "typical":
            return _typical(key, rng)
        case _:
            msg = f"no strategy {strategy}"
            raise ValueError(msg)


def _typical(key: SpanCritiqueKey, rng: Random) -> SpanCritiquePayload:
    flags = [
        Flag(uid=unit.uid, category=unit.category if rng.random() < 0.5 else None)
        for unit in key.planted
        if unit.level is not Difficulty.NEAR_TRUTH
    ]
    flags += [Flag(uid=foil.uid) for foil in key.foils[:1]]
    return SpanCritiquePayload(flags=tuple(flags))
