"""Known-truth questions of ``ipd_discharges``: Simpson's reversal, stays of small children, xin về."""

from __future__ import annotations

from hoichan.synthesis.codes import Cskcb
from hoichan.synthesis.measures.ipd import Where, alos
from hoichan.synthesis.measures.mortality import (
    Lower,
    Mortality,
    crude_mortality,
    has_lower_mortality,
    standardised_mortality,
)
from hoichan.synthesis.question import Answer, Tables, question
from hoichan.synthesis.registry import MeasureError

NAME = "ipd_discharges"
_TWO: tuple[Cskcb, Cskcb] = ("A", "B")


@question(
    "ipd-lower-mortality",
    dataset=NAME,
    category="inf_subgroup",
    vi="Xét theo mức nặng của người bệnh, bệnh viện nào có tử vong thấp hơn, A hay B?",
    en="Allowing for how severe the cases are, which hospital has the lower mortality, A or B?",
)
def lower_after_severity(tables: Tables) -> Answer:
    """The hospital with the lower rate in both severity strata and after direct standardisation."""
    rows = tables[NAME]
    rates = {name: standardised_mortality(rows, Mortality(cskcb=name)) for name in _TWO}
    ours, theirs = sorted(_TWO, key=lambda name: rates[name])
    every = Lower(cskcb=ours, versus_cskcb=theirs, by="every_stratum")
    if not has_lower_mortality(rows, every):
        raise MeasureError(
            "Hai mức nặng cho kết quả trái nhau: không bệnh viện nào thấp hơn.",
            "The two strata disagree: neither hospital is lower.",
        )
    return ours


@lower_after_severity.trap(
    vi="Xếp hạng theo tỷ lệ thô, trong khi A nhận nhiều ca nặng hơn hẳn.",
    en="Ranks by crude rates, although A takes in far more severe cases.",
)
def lower_crude(tables: Tables) -> Answer:
    """The hospital with the lower crude mortality."""
    rates = {name: crude_mortality(tables[NAME], Mortality(cskcb=name)) for name in _TWO}
    return min(_TWO, key=lambda name: rates[name])


@question(
    "ipd-stay-pneumonia-under-5",
    dataset=NAME,
    category="num_denominator",
    unit="days",
    vi="Ngày điều trị trung bình của viêm phổi (J18.9) ở trẻ dưới 5 tuổi là bao nhiêu?",
    en="What is the average stay for pneumonia (J18.9) in children under 5?",
)
def stay_of_small_children(tables: Tables) -> Answer:
    """Mean of ``so_ngay`` over discharges with J18.9 and an age below 5."""
    return alos(tables[NAME], Where(icd="J18.9", den_tuoi=4))


@stay_of_small_children.trap(
    vi="Tính trên người bệnh viêm phổi mọi lứa tuổi.",
    en="Takes pneumonia patients of all ages.",
)
def stay_of_all_ages(tables: Tables) -> Answer:
    """Mean of ``so_ngay`` over all discharges with J18.9."""
    return alos(tables[NAME], Where(icd="J18.9"))


@question(
    "ipd-mortality-with-xin-ve",
    dataset=NAME,
    category="clin_omission",
    unit="percent",
    vi="Tính cả “nặng xin về” thì tỷ lệ tử vong của ba bệnh viện gộp lại là bao nhiêu?",
    en="What is the mortality of the three hospitals together if patients taken home critically ill are counted?",
)
def mortality_with_xin_ve(tables: Tables) -> Answer:
    """(``tu_vong`` + ``xin_ve``) / all discharges."""
    return crude_mortality(tables[NAME], Mortality(count_xin_ve=True))


@mortality_with_xin_ve.trap(
    vi="Bỏ sót “nặng xin về”, chỉ đếm tử vong tại viện.",
    en="Leaves out those taken home critically ill and counts deaths in hospital only.",
)
def mortality_without_xin_ve(tables: Tables) -> Answer:
    """``tu_vong`` / all discharges."""
    return crude_mortality(tables[NAME], Mortality())
