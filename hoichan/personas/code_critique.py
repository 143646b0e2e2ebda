"""X11. Accepting all: every snippet declared free of error. Rejecting all: every line marked.

The typical programmer sees gross and plausible bugs, half the time with their kind, not those near the
truth. Tricks: every line with one kind, every last line.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.exercises.code_critique import (
    BugKind,
    CodeCritiqueKey,
    CodeCritiquePayload,
    CodeCritiqueVariant,
    LineFlag,
)
from hoichan.schema.taxonomy import Difficulty

TRICKS = ("one_kind", "last_lines")
_RANDOM_SHARE = 0.25


def answers(
    strategy: str, variant: CodeCritiqueVariant, key: CodeCritiqueKey, rng: Random
) -> CodeCritiquePayload:
    """The answers of one person."""
    uids = [line.uid for snippet in variant.snippets for line in snippet.lines]
    kind = rng.choice(list(BugKind))
    if strategy == "accept_all":
        return CodeCritiquePayload(no_error=variant.items())
    if strategy == "reference":
        flags = tuple(LineFlag(uid=bug.uid, kind=bug.kind) for bug in key.planted)
        return CodeCritiquePayload(flags=flags, no_error=key.clean)
    seen = [bug for bug in key.planted if bug.level is not Difficulty.NEAR_TRUTH]
    some = [uid for uid in uids if rng.random() < _RANDOM_SHARE]
    marked: dict[str, list[LineFlag]] = {
        "blank": [],
        "reject_all": [LineFlag(uid=uid) for uid in uids],
        "one_kind": [LineFlag(uid=uid, kind=kind) for uid in uids],
        "last_lines": [LineFlag(uid=each.lines[-1].uid, kind=kind) for each in variant.snippets],
        "random": [LineFlag(uid=uid, kind=rng.choice(list(BugKind))) for uid in some],
        "typical": [
            LineFlag(uid=bug.uid, kind=bug.kind if rng.random() < 0.5 else None) for bug in seen
        ],
    }
    if strategy not in marked:
        msg = f"no strategy {strategy}"
        raise ValueError(msg)
    return CodeCritiquePayload(flags=tuple(marked[strategy]))
