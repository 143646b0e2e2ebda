"""Rule of X6: judging references against the registry. Source: course blueprint B (X6).

A reference is worth 0.7 times the credit of its verdict (table below) plus 0.3 for the proof. The
mean is clipped at 0 and rescaled, S = clip((s - g) / (1 - g), 0, 1), where g is the best mean that
a policy without judgement earns: always the same verdict, with no proof, with the first (second, ...)
key point or the entry itself of whatever is cited, or with one fixed proof everywhere. So every such
policy is worth exactly 0. The simulated mean of answers at random is below 0.05 without any further
correction (``tests/hoichan/scoring/test_cite_check_score.py``).

Why the table is as it is: to pass on a made-up source as support is the gravest mistake (-0.5). To let
a source stand that does not say so, or is no longer in force, or to throw away a sound one as
non-existent costs less (-0.25). "Does not exist" and "details wrong" are near one another, since both
say that the reference as printed leads nowhere; so are "superseded" and "details wrong", because
both name another document that should stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from hoichan.schema.exercises.cite_check import NO_POINT, VERDICTS, KeyRef, RefAnswer, Verdict

VERDICT_SHARE = 0.7
PROOF_SHARE = 0.3
NEAR_PROOF = 0.5  # the right document, but not the sentence or the successor that proves it

# CREDIT[what is so][what was answered]; anything not named is 0.
CREDIT: Mapping[Verdict, Mapping[Verdict, float]] = {
    "not_found": {"not_found": 1.0, "wrong_details": 0.3, "supports": -0.5},
    "wrong_details": {"wrong_details": 1.0, "not_found": 0.3},
    "unsupported": {"unsupported": 1.0, "supports": -0.25},
    "supports": {"supports": 1.0, "not_found": -0.25},
    "superseded": {"superseded": 1.0, "wrong_details": 0.3, "supports": -0.25},
}


def verdict_credit(gold: Verdict, given: Verdict) -> float:
    """Credit of a verdict, from -0.5 to 1."""
    return CREDIT[gold].get(given, 0.0)


def proof_credit(ref: KeyRef, answer: RefAnswer) -> float:
    """Credit of the proof: 1, 0.5 for the right document only, else 0.

    What does not exist has no proof: the verdict carries the whole reference. A proof for a verdict
    that earns nothing proves nothing.
    """
    if answer.verdict is None or verdict_credit(ref.verdict, answer.verdict) <= 0:
        return 0.0
    if ref.verdict == "not_found":
        return float(answer.verdict == "not_found")
    given, wanted = answer.proof, ref.correct or ref.evidence
    if given is None:
        return 0.0
    if given == wanted:
        return 1.0
    return NEAR_PROOF if given.partition(".")[0] == ref.cited else 0.0


def ref_score(ref: KeyRef, answer: RefAnswer | None) -> float:
    """Score of one reference, from -0.35 to 1; 0 without a verdict."""
    if answer is None or answer.verdict is None:
        return 0.0
    credit = verdict_credit(ref.verdict, answer.verdict)
    return VERDICT_SHARE * credit + PROOF_SHARE * proof_credit(ref, answer)


def constant_answer(uid: str, verdict: Verdict, proof: str | None) -> RefAnswer:
    """An answer with ``proof`` in the field that belongs to ``verdict``."""
    if verdict in ("wrong_details", "superseded"):
        document = None if proof is None else proof.partition(".")[0]
        return RefAnswer(uid=uid, verdict=verdict, correct=document)
    if verdict == "not_found" or (proof is not None and "." not in proof):
        return RefAnswer(uid=uid, verdict=verdict)
    return RefAnswer(uid=uid, verdict=verdict, evidence=proof)


def thoughtless(refs: Sequence[KeyRef]) -> Iterator[tuple[RefAnswer, ...]]:
    """Every policy without judgement, as its answers to ``refs``."""
    most = max((ref.points for ref in refs), default=0)
    places = [*(f"k{number}" for number in range(1, most + 1)), NO_POINT]
    fixed = dict.fromkeys(p for ref in refs for p in (ref.correct, ref.evidence, ref.cited) if p)
    for verdict in VERDICTS:
        yield tuple(constant_answer(ref.uid, verdict, None) for ref in refs)
        for place in places:
            proofs = [f"{ref.cited}.{place}" if ref.cited else None for ref in refs]
            yield tuple(
                constant_answer(ref.uid, verdict, proof)
                for ref, proof in zip(refs, proofs, strict=True)
            )
        for proof in fixed:
            yield tuple(constant_answer(ref.uid, verdict, proof) for ref in refs)


def constant_policy_score(refs: Sequence[KeyRef]) -> float:
    """g: the best mean score of a policy without judgement, at least 0."""
    means = (
        fmean(ref_score(ref, answer) for ref, answer in zip(refs, answers, strict=True))
        for answers in thoughtless(refs)
    )
    return max(0.0, *means)


def citation_score(refs: Sequence[KeyRef], answers: Mapping[str, RefAnswer]) -> dict[str, float]:
    """Mean raw score ``s`` (at least 0), constant policy ``g`` and rescaled ``S`` in [0, 1].

    Raises:
        ValueError: no references, or a set that a constant policy would solve.
    """
    if not refs:
        msg = "a cite_check set needs at least one reference"
        raise ValueError(msg)
    g = constant_policy_score(refs)
    if g >= 1:
        msg = "every reference has the same verdict: a constant answer would earn full marks"
        raise ValueError(msg)
    s = max(0.0, fmean(ref_score(ref, answers.get(ref.uid)) for ref in refs))
    return {"s": s, "g": g, "S": min(1.0, max(0.0, (s - g) / (1 - g)))}
