"""What changed between the pre-test and the exit test: paired, with its uncertainty, and no more.

Pure: rows in, estimates out. Intervals are percentile bootstraps over learners (the unit that was
sampled), drawn from a fixed seed so that a report made twice says the same. Source of the outcomes:
course blueprint G.2 and G.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hoichan.schema.report import GradeRecord, ScoreReport
from hoichan.scoring.signal import signal_detection

LEAST = 5  # learners; with fewer an average speaks of persons
UNDER_RELIANCE_MARGIN = 0.10  # how much more right advice may be dropped: 10 points (G.2)
DRAWS = 2_000
_SEED = 20260101
_INTERVAL = (2.5, 97.5)
PHASES = ("pre", "post")
COUNTS = ("hits", "errors", "false_alarms", "true")
VALUE_COLUMNS = ("learner", "group", "phase", "measure", "value")
COUNT_COLUMNS = ("learner", "group", "phase", *COUNTS)

# What a report's parts are called here, by exercise type.
_PARTS: Mapping[str, Mapping[str, str]] = {
    "decide_confidence": {"OR": "OR", "UR": "UR", "ARI": "ARI", "skill": "skill", "bias": "bias"},
}


@dataclass(frozen=True)
class Estimate:
    """Class means before and after, their difference with a 95 % interval, and on how many."""

    before: float
    after: float
    change: float
    low: float
    high: float
    n: int


def values_of(
    learner: str, group: str, phase: str, record: GradeRecord
) -> list[tuple[object, ...]]:
    """Rows (see ``VALUE_COLUMNS``) of one learner's test; what was not answered gives none."""
    rows: list[tuple[object, ...]] = []
    for task in record.tasks:
        report = task.report
        if report is None or task.status != "scored":
            continue
        found: dict[str, float | None] = {f"score.{report.type}": report.score}
        for part, name in _PARTS.get(report.type, {}).items():
            found[name] = report.parts.get(part)
        if report.type == "phi_redact":
            found["leak"] = float((report.parts.get("direct_leaks") or 0) > 0)
        rows += [
            (learner, group, phase, name, value)
            for name, value in found.items()
            if value is not None
        ]
    return rows


def counts_of(
    learner: str, group: str, phase: str, record: GradeRecord
) -> list[tuple[object, ...]]:
    """One row (see ``COUNT_COLUMNS``) of what was judged in AI answers, if anything was."""
    reports = [
        task.report
        for task in record.tasks
        if task.status == "scored" and task.report and task.report.type == "span_critique"
    ]
    if not reports:
        return []
    return [
        (learner, group, phase, *(sum(each) for each in zip(*map(_counts, reports), strict=True)))
    ]


def _counts(report: ScoreReport) -> tuple[int, int, int, int]:
    errors, true = report.parts.get("errors") or 0, report.parts.get("negatives") or 0
    return len(report.hits), int(errors), len(report.false_alarms), int(true)


def paired(values: pd.DataFrame, measure: str) -> Estimate | None:
    """Mean change of a measure over learners who have it in both tests; None with too few."""
    chosen = values[values["measure"] == measure]
    table = chosen.pivot_table(index="learner", columns="phase", values="value")
    if not set(PHASES) <= set(table.columns):
        return None
    both = table.dropna(subset=list(PHASES))
    if len(both) < LEAST:
        return None
    before, after = both["pre"].to_numpy(), both["post"].to_numpy()
    means = (after - before)[_draws(len(both))].mean(axis=1)
    low, high = np.percentile(means, _INTERVAL)
    return Estimate(
        float(before.mean()),
        float(after.mean()),
        float((after - before).mean()),
        float(low),
        float(high),
        len(both),
    )


def pooled_signal(counts: pd.DataFrame) -> dict[str, Estimate]:
    """d' and c of the class (counts of all learners together), with the same kind of interval.

    One learner's handful of errors shows neither (rule C2). Empty with too few learners.
    """
    tables = [
        counts[counts["phase"] == phase].set_index("learner")[list(COUNTS)] for phase in PHASES
    ]
    both = sorted(set(tables[0].index) & set(tables[1].index))
    if len(both) < LEAST:
        return {}
    arrays = [table.loc[both].to_numpy(dtype=int) for table in tables]
    here = [_signal(array.sum(axis=0)) for array in arrays]
    drawn = np.array(
        [[_signal(array[draw].sum(axis=0)) for array in arrays] for draw in _draws(len(both))]
    )
    estimates = {}
    for place, name in enumerate(("d_prime", "criterion")):
        low, high = np.percentile(drawn[:, 1, place] - drawn[:, 0, place], _INTERVAL)
        before, after = here[0][place], here[1][place]
        estimates[name] = Estimate(
            before, after, after - before, float(low), float(high), len(both)
        )
    return estimates


def _signal(sums: np.ndarray) -> tuple[float, float]:
    hits, errors, false_alarms, true = (int(value) for value in sums)
    found = signal_detection(hits, false_alarms, errors, true)
    return found.d_prime, found.criterion


def _draws(n: int) -> np.ndarray:
    return np.random.default_rng(_SEED).integers(0, n, size=(DRAWS, n))


def normalised_gain(estimate: Estimate) -> float | None:
    """<g> = (after - before) / (1 - before) from class means; None where nothing was left to gain.

    The mean of single learners' gains is biased under measurement error (G.3).
    """
    room = 1 - estimate.before
    return estimate.change / room if room > 0 else None


def guard_holds(under_reliance: Estimate) -> bool:
    """Whether the data show that right advice is not dropped more often by the margin or beyond."""
    return under_reliance.high < UNDER_RELIANCE_MARGIN
