"""Picture of ``screening``: the same test, and how many of its positives are truly ill."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, ORANGE, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Cùng một chất lượng xét nghiệm, bệnh càng hiếm thì dương tính càng ít khi là bệnh",
    en="With tests of one quality, the rarer the illness the less a positive means",
)
_STRATA: tuple[tuple[Bilingual, str, str, str], ...] = (
    (Bilingual(vi="Lao", en="Tuberculosis"), "lao_xq", "", ""),
    (Bilingual(vi="Đái tháo đường, dưới 45", en="Diabetes, under 45"),
     "dtd_duong_huyet", "nhom_tuoi45", "duoi_45"),
    (Bilingual(vi="HBsAg, cộng đồng", en="HBsAg, community"), "hbsag_nhanh", "nhom", "cong_dong"),
    (Bilingual(vi="Đái tháo đường, từ 45", en="Diabetes, from 45"),
     "dtd_duong_huyet", "nhom_tuoi45", "tu_45"),
    (Bilingual(vi="HBsAg, người nhà", en="HBsAg, household"), "hbsag_nhanh", "nhom", "nguoi_nha"),
)  # fmt: skip


def _positives(table: pd.DataFrame) -> pd.DataFrame:
    """Prevalence and predictive value of each stratum, %."""
    lines = []
    for _, programme, column, value in _STRATA:
        rows = table[table["chuong_trinh"] == programme]
        rows = rows[rows[column] == value] if column else rows
        positive = rows[rows["test_pos"]]
        lines.append((100 * rows["gold_pos"].mean(), 100 * positive["gold_pos"].mean()))
    return pd.DataFrame(lines, columns=["prevalence", "ppv"])


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Of every 100 positives: truly ill, and not ill; one bar a stratum."""
    found = _positives(tables["screening"])
    ill = {"vi": "thật sự mắc bệnh", "en": "truly ill"}[lang]
    well = {"vi": "dương tính giả", "en": "false positive"}[lang]
    places = range(len(found))
    axes.barh(places, found["ppv"], color=BLUE, label=ill)
    axes.barh(places, 100 - found["ppv"], left=found["ppv"], color=ORANGE, hatch="//",
              edgecolor="white", label=well)  # fmt: skip
    word = {"vi": "tỷ lệ mắc", "en": "prevalence"}[lang]
    percent = {"vi": "%", "en": " %"}[lang]
    axes.set_yticks(
        list(places),
        [
            f"{getattr(name, lang)}\n{word} {said(float(share), lang, 1)}{percent}"
            for (name, *_), share in zip(_STRATA, found["prevalence"], strict=True)
        ],
    )
    axes.set_xlim(0, 100)
    axes.set_xlabel(
        {
            "vi": "Trong 100 người có xét nghiệm dương tính",
            "en": "Of 100 persons with a positive test",
        }[lang]
    )
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, frameon=False)


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """The lowest and the highest bar in words."""
    ppv = _positives(tables["screening"])["ppv"]
    low, high = said(float(ppv.iloc[0]), lang), said(float(ppv.iloc[-1]), lang)
    if lang == "vi":
        return (
            f"Trong 100 người có X-quang tầm soát lao dương tính, khoảng {low} người mắc lao; trong 100 người "
            f"nhà có HBsAg nhanh dương tính, khoảng {high} người thật sự mang HBsAg."
        )
    return (
        f"Of 100 persons with a positive tuberculosis X-ray about {low} have tuberculosis; of 100 household "
        f"members with a positive rapid test about {high} truly carry HBsAg."
    )
