"""X1: units that look wrong are marked, lines that seem to be missing ticked, else "no error"."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.span_critique import SpanCritiqueKey, SpanCritiqueVariant
from hoichan.schema.taxonomy import Category, Severity
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner

_FOIL_PULL = 0.3  # a true but surprising unit looks wrong to this degree, in standard deviations


def ops(
    learner: SimulatedLearner, variant: SpanCritiqueVariant, key: SpanCritiqueKey, rng: Random
) -> Iterator[Op]:
    """Marks, ticks and declarations, answer by answer."""
    planted = {unit.uid: unit for unit in key.planted}
    omitted = {omission.mid for omission in key.omissions}
    foils = {foil.uid for foil in key.foils}
    for answer in variant.answers:
        marked = False
        for unit in answer.units:
            gold = planted.get(unit.uid)
            evidence = _FOIL_PULL if unit.uid in foils else 0.0
            if learner.rejects(rng, evidence if gold is None else learner.evidence(gold.level)):
                marked = True
                category = learner.names(rng, gold.category if gold else None, list(Category))
                yield {
                    "do": "flag",
                    "uid": unit.uid,
                    "category": category.value,
                    "severity": _severity(rng, gold.severity if gold else None),
                    "span": None,
                    "note": "",
                }
        for option in answer.missing:
            if learner.rejects(rng, learner.d_prime if option.mid in omitted else 0.0):
                marked = True
                yield {"do": "missing", "mid": option.mid, "on": True}
        if not marked:
            yield {"do": "no_error", "aid": answer.aid, "on": True}


def _severity(rng: Random, gold: Severity | None) -> int:
    if gold is None:
        return rng.choice([1, 2, 3])
    return min(4, max(1, gold.value + rng.choice([-1, 0, 0, 1])))
