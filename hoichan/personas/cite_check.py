"""X6. Accepting all: every source supports its sentence. Rejecting all: none of them exists.

The typical clinician checks that a document with that number exists and then trusts it: made-up
references are found, what is superseded or does not say so passes, near verdicts are mixed up.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.exercises.cite_check import (
    NO_POINT,
    VERDICTS,
    CiteCheckKey,
    CiteCheckPayload,
    CiteCheckVariant,
    KeyRef,
    RefAnswer,
    Verdict,
)
from hoichan.scoring.citations import constant_answer

_CONSTANT: dict[str, tuple[Verdict, str | None]] = {
    "accept_all": ("supports", None),
    "reject_all": ("not_found", None),
    "accept_first_point": ("supports", "k1"),
    "accept_second_point": ("supports", "k2"),
    "all_wrong_details": ("wrong_details", None),
    "all_wrong_details_of_what_is_cited": ("wrong_details", "k1"),
    "all_unsupported": ("unsupported", None),
    "all_unsupported_by_first_point": ("unsupported", "k1"),
    "all_unsupported_by_any_point": ("unsupported", NO_POINT),
    "all_superseded": ("superseded", None),
    "all_superseded_as_cited": ("superseded", "k1"),
}
TRICKS = (
    *(name for name in _CONSTANT if name not in ("accept_all", "reject_all")),
    "one_fixed_proof",
)


def answers(
    strategy: str,
    variant: CiteCheckVariant,  # noqa: ARG001 - every type's persons are called alike
    key: CiteCheckKey,
    rng: Random,
) -> CiteCheckPayload:
    """The answers of one person."""
    if strategy == "blank":
        return CiteCheckPayload()
    if strategy == "one_fixed_proof":
        proof = next(ref.evidence for ref in key.refs if ref.evidence)
        fixed = tuple(constant_answer(ref.uid, "supports", proof) for ref in key.refs)
        return CiteCheckPayload(refs=fixed)
    return CiteCheckPayload(refs=tuple(_answer(strategy, ref, rng) for ref in key.refs))


def _answer(strategy: str, ref: KeyRef, rng: Random) -> RefAnswer:
    if strategy in _CONSTANT:
        verdict, place = _CONSTANT[strategy]
        return _with_place(ref, verdict, place)
    if strategy == "random":
        places = [None, NO_POINT, *(f"k{number}" for number in range(1, ref.points + 1))]
        return _with_place(ref, rng.choice(VERDICTS), rng.choice(places))
    right = constant_answer(ref.uid, ref.verdict, ref.correct or ref.evidence)
    if strategy == "reference":
        return right
    if strategy == "typical":
        return _typical(ref, right, rng)
    msg = f"no strategy {strategy}"
    raise ValueError(msg)


def _with_place(ref: KeyRef, verdict: Verdict, place: str | None) -> RefAnswer:
    """A verdict with a key point of whatever is cited, as far as anything is."""
    proof = f"{ref.cited}.{place}" if ref.cited and place else None
    return constant_answer(ref.uid, verdict, proof)


def _typical(ref: KeyRef, right: RefAnswer, rng: Random) -> RefAnswer:
    if ref.verdict == "supports":
        return right
    if ref.verdict in ("not_found", "wrong_details"):
        return right if rng.random() < 0.7 else _with_place(ref, "not_found", None)
    return right if rng.random() < 0.4 else _with_place(ref, "supports", "k1")
