"""Picture of ``pharmacy``: the drug with most reports is not the one with the highest risk."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Thuốc nhiều báo cáo ADR nhất không phải thuốc có nguy cơ cao nhất",
    en="The drug with most ADR reports is not the one with the highest risk",
)
_SHOWN = 6  # drugs
_MIN = 20  # courses on every ward


def _rates(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Reports and reports per 1,000 courses, crude and adjusted for ward, of the most reported drugs."""
    courses = pd.crosstab(tables["dispense"]["hoat_chat"], tables["dispense"]["khoa"])
    reports = pd.crosstab(tables["adr"]["thuoc_nghi_ngo"], tables["adr"]["khoa"])
    share = courses.sum() / courses.to_numpy().sum()
    courses = courses[(courses >= _MIN).all(axis=1)]
    reports = reports.reindex(index=courses.index, columns=courses.columns, fill_value=0)
    found = pd.DataFrame(
        {
            "reports": reports.sum(axis=1),
            "crude": 1000 * reports.sum(axis=1) / courses.sum(axis=1),
            "adjusted": 1000 * (reports / courses).mul(share, axis=1).sum(axis=1),
        }
    )
    return found.sort_values("reports", ascending=False).head(_SHOWN)


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Two bars a drug, in order of the number of reports, which stands beside the name."""
    rates = _rates(tables)
    word = {"vi": "báo cáo", "en": "reports"}[lang]
    places = list(range(len(rates)))
    labels = {
        "crude": {"vi": "Thô", "en": "Crude"}[lang],
        "adjusted": {"vi": "Chuẩn hoá theo khoa", "en": "Adjusted for ward"}[lang],
    }
    for column, shift, colour, hatch in (
        ("crude", -0.2, ORANGE, "////"),
        ("adjusted", 0.2, BLUE, ""),
    ):
        axes.barh(
            [place + shift for place in places], rates[column], height=0.38, color=colour,
            edgecolor="white", hatch=hatch, label=labels[column],
        )  # fmt: skip
    axes.set_yticks(
        places,
        [f"{name}\n({said(row.reports, lang)} {word})" for name, row in rates.iterrows()],
    )
    axes.invert_yaxis()
    axes.set_xlabel({"vi": "Báo cáo trên 1.000 đợt dùng", "en": "Reports per 1,000 courses"}[lang])
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    numbers(axes, lang, x=0)
    axes.legend(loc="lower right")


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Which drug leads by reports and which by the adjusted rate, with the numbers."""
    rates = _rates(tables)
    most, riskiest = str(rates["reports"].idxmax()), str(rates["adjusted"].idxmax())
    count = said(float(rates["reports"].to_dict()[most]), lang)
    low, high = (said(float(rates["adjusted"].to_dict()[name]), lang) for name in (most, riskiest))
    if lang == "vi":
        return (
            f"Nhiều báo cáo nhất là {most} ({count} báo cáo), nhưng tính trên 1.000 đợt dùng và chuẩn hoá "
            f"theo khoa thì {riskiest} cao nhất ({high}), {most} chỉ {low}."
        )
    return (
        f"Most reports are about {most} ({count}), but per 1,000 courses and adjusted for ward "
        f"{riskiest} is highest ({high}), {most} has {low}."
    )
