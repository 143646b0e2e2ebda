"""X11 by rule C1: faulty lines found, chance-corrected over the whole set."""

from __future__ import annotations

from hoichan.schema.exercises.code_critique import (
    BugKind,
    CodeCritiqueKey,
    CodeCritiquePayload,
    CodeCritiqueVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Bilingual
from hoichan.scoring.detection import GoldError, Hit, detection_score
from hoichan.scoring.judgement import Judgement


def score(
    key: CodeCritiqueKey,
    payload: CodeCritiquePayload,
    variant: CodeCritiqueVariant,  # noqa: ARG001 - every type's scorer is called alike
) -> ScoreReport:
    """Score of the set; the kinds are so few that the best single kind for all is worth 0."""
    errors = [GoldError(bug.uid, bug.kind, bug.severity) for bug in key.planted]
    planted = {bug.uid for bug in key.planted}
    hits = {flag.uid: Hit(1.0, flag.kind) for flag in payload.flags if flag.uid in planted}
    alarms = [flag.uid for flag in payload.flags if flag.uid not in planted]
    negatives = len(key.line_uids) - len(planted)
    result = detection_score(errors, hits, len(alarms), negatives, labels=list(BugKind))
    declared = set(payload.no_error)
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=result.paid,
        points=key.points * result.paid,
        max_points=key.points,
        parts={
            "P": result.precision,
            "R": result.recall,
            "F": result.f,
            "F_all": result.f_all,
            "S": result.s,
            "cap": result.cap,
            "clean_declared_right": len(declared & set(key.clean)),
            "clean_declared_wrong": len(declared - set(key.clean)),
        },
        hits=tuple(bug.uid for bug in key.planted if bug.uid in hits),
        misses=tuple(bug.uid for bug in key.planted if bug.uid not in hits),
        false_alarms=tuple(alarms),
        scorer="detection/1",
    )


def judgements(
    key: CodeCritiqueKey,
    payload: CodeCritiquePayload,
    variant: CodeCritiqueVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """One for every line."""
    planted = {bug.uid: bug for bug in key.planted}
    flagged = {flag.uid for flag in payload.flags}
    rows: list[Judgement] = []
    for snippet in variant.snippets:
        for line in snippet.lines:
            bug = planted.get(line.uid)
            source = f"{bug.case}/{bug.line}/{bug.wrong}" if bug else line.code
            rows.append(
                Judgement(
                    kind="line",
                    uid=line.uid,
                    source=source,
                    text=Bilingual(vi=line.code, en=line.code),
                    is_error=bug is not None,
                    flagged=line.uid in flagged,
                )
            )
    return tuple(rows)
