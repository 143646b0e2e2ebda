"""Picture of ``ipd_discharges``: Simpson's reversal between hospitals A and B."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Ở cả hai mức nặng A thấp hơn B; gộp chung thì A lại cao hơn",
    en="A is below B in both strata of severity, yet above B overall",
)
_GROUPS = {
    "vi": ("Ca nhẹ", "Ca nặng", "Gộp chung"),
    "en": ("Mild cases", "Severe cases", "All cases"),
}
_WORDS = {
    "vi": ("Bệnh viện {} ({} ca nặng)", "Tỷ lệ tử vong (%)"),
    "en": ("Hospital {} ({} severe)", "Mortality (%)"),
}
_STYLES = {"A": (BLUE, ""), "B": (ORANGE, "///")}


def _rates(tables: Mapping[str, pd.DataFrame], hospital: str) -> tuple[list[float], float]:
    """Mortality of mild, severe and all cases and the share of severe cases, %."""
    rows = tables["ipd_discharges"]
    rows = rows[rows["cskcb"] == hospital]
    dead, severe = rows["ket_qua"] == "tu_vong", rows["muc_nang"] == "nang"
    rates = [dead[~severe].mean(), dead[severe].mean(), dead.mean()]
    return [100 * float(rate) for rate in rates], 100 * float(severe.mean())


def _percent(value: float, lang: Lang, places: int) -> str:
    return said(value, lang, places) + ("%" if lang == "vi" else " %")


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Three pairs of bars with their values written above."""
    label, unit = _WORDS[lang]
    for number, (hospital, (colour, hatch)) in enumerate(_STYLES.items()):
        rates, severe = _rates(tables, hospital)
        places = [group + 0.4 * number - 0.2 for group in range(3)]
        bars = axes.bar(
            places, rates, 0.38, color=colour, hatch=hatch, edgecolor="white", linewidth=0,
            label=label.format(hospital, _percent(severe, lang, 0)),
        )  # fmt: skip
        axes.bar_label(bars, [said(rate, lang, 2) for rate in rates], padding=2, fontsize=9)
    axes.set_xticks(range(3), _GROUPS[lang])
    axes.set_ylabel(unit)
    axes.margins(y=0.12)
    numbers(axes, lang, y=0)
    axes.legend(loc="upper left")


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """All six rates."""
    (ours, our_severe), (theirs, their_severe) = (_rates(tables, name) for name in _STYLES)
    a, b = ([_percent(rate, lang, 2) for rate in rates] for rates in (ours, theirs))
    severe = [_percent(share, lang, 0) for share in (our_severe, their_severe)]
    if lang == "vi":
        return (
            f"Tỷ lệ tử vong của A và B: ca nhẹ {a[0]} và {b[0]}, ca nặng {a[1]} và {b[1]}, gộp chung "
            f"{a[2]} và {b[2]}. A nhận {severe[0]} ca nặng, B {severe[1]}."
        )
    return (
        f"Mortality of A and B: mild cases {a[0]} and {b[0]}, severe cases {a[1]} and {b[1]}, all cases "
        f"{a[2]} and {b[2]}. Of A's cases {severe[0]} are severe, of B's {severe[1]}."
    )
