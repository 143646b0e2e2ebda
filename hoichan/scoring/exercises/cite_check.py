"""X6: verdict and proof of every reference, rescaled by the best policy without judgement."""

from __future__ import annotations

from hoichan.schema.exercises.cite_check import CiteCheckKey, CiteCheckPayload, CiteCheckVariant
from hoichan.schema.report import ScoreReport
from hoichan.scoring.citations import VERDICT_SHARE, citation_score, ref_score
from hoichan.scoring.judgement import Judgement

_SLACK = 1e-9


def score(
    key: CiteCheckKey,
    payload: CiteCheckPayload,
    variant: CiteCheckVariant,  # noqa: ARG001 - every type's scorer is called alike
) -> ScoreReport:
    """Score of the set; ``parts`` holds s, g, S and counts (also of made-up sources believed)."""
    answers = {answer.uid: answer for answer in payload.refs}
    parts = citation_score(key.refs, answers)
    scores = {ref.uid: ref_score(ref, answers.get(ref.uid)) for ref in key.refs}
    right = [uid for uid, value in scores.items() if value > VERDICT_SHARE + _SLACK]
    given = {uid: answer.verdict for uid, answer in answers.items()}
    believed = sum(
        ref.verdict == "not_found" and given.get(ref.uid) == "supports" for ref in key.refs
    )
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=parts["S"],
        points=key.points * parts["S"],
        max_points=key.points,
        parts={
            **parts,
            "refs": len(key.refs),
            "answered": sum(verdict is not None for verdict in given.values()),
            "fakes_believed": believed,
        },
        hits=tuple(right),
        misses=tuple(uid for uid in scores if uid not in right),
        false_alarms=tuple(
            ref.uid
            for ref in key.refs
            if ref.verdict == "supports" and given.get(ref.uid) not in (None, "supports")
        ),
        scorer="citations/1",
    )


def judgements(
    key: CiteCheckKey,
    payload: CiteCheckPayload,
    variant: CiteCheckVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """References with a verdict; any verdict but "supports" calls the reference wrong."""
    given = {answer.uid: answer.verdict for answer in payload.refs}
    texts = {ref.uid: ref.text for ref in variant.refs}
    return tuple(
        Judgement(
            kind="reference",
            uid=ref.uid,
            source=f"{ref.case}/{ref.item}/{ref.planting}",
            text=texts[ref.uid],
            is_error=ref.verdict != "supports",
            flagged=given[ref.uid] != "supports",
            category=ref.category,
        )
        for ref in key.refs
        if given.get(ref.uid) is not None
    )
