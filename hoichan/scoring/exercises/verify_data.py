"""X2: verdict, value and unit of every claim, rescaled by the best constant policy."""

from __future__ import annotations

from hoichan.schema.exercises.verify_data import (
    VerifyDataKey,
    VerifyDataPayload,
    VerifyDataVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.scoring.judgement import Judgement
from hoichan.scoring.verify import claim_score, verify_score

RIGHT_AT = 0.9  # a claim with verdict and value right (the unit may be wrong) is listed as a hit


def score(
    key: VerifyDataKey,
    payload: VerifyDataPayload,
    variant: VerifyDataVariant,  # noqa: ARG001 - every type's scorer is called alike
) -> ScoreReport:
    """Score of the set; ``parts`` holds s, g, S and counts."""
    answers = {answer.uid: answer for answer in payload.claims}
    parts = verify_score(key.claims, answers)
    scores = {claim.uid: claim_score(claim, answers.get(claim.uid)) for claim in key.claims}
    rejected = {uid for uid, answer in answers.items() if answer.verdict == "false"}
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=parts["S"],
        points=key.points * parts["S"],
        max_points=key.points,
        parts={**parts, "claims": len(key.claims), "answered": len(answers)},
        hits=tuple(uid for uid, value in scores.items() if value >= RIGHT_AT - 1e-9),
        misses=tuple(uid for uid, value in scores.items() if value < RIGHT_AT - 1e-9),
        false_alarms=tuple(c.uid for c in key.claims if c.verdict == "true" and c.uid in rejected),
        scorer="verify/1",
    )


def judgements(
    key: VerifyDataKey,
    payload: VerifyDataPayload,
    variant: VerifyDataVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Claims with a verdict; one that no table settles is neither an error nor true."""
    answered = {claim.uid: claim.verdict for claim in payload.claims}
    texts = {claim.uid: claim.text for claim in variant.claims}
    return tuple(
        Judgement(
            kind="claim",
            uid=claim.uid,
            source=f"{claim.case}/{claim.unit_id}/{'x' if claim.verdict == 'false' else '='}",
            text=texts[claim.uid],
            is_error=claim.verdict == "false",
            flagged=answered[claim.uid] == "false",
            category=claim.category,
        )
        for claim in key.claims
        if claim.verdict != "unverifiable" and answered.get(claim.uid) is not None
    )
