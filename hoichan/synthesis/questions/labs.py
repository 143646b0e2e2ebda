"""Known-truth questions of ``labs``."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.measures.labs import FromAge, Wrong, median_egfr, wrong_units
from hoichan.synthesis.question import Answer, Tables, question

NAME = "labs"


def _high_potassium(tables: Tables) -> pd.DataFrame:
    rows = tables[NAME]
    return rows[(rows["loinc"] == "2823-3") & (rows["gia_tri"] > 5.5)]


@question(
    "labs-true-hyperkalaemia",
    dataset=NAME,
    category="src_fabricated_fact",
    unit="count",
    vi="Có bao nhiêu kết quả tăng kali thật (trên 5,5 mmol/L)?",
    en="How many results are true hyperkalaemia (above 5.5 mmol/L)?",
)
def true_hyperkalaemia(tables: Tables) -> Answer:
    """Potassium above 5.5 mmol/L in samples that are not haemolysed."""
    return int((_high_potassium(tables)["mau"] == "tot").sum())


@true_hyperkalaemia.trap(
    vi="Đếm cả mẫu tán huyết: kali thoát ra từ hồng cầu vỡ.",
    en="Counts haemolysed samples too, whose potassium leaked out of broken cells.",
)
def with_haemolysed(tables: Tables) -> Answer:
    """All potassium results above 5.5 mmol/L."""
    return len(_high_potassium(tables))


@question(
    "labs-wrong-units",
    dataset=NAME,
    category="num_unit",
    unit="count",
    vi="Bao nhiêu kết quả glucose và creatinin ghi sai đơn vị?",
    en="How many glucose and creatinine results are in another unit than printed?",
)
def in_another_unit(tables: Tables) -> Answer:
    """Values that lie where only mg/dL can be: glucose above 40, creatinine below 20."""
    return wrong_units(tables[NAME], Wrong())


@in_another_unit.trap(
    vi="Tin cột đơn vị: dòng nào cũng ghi mmol/L hoặc µmol/L nên “không có lỗi”, rồi tính trung bình lẫn đơn vị.",
    en="Trusts the unit column: every row says mmol/L or µmol/L, so none is wrong, and mixed units are averaged.",
)
def by_the_unit_column(tables: Tables) -> Answer:
    """Glucose and creatinine rows whose printed unit is not the usual one."""
    rows = tables[NAME]
    rows = rows[rows["loinc"].isin(["14771-0", "14682-9"])]
    return int((~rows["don_vi"].isin(["mmol/L", "µmol/L"])).sum())


@question(
    "labs-median-egfr",
    dataset=NAME,
    category="num_unit",
    vi="eGFR trung vị của người bệnh từ 60 tuổi là bao nhiêu (mL/phút/1,73 m²)?",
    en="What is the median eGFR of patients aged 60 and over (mL/min/1.73 m²)?",
)
def egfr_from_sixty(tables: Tables) -> Answer:
    """CKD-EPI 2021 from creatinine in µmol/L, rows in mg/dL converted first."""
    return median_egfr(tables[NAME], FromAge(from_age=60))


@egfr_from_sixty.trap(
    vi="Đưa thẳng số µmol/L vào công thức dùng mg/dL.",
    en="Puts the µmol/L number into the formula as if it were mg/dL.",
)
def micromoles_as_milligrams(tables: Tables) -> Answer:
    """The same formula with 88.4 times the creatinine."""
    return median_egfr(tables[NAME], FromAge(from_age=60, as_mg_dl=True))
