"""Rule of X4: what an improved prompt removes, and whether what stays is found.

A prompt is worth 0.7 times the severity-weighted share of removable errors that its last run removed,
less 0.7 times the share of irrelevant blocks that were on, plus 0.3 for the errors still standing in the
answer: found ones less wrongly marked true units, over their number. It is worth 0 with an identifier in
the prompt. The blueprint takes 0.1 off for irrelevant blocks; then switching on everything would be worth
0.6, so the penalty is as large as the gain. The mean is rescaled so that the best thoughtless policy is
worth 0: the same blocks for every prompt, whichever they are, marking nothing or everything. Source:
course blueprint B (X4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, combinations, product
from statistics import fmean

from hoichan.schema.exercises.prompt_repair import KeyRepair, RepairAnswer

REMOVED_SHARE = 0.7
FOUND_SHARE = 0.3


def standing(gold: KeyRepair, asked: Sequence[str]) -> tuple[str, ...]:
    """Wrong units of the answer under the blocks that were asked with."""
    return tuple(one.uid for one in gold.planted if not set(one.removed_by) & set(asked))


def irrelevant(gold: KeyRepair) -> frozenset[str]:
    """Blocks that remove nothing here and hold no identifier."""
    useful = {block for one in gold.planted for block in one.removed_by}
    return frozenset(gold.blocks) - useful - set(gold.phi)


def prompt_score(gold: KeyRepair, asked: Sequence[str], marks: Sequence[str]) -> float:
    """Score of one prompt in [0, 1]; identifiers in free text are the caller's to look for."""
    if set(asked) & set(gold.phi):
        return 0.0
    removable = [one for one in gold.planted if one.removed_by]
    wrong = standing(gold, asked)
    removed = sum(one.severity.weight for one in removable if one.uid not in wrong)
    share = removed / sum(one.severity.weight for one in removable)
    idle = irrelevant(gold)
    waste = len(idle & set(asked)) / len(idle) if idle else 0.0
    hits = len(set(marks) & set(wrong))
    found = max(0.0, (hits - (len(set(marks)) - hits)) / len(wrong))
    return min(1.0, max(0.0, REMOVED_SHARE * (share - waste) + FOUND_SHARE * found))


def best_thoughtless(golds: Sequence[KeyRepair], units: Mapping[str, Sequence[str]]) -> float:
    """g: the best mean of a policy that does not read. ``units`` are each prompt's, by uid.

    Only blocks that remove something somewhere are tried: any other never earns and may cost.
    """
    useful = sorted({block for gold in golds for one in gold.planted for block in one.removed_by})
    chosen = chain.from_iterable(combinations(useful, n) for n in range(len(useful) + 1))
    return max(
        fmean(
            prompt_score(
                gold,
                [block for block in gold.blocks if block in blocks],
                units[gold.uid] if everything else (),
            )
            for gold in golds
        )
        for blocks, everything in product(chosen, (False, True))
    )


def repair_score(
    golds: Sequence[KeyRepair],
    units: Mapping[str, Sequence[str]],
    answers: Mapping[str, RepairAnswer],
    leaks: frozenset[str],
) -> dict[str, float]:
    """Mean ``s``, ``g``, and S = clip((s - g) / (1 - g), 0, 1); ``leaks``: prompts with identifiers."""
    g = best_thoughtless(golds, units)
    s = fmean(
        prompt_score(gold, answer.asked, answer.marks)
        if (answer := answers.get(gold.uid)) is not None and gold.uid not in leaks
        else 0.0
        for gold in golds
    )
    return {"s": s, "g": g, "S": min(1.0, max(0.0, (s - g) / (1 - g)))}
