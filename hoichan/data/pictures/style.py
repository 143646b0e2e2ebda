"""What all pictures share: a palette that colour-blind readers tell apart, and numbers as written."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from hoichan.schema.text import Lang

# Okabe and Ito's palette, in an order whose neighbours also differ in grey.
BLUE, ORANGE, GREEN, RED, SKY, PINK, YELLOW, BLACK = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000",
)  # fmt: skip
GREY = "#767676"


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
