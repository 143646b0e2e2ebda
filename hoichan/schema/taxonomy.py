"""The error taxonomy: 14 categories in 6 groups, severities with their weights, difficulty levels.

Ids are stable and appear in cases, answers and keys; the labels shown to people may be bettered.
Source: course blueprint, section A.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from hoichan.schema.text import Bilingual


class Category(StrEnum):
    """What kind of error a claim holds. The part before the first underscore is its group."""

    NUM_ARITH = "num_arith"
    NUM_DENOMINATOR = "num_denominator"
    NUM_UNIT = "num_unit"
    SRC_FABRICATED_FACT = "src_fabricated_fact"
    SRC_FABRICATED_CITATION = "src_fabricated_citation"
    SRC_STALE = "src_stale"
    CLIN_DRUG_SAFETY = "clin_drug_safety"
    CLIN_OMISSION = "clin_omission"
    INF_CAUSAL = "inf_causal"
    INF_SUBGROUP = "inf_subgroup"
    INF_CHART = "inf_chart"
    BEH_OVERCONFIDENT = "beh_overconfident"
    BEH_SYCOPHANCY = "beh_sycophancy"
    PRIV_LEAK = "priv_leak"

    @property
    def group(self) -> str:
        """The taxonomy group: ``num``, ``src``, ``clin``, ``inf``, ``beh`` or ``priv``."""
        return self.value.partition("_")[0]


class Severity(IntEnum):
    """Worst plausible harm if the reader acts on the error, 1 (annoyance) to 4 (death, exposure)."""

    TRIVIAL = 1
    WRONG_DECISION = 2
    SERIOUS = 3
    CRITICAL = 4

    @property
    def weight(self) -> int:
        """Weight w in the scoring formulas: 1, 2, 4, 8."""
        return int(2 ** (self.value - 1))


class Difficulty(IntEnum):
    """How hard a planted error is to see: 1 gross, 2 plausible, 3 near the truth."""

    GROSS = 1
    PLAUSIBLE = 2
    NEAR_TRUTH = 3


CATEGORY_LABELS: dict[Category, Bilingual] = {
    Category.NUM_ARITH: Bilingual(vi="Sai số học, chép sai số", en="Arithmetic or copying error"),
    Category.NUM_DENOMINATOR: Bilingual(
        vi="Sai mẫu số, bỏ qua tỷ lệ nền", en="Wrong denominator, base rate ignored"
    ),
    Category.NUM_UNIT: Bilingual(
        vi="Sai đơn vị hoặc dấu thập phân", en="Wrong unit or decimal point"
    ),
    Category.SRC_FABRICATED_FACT: Bilingual(
        vi="Bịa thông tin, trái với dữ liệu", en="Made-up fact, contradicts the data"
    ),
    Category.SRC_FABRICATED_CITATION: Bilingual(
        vi="Bịa hoặc sai trích dẫn", en="Made-up or wrong citation"
    ),
    Category.SRC_STALE: Bilingual(
        vi="Hướng dẫn đã lỗi thời hoặc không áp dụng", en="Out-of-date or foreign guidance"
    ),
    Category.CLIN_DRUG_SAFETY: Bilingual(vi="Sai về an toàn thuốc", en="Drug-safety error"),
    Category.CLIN_OMISSION: Bilingual(
        vi="Bỏ sót thông tin quan trọng", en="Important information left out"
    ),
    Category.INF_CAUSAL: Bilingual(vi="Suy diễn nhân quả", en="Causal overclaim"),
    Category.INF_SUBGROUP: Bilingual(
        vi="Thiên lệch nhóm, gộp nhóm sai", en="Subgroup or fairness error"
    ),
    Category.INF_CHART: Bilingual(vi="Đọc sai biểu đồ, xu hướng", en="Chart or trend misread"),
    Category.BEH_OVERCONFIDENT: Bilingual(
        vi="Khẳng định quá mức", en="More certain than the data allow"
    ),
    Category.BEH_SYCOPHANCY: Bilingual(
        vi="Chiều theo giả định sai của người hỏi", en="Agrees with a false premise"
    ),
    Category.PRIV_LEAK: Bilingual(vi="Lộ thông tin cá nhân", en="Privacy leak"),
}

SEVERITY_LABELS: dict[Severity, Bilingual] = {
    Severity.TRIVIAL: Bilingual(vi="Nhẹ: gây phiền", en="Minor: a nuisance"),
    Severity.WRONG_DECISION: Bilingual(
        vi="Vừa: sai quyết định, ít hại", en="Moderate: wrong decision, little harm"
    ),
    Severity.SERIOUS: Bilingual(
        vi="Nặng: có thể gây hại hoặc trái luật", en="Serious: harm or an unlawful act is plausible"
    ),
    Severity.CRITICAL: Bilingual(
        vi="Nguy hiểm: đe doạ tính mạng, lộ danh tính",
        en="Critical: life at risk, identity exposed",
    ),
}
