"""X7: one report by hand, one from the AI's draft: what looks wrong in it is mended or struck out."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.timed_report import (
    KeyReport,
    PublicReport,
    TimedReportKey,
    TimedReportVariant,
)
from hoichan.schema.numbers import format_number
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner

_COPYING = 0.8  # reading a figure off a table is easier than finding a wrong one
_SPAN_MS = 600_000
_START_MS = 1_767_225_600_000  # 2026-01-01; only lengths count


def ops(
    learner: SimulatedLearner, variant: TimedReportVariant, key: TimedReportKey, rng: Random
) -> Iterator[Op]:
    """Open, work, sign: report by report."""
    keys = {report.uid: report for report in key.reports}
    clock = _START_MS
    for public in variant.reports:
        gold = keys[public.uid]
        minutes = _minutes(learner, gold, rng)
        yield {"do": "start", "uid": public.uid}
        yield from (
            _drafted(learner, gold, rng)
            if public.draft
            else _by_hand(learner, variant, public, gold, rng)
        )
        end = clock + int(minutes * 60_000)
        while clock < end:
            stop = min(clock + _SPAN_MS, end)
            yield {"do": "clock", "uid": public.uid, "phase": "edit", "begin": clock, "end": stop}
            clock = stop
        yield {"do": "sign", "uid": public.uid, "felt": f"{max(1, round(minutes))}"}


def _minutes(learner: SimulatedLearner, gold: KeyReport, rng: Random) -> float:
    """Cheaters are through in two minutes; others come nearer to the usual time the abler they are."""
    if learner.strategy != "honest":
        return 2.0
    return gold.minutes * max(0.4, 1.1 - 0.2 * learner.d_prime + rng.gauss(0, 0.1))


def _drafted(learner: SimulatedLearner, gold: KeyReport, rng: Random) -> Iterator[Op]:
    for figure in gold.figures:
        if figure.planted is not None and learner.rejects(rng, learner.d_prime):
            right = learner.strategy == "honest"
            yield _typed(learner, figure.uid, figure.value if right else rng.uniform(0, 200))
    for sentence in gold.sentences:
        if learner.rejects(rng, learner.d_prime if sentence.wording is not None else -0.5):
            yield {"do": "sentence", "uid": sentence.uid, "handling": "strike"}


def _by_hand(
    learner: SimulatedLearner,
    variant: TimedReportVariant,
    public: PublicReport,
    gold: KeyReport,
    rng: Random,
) -> Iterator[Op]:
    """Nobody can sign a form with holes, so cheaters write something everywhere."""
    drafted = [f.draft_value for report in variant.reports if report.draft for f in report.figures]
    for place, figure in enumerate(gold.figures):
        copied = drafted[place % len(drafted)] if drafted else None
        guess = copied if learner.strategy == "flags_none" else rng.uniform(0, 200)
        if learner.strategy == "honest":
            guess = figure.value * 1.1
        value = figure.value if learner.knows(rng, ease=_COPYING) else guess
        yield _typed(learner, figure.uid, 0.0 if value is None else value)
    for part in public.parts:
        text = "Đã xem số liệu." if learner.lang == "vi" else "Figures reviewed."
        yield {"do": "part", "uid": part.uid, "text": text}


def _typed(learner: SimulatedLearner, uid: str, value: float) -> Op:
    return {"do": "figure", "uid": uid, "typed": format_number(value, "dec2", learner.lang)}
