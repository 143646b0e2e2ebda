"""Picture of ``immunization``: above 100 % of the target is not above 100 % of the children."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, GREY, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Xã vượt 100% chỉ tiêu tiêm sởi chưa chắc đã tiêm đủ trẻ: chỉ tiêu thấp hơn số trẻ có thật",
    en="Communes above 100 % of the measles target have not vaccinated every child: the target was too low",
)
_KINDS = {
    "khu_cong_nghiep": (
        Bilingual(vi="có khu công nghiệp", en="with an industrial zone"), ORANGE, "^",
    ),
    "": (Bilingual(vi="các xã khác", en="other communes"), BLUE, "o"),
}  # fmt: skip


def _year(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Coverage in the year of every commune, %, of the register and of the target."""
    rows = tables["immunization"]
    rows = rows[rows["vac_xin"] == "Soi1"]
    year = rows.groupby(["xa_id", "loai_xa"])[["da_tiem", "muc_tieu", "tre_thuc_te"]].sum()
    return pd.DataFrame(
        {
            "register": 100 * year["da_tiem"] / year["tre_thuc_te"],
            "target": 100 * year["da_tiem"] / year["muc_tieu"],
        }
    ).reset_index()


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """A point a commune: coverage of its register across, of its target upwards."""
    year = _year(tables)
    industrial = year["loai_xa"] == "khu_cong_nghiep"
    for kind, (name, colour, marker) in _KINDS.items():
        here = year[industrial if kind else ~industrial]
        axes.scatter(
            here["register"], here["target"], s=16, color=colour, marker=marker, alpha=0.8,
            label=getattr(name, lang), linewidths=0,
        )  # fmt: skip
    axes.axhline(100, color=GREY, linewidth=1)
    axes.axvline(100, color=GREY, linewidth=1, linestyle="--")
    axes.set_xlim(76, 104)
    numbers(axes, lang, x=0, y=0)
    axes.set_xlabel(
        {"vi": "% trẻ thực tế đã tiêm sởi", "en": "% of children on the register"}[lang]
    )
    axes.set_ylabel({"vi": "% chỉ tiêu", "en": "% of the target"}[lang])
    axes.legend(loc="upper left")


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """How many communes pass 100 % of each."""
    year = _year(tables)
    over, really = int((year["target"] > 100).sum()), int((year["register"] > 100).sum())
    most = said(float(year["target"].max()), lang)
    if lang == "vi":
        return (
            f"{over} trong {len(year)} xã vượt 100% chỉ tiêu tiêm sởi, cao nhất {most}%; số xã vượt 100% trẻ "
            f"thực tế: {really}."
        )
    return (
        f"{over} of {len(year)} communes pass 100 % of the measles target, the highest reaches {most} %; "
        f"communes above 100 % of their children: {really}."
    )
