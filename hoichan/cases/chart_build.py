"""A chart with chosen flaws: the drawing, the caption, and the values that can be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoichan.cases.chart_captions import filled_sentence
from hoichan.cases.chart_mutators import INCOMPLETE_BELOW, mutated
from hoichan.i18n import fill, strings
from hoichan.schema.exercises.chart_critique import BaseChart, Chart, Flaw, Series, Tick
from hoichan.schema.numbers import rounding_unit
from hoichan.schema.text import LANGS, Bilingual
from hoichan.scoring.charts import NEAR, numbers_in

PART_OF_STEP = 4  # a reading may be off by a quarter of the axis's step


@dataclass(frozen=True)
class Planted:
    """A sound chart and the flaws it gets."""

    base: BaseChart
    flaws: frozenset[Flaw]


@dataclass(frozen=True)
class DrawnMark:
    """A value of the drawing at its place."""

    series: Series
    tick: Tick
    value: float


def build_chart(planted: Planted) -> Chart:
    """The drawing."""
    return mutated(planted.base, planted.flaws)


def build_caption(planted: Planted) -> tuple[Bilingual, ...]:
    """The caption: each sentence as it is true, or with its planted flaw."""
    chart = build_chart(planted)
    drawn = {tick.label for tick in chart.ticks}
    sure = [t for t in planted.base.ticks if t.complete >= INCOMPLETE_BELOW and t.label in drawn]
    last_sure = max(sure, key=lambda tick: tick.order).label if sure else None
    made = []
    for sentence in planted.base.caption:
        wrong = next((w for w in sentence.wrong if w.flaw in planted.flaws), None)
        made.append(filled_sentence((wrong or sentence).text, chart, last_sure))
    return tuple(made)


def reads_of(base: BaseChart | None, chart: Chart, caption: Sequence[Bilingual]) -> list[DrawnMark]:
    """Marks that can be asked for: on the author's list, drawn, and not given away by the caption.

    ``base=None`` takes every mark.
    """
    wanted = None
    if base is not None:
        labels = {tick.key: tick.label for tick in base.ticks}
        wanted = {(read.series, labels[read.tick]) for read in base.reads}
    stated = [n for lang in LANGS for each in caption for n in numbers_in(each[lang], lang)]
    found = []
    for series in chart.series:
        for tick, value in zip(chart.ticks, series.values, strict=True):
            mark = DrawnMark(series, tick, value)
            far = NEAR * tolerance_of(chart, mark)
            if (wanted is None or (series.name, tick.label) in wanted) and all(
                abs(value - number) > far for number in stated
            ):
                found.append(mark)
    return found


def tolerance_of(chart: Chart, mark: DrawnMark) -> float:
    """How far off a reading may be, in the displayed unit: a quarter of the axis's step.

    Circles have their values written on them: half the last decimal.
    """
    if chart.marks == "circles":
        return rounding_unit(chart.style) / 2
    scale = chart.right if mark.series.axis == "right" and chart.right else chart.left
    return scale.step / PART_OF_STEP


def read_text(chart: Chart, mark: DrawnMark) -> Bilingual:
    """What is asked of the learner."""
    words = strings("chart_flaws")
    name = "read.series" if len(chart.series) > 1 else "read.one"
    return fill(words[name], series=mark.series.label, tick=mark.tick.label, unit=chart.unit)
