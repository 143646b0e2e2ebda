"""What all pictures share: a palette that colour-blind readers tell apart, and numbers as written."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from hoichan.schema.text import Lang

# Okabe and Ito's palette, in an order whose neighbours also differ in grey.
BLUE, ORANGE, GREEN, RED, SKY, PINK, YELLOW, BLACK = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000",
)  # fmt: skip
GREY = "#767676"

# Matplotlib's settings for every picture, on top of its defaults: plain axes, dark text.
SETTINGS: dict[str, Any] = {
    "axes.edgecolor": "#48606b",
    "axes.labelcolor": "#17272f",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 10.0,
    "grid.color": "#dbe4e8",
    "hatch.linewidth": 0.6,
    "legend.fontsize": 9.0,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "text.color": "#17272f",
    "xtick.color": "#48606b",
    "xtick.labelcolor": "#17272f",
    "xtick.labelsize": 9.0,
    "ytick.color": "#48606b",
    "ytick.labelcolor": "#17272f",
    "ytick.labelsize": 9.0,
}


def said(value: float, lang: Lang, places: int = 0) -> str:
    """A number as a reader of ``lang`` writes it: 1.234,5 in Vietnamese, 1,234.5 in English."""
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def numbers(axes: Axes, lang: Lang, *, x: int | None = None, y: int | None = None) -> None:
    """Write tick labels in ``lang`` with ``x`` and ``y`` decimals; None leaves an axis alone."""
    for axis, places in ((axes.xaxis, x), (axes.yaxis, y)):
        if places is not None:
            axis.set_major_formatter(
                FuncFormatter(lambda value, _, places=places: said(value, lang, places))
            )
