"""X7: figures and sentences of both reports, and speed behind the gate."""

from __future__ import annotations

from statistics import fmean

from hoichan.schema.exercises.timed_report import (
    KeyFigure,
    KeyReport,
    TimedReportKey,
    TimedReportPayload,
    TimedReportVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Bilingual
from hoichan.scoring.judgement import Judgement
from hoichan.scoring.timed import Outcome, filled_in, outcome, report_score, speed_credit

MINUTE_MS = 60_000


def outcomes(
    key: TimedReportKey, payload: TimedReportPayload, variant: TimedReportVariant
) -> dict[str, Outcome]:
    """What each report holds, by its uid. A report that was never written has no gate."""
    figures = {answer.uid: answer for answer in payload.figures}
    sentences = {answer.uid: answer for answer in payload.sentences}
    public = {report.uid: report for report in variant.reports}
    return {
        report.uid: outcome(report, public[report.uid], _other(key, report), figures, sentences)
        for report in key.reports
    }


def _other(key: TimedReportKey, report: KeyReport) -> KeyReport:
    return next((each for each in key.reports if each.uid != report.uid), report)


def minutes_of(payload: TimedReportPayload, uid: str) -> float:
    """Measured active minutes on one report."""
    return payload.clock(uid).total_ms / MINUTE_MS


def written(payload: TimedReportPayload, variant: TimedReportVariant, uid: str) -> bool:
    """Whether every heading of a report has a text: the draft's, or one's own below it."""
    report = next(each for each in variant.reports if each.uid == uid)
    texts = {part.uid: part.text.strip() for part in payload.parts}
    return report.draft or all(texts.get(part.uid) for part in report.parts)


def score(
    key: TimedReportKey, payload: TimedReportPayload, variant: TimedReportVariant
) -> ScoreReport:
    """Mean over both reports; ``parts`` holds accuracy, gate, speed, minutes and errors of each.

    Raises:
        ValueError: the key has no reports.
    """
    if not key.reports:
        msg = "a timed_report needs its reports"
        raise ValueError(msg)
    found = outcomes(key, payload, variant)
    parts: dict[str, float | None] = {}
    scores: list[float] = []
    for report in key.reports:
        result, name = found[report.uid], "ai" if report.draft else "hand"
        minutes, signature = minutes_of(payload, report.uid), payload.sign_off(report.uid)
        signed = signature.signed and written(payload, variant, report.uid)
        speed = speed_credit(minutes, report.minutes)
        scores.append(report_score(result.accuracy, gate=result.gate, signed=signed, speed=speed))
        parts |= {
            f"accuracy_{name}": result.accuracy,
            f"gate_{name}": float(result.gate),
            f"signed_{name}": float(signature.signed),
            f"speed_{name}": speed if result.gate and signed else 0.0,
            f"minutes_{name}": minutes if minutes > 0 else None,
            f"felt_{name}": signature.felt_minutes,
            f"shipped_{name}": float(result.shipped),
            f"per_minute_{name}": _per_minute(report, result, minutes),
        }
    parts |= {"time_ratio": ratio(parts, "minutes"), "felt_ratio": ratio(parts, "felt")}
    total = min(1.0, fmean(scores))
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=total,
        points=key.points * total,
        max_points=key.points,
        parts=parts,
        hits=tuple(name for result in found.values() for name in result.right),
        misses=tuple(name for result in found.values() for name in result.wrong),
        false_alarms=_spoilt(key, found),
        scorer="timed/1",
    )


def ratio(parts: dict[str, float | None], what: str) -> float | None:
    """With the draft over by hand; None unless both signed reports have it (C5: never minutes)."""
    ai, hand = parts[f"{what}_ai"], parts[f"{what}_hand"]
    both_signed = parts["signed_ai"] and parts["signed_hand"]
    return ai / hand if ai and hand and both_signed else None


def _per_minute(report: KeyReport, result: Outcome, minutes: float) -> float | None:
    """C5: verified productivity, right key figures per active minute."""
    right = sum(figure.uid in result.right for figure in report.figures)
    return right / minutes if minutes > 0 else None


def _spoilt(key: TimedReportKey, found: dict[str, Outcome]) -> tuple[str, ...]:
    """What the draft had right and the learner did not."""
    names: list[str] = []
    for report in key.reports:
        if report.draft:
            true = {f.uid for f in report.figures if f.planted is None}
            true |= {s.uid for s in report.sentences if s.wording is None}
            names += [name for name in found[report.uid].wrong if name in true]
    return tuple(names)


def judgements(
    key: TimedReportKey,
    payload: TimedReportPayload,
    variant: TimedReportVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Figures and sentences of the draft; ``flagged``: not left as the AI wrote it."""
    figures = {answer.uid: answer for answer in payload.figures}
    labels = {f.uid: f.label for r in variant.reports for f in r.figures}
    texts = {s.uid: s.text for r in variant.reports for p in r.parts for s in p.sentences}
    found = outcomes(key, payload, variant)
    rows: list[Judgement] = []
    touched = {answer.uid for answer in payload.sentences}
    for one in key.reports:
        if not one.draft or not payload.sign_off(one.uid).signed:
            continue
        rows.extend(
            Judgement(
                kind="figure",
                uid=figure.uid,
                source=f"{one.case}/{one.arm}/{figure.planted or figure.truth}",
                text=_with_number(labels[figure.uid], figure.draft),
                is_error=figure.planted is not None,
                flagged=_changed(figure, filled_in(figure, figures.get(figure.uid))),
                category=figure.category,
            )
            for figure in one.figures
        )
        rows.extend(
            Judgement(
                kind="unit",
                uid=sentence.uid,
                source=f"{one.case}/{one.arm}/{sentence.unit}.{sentence.wording or '='}",
                text=texts[sentence.uid],
                is_error=sentence.wording is not None,
                flagged=sentence.uid in touched and found[one.uid].fates[sentence.uid] != "left",
                category=sentence.category,
            )
            for sentence in one.sentences
        )
    return tuple(rows)


def _changed(figure: KeyFigure, value: float | None) -> bool:
    """Whether another figure than the draft's stands in the field, not just more decimals of it."""
    if value is None or figure.draft is None:
        return True
    return abs(value - figure.draft) > figure.tolerance


def _with_number(label: Bilingual, draft: float | None) -> Bilingual:
    if draft is None:
        return label
    said = f"{draft:g}"
    return Bilingual(vi=f"{label.vi}: {said.replace('.', ',')}", en=f"{label.en}: {said}")
