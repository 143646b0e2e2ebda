"""Picture of ``bhyt_claims``: what the cost of a visit and of a stay is made of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Thuốc chiếm gần nửa chi phí khám bệnh; ở nội trú, giường, thuốc và thủ thuật chia nhau phần lớn",
    en="Drugs are nearly half the cost of a visit; in a stay, bed, drugs and procedures share most of it",
)
_NAMES = {
    "T_THUOC": Bilingual(vi="Thuốc", en="Drugs"),
    "T_PTTT": Bilingual(vi="Phẫu thuật, thủ thuật", en="Procedures"),
    "T_VTYT": Bilingual(vi="Vật tư y tế", en="Supplies"),
    "T_GIUONG": Bilingual(vi="Giường", en="Bed"),
    "T_XN": Bilingual(vi="Xét nghiệm", en="Laboratory"),
    "T_CDHA": Bilingual(vi="Chẩn đoán hình ảnh", en="Imaging"),
    "T_KHAM": Bilingual(vi="Khám", en="Consultation"),
}
_KINDS = {
    "01": (Bilingual(vi="Khám bệnh", en="Outpatient visit"), BLUE, ""),
    "03": (Bilingual(vi="Nội trú", en="Inpatient stay"), ORANGE, "////"),
}


def _shares(claims: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Share of each component of the summed cost, %, by kind."""
    found = {}
    for kind in _KINDS:
        rows = claims[claims["MA_LOAI_KCB"] == kind]
        total = float(rows[list(_NAMES)].to_numpy().sum())
        found[kind] = {name: 100 * float(rows[name].sum()) / total for name in _NAMES}
    return found


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Bars of the seven components, visits and stays side by side."""
    shares = _shares(tables["bhyt_claims"])
    for shift, (kind, (name, colour, hatch)) in zip((-0.2, 0.2), _KINDS.items(), strict=True):
        places = [place + shift for place in range(len(_NAMES))]
        axes.barh(
            places, list(shares[kind].values()), height=0.38, color=colour, hatch=hatch,
            edgecolor="white", label=getattr(name, lang),
        )  # fmt: skip
    axes.set_yticks(range(len(_NAMES)), [getattr(name, lang) for name in _NAMES.values()])
    axes.invert_yaxis()
    axes.set_xlabel({"vi": "% của tổng chi phí", "en": "% of the total cost"}[lang])
    numbers(axes, lang, x=0)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.legend(loc="lower right")


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """The two largest components of a visit and of a stay."""
    parts = []
    for kind, shares in _shares(tables["bhyt_claims"]).items():
        first, second = sorted(shares, key=lambda name: -shares[name])[:2]
        listed = ", ".join(
            f"{getattr(_NAMES[name], lang).lower()} {said(shares[name], lang)}"
            f"{'%' if lang == 'vi' else ' %'}"
            for name in (first, second)
        )
        parts.append(f"{getattr(_KINDS[kind][0], lang)}: {listed}")
    lead = {
        "vi": "Hai khoản lớn nhất trong tổng chi phí. ",
        "en": "The two largest parts of the cost. ",
    }
    return lead[lang] + "; ".join(parts) + "."
