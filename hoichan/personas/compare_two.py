"""X10. Accepting all: both answers right and safe. Rejecting all: neither, every unit tapped.

The typical clinician sees that something is wrong in most pairs, but half the time prefers the longer
and more polite answer. Tricks: always one side, always the polite one, always the shorter one.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.exercises.compare_two import (
    Choice,
    CompareTwoKey,
    CompareTwoPayload,
    CompareTwoVariant,
    KeyPair,
    PairAnswer,
    PublicPair,
)
from hoichan.scoring.comparing import CHOICES

TRICKS = ("always_a", "always_b", "polite_one", "plain_one")


def answers(
    strategy: str, variant: CompareTwoVariant, key: CompareTwoKey, rng: Random
) -> CompareTwoPayload:
    """The answers of one person."""
    if strategy == "blank":
        return CompareTwoPayload()
    pairs = zip(variant.pairs, key.pairs, strict=True)
    return CompareTwoPayload(
        pairs=tuple(_compare(strategy, public, gold, rng) for public, gold in pairs)
    )


def _compare(strategy: str, public: PublicPair, gold: KeyPair, rng: Random) -> PairAnswer:
    polite: Choice = gold.polite
    plain: Choice = "B" if polite == "A" else "A"
    units = [unit.uid for side in (public.a, public.b) for unit in side.units]
    planted = tuple(one.uid for one in gold.planted)
    constant: dict[str, tuple[Choice, tuple[str, ...]]] = {
        "accept_all": ("both", ()),
        "reject_all": ("neither", tuple(units)),
        "always_a": ("A", ()),
        "always_b": ("B", ()),
        "polite_one": (polite, ()),
        "plain_one": (plain, ()),
    }
    if strategy in constant:
        verdict, taps = constant[strategy]
        return _said(public.uid, verdict, verdict, taps)
    if strategy == "reference":
        return _said(public.uid, gold.accurate, gold.safer, planted)
    if strategy == "typical":
        if rng.random() < 0.4:
            return _said(public.uid, polite, polite, ())
        return _said(public.uid, gold.accurate, gold.accurate, planted[:1])
    if strategy == "random":
        taps = tuple(uid for uid in units if rng.random() < 0.1)
        return _said(public.uid, rng.choice(CHOICES), rng.choice(CHOICES), taps)
    msg = f"no strategy {strategy}"
    raise ValueError(msg)


def _said(uid: str, accurate: Choice, safer: Choice, taps: tuple[str, ...]) -> PairAnswer:
    return PairAnswer(uid=uid, accurate=accurate, safer=safer, clearer="same", decisive=taps, p=75)
