"""X4: the blocks that remove what looks wrong are switched on, the AI asked again, the rest marked."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.prompt_repair import (
    KeyRepair,
    PromptRepairKey,
    PromptRepairVariant,
    PublicRepair,
)
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner

_NO_USE = -0.5  # a block that helps nothing looks useful now and then


def ops(
    learner: SimulatedLearner, variant: PromptRepairVariant, key: PromptRepairKey, rng: Random
) -> Iterator[Op]:
    """Blocks, one run, marks, done."""
    for public, gold in zip(variant.prompts, key.prompts, strict=True):
        blocks = _blocks(learner, gold, rng)
        for block in blocks:
            yield {"do": "block", "uid": public.uid, "block": block, "on": True}
        yield {"do": "run", "uid": public.uid}
        for unit in _marked(learner, public, gold, blocks, rng):
            yield {"do": "mark", "uid": public.uid, "unit": unit, "on": True}
        yield {"do": "done", "uid": public.uid, "on": True}


def _blocks(learner: SimulatedLearner, gold: KeyRepair, rng: Random) -> list[str]:
    """Cheaters believe the first answer, or switch on whatever there is."""
    if learner.strategy != "honest":
        return [
            block for block in gold.blocks if learner.strategy == "random" and rng.random() < 0.5
        ]
    useful = {error.removed_by[0] for error in gold.planted if error.removed_by}
    chosen = []
    for block in gold.blocks:
        if block in gold.phi:
            wanted = not learner.knows(rng, ease=1.0)
        else:
            wanted = learner.rejects(rng, learner.d_prime if block in useful else _NO_USE)
        if wanted:
            chosen.append(block)
    return chosen


def _marked(
    learner: SimulatedLearner,
    public: PublicRepair,
    gold: KeyRepair,
    blocks: list[str],
    rng: Random,
) -> Iterator[str]:
    standing = {error.uid for error in gold.planted if not set(error.removed_by) & set(blocks)}
    for unit in public.units:
        if learner.rejects(rng, learner.d_prime if unit.uid in standing else 0.0):
            yield unit.uid
