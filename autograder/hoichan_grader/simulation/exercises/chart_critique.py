"""X9: values read off more or less closely, flaws ticked where something looks wrong, a design."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.chart_critique import (
    ChartCritiqueKey,
    ChartCritiqueVariant,
    KeyChart,
    PublicChart,
)
from hoichan.schema.numbers import format_number
from hoichan_grader.simulation.answering import Op
from hoichan_grader.simulation.learner import SimulatedLearner

_NO_FLAW = -0.7  # most lines of a list plainly do not fit the chart


def ops(
    learner: SimulatedLearner, variant: ChartCritiqueVariant, key: ChartCritiqueKey, rng: Random
) -> Iterator[Op]:
    """Reading, ticking, choosing: chart by chart."""
    for public, gold in zip(variant.charts, key.charts, strict=True):
        yield from _reads(learner, public, gold, rng)
        planted = {flaw.uid for flaw in gold.flaws}
        ticked = [
            option.uid
            for option in public.options
            if learner.rejects(rng, learner.d_prime if option.uid in planted else _NO_FLAW)
        ]
        for uid in ticked:
            yield {"do": "flaw", "uid": uid, "on": True}
        if not ticked:
            yield {"do": "sound", "uid": public.uid, "on": True}
        first = public.designs[0].uid
        guess = rng.choice(public.designs).uid if learner.strategy == "honest" else first
        choice = gold.better if learner.knows(rng) else guess
        yield {"do": "better", "uid": public.uid, "choice": choice}


def _reads(
    learner: SimulatedLearner, public: PublicChart, gold: KeyChart, rng: Random
) -> Iterator[Op]:
    high = public.chart.left.high
    for read in gold.reads:
        blur = read.tolerance * max(0.3, 2.0 - learner.d_prime / 2)
        value = rng.gauss(read.value, blur) if learner.strategy == "honest" else high
        if learner.strategy == "random":
            value = rng.uniform(0, high)
        yield {"do": "read", "uid": read.uid, "typed": format_number(value, "dec2", learner.lang)}
