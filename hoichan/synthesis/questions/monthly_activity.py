"""Known-truth questions of ``monthly_activity``: bed use and the same month of last year."""

from __future__ import annotations

from hoichan.synthesis.measures.figures import Change, change
from hoichan.synthesis.measures.monthly import Occupancy, bed_occupancy
from hoichan.synthesis.question import Answer, Tables, question

NAME = "monthly_activity"
_FEBRUARY = "2025-02"


@question(
    "monthly-beds-february",
    dataset=NAME,
    category="num_denominator",
    unit="percent",
    vi="Công suất sử dụng giường kế hoạch của khoa Nội tháng 2/2025 là bao nhiêu?",
    en="What is the occupancy of planned beds in internal medicine in February 2025?",
)
def occupancy_of_planned_beds(tables: Tables) -> Answer:
    """Patient-days / (planned beds x 28 days)."""
    return bed_occupancy(tables[NAME], Occupancy(khoa="NOI", thang=_FEBRUARY))


@occupancy_of_planned_beds.trap(
    vi="Chia cho giường thực kê, nên khoa quá tải trông như chưa đầy. (Tính 30 ngày cho tháng 2 cũng sai: 107,3%.)",
    en="Divides by beds in place, so that an overloaded ward looks not quite full. (30 days for February are wrong too: 107.3 %.)",
)
def occupancy_of_beds_in_place(tables: Tables) -> Answer:
    """Patient-days / (beds in place x 28 days)."""
    place = Occupancy(khoa="NOI", thang=_FEBRUARY, beds="giuong_thuc_ke")
    return bed_occupancy(tables[NAME], place)


@question(
    "monthly-visits-same-month",
    dataset=NAME,
    category="num_arith",
    unit="percent",
    vi="So với cùng kỳ năm trước, lượt khám toàn viện tháng 2/2025 tăng bao nhiêu phần trăm?",
    en="By what percentage did the hospital's visits of February 2025 rise against February 2024?",
)
def visits_against_last_year(tables: Tables) -> Answer:
    """(Visits of the month - visits 12 months before) / visits 12 months before."""
    return change(tables[NAME], Change(column="luot_kham", thang=_FEBRUARY, versus="year"))


@visits_against_last_year.trap(
    vi="So với tháng liền trước (tháng 1/2025) thay vì cùng kỳ năm trước.",
    en="Compares with the month just before (January 2025) instead of the same month last year.",
)
def visits_against_last_month(tables: Tables) -> Answer:
    """(Visits of the month - visits of the month before) / visits of the month before."""
    return change(tables[NAME], Change(column="luot_kham", thang=_FEBRUARY, versus="month"))
