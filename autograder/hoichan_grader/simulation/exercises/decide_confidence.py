"""X3: an own choice, then the AI's advice weighed, then the final one with the AI's chances."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.decide_confidence import (
    DecideConfidenceKey,
    DecideConfidenceVariant,
)
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner


def ops(
    learner: SimulatedLearner,
    variant: DecideConfidenceVariant,
    key: DecideConfidenceKey,
    rng: Random,
) -> Iterator[Op]:
    """Three operations an item."""
    for public, gold in zip(variant.decisions, key.decisions, strict=True):
        choices = [choice.oid for choice in public.options]
        own = gold.right if learner.knows(rng) else rng.choice(choices)
        rejects, chances = learner.weighs(rng, wrong=not gold.ai_right)
        better = gold.right if learner.knows(rng) else own
        other = rejects and better != public.advice.oid
        yield {"do": "init", "uid": public.uid, "init": own, "init_p": 75}
        yield {"do": "reveal", "uid": public.uid}
        yield {
            "do": "final",
            "uid": public.uid,
            "final": "edit" if other else "reject" if rejects else "accept",
            "chosen": better if other else None,
            "p_ai": chances,
        }
