"""X4. Accepting all: the first answer kept. Rejecting all: every sentence marked, nothing repaired.

The typical clinician finds two of the blocks that help, and mostly believes the new answer. Tricks:
every block, every block but the traps, one block, the blocks that help most often.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.exercises.prompt_repair import (
    KeyRepair,
    PromptRepairKey,
    PromptRepairPayload,
    PromptRepairVariant,
    PublicRepair,
    RepairAnswer,
)

TRICKS = (
    "every_block",
    "every_harmless_block",
    "every_block_and_mark",
    "first_block",
    "usual_blocks",
)
USUAL = ("mau_so", "ky", "cach_tinh")  # what a course on prompting would tell one to write always


def answers(
    strategy: str, variant: PromptRepairVariant, key: PromptRepairKey, rng: Random
) -> PromptRepairPayload:
    """The answers of one person."""
    if strategy == "blank":
        return PromptRepairPayload()
    pairs = zip(variant.prompts, key.prompts, strict=True)
    return PromptRepairPayload(
        prompts=tuple(_repair(strategy, public, gold, rng) for public, gold in pairs)
    )


def _repair(strategy: str, public: PublicRepair, gold: KeyRepair, rng: Random) -> RepairAnswer:
    units = tuple(unit.uid for unit in public.units)
    harmless = tuple(block for block in gold.blocks if block not in gold.phi)
    useful = tuple(dict.fromkeys(one.removed_by[0] for one in gold.planted if one.removed_by))
    stays = tuple(one.uid for one in gold.planted if not one.removed_by)
    some = tuple(block for block in harmless if rng.random() < 0.5)
    guessed = tuple(uid for uid in units if rng.random() < 0.25)
    said: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "accept_all": ((), ()),
        "reject_all": ((), units),
        "reference": (useful, stays),
        "random": (some, guessed),
        "typical": (useful[:2], stays if rng.random() < 0.3 else ()),
        "every_block": (gold.blocks, ()),
        "every_harmless_block": (harmless, ()),
        "every_block_and_mark": (harmless, units),
        "first_block": (gold.blocks[:1], ()),
        "usual_blocks": (tuple(block for block in gold.blocks if block in USUAL), ()),
    }
    if strategy not in said:
        msg = f"no strategy {strategy}"
        raise ValueError(msg)
    blocks, marks = said[strategy]
    return RepairAnswer(uid=public.uid, blocks=blocks, asked=blocks, runs=1, marks=marks, done=True)
