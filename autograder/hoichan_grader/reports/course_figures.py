"""Figures of the report on a whole course."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from hoichan_grader.reports.figures import BLUE, ORANGE, new_figure, shorten


def quadrant(table: pd.DataFrame) -> Figure:
    """Arrows from before to after: under-reliance across, over-reliance up (columns ``OR pre`` …)."""
    figure, axes = new_figure(6.4, 5.6)
    for row in table.itertuples(index=False):
        values = dict(zip(table.columns, row, strict=True))
        _arrow(axes, values, "#9aa7ad", 0.9)
    means = {str(name): float(value) for name, value in table.mean().items()}
    _arrow(axes, means, ORANGE, 3.0)
    axes.annotate(
        "trước · before", (means["UR pre"], means["OR pre"]),
        xytext=(8, 6), textcoords="offset points", weight="bold",
    )  # fmt: skip
    axes.annotate(
        "sau · after", (means["UR post"], means["OR post"]),
        xytext=(8, -14), textcoords="offset points", weight="bold",
    )  # fmt: skip
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    axes.set_xlabel("Nghi quá: bỏ gợi ý đúng · Under-reliance")
    axes.set_ylabel("Tin quá: theo gợi ý sai · Over-reliance")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    return figure


def _arrow(axes: Axes, values: dict[str, float], color: str, width: float) -> None:
    axes.annotate(
        "",
        xy=(values["UR post"], values["OR post"]),
        xytext=(values["UR pre"], values["OR pre"]),
        arrowprops={"arrowstyle": "->", "color": color, "linewidth": width, "shrinkA": 0},
    )


def shares(table: pd.DataFrame) -> Figure:
    """Mean share of points a lesson with the middle half of the class (``mean``, ``low``, ``high``)."""
    figure, axes = new_figure(9.0, max(2.0, 0.8 + 0.34 * len(table)))
    places = np.arange(len(table))[::-1]
    axes.barh(places, table["mean"], color=BLUE, height=0.55)
    axes.hlines(places, table["low"], table["high"], color="black", linewidth=1.4)
    names = [
        f"{code} {shorten(title, 44)}"
        for code, title in zip(table["code"], table["vi"], strict=True)
    ]
    axes.set_yticks(places, names)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("Tỷ lệ điểm · Share of points")
    return figure
