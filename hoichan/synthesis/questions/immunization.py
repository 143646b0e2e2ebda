"""Known-truth questions of ``immunization``."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.measures.general import Where
from hoichan.synthesis.measures.immunization import (
    FIRST,
    THIRD,
    covered,
    dropout,
    empty_months,
)
from hoichan.synthesis.question import Answer, Tables, question
from hoichan.synthesis.registry import divide

NAME = "immunization"


def _showcase(tables: Tables) -> pd.DataFrame:
    rows = tables[NAME]
    return rows[(rows["xa_id"] == "XA077") & (rows["vac_xin"] == "Soi1")]


@question(
    "immunization-118",
    dataset=NAME,
    category="inf_causal",
    vi="Vì sao xã XA077 đạt 118% chỉ tiêu tiêm sởi mũi 1 năm 2025?",
    en="Why did commune XA077 reach 118 % of its target for the first measles dose in 2025?",
)
def why_118(tables: Tables) -> Answer:
    """Above 100 % of the target and not of the register: the projected target was below the children there are."""
    rows = _showcase(tables)
    short = int(rows["muc_tieu"].sum()) < int(rows["tre_thuc_te"].sum())
    return "chi_tieu_thap" if short and covered(rows, "tre_thuc_te") <= 1 else "tiem_vuot"


@why_118.trap(
    vi="“Vượt kế hoạch nhờ truyền thông tốt”: chỉ nhìn tỷ lệ trên chỉ tiêu.",
    en="“Above plan thanks to good communication”: looks at the share of the target only.",
)
def above_plan(tables: Tables) -> Answer:
    """More vaccinated than targeted, read as success."""
    return "tiem_vuot" if covered(_showcase(tables), "muc_tieu") > 1 else "chi_tieu_thap"


@question(
    "immunization-dropout",
    dataset=NAME,
    category="num_denominator",
    unit="percent",
    vi="Ở các xã vùng sâu, tỷ lệ bỏ mũi từ 5 trong 1 mũi 1 đến mũi 3 là bao nhiêu?",
    en="In remote communes, what is the dropout from pentavalent dose 1 to dose 3?",
)
def remote_dropout(tables: Tables) -> Answer:
    """(dose 1 - dose 3) over dose 1, summed over remote communes."""
    return dropout(tables[NAME], Where(where="loai_xa=vung_sau"))


@remote_dropout.trap(
    vi="Chia cho chỉ tiêu thay vì cho số trẻ đã tiêm mũi 1.",
    en="Divides by the target instead of by those who had dose 1.",
)
def over_the_target(tables: Tables) -> Answer:
    """(dose 1 - dose 3) over the target of dose 1."""
    rows = tables[NAME]
    rows = rows[rows["loai_xa"] == "vung_sau"]
    doses = rows.groupby("vac_xin")[["da_tiem", "muc_tieu"]].sum()
    lost = int(doses["da_tiem"][FIRST]) - int(doses["da_tiem"][THIRD])
    return divide(lost, int(doses["muc_tieu"][FIRST]))


def _pentavalent(tables: Tables) -> pd.DataFrame:
    rows = tables[NAME]
    return rows[(rows["tinh_id"] == "T07") & rows["vac_xin"].str.startswith("DPT-VGB-Hib")]


@question(
    "immunization-stock-out",
    dataset=NAME,
    category="inf_causal",
    vi="Tỉnh Lam Giang (T07) hết vắc xin 5 trong 1 vào những tháng nào?",
    en="In which months did the province Lam Giang (T07) run out of pentavalent vaccine?",
)
def months_of_stock_out(tables: Tables) -> Answer:
    """Months whose stock at the end is 0."""
    return tuple(empty_months(_pentavalent(tables)))


@months_of_stock_out.trap(
    vi="Thấy tháng không có mũi nào thì bảo người dân từ chối tiêm, không nhìn cột tồn kho: không tháng nào hết.",
    en="Reads months without doses as refusal and never looks at the stock: no month of stock-out.",
)
def read_as_refusal(tables: Tables) -> Answer:
    """Months of stock-out among those in which children were vaccinated at all."""
    rows = _pentavalent(tables)
    given = rows.groupby("thang")["da_tiem"].transform("sum") > 0
    return tuple(empty_months(rows[given]))
