"""Picture of ``dengue_weekly``: the fall of the last three weeks is late reports."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, GREY, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Ba tuần cuối năm 2025 số ca đã báo cáo giảm vì báo cáo chậm; số ước tính vẫn tăng",
    en="Reported cases fall in the last three weeks of 2025 because reports are late; the estimate still rises",
)
_FROM = 38
_LATE = 50


def _weeks(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Cases of all provinces by week at the end of 2025, reported and estimated."""
    rows = tables["dengue_weekly"]
    rows = rows[(rows["nam"] == 2025) & (rows["tuan"] >= _FROM)]
    return rows.groupby("tuan")[["ca_mac", "ca_uoc_tinh"]].sum()


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Two lines that part where reports are not complete."""
    weeks = _weeks(tables)
    late = weeks.loc[_LATE - 1 :]
    axes.axvspan(_LATE - 0.5, 52.5, color=GREY, alpha=0.15, linewidth=0)
    axes.plot(
        weeks.index, weeks["ca_mac"], color=ORANGE, marker="o", markersize=4,
        label={"vi": "đã báo cáo", "en": "reported"}[lang],
    )  # fmt: skip
    axes.plot(
        late.index, late["ca_uoc_tinh"], color=BLUE, marker="s", markersize=4, linestyle="--",
        label={"vi": "ước tính khi đủ báo cáo", "en": "estimated once all reports are in"}[lang],
    )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.set_xlim(_FROM - 0.5, 52.5)
    numbers(axes, lang, x=0, y=0)
    axes.set_xlabel({"vi": "tuần của năm 2025", "en": "week of 2025"}[lang])
    axes.set_ylabel({"vi": "ca mắc, 12 tỉnh", "en": "cases, 12 provinces"}[lang])
    axes.legend(loc="lower left")


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """The two changes, in numbers."""
    weeks = _weeks(tables)
    before = said(float(weeks["ca_mac"][49]), lang)
    reported, whole = (said(float(weeks[name][52]), lang) for name in ("ca_mac", "ca_uoc_tinh"))
    if lang == "vi":
        return (
            f"Từ tuần 49 đến tuần 52 năm 2025 số ca đã báo cáo giảm từ {before} xuống {reported}; ước tính khi đủ "
            f"báo cáo là {whole} ca ở tuần 52."
        )
    return (
        f"From week 49 to week 52 of 2025 reported cases fall from {before} to {reported}; once all reports are in, "
        f"week 52 is estimated at {whole}."
    )
