"""X1 by rule C1: chance-corrected detection over the whole set."""

from __future__ import annotations

from hoichan.schema.exercises.span_critique import (
    PlantedOmission,
    PlantedUnit,
    SpanCritiqueKey,
    SpanCritiquePayload,
    SpanCritiqueVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.scoring.detection import detection_score
from hoichan.scoring.judgement import Judgement
from hoichan.scoring.marks import gold_errors, negatives, sort_marks


def score(
    key: SpanCritiqueKey, payload: SpanCritiquePayload, variant: SpanCritiqueVariant
) -> ScoreReport:
    """Score of the set; ``parts`` holds P, R, F, F_all, S, cap and counts."""
    marks = sort_marks(key, payload, variant)
    errors = gold_errors(key)
    result = detection_score(errors, marks.hits, marks.false_alarm_weight, negatives(key))
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
            "errors": len(errors),
            "negatives": negatives(key),
            "clean_declared_right": len(declared & set(key.clean_answers)),
            "clean_declared_wrong": len(declared - set(key.clean_answers)),
        },
        hits=tuple(error.id for error in errors if error.id in marks.hits),
        misses=tuple(error.id for error in errors if error.id not in marks.hits),
        false_alarms=tuple(marks.false_alarms),
        scorer="detection/1",
    )


def judgements(
    key: SpanCritiqueKey,
    payload: SpanCritiquePayload,
    variant: SpanCritiqueVariant,
    report: ScoreReport,
) -> tuple[Judgement, ...]:
    """One for every unit and every line of the missing lists."""
    given = {flag.uid: flag.category for flag in payload.flags}
    marked = {*report.hits, *report.false_alarms}
    planted = {unit.uid: unit for unit in key.planted}
    omitted = {one.mid: one for one in key.omissions}
    foils = {foil.uid for foil in key.foils}
    rows: list[Judgement] = []
    for answer in variant.answers:
        for unit in answer.units:
            wrong = planted.get(unit.uid)
            rows.append(
                Judgement(
                    kind="unit",
                    uid=unit.uid,
                    source=_name(wrong) if wrong else unit.text.vi,
                    text=unit.text,
                    is_error=wrong is not None,
                    flagged=unit.uid in marked,
                    foil=unit.uid in foils,
                    category=wrong.category if wrong else None,
                    given=given.get(unit.uid),
                )
            )
        for line in answer.missing:
            left_out = omitted.get(line.mid)
            rows.append(
                Judgement(
                    kind="missing",
                    uid=line.mid,
                    source=_name(left_out) if left_out else f"∅ {line.label.vi}",
                    text=line.label,
                    is_error=left_out is not None,
                    flagged=line.mid in marked,
                    category=left_out.category if left_out else None,
                    given=left_out.category if left_out and line.mid in marked else None,
                )
            )
    return tuple(rows)


def _name(planted: PlantedUnit | PlantedOmission) -> str:
    """What a planted thing is called across learners."""
    wording = planted.wording if isinstance(planted, PlantedUnit) else "-"
    return f"{planted.case}/{planted.unit}/{wording}"
