"""X11: lines that look faulty are marked, snippets without any declared free of error."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.code_critique import (
    BugKind,
    CodeCritiqueKey,
    CodeCritiqueVariant,
)
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner

_PLAIN_LINE = -0.5  # most lines of a snippet only fetch or print


def ops(
    learner: SimulatedLearner, variant: CodeCritiqueVariant, key: CodeCritiqueKey, rng: Random
) -> Iterator[Op]:
    """Marks and declarations, snippet by snippet."""
    planted = {bug.uid: bug for bug in key.planted}
    kinds: list[BugKind] = list(BugKind)
    for snippet in variant.snippets:
        marked = False
        for line in snippet.lines:
            bug = planted.get(line.uid)
            if learner.rejects(rng, _PLAIN_LINE if bug is None else learner.d_prime):
                marked = True
                kind = learner.names(rng, bug.kind if bug else None, kinds)
                yield {"do": "flag", "uid": line.uid, "kind": kind}
        if not marked:
            yield {"do": "no_error", "uid": snippet.uid, "on": True}
