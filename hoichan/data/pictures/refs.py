"""Picture of ``refs``: three versions of one guideline, one after another."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, GREY, ORANGE
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Cùng một tên hướng dẫn, ba bản nối nhau: phải hỏi bản nào còn hiệu lực",
    en="One guideline, three versions in a row: ask which one is in force",
)
_CARDS = ["HD001", "HD002", "HD003"]
_ASKED = pd.Timestamp("2026-07-01")
_END = pd.Timestamp("2027-06-30")


def _years(day: pd.Timestamp) -> float:
    """A day as a point on an axis of years."""
    return float(day.year + (day.day_of_year - 1) / 365.25)


def _versions(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = tables["refs"].set_index("ref_id").loc[_CARDS]
    return rows.assign(until=rows["hieu_luc_den"].fillna(_END)).reset_index()


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """A bar a version over the years, and the day that is asked about."""
    rows = _versions(tables)
    for place, (_, row) in enumerate(rows.iterrows()):
        begins, ends = _years(row["hieu_luc_tu"]), _years(row["until"])
        valid = row["hieu_luc_tu"] <= _ASKED <= row["until"]
        axes.barh(place, ends - begins, left=begins, color=BLUE if valid else GREY, height=0.55)
    axes.axvline(_years(_ASKED), color=ORANGE, linewidth=2)
    word = {"vi": "bản", "en": "version"}[lang]
    axes.set_yticks(range(len(rows)), [f"{code}\n{word} {n}" for n, code in enumerate(_CARDS, 1)])
    axes.invert_yaxis()
    axes.set_xticks(range(2016, 2028, 2))
    axes.set_xlim(2016, _years(_END))
    axes.text(
        _years(_ASKED) - 0.1, -0.42, {"vi": "01/07/2026", "en": "1 July 2026"}[lang], ha="right",
        va="center",
    )  # fmt: skip
    axes.set_xlabel({"vi": "Thời gian có hiệu lực", "en": "Time in force"}[lang])


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """From when to when each version is in force."""
    form = {"vi": "%d/%m/%Y", "en": "%Y-%m-%d"}[lang]
    parts = []
    for _, row in _versions(tables).iterrows():
        begins = row["hieu_luc_tu"].strftime(form)
        ends = row["hieu_luc_den"].strftime(form) if pd.notna(row["hieu_luc_den"]) else ""
        if lang == "vi":
            parts.append(
                f"{row['ref_id']} từ {begins}" + (f" đến {ends}" if ends else ", chưa hết hiệu lực")
            )
        else:
            parts.append(
                f"{row['ref_id']} from {begins}" + (f" to {ends}" if ends else ", not ended")
            )
    return "; ".join(parts) + "."
