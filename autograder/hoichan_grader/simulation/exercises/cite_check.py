"""X6: a reference looked up is judged with its proof; another is believed, or held to be made up."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.cite_check import (
    VERDICTS,
    CiteCheckKey,
    CiteCheckVariant,
    KeyRef,
    Verdict,
)
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner


def ops(
    learner: SimulatedLearner,
    variant: CiteCheckVariant,  # noqa: ARG001 - every type's function is called alike
    key: CiteCheckKey,
    rng: Random,
) -> Iterator[Op]:
    """A verdict a reference, with its proof where one is known."""
    for ref in key.refs:
        if learner.knows(rng):
            yield {"do": "verdict", "uid": ref.uid, "verdict": ref.verdict}
            if ref.correct is not None:
                yield {"do": "correct", "uid": ref.uid, "correct": ref.correct}
            elif ref.evidence is not None:
                yield {"do": "evidence", "uid": ref.uid, "evidence": ref.evidence}
        else:
            verdict = _guess(learner, ref, rng)
            yield {"do": "verdict", "uid": ref.uid, "verdict": verdict}
            if verdict == "supports" and ref.cited is not None and ref.points:
                yield {"do": "evidence", "uid": ref.uid, "evidence": f"{ref.cited}.k1"}


def _guess(learner: SimulatedLearner, ref: KeyRef, rng: Random) -> Verdict:
    """Without looking it up: made-up references are the easiest to doubt."""
    if learner.strategy == "random":
        return rng.choice(VERDICTS)
    doubtful = learner.d_prime if ref.verdict == "not_found" else 0.0
    return "not_found" if learner.rejects(rng, doubtful) else "supports"
