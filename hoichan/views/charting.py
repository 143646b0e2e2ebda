"""Charts of the task chart_critique as pictures: drawn with Matplotlib from their specs, always alike.

A picture is an SVG in a ``data:`` address for ``<img>``, so that nothing of it is parsed as HTML. Its
letters stay text. Colour never stands alone: series differ by marks too, incomplete periods are
hollow and dashed. Matplotlib is imported only when something is drawn.
"""

from __future__ import annotations

import base64
import io
import re
import textwrap
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hoichan.i18n import fill, strings
from hoichan.schema.case import Column, EvidenceTable
from hoichan.schema.exercises.chart_critique import Chart, Scale, Series
from hoichan.schema.numbers import format_number
from hoichan.schema.text import Bilingual, Lang
from hoichan.views.cells import plain_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES = (5.2, 3.3)
_MARKS = ("o", "s")
_FAMILY = re.compile(r"'DejaVu Sans'[^;\"]*sans-serif")
_FONTS = "'DejaVu Sans', Verdana, 'Noto Sans', 'Segoe UI', Arial, sans-serif"
_GAP = 0.25  # between two circles, in radii of the largest
_MOST_NUMBERS = 14  # on a value axis; from there every second step has its number
_ACROSS = 0.82  # share of the width that the axis takes, about
_LETTER = 0.58  # width of a letter in parts of its size, about
_SIZES = (7.0, 9.5)  # smallest and usual size of the names at the ticks, in points


def picture(chart: Chart, lang: Lang) -> str:
    """The chart as a ``data:`` address for ``<img src>``."""
    raw = base64.b64encode(chart_svg(chart, lang).encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{raw}"


@lru_cache(maxsize=64)
def chart_svg(chart: Chart, lang: Lang) -> str:
    """The chart as an SVG document; the same spec always gives the same bytes."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    from hoichan.data.pictures.style import SETTINGS

    out = io.StringIO()
    with mpl.rc_context():
        mpl.rcdefaults()  # a reader's own matplotlibrc must not change a chart of a task
        settings: Any = mpl.rcParams  # the annotations know each name, a dict of ours does not
        settings.update(SETTINGS)
        settings.update({"svg.fonttype": "none", "svg.hashsalt": "chart", "font.size": 10.5})
        figure = Figure(figsize=INCHES, layout="constrained")
        FigureCanvasSVG(figure)
        _draw(figure.add_subplot(), chart, lang)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", metadata=nothing)
    return _FAMILY.sub(_FONTS, out.getvalue())


def _draw(axes: Axes, chart: Chart, lang: Lang) -> None:
    if chart.marks == "circles":
        _draw_circles(axes, chart, lang)
        return
    _draw_scale(axes, chart.left, lang)
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    right = None
    if chart.right is not None:
        right = axes.twinx()
        right.spines["right"].set_visible(True)
        _draw_scale(right, chart.right, lang)
    for number, series in enumerate(chart.series):
        where = right if series.axis == "right" and right is not None else axes
        draw = _draw_bars if chart.marks == "bars" else _draw_line
        draw(where, chart, series, number, lang)
    _draw_ticks(axes, chart, lang)
    _draw_legend(axes, chart, lang)


def _draw_scale(axes: Axes, scale: Scale, lang: Lang) -> None:
    steps = round((scale.high - scale.low) / scale.step)
    places = [scale.low + number * scale.step for number in range(steps + 1)]
    axes.set_ylim(scale.low, scale.high)
    every = 1 if steps <= _MOST_NUMBERS else 2
    names = [plain_number(round(place, 6), lang) for place in places]
    axes.set_yticks(places, [n if i % every == 0 else "" for i, n in enumerate(names)])
    axes.set_ylabel(textwrap.fill(scale.label[lang], 34))


def _draw_ticks(axes: Axes, chart: Chart, lang: Lang) -> None:
    names, size = _tick_names(chart, lang)
    axes.set_xticks([tick.at for tick in chart.ticks], names, fontsize=size)
    axes.set_xlabel(chart.x_label[lang])


def _tick_names(chart: Chart, lang: Lang) -> tuple[list[str], float]:
    """The names at the ticks in lines, and a letter size in which the longest word fits its place."""
    names = [tick.mark[lang] for tick in chart.ticks]
    place = _ACROSS * INCHES[0] * 72 / len(names)
    longest = max(len(word) for name in names for word in name.split())
    size = min(_SIZES[1], max(_SIZES[0], place / (_LETTER * (longest + 0.5))))
    width = max(longest, int(place / (_LETTER * size)))
    return [textwrap.fill(name, width, break_long_words=False) for name in names], round(size, 1)


def _colour(number: int) -> str:
    from hoichan.data.pictures.style import BLUE, RED

    return (BLUE, RED)[number]


def _draw_line(axes: Axes, chart: Chart, series: Series, number: int, lang: Lang) -> None:  # noqa: ARG001 - as _draw_bars
    places = [tick.at for tick in chart.ticks]
    late = len(places) if series.open_from is None else series.open_from
    look: dict[str, Any] = {
        "color": _colour(number), "marker": _MARKS[number], "markersize": 5, "clip_on": False,
    }  # fmt: skip
    axes.plot(places[:late], series.values[:late], **look)
    if late < len(places):
        start = max(0, late - 1)
        axes.plot(
            places[start:], series.values[start:], linestyle="--", color=_colour(number), zorder=1
        )
        axes.plot(
            places[late:], series.values[late:], linestyle="", markerfacecolor="white", **look
        )


def _draw_bars(axes: Axes, chart: Chart, series: Series, number: int, lang: Lang) -> None:  # noqa: ARG001 - as _draw_line
    share = 0.7 / len(chart.series)
    shift = (number - (len(chart.series) - 1) / 2) * share
    places = [tick.at + shift for tick in chart.ticks]
    hatch = None if number == 0 else "//"
    axes.bar(
        places, series.values, width=share, color=_colour(number), edgecolor="white", hatch=hatch
    )


def _draw_legend(axes: Axes, chart: Chart, lang: Lang) -> None:
    from matplotlib.lines import Line2D

    if chart.marks != "line":
        return
    words = strings("chart_flaws")
    entries = []
    if len(chart.series) > 1:
        for number, series in enumerate(chart.series):
            label = series.label[lang]
            if series.axis == "right":
                label = f"{label} ({words['right_axis'][lang]})"
            entries.append(
                Line2D([], [], color=_colour(number), marker=_MARKS[number], label=label)
            )
    if chart.open_label is not None:
        entries.append(
            Line2D(
                [], [], color=_colour(0), marker="o", markerfacecolor="white", linestyle="--",
                label=chart.open_label[lang],
            )
        )  # fmt: skip
    if entries:
        axes.legend(handles=entries, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)


def _draw_circles(axes: Axes, chart: Chart, lang: Lang) -> None:
    """Circles on one line, the radius in proportion to the value, the value written above."""
    from matplotlib.patches import Circle

    values = chart.series[0].values
    largest = max(values)
    across = 2.0 + _GAP
    for place, value in enumerate(values):
        radius = value / largest
        middle = place * across
        axes.add_patch(Circle((middle, 0), radius, facecolor=_colour(0), edgecolor="white"))
        said = format_number(value, chart.style, lang)
        axes.text(middle, radius + 0.08, said, ha="center", va="bottom", fontsize=9.5)
    axes.set_xlim(-1.2, (len(values) - 1) * across + 1.2)
    axes.set_ylim(-1.15, 1.5)
    axes.set_aspect("equal")
    names, size = _tick_names(chart, lang)
    axes.set_xticks([place * across for place in range(len(names))], names, fontsize=size)
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="x", length=0)
    axes.set_xlabel(chart.x_label[lang])
    axes.set_title(textwrap.fill(chart.left.label[lang], 60), fontsize=10.5, loc="left")


# --- in words and numbers ---------------------------------------------------------------------------


def alt_text(chart: Chart, lang: Lang) -> str:
    """What the picture shows, for those who do not see it; the values are in the table."""
    words = strings("chart_flaws")

    def say(name: str, **values: object) -> str:
        return fill(words[f"alt.{name}"], **values)[lang]

    def ends(scale: Scale) -> dict[str, str]:
        return {"low": plain_number(scale.low, lang), "high": plain_number(scale.high, lang)}

    parts = [say(chart.marks, title=chart.title)]
    if chart.marks == "circles":
        parts.append(say("circles_say", y=chart.left.label))
    else:
        parts.append(say("axes", x=chart.x_label, y=chart.left.label, **ends(chart.left)))
    moved = next((series for series in chart.series if series.axis == "right"), None)
    if chart.right is not None and moved is not None:
        parts.append(say("right", series=moved.label, y=chart.right.label, **ends(chart.right)))
    late = chart.series[0].open_from
    if late is not None and chart.open_label is not None:
        parts.append(say("open", tick=chart.ticks[late].label, open=chart.open_label))
    return " ".join((*parts, say("table")))


def number_table(chart: Chart) -> EvidenceTable:
    """The numbers that are drawn, under the names they are drawn with."""
    words = strings("chart_flaws")
    late = chart.series[0].open_from
    labels: dict[str, Bilingual] = {}
    for place, tick in enumerate(chart.ticks):
        open_ = late is not None and place >= late
        labels[tick.label.vi] = _with(tick.label, words["table.open"]) if open_ else tick.label
    columns = [Column(name="tick", label=chart.x_label, labels=labels)]
    for series in chart.series:
        label = _with(series.label, words["right_axis"]) if series.axis == "right" else series.label
        columns.append(Column(name=series.name, label=label, show=chart.style))
    rows = tuple(
        (tick.label.vi, *(series.values[place] for series in chart.series))
        for place, tick in enumerate(chart.ticks)
    )
    title = fill(words["table.title"], unit=chart.unit)
    return EvidenceTable(title=title, columns=tuple(columns), rows=rows)


def _with(label: Bilingual, note: Bilingual) -> Bilingual:
    return Bilingual(vi=f"{label.vi} ({note.vi})", en=f"{label.en} ({note.en})")
