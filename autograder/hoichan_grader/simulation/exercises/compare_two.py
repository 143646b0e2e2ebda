"""X10: the side in which nothing looks wrong is preferred; what looks wrong is tapped."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.compare_two import Choice, CompareTwoKey, CompareTwoVariant
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner

_SOUND = -0.4  # two answers side by side: what both say looks right


def ops(
    learner: SimulatedLearner, variant: CompareTwoVariant, key: CompareTwoKey, rng: Random
) -> Iterator[Op]:
    """One operation a pair."""
    for public, gold in zip(variant.pairs, key.pairs, strict=True):
        planted = {error.uid: error for error in gold.planted}
        tapped: dict[str, list[str]] = {"A": [], "B": []}
        for side, answer in (("A", public.a), ("B", public.b)):
            for unit in answer.units:
                if learner.rejects(rng, learner.d_prime if unit.uid in planted else _SOUND):
                    tapped[side].append(unit.uid)
        accurate = _verdict(bool(tapped["A"]), bool(tapped["B"]))
        yield {
            "do": "compare",
            "uid": public.uid,
            "accurate": accurate,
            "safer": gold.safer if learner.knows(rng) else accurate,
            "clearer": "same",
            "decisive": [*tapped["A"], *tapped["B"]],
            "p": 75,
        }


def _verdict(wrong_a: bool, wrong_b: bool) -> Choice:
    if wrong_a and wrong_b:
        return "neither"
    if wrong_a:
        return "B"
    return "A" if wrong_b else "both"
