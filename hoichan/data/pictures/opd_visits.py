"""Picture of ``opd_visits``: waits by weekday, and why the mean is not the median."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Thứ Hai chờ lâu nhất; trung bình cộng luôn lớn hơn trung vị",
    en="Mondays wait longest; the mean is always above the median",
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_WORDS = {
    "vi": ("Trung vị", "Trung bình cộng", "Thời gian chờ khám (phút)"),
    "en": ("Median", "Mean", "Wait to be seen (minutes)"),
}


def _waits(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Median and mean wait, minutes, by weekday."""
    waits = tables["opd_visits"].groupby("thu")["cho_phut"].agg(["median", "mean"])
    return waits.loc[list(_DAYS)]


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Two bars a weekday: median and mean wait."""
    waits = _waits(tables)
    median, mean, label = _WORDS[lang]
    places = range(len(_DAYS))
    axes.bar([x - 0.2 for x in places], waits["median"], 0.38, color=BLUE, label=median)
    axes.bar(
        [x + 0.2 for x in places], waits["mean"], 0.38, color=ORANGE, hatch="///",
        edgecolor="white", linewidth=0, label=mean,
    )  # fmt: skip
    axes.set_xticks(list(places), _SHORT[lang])
    axes.set_ylabel(label)
    numbers(axes, lang, y=0)
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.legend(loc="upper right")


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Mondays against Fridays, both ways."""
    waits = _waits(tables).to_dict("index")
    told = [
        said(float(day[kind]), lang, places)
        for day in (waits["mon"], waits["fri"])
        for kind, places in (("median", 0), ("mean", 1))
    ]
    if lang == "vi":
        return (
            f"Thời gian chờ theo thứ. Thứ Hai: trung vị {told[0]} phút, trung bình cộng {told[1]} phút; "
            f"thứ Sáu: {told[2]} và {told[3]} phút."
        )
    return (
        f"Waits by weekday. Monday: median {told[0]} minutes, mean {told[1]} minutes; "
        f"Friday: {told[2]} and {told[3]} minutes."
    )
