"""Which flaws a drawn chart and its caption have, found out from drawing, text and data alone.

Each flaw has a predicate. What the data say is worked out anew from the published tables; nothing of
how a flaw was planted is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hoichan.cases.truths import Tables, plain_value
from hoichan.schema.exercises.chart_critique import (
    BaseChart,
    Chart,
    ChartFlaw,
    Flaw,
    Query,
    Series,
)
from hoichan.schema.numbers import NumberStyle
from hoichan.schema.text import LANGS, Bilingual, Lang
from hoichan.synthesis.measures import MeasureError, evaluate

COMPLETE_FROM = 0.95
SIZES_DIFFER = 1.5  # the largest group against the smallest: below that, counts rank like rates
SHORT_WINDOW = 0.6
_HALF_STEP: dict[NumberStyle, float] = {"int": 0.5, "dec1": 0.05, "dec2": 0.005}
_SLACK = 1e-6

_CAUSE: dict[Lang, re.Pattern[str]] = {
    "vi": re.compile(r"\b(nhờ|bởi vì|vì|do|làm cho|khiến|dẫn đến|là nguyên nhân)\b", re.IGNORECASE),
    "en": re.compile(
        r"\b(thanks to|because|due to|caused|causes|made|led to|owing to)\b", re.IGNORECASE
    ),
}
_HIGH: dict[Lang, str] = {"vi": "cao nhất", "en": "highest"}
_LOW: dict[Lang, str] = {"vi": "thấp nhất", "en": "lowest"}
_MOVE: dict[Lang, re.Pattern[str]] = {
    "vi": re.compile(r"\b(tăng|giảm|lui|hạ)\b", re.IGNORECASE),
    "en": re.compile(
        r"\b(rises?|rose|falls?|fell|fallen|falling|rising|risen|dropp?e?d?|declin\w+)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True)
class Facts:
    """What the data say at every tick, by the tick's Vietnamese name."""

    order: dict[str, float]
    complete: dict[str, float]
    values: dict[str, dict[str, float]]
    counts: dict[str, dict[str, float]]
    sizes: dict[str, float]


def evaluated(query: Query, tick: str, tables: Tables) -> float:
    """The query's value at ``tick``, in the displayed unit.

    Raises:
        MeasureError: an unknown measure or argument, or no value.
    """
    args = {
        name: value.replace("$tick", tick) if isinstance(value, str) else value
        for name, value in query.args.items()
    }
    value = plain_value(evaluate(tables, query.measure, args).value)
    if isinstance(value, str):
        raise MeasureError(
            f"“{query.measure}” không cho ra số.", f'"{query.measure}" gives no number.'
        )
    return float(value) * query.times


def facts_of(base: BaseChart, tables: Tables) -> Facts:
    """Everything about ``base`` computed anew; errors as in :func:`evaluated`."""

    def column(query: Query | None) -> dict[str, float]:
        if query is None:
            return {}
        return {tick.label.vi: evaluated(query, tick.key, tables) for tick in base.ticks}

    complete = column(base.complete) or {tick.label.vi: 1.0 for tick in base.ticks}
    return Facts(
        order={tick.label.vi: tick.order for tick in base.ticks},
        complete=complete,
        values={series.label.vi: column(series.query) for series in base.series},
        counts={s.label.vi: column(s.count_query) for s in base.series if s.count_query},
        sizes=column(base.sizes),
    )


def chart_flaws(chart: Chart, base: BaseChart, facts: Facts) -> frozenset[ChartFlaw]:
    """The flaws of the drawing. Counts have no denominator that an axis could leave out."""
    counted = _counts_for_rates(chart, facts)
    found: dict[ChartFlaw, bool] = {
        "axis_truncated": chart.marks == "bars" and chart.left.low > 0,
        "dual_axis": chart.right is not None and any(s.axis == "right" for s in chart.series),
        "counts_for_rates": counted,
        "partial_period": _partial_period(chart, facts),
        "legend_swapped": _legend_swapped(chart, facts),
        "uneven_time": base.ordered == "time" and _uneven(chart, facts),
        "window": base.ordered == "time" and _window(chart, facts),
        "area_distortion": chart.marks == "circles",
        "no_denominator": base.per is not None
        and not counted
        and any(base.per[lang] not in chart.left.label[lang] for lang in LANGS),
        "wrong_order": base.ordered != "none" and not _in_order(chart, facts),
    }
    return frozenset(flaw for flaw, there in found.items() if there)


def _equal(series: Series, chart: Chart, known: dict[str, float]) -> bool:
    if not known:
        return False
    slack = _HALF_STEP[chart.style] + _SLACK
    return all(
        abs(value - known[tick.label.vi]) <= slack
        for tick, value in zip(chart.ticks, series.values, strict=True)
    )


def _counts_for_rates(chart: Chart, facts: Facts) -> bool:
    sizes = facts.sizes.values()
    if not facts.counts or not sizes or max(sizes) < SIZES_DIFFER * min(sizes):
        return False
    return all(
        any(_equal(series, chart, known) for known in facts.counts.values())
        for series in chart.series
    )


def _partial_period(chart: Chart, facts: Facts) -> bool:
    return any(
        facts.complete[tick.label.vi] < COMPLETE_FROM
        and (series.open_from is None or place < series.open_from)
        for series in chart.series
        for place, tick in enumerate(chart.ticks)
    )


def _legend_swapped(chart: Chart, facts: Facts) -> bool:
    for series in chart.series:
        label = series.label.vi
        own = [known.get(label, {}) for known in (facts.values, facts.counts)]
        if not any(_equal(series, chart, known) for known in own):
            return True
    return False


def invented(chart: Chart, facts: Facts) -> bool:
    """Whether a line of the drawing is of no series at all."""
    every = [*facts.values.values(), *facts.counts.values()]
    return not all(any(_equal(s, chart, known) for known in every) for s in chart.series)


def _steps(numbers: Sequence[float]) -> set[float]:
    return {round(after - before, 6) for before, after in pairwise(numbers)}


def _drawn_order(chart: Chart, facts: Facts) -> list[float]:
    ticks = sorted(chart.ticks, key=lambda tick: tick.at)
    return [facts.order[tick.label.vi] for tick in ticks]


def _uneven(chart: Chart, facts: Facts) -> bool:
    order = _drawn_order(chart, facts)
    even = len(_steps(sorted(tick.at for tick in chart.ticks))) == 1
    return sorted(order) == order and even and len(_steps(order)) > 1


def _window(chart: Chart, facts: Facts) -> bool:
    order, whole = _drawn_order(chart, facts), facts.order.values()
    return max(order) - min(order) < SHORT_WINDOW * (max(whole) - min(whole))


def _in_order(chart: Chart, facts: Facts) -> bool:
    order = _drawn_order(chart, facts)
    return sorted(order) == order


# --- captions ---------------------------------------------------------------------------------------


def caption_flaws(
    caption: Sequence[Bilingual], chart: Chart, facts: Facts, lang: Lang
) -> frozenset[Flaw]:
    """The flaws of the caption in one language."""
    return frozenset(
        flaw for sentence in caption for flaw in _sentence_flaws(sentence[lang], chart, facts, lang)
    )


def all_flaws(
    chart: Chart, caption: Sequence[Bilingual], base: BaseChart, facts: Facts
) -> dict[Lang, frozenset[Flaw]]:
    """The flaws of drawing and caption as readers of each language meet them; they have to agree."""
    drawn = chart_flaws(chart, base, facts)
    return {lang: drawn | caption_flaws(caption, chart, facts, lang) for lang in LANGS}


def _sentence_flaws(text: str, chart: Chart, facts: Facts, lang: Lang) -> Iterator[Flaw]:
    if _CAUSE[lang].search(text):
        yield "caption_causal"
    for word, wanted in ((_HIGH[lang], max), (_LOW[lang], min)):
        if word in text.lower() and _wrong_place(text, chart, lang, wanted(_values(chart))):
            yield "caption_extreme"
    if _wrong_unit(text, chart, lang):
        yield "caption_unit"
    last = max(chart.ticks, key=lambda tick: facts.order[tick.label.vi])
    late = facts.complete[last.label.vi] < COMPLETE_FROM
    if late and last.label[lang].lower() in text.lower() and _MOVE[lang].search(text):
        yield "caption_trend"


def _values(chart: Chart) -> list[float]:
    return [value for series in chart.series for value in series.values]


def _wrong_place(text: str, chart: Chart, lang: Lang, value: float) -> bool:
    """Whether the tick named in ``text`` is not one with ``value``."""
    named = [t for t in chart.ticks if _names(text, t.label[lang])]
    right = {
        tick.label[lang]
        for series in chart.series
        for tick, each in zip(chart.ticks, series.values, strict=True)
        if each == value
    }
    longest = max(named, key=lambda tick: len(tick.label[lang]), default=None)
    return longest is not None and longest.label[lang] not in right


def _names(text: str, label: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE) is not None


_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def _wrong_unit(text: str, chart: Chart, lang: Lang) -> bool:
    """Whether a value of the chart stands in ``text`` with another unit behind it."""
    from hoichan.cases.chart_captions import said_value

    unit = chart.unit[lang]
    shown = {
        said_value(v, chart.style, chart.unit, lang).removesuffix(unit).strip()
        for v in _values(chart)
    }
    labels = [tick.label[lang] for tick in chart.ticks]
    for label in sorted(labels, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", "", text, flags=re.IGNORECASE)
    for found in _NUMBER.finditer(text):
        behind = text[found.end() :].lstrip()
        if found.group() not in shown:
            continue
        after = behind.removeprefix(unit)
        if after == behind or (after[:1].isalnum() or after[:1] == "/"):
            return True
        if re.match(r"\s*(/|trên 1[\d.]*|per 1[\d,]*|mỗi|a week|each)", after):
            return True
    return False
