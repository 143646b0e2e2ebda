"""X2: a claim worked out in the table gets its verdict and value; others are believed as stated."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.verify_data import KeyClaim, VerifyDataKey, VerifyDataVariant
from hoichan.schema.numbers import format_number
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner


def ops(
    learner: SimulatedLearner,
    variant: VerifyDataVariant,  # noqa: ARG001 - every type's function is called alike
    key: VerifyDataKey,
    rng: Random,
) -> Iterator[Op]:
    """One operation a claim: the verdict, and the value where one is given."""
    for claim in key.claims:
        verdict, value = _answer(learner, claim, rng)
        yield {
            "do": "claim",
            "uid": claim.uid,
            "verdict": verdict,
            "typed": "" if value is None else format_number(value, "dec2", learner.lang),
            "unit": None if value is None else claim.unit,
        }


def _answer(learner: SimulatedLearner, claim: KeyClaim, rng: Random) -> tuple[str, float | None]:
    match learner.strategy:
        case "flags_all":
            return "false", claim.shown
        case "flags_none":
            return "true", claim.shown
        case "random":
            verdict = rng.choice(["true", "false", "unverifiable"])
            return verdict, None if verdict == "unverifiable" else rng.uniform(0, 200)
        case "honest":
            if learner.knows(rng):
                return claim.verdict, claim.value
            return rng.choice(["true", "true", "false"]), claim.shown
