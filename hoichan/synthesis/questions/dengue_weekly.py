"""Known-truth questions of ``dengue_weekly``."""

from __future__ import annotations

from hoichan.synthesis.measures.dengue_weekly import (
    Spray,
    Weeks,
    case_fatality,
    change,
    highest_rate,
    spraying,
)
from hoichan.synthesis.measures.general import Largest, Where, largest
from hoichan.synthesis.question import Answer, Tables, question
from hoichan.synthesis.registry import divide

NAME = "dengue_weekly"
_LAST = {"year": 2025, "first": 49, "last": 52}
_CLEAR = 0.10  # a fall smaller than this is not told from none


@question(
    "dengue-highest-risk",
    dataset=NAME,
    category="num_denominator",
    vi="Năm 2024, người dân tỉnh nào có nguy cơ mắc sốt xuất huyết cao nhất?",
    en="In which province was the risk of dengue highest in 2024?",
)
def highest_risk(tables: Tables) -> Answer:
    """Cases over population, by province; the largest."""
    return highest_rate(tables[NAME], Where(where="nam=2024"))


@highest_risk.trap(
    vi="Chọn tỉnh có nhiều ca mắc nhất, không chia cho dân số.",
    en="Takes the province with most cases, without dividing by the population.",
)
def most_cases(tables: Tables) -> Answer:
    """The province with most cases."""
    return largest(tables[NAME], Largest(by="tinh_id", column="ca_mac", where="nam=2024"))


@question(
    "dengue-last-weeks",
    dataset=NAME,
    category="inf_chart",
    vi="Ba tuần cuối năm 2025 (tuần 50–52), số mắc toàn vùng có giảm so với tuần 49 không?",
    en="In the last three weeks of 2025 (50–52), did cases fall in all provinces together, compared with week 49?",
)
def falling(tables: Tables) -> Answer:
    """Reported cases over completeness, week 52 against week 49: below zero is a fall."""
    return change(tables[NAME], Weeks(**_LAST, adjusted=True)) < 0


@falling.trap(
    vi="Đọc thẳng số đã báo cáo: đường cong đi xuống chỉ vì báo cáo đến chậm.",
    en="Reads the reported counts: the curve goes down only because reports come late.",
)
def falling_as_reported(tables: Tables) -> Answer:
    """Reported cases, week 52 against week 49."""
    return change(tables[NAME], Weeks(**_LAST)) < 0


@question(
    "dengue-spraying",
    dataset=NAME,
    category="inf_causal",
    vi="Số liệu có cho thấy phun hoá chất đã làm giảm số mắc không?",
    en="Do the data show that chemical spraying brought cases down?",
)
def spraying_works(tables: Tables) -> Answer:
    """The fall after spraying against the fall over the same weeks after the peak of seasons not sprayed: an effect would leave at least 10 %."""
    return spraying(tables[NAME], Spray(seasons="difference")) < -_CLEAR


@spraying_works.trap(
    vi="So trước và sau phun: số mắc giảm khoảng 40%, nhưng phun luôn diễn ra sau đỉnh dịch.",
    en="Compares before and after: cases fell by about 40 %, but spraying always came after the peak.",
)
def fell_after_spraying(tables: Tables) -> Answer:
    """The four weeks after spraying against the four before."""
    return spraying(tables[NAME], Spray()) < -_CLEAR


@question(
    "dengue-case-fatality",
    dataset=NAME,
    category="num_unit",
    unit="percent",
    vi="Tỷ lệ chết/mắc của cả ba năm là bao nhiêu?",
    en="What is the case fatality of the three years?",
)
def fatality(tables: Tables) -> Answer:
    """Deaths over all cases, severe or not; about 0.04 %, that is 0.4 in a thousand."""
    return case_fatality(tables[NAME], Where())


@fatality.trap(
    vi="Chia số tử vong cho số ca nặng.",
    en="Divides deaths by severe cases.",
)
def deaths_of_severe(tables: Tables) -> Answer:
    """Deaths over severe cases."""
    rows = tables[NAME]
    return divide(int(rows["tu_vong"].sum()), int(rows["ca_nang"].sum()))
