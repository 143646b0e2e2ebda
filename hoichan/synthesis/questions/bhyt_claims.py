"""Known-truth questions of ``bhyt_claims``: which claims contradict themselves, and what is due."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.measures.bhyt_claims import breaking, due_for
from hoichan.synthesis.question import Answer, Tables, question

NAME = "bhyt_claims"
MONTH, FACILITY = "2025-03", "00102"


def _listed(tables: Tables, wrong: pd.Series) -> Answer:
    claims = tables[NAME]
    here = (claims["thang"] == MONTH) & (claims["MA_CSKCB"] == FACILITY)
    return tuple(sorted(claims["MA_LK"][here & wrong]))


@question(
    "bhyt-broken-claims",
    dataset=NAME,
    category="clin_omission",
    vi="Trong các hồ sơ ra tháng 3/2025 của cơ sở 00102, hồ sơ nào sai logic (quy tắc R1–R12)?",
    en="Of the claims of facility 00102 that ended in March 2025, which contradict themselves (rules R1 to R12)?",
)
def broken_claims(tables: Tables) -> Answer:
    """Claims that break at least one of R1 to R12; duplicates are looked for in the whole table."""
    return _listed(tables, breaking(tables[NAME]))


@broken_claims.trap(
    vi="Chỉ soát ngày và tiền, bỏ sót chẩn đoán không hợp giới tính.",
    en="Looks at dates and money only and misses diagnoses that do not fit the sex.",
)
def without_sex_diagnosis(tables: Tables) -> Answer:
    """The same without the claims that break R3."""
    claims = tables[NAME]
    return _listed(tables, breaking(claims) & ~breaking(claims, "R3"))


def _claim(tables: Tables) -> pd.DataFrame:
    """The sound stay at 80 % with the largest amount outside the scope."""
    claims = tables[NAME]
    fits = (claims["MA_LOAI_KCB"] == "03") & (claims["MUC_HUONG"] == 80) & ~breaking(claims)
    return claims[fits].sort_values(["T_BNTT", "MA_LK"], ascending=[False, True]).head(1)


@question(
    "bhyt-due-for-claim",
    dataset=NAME,
    category="num_denominator",
    unit="vnd",
    vi="Xét hồ sơ nội trú mức hưởng 80% có phần tự trả ngoài phạm vi (T_BNTT) lớn nhất, trong các hồ sơ không sai logic: BHYT chi trả bao nhiêu đồng?",
    en="Take the inpatient claim at a level of 80 % with the largest amount outside the scope (T_BNTT), among claims that keep all rules: how many dong does the insurance pay?",
)
def due_for_that_claim(tables: Tables) -> Answer:
    """T_TONGCHI_BH × level of benefit; the small-bill rule would pay it in full below its limit."""
    return int(due_for(_claim(tables)).iloc[0])


@due_for_that_claim.trap(
    vi="Nhân mức hưởng với tổng chi phí bệnh viện (T_TONGCHI_BV).",
    en="Applies the level to the hospital's total cost (T_TONGCHI_BV).",
)
def level_of_total_cost(tables: Tables) -> Answer:
    """Total cost × 80 %."""
    return int((int(_claim(tables)["T_TONGCHI_BV"].iloc[0]) * 80 + 50) // 100)
