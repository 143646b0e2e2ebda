"""X3. Accepting all: every advice used, 90 % sure of it. Rejecting all: none used, 10 %.

The typical clinician trusts what sounds right: follows the AI in two wrong advices of three, uses
most right ones, and is too sure of the AI. Tricks: one probability for everything, a coin for every
decision, always keeping the first answer given blindly.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.confidence import STOPS, Stop
from hoichan.schema.exercises.decide_confidence import (
    DecideConfidenceKey,
    DecideConfidencePayload,
    DecideConfidenceVariant,
    DecisionAnswer,
    Final,
    KeyDecision,
    PublicDecision,
)

TRICKS = ("accept_even_odds", "reject_even_odds", "coin_even_odds", "first_choice")


def answers(
    strategy: str, variant: DecideConfidenceVariant, key: DecideConfidenceKey, rng: Random
) -> DecideConfidencePayload:
    """The answers of one person."""
    if strategy == "blank":
        return DecideConfidencePayload()
    pairs = zip(variant.decisions, key.decisions, strict=True)
    return DecideConfidencePayload(
        decisions=tuple(_decide(strategy, public, gold, rng) for public, gold in pairs)
    )


def _decide(
    strategy: str, public: PublicDecision, gold: KeyDecision, rng: Random
) -> DecisionAnswer:
    blind = rng.choice(public.options).oid
    if strategy == "reference":
        if gold.ai_right:
            return _said(public.uid, gold.right, "accept", 99)
        return _said(public.uid, gold.right, "edit", 1, chosen=gold.right)
    agrees = blind == public.advice.oid
    heads = rng.random() < 0.5
    follows = rng.random() < (0.85 if gold.ai_right else 0.65)
    said: dict[str, tuple[bool, Stop]] = {
        "accept_all": (True, 90),
        "accept_even_odds": (True, 50),
        "reject_all": (False, 10),
        "reject_even_odds": (False, 50),
        "coin_even_odds": (heads, 50),
        "first_choice": (agrees, 75 if agrees else 25),
        "random": (heads, rng.choice(STOPS)),
        "typical": (follows, 90 if follows else 50),
    }
    if strategy not in said:
        msg = f"no strategy {strategy}"
        raise ValueError(msg)
    accepts, likely = said[strategy]
    return _said(public.uid, blind, "accept" if accepts else "reject", likely)


def _said(
    uid: str, init: str, final: Final, p_ai: Stop, *, chosen: str | None = None
) -> DecisionAnswer:
    return DecisionAnswer(
        uid=uid, init=init, init_p=75, shown=True, final=final, chosen=chosen, p_ai=p_ai
    )
