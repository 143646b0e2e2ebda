"""X9. Accepting all: every chart is sound. Rejecting all: every line of every list is ticked.

Both read the first number of the caption and take the first design. The typical clinician reads
well, sees what is wrong in the drawing about as often as not, believes most captions, and thinks a
sound chart suspicious now and then.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hoichan.schema.exercises.chart_critique import (
    CAPTION_FLAWS,
    ChartCritiqueKey,
    ChartCritiquePayload,
    ChartCritiqueVariant,
    DesignAnswer,
    KeyChart,
    PublicChart,
    ReadAnswer,
)
from hoichan.scoring.charts import stated_numbers

_DESIGNS = ("first_design", "second_design", "last_design", "longest_design", "shortest_design")
_READS = (
    "last_caption_number", "largest_number", "smallest_number", "first_number", "axis_top",
    "one_number",
)  # fmt: skip
_LINES = ("tick_first_line", "tick_caption_lines", "tick_chart_lines", "tick_and_declare")
TRICKS = (*_DESIGNS, *_READS, *_LINES)


def answers(
    strategy: str, variant: ChartCritiqueVariant, key: ChartCritiqueKey, rng: Random
) -> ChartCritiquePayload:
    """What one person hands in."""
    if strategy == "blank":
        return ChartCritiquePayload()
    known = ("accept_all", "reject_all", "random", "reference", "typical", *TRICKS)
    if strategy not in known:
        msg = f"no strategy {strategy}"
        raise ValueError(msg)
    pairs = list(zip(variant.charts, key.charts, strict=True))
    one = key.charts[0].reads[0].value
    return ChartCritiquePayload(
        reads=tuple(read for c, k in pairs for read in _reads(strategy, c, k, one, rng)),
        flaws=tuple(uid for c, k in pairs for uid in _ticks(strategy, c, k, rng)),
        sound=tuple(c.uid for c, k in pairs if _declares(strategy, k)),
        better=tuple(
            DesignAnswer(uid=c.better_uid, choice=_design(strategy, c, k, rng)) for c, k in pairs
        ),
    )


def _reads(
    strategy: str, chart: PublicChart, key: KeyChart, one: float, rng: Random
) -> Iterator[ReadAnswer]:
    drawn = [value for series in chart.chart.series for value in series.values]
    stated = stated_numbers(chart) or [0.0]
    blind = {
        "last_caption_number": stated[-1],
        "largest_number": max(drawn),
        "smallest_number": min(drawn),
        "first_number": drawn[0],
        "axis_top": chart.chart.left.high,
        "one_number": one,
    }
    for read in key.reads:
        value = blind.get(strategy, stated[0])
        if strategy == "reference":
            value = read.value
        elif strategy == "typical":
            value = read.value + rng.choice((-3, -1, 0, 0, 1)) * read.tolerance
        elif strategy == "random":
            value = round(rng.uniform(0, chart.chart.left.high), 1)
        yield ReadAnswer(uid=read.uid, typed=f"{value}", value=value)


def _ticks(strategy: str, chart: PublicChart, key: KeyChart, rng: Random) -> Iterator[str]:
    planted = {flaw.uid: flaw.flaw for flaw in key.flaws}
    for place, option in enumerate(chart.options):
        in_caption = option.about == "caption"
        chance = {"random": 0.25}.get(strategy, 0.0)
        if strategy == "typical":
            chance = 0.04
            if option.uid in planted:
                chance = 0.3 if planted[option.uid] in CAPTION_FLAWS else 0.55
        wanted = {
            "reference": option.uid in planted,
            "reject_all": True,
            "tick_and_declare": True,
            "tick_first_line": place == 0,
            "tick_caption_lines": in_caption,
            "tick_chart_lines": not in_caption,
        }
        if wanted.get(strategy, rng.random() < chance):
            yield option.uid


def _declares(strategy: str, key: KeyChart) -> bool:
    if strategy in ("reference", "typical"):
        return not key.flaws
    return strategy in ("accept_all", "tick_and_declare")


def _design(strategy: str, chart: PublicChart, key: KeyChart, rng: Random) -> str:
    uids = [design.uid for design in chart.designs]
    by_length = sorted(chart.designs, key=lambda design: len(design.label.vi))
    chosen = {
        "reference": key.better,
        "second_design": uids[1],
        "last_design": uids[-1],
        "longest_design": by_length[-1].uid,
        "shortest_design": by_length[0].uid,
        "random": rng.choice(uids),
        "typical": key.better if rng.random() < 0.6 else rng.choice(uids),
    }
    return chosen.get(strategy, uids[0])
