"""X8: an own level, then the AI's weighed, then the final one with what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.triage_role import (
    LEVELS,
    KeyTriage,
    PublicTriage,
    TriageRoleKey,
    TriageRoleVariant,
)
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner


def ops(
    learner: SimulatedLearner, variant: TriageRoleVariant, key: TriageRoleKey, rng: Random
) -> Iterator[Op]:
    """Three operations a patient."""
    for public, gold in zip(variant.patients, key.patients, strict=True):
        knows = learner.knows(rng)
        own = gold.level if knows else _near(gold.level, rng)
        rejects, chances = learner.weighs(rng, wrong=not gold.ai_right)
        yield {"do": "level", "uid": public.uid, "init": own}
        yield {"do": "reveal", "uid": public.uid}
        yield {
            "do": "final",
            "uid": public.uid,
            "final": _final(learner, public, own, rng) if rejects else public.advice.level,
            "p_ai": chances,
            "acts": _acts(learner, public, gold, rng),
        }


def _near(level: int, rng: Random) -> int:
    return min(LEVELS - 1, max(0, level + rng.choice((-1, 1))))


def _final(learner: SimulatedLearner, public: PublicTriage, own: int, rng: Random) -> int:
    match learner.strategy:
        case "flags_all":
            return LEVELS - 1
        case "random":
            return rng.randrange(LEVELS)
        case _:
            return own if own != public.advice.level else _near(public.advice.level, rng)


def _acts(
    learner: SimulatedLearner, public: PublicTriage, gold: KeyTriage, rng: Random
) -> list[str]:
    if learner.knows(rng):
        return list(gold.acts)
    if learner.strategy == "flags_none":
        return []
    return [act.id for act in public.acts if learner.strategy == "flags_all" or rng.random() < 0.4]
