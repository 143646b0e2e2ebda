"""Known-truth questions of ``pharmacy``."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.measures.pharmacy import first_by, over_limit, pairs_found
from hoichan.synthesis.question import Answer, Tables, question

NAME = "pharmacy"
MARCH = "thang=2025-03"
WARD = "khoa=NOI; thang=2025-03"


def _listed(cells: pd.Series) -> Answer:
    return tuple(sorted(set(cells.astype("str"))))


@question(
    "pharmacy-highest-adr-risk",
    dataset=NAME,
    category="num_denominator",
    vi="Trong các thuốc có ít nhất 20 đợt dùng ở mỗi khoa, thuốc nào có nguy cơ ADR cao nhất (báo cáo trên 1.000 đợt dùng, chuẩn hoá theo khoa)?",
    en="Among drugs with at least 20 courses on every ward, which has the highest risk of ADR (reports per 1,000 courses, adjusted for ward)?",
)
def highest_risk(tables: Tables) -> Answer:
    """Reports per 1,000 courses, directly standardised over wards by their share of all courses."""
    return first_by(tables, "adjusted")


@highest_risk.trap(
    vi="Chọn thuốc có nhiều báo cáo nhất, không chia cho số đợt dùng.",
    en="Takes the drug with most reports, without dividing by courses.",
)
def most_reports(tables: Tables) -> Answer:
    """The drug with most reports."""
    return first_by(tables, "counts")


@question(
    "pharmacy-over-daily-limit",
    dataset=NAME,
    category="num_unit",
    vi="Tháng 3/2025, những đơn nào có thuốc vượt liều tối đa một ngày theo bảng drug_kb (không tính dòng ghi trượt đơn vị)?",
    en="In March 2025, which prescriptions hold a drug above its highest daily dose in drug_kb (rows with a slipped unit left out)?",
)
def above_the_limit(tables: Tables) -> Answer:
    """Single dose x times a day, converted to the unit of drug_kb, above the highest daily dose;
    below 16 years the limit by weight holds as well. A single dose more than 40 times off the strength
    is a slipped unit, to be asked about, not a dose.
    """
    return _listed(over_limit(tables, MARCH)["don_id"])


@above_the_limit.trap(
    vi="So con số đã ghi với con số trong bảng mà không đổi mg, mcg.",
    en="Holds the written number against the table's without converting mg and mcg.",
)
def above_without_units(tables: Tables) -> Answer:
    """The same comparison of bare numbers."""
    return _listed(over_limit(tables, MARCH, units=False)["don_id"])


@question(
    "pharmacy-pairs-to-act-on",
    dataset=NAME,
    category="clin_drug_safety",
    vi="Đơn của khoa Nội tháng 3/2025 có những cặp thuốc nào cần dừng hoặc theo dõi theo bảng drug_pairs (nêu mã cặp)?",
    en="Which pairs of drugs on the prescriptions of Internal medicine in March 2025 need stopping or monitoring by the table drug_pairs (give the codes)?",
)
def pairs_to_act_on(tables: Tables) -> Answer:
    """Pairs of two drugs on one prescription that drug_pairs lists as an interaction, with its
    condition on the patient met; pairs listed as not relevant need nothing.
    """
    return _listed(pairs_found(tables, WARD)["cap_id"])


@pairs_to_act_on.trap(
    vi="Coi mọi cặp có trong bảng là nguy hiểm, kể cả cặp ghi không có tương tác đáng kể.",
    en="Takes every listed pair for dangerous, also those listed as having no relevant interaction.",
)
def every_listed_pair(tables: Tables) -> Answer:
    """All pairs of the table found on one prescription, the harmless ones as well."""
    kinds = ("tuong_tac", "khong_dang_ke")
    return _listed(pairs_found(tables, WARD, kinds)["cap_id"])
