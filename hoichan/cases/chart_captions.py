"""Captions: sentences whose numbers and places are put in from the chart as it is drawn.

``{max}``, ``{min}``, ``{second}`` (second highest), ``{first}``, ``{last}``, ``{sure}`` (last period
with complete reports) are ticks; ``{max_said}`` … are their values with the unit, ``{max_value}`` …
without it; ``{moved}`` is the direction from ``{first}`` to ``{sure}``; ``{unit}`` the unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.cases.source import PLACEHOLDER
from hoichan.i18n import strings
from hoichan.schema.exercises.chart_critique import Chart
from hoichan.schema.numbers import NumberStyle, format_number
from hoichan.schema.text import LANGS, Bilingual, Lang

PLACES = ("max", "min", "second", "first", "last", "sure")
NAMES = frozenset(
    {*PLACES, *(f"{p}_said" for p in PLACES), *(f"{p}_value" for p in PLACES), "moved", "unit"}
)
_TIGHT = ("%", "‰")


@dataclass(frozen=True)
class Mark:
    """A value of the chart and the tick it stands at."""

    tick: Bilingual
    value: float


def said_value(value: float, style: NumberStyle, unit: Bilingual, lang: Lang) -> str:
    """A value with its unit as written in a sentence: ``98,6%``, ``1.250 ca``."""
    number = format_number(value, style, lang)
    between = "" if unit[lang].startswith(_TIGHT) else " "
    return f"{number}{between}{unit[lang]}"


def marks_of(chart: Chart) -> dict[str, Mark]:
    """The marks that a sentence can name; places in time are those of the first series."""
    every = [
        Mark(tick.label, value)
        for series in chart.series
        for tick, value in zip(chart.ticks, series.values, strict=True)
    ]
    ranked = sorted(every, key=lambda mark: -mark.value)
    own = every[: len(chart.ticks)]
    late = chart.series[0].open_from
    sure = own[-1] if late is None else own[max(0, late - 1)]
    other = next((m for m in ranked if m.tick != ranked[0].tick), ranked[-1])
    return {
        "max": ranked[0], "min": ranked[-1], "second": other,
        "first": own[0], "last": own[-1], "sure": sure,
    }  # fmt: skip


def filled_sentence(template: Bilingual, chart: Chart, sure: Bilingual | None = None) -> Bilingual:
    """``template`` with the chart's marks; ``sure`` names the last period with complete reports.

    Raises:
        KeyError: a placeholder that no chart has.
    """
    marks = marks_of(chart)
    if sure is not None:
        places = {tick.label: i for i, tick in enumerate(chart.ticks)}
        if sure in places:
            marks["sure"] = Mark(sure, chart.series[0].values[places[sure]])
    both = {lang: _filled(template[lang], chart, marks, lang) for lang in LANGS}
    return Bilingual(vi=both["vi"], en=both["en"])


def _filled(text: str, chart: Chart, marks: dict[str, Mark], lang: Lang) -> str:
    words = {"unit": chart.unit[lang], "moved": _moved(marks, lang)}
    for name, mark in marks.items():
        words[name] = mark.tick[lang]
        words[f"{name}_value"] = format_number(mark.value, chart.style, lang)
        words[f"{name}_said"] = said_value(mark.value, chart.style, chart.unit, lang)
    made = PLACEHOLDER.sub(lambda match: words[match[1]], text)
    return made[:1].upper() + made[1:]


def _moved(marks: dict[str, Mark], lang: Lang) -> str:
    change = marks["sure"].value - marks["first"].value
    name = "up" if change > 0 else "down" if change < 0 else "none"
    return strings("chart_flaws")[f"moved.{name}"][lang]
