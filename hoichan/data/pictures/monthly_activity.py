"""Picture of ``monthly_activity``: bed use of internal medicine on two different bases."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLACK, BLUE, GREY, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Khoa Nội: cùng số ngày điều trị, quá tải hay chưa tuỳ mẫu số",
    en="Internal medicine: the same patient-days, overloaded or not by the base",
)
_WORDS = {
    "vi": ("Giường kế hoạch", "Giường thực kê", "Công suất giường (%)"),
    "en": ("Planned beds", "Beds in place", "Bed occupancy (%)"),
}
_LINES = (("giuong_kh", BLUE, "-", "o"), ("giuong_thuc_ke", ORANGE, "--", "s"))
_MONTH = "2025-02"


def _occupancy(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Occupancy of internal medicine, %, by month, on planned beds and on beds in place."""
    rows = tables["monthly_activity"]
    rows = rows[rows["khoa"] == "NOI"].set_index("thang")
    days = rows["ngay_dt"] / rows["so_ngay"]
    return pd.DataFrame({beds: 100 * days / rows[beds] for beds, *_ in _LINES})


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Two lines over 24 months, 100 % marked, and February 2025 written out."""
    used = _occupancy(tables)
    planned, in_place, label = _WORDS[lang]
    for (beds, colour, line, marker), name in zip(_LINES, (planned, in_place), strict=True):
        axes.plot(
            range(len(used)), used[beds], color=colour, linestyle=line, marker=marker,
            markersize=3.5, label=name,
        )  # fmt: skip
    axes.axhline(100, color=BLACK, linewidth=0.8)
    place = list(used.index).index(_MONTH)
    for (beds, *_), above in zip(_LINES, (True, False), strict=True):
        value = float(used[beds].iloc[place])
        axes.annotate(
            said(value, lang, 1) + ("%" if lang == "vi" else " %"), (place, value),
            xytext=(0, 9) if above else (0, -32), textcoords="offset points", ha="center",
            va="bottom" if above else "top", fontsize=9,
            # the lower one stands free of the next months' points, tied to its own
            arrowprops=None if above else {"arrowstyle": "-", "color": GREY, "linewidth": 0.8},
        )  # fmt: skip
    shown = range(1, len(used), 4)
    names = [f"{used.index[at][5:].lstrip('0')}/{used.index[at][:4]}" for at in shown]
    axes.set_xticks(list(shown), names if lang == "vi" else [used.index[at] for at in shown])
    axes.set_ylabel(label)
    axes.margins(y=0.15)
    numbers(axes, lang, y=0)
    axes.legend(loc="upper right", ncols=2)


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Months over 100 % on either base, and February 2025."""
    used = _occupancy(tables)
    over = [int((used[beds] > 100).sum()) for beds, *_ in _LINES]
    row = used.to_dict("index")[_MONTH]
    told = [said(float(row[beds]), lang, 1) for beds, *_ in _LINES]
    if lang == "vi":
        return (
            f"Công suất giường khoa Nội trong {len(used)} tháng: {over[0]} tháng trên 100% giường kế "
            f"hoạch, {over[1]} tháng trên 100% giường thực kê. Tháng 2/2025: {told[0]}% và {told[1]}%."
        )
    return (
        f"Bed occupancy of internal medicine over {len(used)} months: {over[0]} months above 100 % of "
        f"planned beds, {over[1]} above 100 % of beds in place. February 2025: {told[0]} % and {told[1]} %."
    )
