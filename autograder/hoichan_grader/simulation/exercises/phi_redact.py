"""X5: what looks like an identifier is hidden word by word, then the note is sent."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.phi_redact import (
    KIND_OF,
    KeyNote,
    PhiRedactKey,
    PhiRedactVariant,
    PublicNote,
)
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner

_PLAIN = 1.0  # names and numbers are easier to see than a wrong sentence
_CLINICAL = -1.2  # and a clinical word seldom looks like one


def ops(
    learner: SimulatedLearner, variant: PhiRedactVariant, key: PhiRedactKey, rng: Random
) -> Iterator[Op]:
    """Hiding, then sending, note by note."""
    for note, gold in zip(variant.notes, key.notes, strict=True):
        hide: Op = {"do": "hide", "uid": note.uid, "action": "mask"}
        if learner.strategy == "flags_all":
            yield hide | {"start": note.tokens[0].start, "end": note.tokens[-1].end}
        else:
            for start, end, kind in _seen(learner, note, gold, rng):
                yield hide | {"start": start, "end": end, "kind": kind}
        yield {"do": "send", "uid": note.uid, "on": True}


def _seen(
    learner: SimulatedLearner, note: PublicNote, gold: KeyNote, rng: Random
) -> Iterator[tuple[int, int, str | None]]:
    for one in gold.identifiers:
        words = [t for t in note.tokens if t.start < one.end and one.start < t.end]
        if words and learner.rejects(rng, learner.d_prime + _PLAIN):
            yield words[0].start, words[-1].end, KIND_OF[one.kind]
    for token in note.tokens:
        apart = all(token.end <= one.start or one.end <= token.start for one in gold.identifiers)
        if apart and learner.rejects(rng, _CLINICAL):
            yield token.start, token.end, None
