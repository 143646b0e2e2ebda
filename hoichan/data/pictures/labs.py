"""Picture of ``labs``: two heaps of glucose results under one unit's name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Cùng ghi “mmol/L” nhưng glucose có hai cụm: cụm bên phải thật ra là mg/dL",
    en="All say “mmol/L”, yet glucose lies in two heaps: the right one is really mg/dL",
)
_GLUCOSE = "14771-0"
_BETWEEN = 40


def _values(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    rows = tables["labs"]
    return rows.loc[rows["loinc"] == _GLUCOSE, "gia_tri"]


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """Histogram of glucose on a logarithmic axis, the two units in two colours."""
    values = _values(tables)
    edges = np.logspace(np.log10(2.5), np.log10(450), 46)
    labels = {
        "vi": ("đúng đơn vị", "ghi sai đơn vị"),
        "en": ("unit as printed", "another unit"),
    }[lang]
    axes.hist(values[values <= _BETWEEN], bins=list(edges), color=BLUE, label=labels[0])
    axes.hist(
        values[values > _BETWEEN], bins=list(edges), color=ORANGE, hatch="//", edgecolor="white",
        label=labels[1],
    )  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks([3, 5, 10, 20, 50, 100, 200, 400])
    axes.minorticks_off()
    numbers(axes, lang, x=0, y=0)
    axes.set_xlabel(
        {"vi": "Glucose, như đã ghi (thang log)", "en": "Glucose as stored (log scale)"}[lang]
    )
    axes.set_ylabel({"vi": "Số kết quả", "en": "Results"}[lang])
    axes.legend()


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """How many results lie in each heap, and where."""
    values = _values(tables)
    left, right = values[values <= _BETWEEN], values[values > _BETWEEN]
    many, few = said(len(left), lang), said(len(right), lang)
    low, high = said(float(left.median()), lang, 1), said(float(right.median()), lang)
    if lang == "vi":
        return (
            f"{many} kết quả glucose nằm quanh {low} mmol/L; {few} kết quả nằm quanh {high}, là mg/dL "
            "ghi dưới tên mmol/L."
        )
    return (
        f"{many} glucose results lie around {low} mmol/L; {few} lie around {high}, which is mg/dL "
        "under the name of mmol/L."
    )
