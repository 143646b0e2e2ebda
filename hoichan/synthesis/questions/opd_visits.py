"""Known-truth questions of ``opd_visits``: persons in a month, waits by weekday, insured children."""

from __future__ import annotations

from hoichan.synthesis.measures.opd import Share, Visits, Where, bhyt_share, persons, visits
from hoichan.synthesis.measures.opd_waits import mean_wait_minutes, median_wait_minutes
from hoichan.synthesis.question import Answer, Tables, question

NAME = "opd_visits"
_MARCH = "2025-03"


@question(
    "opd-persons-march",
    dataset=NAME,
    category="num_denominator",
    unit="persons",
    vi="Tháng 3/2025 có bao nhiêu người bệnh khác nhau đến khám?",
    en="How many different persons came to the clinic in March 2025?",
)
def persons_in_march(tables: Tables) -> Answer:
    """Different ``nb_id`` among the visits of the month; repeated registrations change nothing."""
    return int(persons(tables[NAME], Where(thang=_MARCH)))


@persons_in_march.trap(
    vi="Đếm lượt đăng ký khám thay vì người bệnh.",
    en="Counts registered visits instead of persons.",
)
def visits_in_march(tables: Tables) -> Answer:
    """Rows of the month."""
    return int(visits(tables[NAME], Visits(thang=_MARCH)))


@question(
    "opd-wait-monday-friday",
    dataset=NAME,
    category="num_arith",
    unit="minutes",
    vi="Trung vị thời gian chờ ngày thứ Hai dài hơn thứ Sáu bao nhiêu phút?",
    en="By how many minutes is the median wait on Mondays longer than on Fridays?",
)
def median_gap(tables: Tables) -> Answer:
    """Median of ``gio_kham`` - ``gio_vao`` of all Monday visits minus that of all Friday visits."""
    monday, friday = Where(weekday="mon"), Where(weekday="fri")
    return median_wait_minutes(tables[NAME], monday) - median_wait_minutes(tables[NAME], friday)


@median_gap.trap(
    vi="Lấy trung bình cộng rồi gọi là trung vị; thời gian chờ lệch phải nên trung bình cộng lớn hơn.",
    en="Takes means and calls them medians; waits are skewed, so means are larger.",
)
def mean_gap(tables: Tables) -> Answer:
    """The same with means, to a tenth of a minute."""
    monday, friday = Where(weekday="mon"), Where(weekday="fri")
    gap = mean_wait_minutes(tables[NAME], monday) - mean_wait_minutes(tables[NAME], friday)
    return round(gap, 1)


@question(
    "opd-insured-children",
    dataset=NAME,
    category="num_denominator",
    unit="percent",
    vi="Tỷ lệ lượt khám BHYT của khoa Nhi là bao nhiêu?",
    en="What share of the visits to paediatrics is insured?",
)
def insured_in_paediatrics(tables: Tables) -> Answer:
    """Insured visits of the department / all visits of the department."""
    return bhyt_share(tables[NAME], Share(khoa="NHI"))


@insured_in_paediatrics.trap(
    vi="Chia lượt BHYT của khoa Nhi cho lượt khám của toàn viện.",
    en="Divides the insured visits of paediatrics by the visits of the whole hospital.",
)
def insured_of_the_hospital(tables: Tables) -> Answer:
    """Insured visits of the department / all visits of the hospital."""
    return bhyt_share(tables[NAME], Share(khoa="NHI", per="toan_vien"))
