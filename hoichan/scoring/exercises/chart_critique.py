"""X9: values read, flaws found and designs chosen, pooled over all charts of the set."""

from __future__ import annotations

from statistics import fmean

from hoichan.schema.exercises.chart_critique import (
    ChartCritiqueKey,
    ChartCritiquePayload,
    ChartCritiqueVariant,
    category_of,
)
from hoichan.schema.report import ScoreReport
from hoichan.scoring.charts import (
    BETTER_SHARE,
    FLAW_SHARE,
    READ_SHARE,
    blind_design_score,
    blind_read_score,
    flaw_score,
    mean_read,
    rescaled,
)
from hoichan.scoring.judgement import Judgement


def score(
    key: ChartCritiqueKey, payload: ChartCritiquePayload, variant: ChartCritiqueVariant
) -> ScoreReport:
    """Score of the set; ``parts`` holds each part as earned (s), blindly earned (g) and rescaled."""
    values = {read.uid: read.value for read in payload.reads}
    chosen = {answer.uid: answer.choice for answer in payload.better}
    s_read = mean_read(key.charts, values)
    g_read = blind_read_score(variant.charts, key.charts)
    s_better = fmean(chosen.get(f"{chart.uid}.better") == chart.better for chart in key.charts)
    g_better = blind_design_score(variant.charts, key.charts)
    planted = [flaw.uid for chart in key.charts for flaw in chart.flaws]
    ticked = set(payload.flaws)
    hits = [uid for uid in planted if uid in ticked]
    flaws = flaw_score(variant.charts, set(planted), ticked)
    reads, better = rescaled(s_read, g_read), rescaled(s_better, g_better)
    whole = READ_SHARE * reads + FLAW_SHARE * flaws["F_cc"] + BETTER_SHARE * better
    total = min(1.0, round(whole, 12))
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=total,
        points=key.points * total,
        max_points=key.points,
        parts={
            **flaws,
            "s_read": s_read,
            "g_read": g_read,
            "reads": reads,
            "s_better": s_better,
            "g_better": g_better,
            "better": better,
        },
        hits=tuple(hits),
        misses=tuple(uid for uid in planted if uid not in ticked),
        false_alarms=tuple(uid for uid in payload.flaws if uid not in planted),
        scorer="charts/1",
    )


def judgements(
    key: ChartCritiqueKey,
    payload: ChartCritiquePayload,
    variant: ChartCritiqueVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Every line of the lists of charts that were judged: planted or not, ticked or not."""
    ticked = set(payload.flaws)
    judged = {*payload.sound, *(uid.partition(".")[0] for uid in ticked)}
    keys = {chart.uid: chart for chart in key.charts}
    found = []
    for chart in variant.charts:
        if chart.uid not in judged:
            continue
        gold = {flaw.uid: flaw.flaw for flaw in keys[chart.uid].flaws}
        source = f"{keys[chart.uid].case}/{keys[chart.uid].chart}"
        for option in chart.options:
            flaw = gold.get(option.uid)
            found.append(
                Judgement(
                    kind="chart",
                    uid=option.uid,
                    source=source if flaw is None else f"{source}/{flaw}",
                    text=option.label,
                    is_error=flaw is not None,
                    flagged=option.uid in ticked,
                    category=None if flaw is None else category_of(flaw),
                )
            )
    return tuple(found)
