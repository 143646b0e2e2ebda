"""Figures of the cohort report: drawn with matplotlib, told in words, with their data below.

Colours are Okabe and Ito's, told apart by every common kind of colour sight; a marker or a label
always says the same as the colour.
"""

from __future__ import annotations

import base64
import io
from html import escape
from itertools import pairwise
from statistics import NormalDist
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from hoichan.schema.taxonomy import CATEGORY_LABELS, Category
from hoichan.schema.text import Bilingual
from hoichan_grader.outcomes import Trust
from hoichan_grader.reports.tables import NO_CATEGORY, NOT_FOUND

BLUE, ORANGE, GREEN, PINK, YELLOW, SKY = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
)  # fmt: skip
TRUST_LOOK = {
    Trust.BALANCED: (GREEN, "o"),
    Trust.OVER: (ORANGE, "v"),
    Trust.UNDER: (BLUE, "^"),
    Trust.BOTH: (PINK, "X"),
    Trust.UNKNOWN: ("#777777", "."),
}
TRUST_LABELS = {
    Trust.BALANCED: Bilingual(vi="Hợp lý", en="Balanced"),
    Trust.OVER: Bilingual(vi="Tin quá mức", en="Over-trust"),
    Trust.UNDER: Bilingual(vi="Nghi quá mức", en="Under-trust"),
    Trust.BOTH: Bilingual(vi="Không phân biệt được", en="Cannot tell apart"),
    Trust.UNKNOWN: Bilingual(vi="Chưa đủ dữ liệu", en="Not enough data"),
}
_STYLE: dict[Any, Any] = {
    "figure.figsize": (8.0, 4.2),
    "font.size": 11,
    "font.family": "DejaVu Sans",  # comes with matplotlib and has every Vietnamese letter
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e3e9ec",
    "axes.axisbelow": True,
    "svg.hashsalt": "hoichan",  # the same figure gives the same bytes
}


def new_figure(width: float = 8.0, height: float = 4.2) -> tuple[Figure, Axes]:
    """An empty figure in the report's style, sizes in inches."""
    mpl.rcParams.update(_STYLE)
    figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
    return figure, axes


def both(text: Bilingual) -> str:
    """Vietnamese and English on one line, as axis labels have it."""
    return f"{text.vi} · {text.en}"


def category_name(category: str) -> Bilingual:
    """A category's label; also for the two columns that are no category."""
    if category == NOT_FOUND:
        return Bilingual(vi="(bỏ sót)", en="(missed)")
    if category == NO_CATEGORY:
        return Bilingual(vi="(không chọn loại)", en="(no kind chosen)")
    return CATEGORY_LABELS[Category(category)]


def shorten(text: str, width: int = 60) -> str:
    """Cut a sentence for a label; the table below the figure has it whole."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def score_distribution(learners: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Histogram of points in ten equal bands, with the median; and its table."""
    most = float(learners["max_points"].max())
    edges = np.linspace(0.0, most, 11)
    counts, _ = np.histogram(learners["points"].clip(0, most), bins=edges)
    figure, axes = new_figure()
    axes.bar(edges[:-1], counts, width=np.diff(edges) * 0.94, align="edge", color=BLUE)
    median = float(learners["points"].median())
    axes.axvline(median, color=ORANGE, linewidth=2, linestyle="--")
    axes.annotate(
        f"trung vị · median = {median:.1f}",
        (median, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        color=ORANGE,
        va="top",
    )
    axes.set_xlabel(f"Điểm (tối đa {most:g}) · Points (at most {most:g})")
    axes.set_ylabel("Số học viên · Learners")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    bands = [f"{low:.1f} – {high:.1f}" for low, high in pairwise(edges)]
    return figure, pd.DataFrame({"Điểm · Points": bands, "Số học viên · Learners": counts})


def ranking(table: pd.DataFrame, count: str, what: Bilingual, color: str) -> Figure:
    """Horizontal bars: share of learners per statement, with "count / n" at each bar."""
    figure, axes = new_figure(9.0, max(2.0, 0.6 + 0.48 * len(table)))
    places = np.arange(len(table))[::-1]
    axes.barh(places, table["share"], color=color, height=0.62)
    axes.set_yticks(places, [f"{i}. {shorten(text, 52)}" for i, text in enumerate(table["vi"], 1)])
    for place, done, n in zip(places, table[count], table["n"], strict=True):
        share = done / n
        inside = share > 0.85
        axes.annotate(
            f"{done}/{n}",
            (share, place),
            xytext=(-4 if inside else 4, 0),
            textcoords="offset points",
            va="center",
            ha="right" if inside else "left",
            color="white" if inside else "black",
        )
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(f"{what.vi}\n{what.en}")
    return figure


def rates(learners: pd.DataFrame) -> Figure:
    """Hit rate against false-alarm rate, one point a learner, with curves of equal d'."""
    figure, axes = new_figure(7.0, 5.4)
    normal = NormalDist()
    grid = np.linspace(0.002, 0.998, 200)
    for d_prime in (0, 1, 2, 3):
        curve = [normal.cdf(normal.inv_cdf(x) + d_prime) for x in grid]
        axes.plot(grid, curve, color="#9aa7ad", linewidth=1, zorder=1)
        at = int(len(grid) * (0.62 - 0.17 * d_prime))
        axes.annotate(f"d′={d_prime}", (grid[at], curve[at]), color="#5b6a71", fontsize=9)
    shown = learners.dropna(subset=["hit_rate", "false_alarm_rate"])
    for kind, (color, marker) in TRUST_LOOK.items():
        part = shown[shown["trust"] == str(kind)]
        if not part.empty:
            axes.scatter(
                part["false_alarm_rate"],
                part["hit_rate"],
                c=color,
                marker=marker,
                s=52,
                label=f"{both(TRUST_LABELS[kind])} ({len(part)})",
                edgecolors="white",
                linewidths=0.6,
                zorder=3,
                clip_on=False,
            )
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_xlabel("Báo nhầm câu đúng · False alarms")
    axes.set_ylabel("Phát hiện câu sai · Hits")
    axes.legend(loc="lower right", fontsize=9)
    return figure


def trust_bars(counts: pd.Series) -> Figure:
    """How many learners fall into each kind of trust."""
    figure, axes = new_figure(8.0, 2.8)
    kinds = [Trust(name) for name in counts.index]
    places = np.arange(len(kinds))[::-1]
    axes.barh(places, counts.to_numpy(), color=[TRUST_LOOK[kind][0] for kind in kinds], height=0.6)
    axes.set_yticks(places, [both(TRUST_LABELS[kind]) for kind in kinds])
    for place, count in zip(places, counts, strict=True):
        axes.annotate(
            str(count), (count, place), xytext=(4, 0), textcoords="offset points", va="center"
        )
    axes.set_xlabel("Số học viên · Learners")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", visible=False)
    return figure


def confusion_map(table: pd.DataFrame) -> Figure:
    """Planted against given category, shares of each row as shades, counts as numbers."""
    figure, axes = new_figure(3.4 + 1.05 * len(table.columns), 2.4 + 0.55 * len(table))
    shares = table.div(table.sum(axis=1), axis=0)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(
        range(len(table.columns)),
        [shorten(category_name(name).vi, 26) for name in table.columns],
        rotation=35,
        ha="right",
    )
    axes.set_yticks(
        range(len(table)), [shorten(category_name(name).vi, 34) for name in table.index]
    )
    for row, name in enumerate(table.index):
        for column, other in enumerate(table.columns):
            share = shares.loc[name, other]
            axes.text(
                column,
                row,
                str(table.loc[name, other]),
                ha="center",
                va="center",
                color="white" if share > 0.55 else "black",
            )
    axes.grid(visible=False)
    axes.set_xlabel("Loại lỗi học viên chọn · Kind the learner chose")
    axes.set_ylabel("Loại lỗi thật · True kind")
    return figure


def show(figure: Figure, alt: Bilingual, table: pd.DataFrame, index: bool = False) -> str:
    """The figure as HTML: the picture, what it says in words, and its numbers in a table."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    plt.close(figure)
    data = base64.b64encode(stream.getvalue().encode("utf-8")).decode("ascii")
    text = escape(f"{alt.vi} / {alt.en}", quote=True)
    return (
        f'<figure><img src="data:image/svg+xml;base64,{data}" alt="{text}">'
        f'<figcaption><span lang="vi">{escape(alt.vi)}</span> '
        f'<span lang="en">{escape(alt.en)}</span></figcaption></figure>'
        f"<details><summary>Bảng số liệu · Data table</summary>{show_table(table, index=index)}"
        "</details>"
    )


def show_table(table: pd.DataFrame, index: bool = False) -> str:
    """A table as HTML; every text in it is escaped."""
    html = table.to_html(
        index=index, border=0, escape=True, na_rep="–", float_format=lambda x: f"{x:.2f}"
    )
    return f'<div class="wide">{html}</div>'
