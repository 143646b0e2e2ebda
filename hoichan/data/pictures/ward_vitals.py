"""Picture of ``ward_vitals``: before the emergency call, the respiratory rate moves first."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, GREEN, ORANGE, RED, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Trước khi gọi đội cấp cứu, nhịp thở tăng sớm nhất",
    en="Before the emergency call the respiratory rate rises first",
)
_BEFORE = 24  # hours shown before the call
_SIGNS = {
    "rr": (Bilingual(vi="Nhịp thở", en="Respiratory rate"), RED, "-", "o"),
    "mach": (Bilingual(vi="Mạch", en="Pulse"), BLUE, "--", "s"),
    "hats": (Bilingual(vi="Huyết áp tâm thu", en="Systolic pressure"), GREEN, ":", "^"),
    "nhiet": (Bilingual(vi="Nhiệt độ", en="Temperature"), ORANGE, "-.", "D"),
}


def _moved(rows: pd.DataFrame) -> pd.DataFrame:
    """How much of its change over the last 24 hours each sign has made, %, by hours to the call."""
    called = rows[rows["goi_cap_cuu"]].set_index("stay_id")["t"]
    hours = (rows["t"] - rows["stay_id"].map(called)).dt.total_seconds() / 3600
    near = rows[(hours >= -_BEFORE) & (hours <= 0)]
    means = near[list(_SIGNS)].astype("float64").groupby(hours[near.index].astype("int64")).mean()
    whole = means.iloc[-1] - means.iloc[0]
    return pd.DataFrame(100 * (means - means.iloc[0]) / whole)


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Mean course of four signs in the 24 hours before the call, 100 % at the call."""
    moved = _moved(tables["ward_vitals"])
    for sign, (name, colour, line, marker) in _SIGNS.items():
        axes.plot(
            moved.index, moved[sign], color=colour, linestyle=line, marker=marker, markersize=4,
            label=getattr(name, lang),
        )  # fmt: skip
    axes.set_xticks(list(moved.index))
    axes.set_xlabel(
        {"vi": "Giờ so với lúc gọi đội cấp cứu", "en": "Hours from the emergency call"}[lang]
    )
    axes.set_ylabel({"vi": "% của mức thay đổi", "en": "% of the change"}[lang])
    axes.grid(axis="y")
    axes.legend(loc="upper left")


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """What the lines say, with the numbers of 8 hours before the call."""
    rows = tables["ward_vitals"]
    moved = _moved(rows)
    calls = int(rows["goi_cap_cuu"].sum())
    rate, pulse = (said(float(moved[sign].to_dict()[-8]), lang) for sign in ("rr", "mach"))
    if lang == "vi":
        return (
            f"Trung bình {calls} lượt nằm viện diễn biến nặng: 8 giờ trước khi gọi đội cấp cứu, nhịp thở đã "
            f"đi được {rate}% mức thay đổi, mạch mới {pulse}%."
        )
    return (
        f"Mean of {calls} stays that deteriorated: 8 hours before the emergency call the respiratory rate "
        f"has made {rate} % of its change, the pulse {pulse} %."
    )
