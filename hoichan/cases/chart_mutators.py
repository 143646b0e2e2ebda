"""Flaws of charts, planted by rule: each turns the drawing of a sound chart into a misleading one.

Nothing here knows whether a flaw is seen in the result; ``chart_proof`` finds that out by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from hoichan.schema.exercises.chart_critique import (
    CHART_FLAWS,
    BaseChart,
    BaseTick,
    Chart,
    ChartFlaw,
    Flaw,
    Scale,
    Series,
    Tick,
)
from hoichan.schema.numbers import NumberStyle
from hoichan.schema.text import Bilingual

INCOMPLETE_BELOW = 0.95  # a period with fewer reports in is not to be drawn like the others
_DECIMALS: dict[NumberStyle, int] = {"int": 0, "dec1": 1, "dec2": 2}
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)

# Of one group at most one can be planted: two would hide or undo each other.
Group = Literal["form", "time", "measure", "names", "reports"]


@dataclass(frozen=True)
class Mutator:
    """One flaw: what it excludes, whether a sound chart can have it, and the change itself."""

    flaw: ChartFlaw
    group: Group
    fits: Callable[[BaseChart], bool]
    apply: Callable[[Chart, BaseChart], Chart]


def shown_value(value: float, style: NumberStyle) -> float:
    """A value as ``style`` displays it."""
    return round(value, _DECIMALS[style])


def sound(base: BaseChart) -> Chart:
    """The chart as it should be drawn."""
    late = next((i for i, t in enumerate(base.ticks) if t.complete < INCOMPLETE_BELOW), None)
    return Chart(
        title=base.title,
        marks=base.marks,
        ticks=tuple(_tick(tick, tick.order) for tick in base.ticks)
        if base.ordered == "time"
        else tuple(_tick(tick, place) for place, tick in enumerate(base.ticks)),
        x_label=base.x_label,
        left=base.quantity.scale,
        series=tuple(
            Series(
                name=series.name,
                label=series.label,
                values=tuple(shown_value(v, base.quantity.style) for v in series.values),
                open_from=late,
            )
            for series in base.series
        ),
        style=base.quantity.style,
        unit=base.quantity.unit,
        open_label=base.open_label if late is not None else None,
    )


def mutated(base: BaseChart, flaws: Iterable[Flaw]) -> Chart:
    """The drawing with ``flaws``, applied in the one order in which they go together."""
    wanted = set(flaws)
    chart = sound(base)
    for name in _ORDER:
        if name in wanted:
            chart = MUTATORS[name].apply(chart, base)
    return chart


def compatible(flaws: Iterable[Flaw]) -> bool:
    """Whether these flaws can stand in one chart with its caption."""
    chosen = frozenset(flaws)
    groups = [group for flaw in chosen for group in GROUPS[flaw]]
    return len(set(groups)) == len(groups) and not any(pair <= chosen for pair in _APART)


def nice_scale(low: float, high: float, label: Bilingual) -> Scale:
    """A scale that just covers ``low`` to ``high``, with about four steps of a round size."""
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(power * nice for nice in _NICE if power * nice >= span / 4)
    bottom = math.floor((low - 0.15 * span) / step) * step
    return Scale(
        label=label,
        low=round(max(0.0, bottom), 6),
        high=round(math.ceil(high / step) * step, 6),
        step=round(step, 6),
    )


def _tick(tick: BaseTick, at: float) -> Tick:
    return Tick(mark=tick.mark, label=tick.label, at=at)


def _kept(chart: Chart, places: list[int], at: Callable[[int], float]) -> Chart:
    """Only the ticks at ``places``, in that order; ``at`` gives the position of the i-th."""

    def kept(series: Series) -> Series:
        late = {i for i in places if series.open_from is not None and i >= series.open_from}
        first = next((n for n, i in enumerate(places) if i in late), None)
        values = tuple(series.values[i] for i in places)
        return series.model_copy(update={"values": values, "open_from": first})

    ticks = tuple(chart.ticks[i].model_copy(update={"at": at(n)}) for n, i in enumerate(places))
    series = tuple(kept(each) for each in chart.series)
    still = any(each.open_from is not None for each in series)
    label = chart.open_label if still else None
    return chart.model_copy(update={"ticks": ticks, "series": series, "open_label": label})


def _values(chart: Chart, axis: str | None = None) -> list[float]:
    return [v for s in chart.series if axis in (None, s.axis) for v in s.values]


# --- the mutators -----------------------------------------------------------------------------------


def _counts(chart: Chart, base: BaseChart) -> Chart:
    quantity = base.counts
    if quantity is None:
        return chart
    series = tuple(
        drawn.model_copy(
            update={"values": tuple(shown_value(v, quantity.style) for v in own.counts)}
        )
        for drawn, own in zip(chart.series, base.series, strict=True)
    )
    change = {
        "series": series, "left": quantity.scale, "style": quantity.style, "unit": quantity.unit,
    }  # fmt: skip
    return chart.model_copy(update=change)


def _bare(chart: Chart, base: BaseChart) -> Chart:
    left = chart.left.model_copy(update={"label": base.bare_label or chart.left.label})
    return chart.model_copy(update={"left": left})


def _as_if_complete(chart: Chart, _base: BaseChart) -> Chart:
    series = tuple(each.model_copy(update={"open_from": None}) for each in chart.series)
    return chart.model_copy(update={"series": series, "open_label": None})


def window_places(base: BaseChart) -> list[int]:
    """Indices of the ticks inside the author's window; empty without one."""
    keys = [tick.key for tick in base.ticks]
    if base.window is None or not set(base.window) <= set(keys):
        return []
    first, last = (keys.index(key) for key in base.window)
    return list(range(first, last + 1))


def _window(chart: Chart, base: BaseChart) -> Chart:
    places = window_places(base)
    return _kept(chart, places, lambda n: chart.ticks[places[n]].at)


def uneven_places(base: BaseChart) -> list[int]:
    """The first tick, one in the middle, then the last four: steps that shrink."""
    last = len(base.ticks) - 1
    return [0, last // 2, *range(last - 3, last + 1)]


def _uneven(chart: Chart, base: BaseChart) -> Chart:
    return _kept(chart, uneven_places(base), float)


def _by_value(chart: Chart, _base: BaseChart) -> Chart:
    values = chart.series[0].values
    places = sorted(range(len(values)), key=lambda i: -values[i])
    return _kept(chart, places, float)


def _swap_names(chart: Chart, _base: BaseChart) -> Chart:
    first, second, *rest = chart.series
    swapped = (
        first.model_copy(update={"label": second.label}),
        second.model_copy(update={"label": first.label}),
    )
    return chart.model_copy(update={"series": (*swapped, *rest)})


def _two_axes(chart: Chart, _base: BaseChart) -> Chart:
    first, second, *rest = chart.series
    moved = second.model_copy(update={"axis": "right"})
    both = chart.model_copy(update={"series": (first, moved, *rest)})
    scales = {
        side: nice_scale(min(values), max(values), chart.left.label)
        for side in ("left", "right")
        if (values := _values(both, side))
    }
    return both.model_copy(update=scales)


def truncated_scale(base: BaseChart, scale: Scale) -> Scale:
    """The axis cut off below the smallest value."""
    values = [v for series in base.series for v in series.values]
    return nice_scale(min(values), max(values), scale.label)


def _truncate(chart: Chart, _base: BaseChart) -> Chart:
    values = _values(chart)
    return chart.model_copy(update={"left": nice_scale(min(values), max(values), chart.left.label)})


def _circles(chart: Chart, _base: BaseChart) -> Chart:
    return chart.model_copy(update={"marks": "circles"})


def _one_bar_series(base: BaseChart) -> bool:
    return base.marks == "bars" and len(base.series) == 1


_LIST = (
    Mutator("counts_for_rates", "measure", lambda b: b.counts is not None, _counts),
    Mutator("no_denominator", "measure", lambda b: b.bare_label is not None, _bare),
    Mutator(
        "partial_period",
        "reports",
        lambda b: any(t.complete < INCOMPLETE_BELOW for t in b.ticks),
        _as_if_complete,
    ),
    Mutator("window", "time", lambda b: bool(window_places(b)) and b.ordered == "time", _window),
    Mutator(
        "uneven_time",
        "time",
        lambda b: b.ordered == "time" and b.marks == "line" and len(b.ticks) >= 9,
        _uneven,
    ),
    Mutator("wrong_order", "time", lambda b: b.ordered != "none" and _one_bar_series(b), _by_value),
    Mutator("legend_swapped", "names", lambda b: len(b.series) == 2, _swap_names),
    Mutator("dual_axis", "names", lambda b: len(b.series) == 2 and b.marks == "line", _two_axes),
    Mutator(
        "axis_truncated",
        "form",
        lambda b: b.marks == "bars" and truncated_scale(b, b.quantity.scale).low > 0,
        _truncate,
    ),
    Mutator("area_distortion", "form", _one_bar_series, _circles),
)
MUTATORS: Mapping[ChartFlaw, Mutator] = {each.flaw: each for each in _LIST}
_ORDER: tuple[ChartFlaw, ...] = tuple(MUTATORS)
# A caption's unit hangs on what is measured, its trend on which periods are there; where names or
# scales are wrong, "highest" has two readings. A window may leave the incomplete periods out.
GROUPS: Mapping[Flaw, tuple[str, ...]] = {
    **{flaw: (MUTATORS[flaw].group,) for flaw in CHART_FLAWS},
    "window": ("time", "reports"),
    "caption_unit": ("measure",),
    "caption_trend": ("time",),
    "caption_extreme": ("names",),
    "caption_causal": ("cause",),
}
# Counts spread so far that their axis cannot be cut off.
_APART = (frozenset({"counts_for_rates", "axis_truncated"}),)
