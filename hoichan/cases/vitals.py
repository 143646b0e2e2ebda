"""One observation of ward_vitals as a table on a card, with its NEWS2 and the level of risk.

Source: Royal College of Physicians, NEWS2 (2017); see ``hoichan.synthesis.clinical.news2``.
"""

from __future__ import annotations

import pandas as pd
from pydantic import Field

from hoichan import data
from hoichan.i18n import fill, strings
from hoichan.schema.case import Column, EvidenceTable, Value
from hoichan.schema.text import Bilingual, Strict
from hoichan.synthesis.clinical import news2
from hoichan.views.cells import show_cell

SIGNS = ("rr", "spo2", "thang_spo2", "o2", "hats", "mach", "y_thuc", "nhiet")


class Chart(Strict):
    """An observation: the stay and the moment."""

    stay: str
    at: str = Field(description="Like 2025-03-05T14:00")


def chart_row(table: pd.DataFrame, chart: Chart) -> pd.DataFrame | None:
    """The observation as a table of one row; None when it is not there or a sign is missing."""
    rows = table[(table["stay_id"] == chart.stay) & (table["t"] == pd.Timestamp(chart.at))]
    if len(rows) != 1 or rows[list(SIGNS)].isna().any(axis=None):
        return None
    return rows


def chart_level(row: pd.DataFrame) -> int:
    """0 low, 1 low-medium (a single 3), 2 medium, 3 high."""
    return int(news2.risk(news2.parameter_points(row)).low[0])


def chart_table(row: pd.DataFrame) -> EvidenceTable:
    """Age and vital signs, one a line."""
    words = strings("vitals")
    columns = {column.name: column for column in data.describe_columns("ward_vitals")}
    cells: list[tuple[Value | None, ...]] = []
    labels: dict[str, Bilingual] = {}
    for name in ("tuoi", *SIGNS):
        column = columns[name]
        value = row.iloc[0][name]
        plain: Value = bool(value) if name == "o2" else value if name == "y_thuc" else float(value)
        shown = Column(
            name=name,
            label=column.label,
            show=column.show,
            labels=data.code_labels("ward_vitals", name),
        )
        unit = words.get(f"unit.{name}", Bilingual(vi="", en=""))
        text = Bilingual(
            vi=f"{show_cell(plain, shown, 'vi')}{unit.vi}",
            en=f"{show_cell(plain, shown, 'en')}{unit.en}",
        )
        labels[name] = words.get(f"sign.{name}", column.label)
        labels[f"{name}="] = text
        cells.append((name, f"{name}="))
    return EvidenceTable(
        title=words["title"],
        columns=(
            Column(name="sign", label=words["sign"], labels=labels),
            Column(name="value", label=words["value"], labels=labels),
        ),
        rows=tuple(cells),
    )


def chart_why(row: pd.DataFrame) -> tuple[Bilingual, Bilingual]:
    """The points of every sign that gives any, their sum and the level; and how to check."""
    words = strings("vitals")
    points = news2.parameter_points(row).iloc[0]
    parts = [
        fill(words["points"], sign=words.get(f"sign.{name}", words["sign"]), n=int(n))
        for name, n in points.items()
        if n > 0
    ]
    none = words["no_points"]
    listed = Bilingual(
        vi="; ".join(part.vi for part in parts) or none.vi,
        en="; ".join(part.en for part in parts) or none.en,
    )
    total = int(points.sum())
    level = words[f"level.{chart_level(row)}"]
    return fill(words["why"], parts=listed, total=total, level=level), words["check"]
