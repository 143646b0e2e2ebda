"""Sections of the report on a whole course, as HTML: each says what was measured and on how many."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hoichan.schema.text import Bilingual
from hoichan_grader.reports import course_figures, figures
from hoichan_grader.reports.change import (
    LEAST,
    UNDER_RELIANCE_MARGIN,
    Estimate,
    guard_holds,
    normalised_gain,
    paired,
    pooled_signal,
)
from hoichan_grader.reports.wording import comma, say, whole

# Measures in the order of the blueprint: primary, guard-rail, then the others.
MEASURES: dict[str, Bilingual] = {
    "OR": Bilingual(
        vi="Tin quá: tỷ lệ gợi ý sai vẫn làm theo (kết cục chính, nên giảm)",
        en="Over-reliance: share of wrong advice followed (primary outcome, should fall)",
    ),
    "UR": Bilingual(
        vi="Nghi quá: tỷ lệ gợi ý đúng bị bỏ (không được tăng)",
        en="Under-reliance: share of right advice dropped (must not rise)",
    ),
    "ARI": Bilingual(
        vi="Tin đúng mức: 1 − tin quá − nghi quá (nên tăng)",
        en="Appropriate reliance: 1 − over − under (should rise)",
    ),
    "d_prime": Bilingual(
        vi="d′ của cả lớp khi tìm lỗi trong câu trả lời (nên tăng)",
        en="d′ of the class in finding errors in answers (should rise)",
    ),
    "criterion": Bilingual(
        vi="c của cả lớp: trên 0 là thiên về tin (nên ít đổi)",
        en="c of the class: above 0 leans to trust (should move little)",
    ),
    "skill": Bilingual(
        vi="Điểm kỹ năng Brier khi ước lượng AI đúng bao nhiêu (nên tăng)",
        en="Brier skill of the AI's chances as stated (should rise)",
    ),
    "bias": Bilingual(
        vi="Độ lệch: ước lượng trừ thực tế (nên gần 0)",
        en="Bias: stated minus actual chances (should be near 0)",
    ),
    "leak": Bilingual(
        vi="Tỷ lệ học viên để lọt định danh trực tiếp (nên giảm)",
        en="Share of learners who let a direct identifier through (should fall)",
    ),
}
SCORES: dict[str, Bilingual] = {
    "score.decide_confidence": Bilingual(vi="Phần 1: dùng, sửa hay bỏ", en="Part 1: decisions"),
    "score.span_critique": Bilingual(vi="Phần 2: tìm lỗi", en="Part 2: finding errors"),
    "score.phi_redact": Bilingual(vi="Phần 3: che định danh", en="Part 3: hiding identifiers"),
}


def summary(about: dict[str, Any], results: pd.DataFrame) -> str:
    """Who and what the report is about, and who these learners are where it has to be said."""
    n, lessons = results["learner"].nunique(), results["lesson"].nunique()
    said = say(
        f"Báo cáo tính trên {whole(len(results))} bài nộp đã chấm của {n} học viên ở {lessons} bài "
        f"học của khoá “{about['title']['vi']}”; danh sách lớp có {about['roster']} người. Lập lúc "
        f"{about['made_at']}.",
        f"This report covers {len(results):,} graded submissions of {n} learners in {lessons} lessons "
        f"of “{about['title']['en']}”; the class list has {about['roster']} people. Made "
        f"{about['made_at']}.",
    )
    note = about.get("note")
    return said + (say(note["vi"], note["en"]).replace("<p", '<p class="note"') if note else "")


def reliance(values: pd.DataFrame) -> str:
    """The primary outcome and its guard-rail, in words and as a figure."""
    over, under = paired(values, "OR"), paired(values, "UR")
    if over is None or under is None:
        return say(
            f"Chưa đủ {LEAST} học viên có cả bài kiểm tra đầu vào và đầu ra.",
            f"Fewer than {LEAST} learners have both the pre-test and the exit test yet.",
        )
    held = guard_holds(under)
    margin = round(UNDER_RELIANCE_MARGIN * 100)
    alt = Bilingual(
        vi=f"Mỗi mũi tên mảnh là một trong {over.n} học viên, từ bài kiểm tra đầu vào đến đầu ra; mũi "
        "tên đậm là trung bình cả lớp. Càng gần góc dưới bên trái càng tốt: lên trên là tin quá, "
        f"sang phải là nghi quá. Tin quá {_shift(over, 'vi')}. Nghi quá {_shift(under, 'vi')}.",
        en=f"Each thin arrow is one of {over.n} learners, from the pre-test to the exit test; the bold "
        "one is the mean of the class. The nearer to the lower left corner the better: up is "
        f"over-reliance, right is under-reliance. Over-reliance {_shift(over, 'en')}. "
        f"Under-reliance {_shift(under, 'en')}.",
    )
    guard = say(
        f"Hàng rào: số liệu {'cho thấy' if held else 'CHƯA cho thấy'} tỷ lệ bỏ gợi ý đúng không tăng "
        f"quá {margin} điểm phần trăm (cận trên của khoảng tin cậy 95 %).",
        f"Guard-rail: the data {'show' if held else 'do NOT show'} that right advice is not dropped "
        f"more often by {margin} percentage points or beyond (upper end of the 95 % interval).",
    )
    design = say(
        "MÔ TẢ: không có nhóm chứng. Thay đổi này có thể do khoá học, do quen với dạng câu hỏi, do "
        "ai bỏ cuộc giữa chừng, hoặc do ngẫu nhiên. Hai đề song song về cấu trúc; độ khó bằng nhau "
        "chưa được đo trên người học.",
        "DESCRIPTIVE: there is no control group. The change may come from the course, from being used "
        "to this kind of question, from who dropped out, or from chance. The forms are parallel in "
        "make; that they are equally hard has not been measured on learners.",
    )
    table = (
        values[values["measure"].isin(["OR", "UR"])]
        .pivot_table(index="learner", columns=["measure", "phase"], values="value")
        .dropna()
    )
    table.columns = pd.Index([" ".join(pair) for pair in table.columns.to_flat_index()])
    figure = course_figures.quadrant(table)
    return design + figures.show(figure, alt, table.reset_index()) + guard


def _shift(estimate: Estimate, lang: str) -> str:
    numbers = [
        comma(100 * value) if lang == "vi" else f"{100 * value:.1f}"
        for value in (
            estimate.before, estimate.after, estimate.change, estimate.low, estimate.high,
        )
    ]  # fmt: skip
    before, after, change, low, high = numbers
    if lang == "vi":
        return f"từ {before} % thành {after} % (đổi {change} điểm; khoảng tin cậy 95 %: {low} đến {high})"
    return f"from {before} % to {after} % (change {change} points; 95 % interval {low} to {high})"


def change(values: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Every outcome before and after, and the scores of the parallel parts."""
    estimates = {name: paired(values, name) for name in (*MEASURES, *SCORES)}
    estimates |= pooled_signal(counts)
    rows = [
        _row(MEASURES[name], estimate)
        for name in MEASURES
        if (estimate := estimates.get(name)) is not None
    ]
    scores = []
    for name, label in SCORES.items():
        estimate = estimates[name]
        if estimate is not None:
            share = normalised_gain(estimate)
            scores.append(
                _row(label, estimate) | {"⟨g⟩": "–" if share is None else comma(share, 2)}
            )
    if not rows:
        return ""
    explained = say(
        "Khoảng tin cậy 95 %: bootstrap theo học viên. d′ và c tính trên số đếm gộp của cả lớp, vì ít "
        "lỗi trên mỗi người thì không đọc được. Có nhiều kết cục: đọc hai dòng đầu trước.",
        "95 % intervals: bootstrap over learners. d′ and c are of the class's counts together, as one "
        "person's few errors show neither. There are many outcomes: read the first two lines first.",
    )
    gain = say(
        "Điểm của ba phần song song (0 đến 1); ⟨g⟩ là mức tăng chuẩn hoá tính từ trung bình lớp.",
        "Scores of the three parallel parts (0 to 1); ⟨g⟩ is the normalised gain from class means.",
    )
    shown = figures.show_table(pd.DataFrame(rows))
    return explained + shown + (gain + figures.show_table(pd.DataFrame(scores)) if scores else "")


def _row(label: Bilingual, estimate: Estimate) -> dict[str, str]:
    return {
        "Kết cục · Outcome": figures.both(label),
        "Trước · Before": comma(estimate.before, 2),
        "Sau · After": comma(estimate.after, 2),
        "Đổi · Change": comma(estimate.change, 2),
        "95 %": f"{comma(estimate.low, 2)} … {comma(estimate.high, 2)}",
        "n": str(estimate.n),
    }


def by_group(values: pd.DataFrame) -> str:
    """Over- and under-reliance by group of the class list; small groups are not shown."""
    rows = []
    hidden = 0
    for group, own in values.groupby("group", sort=True):
        over, under = paired(own, "OR"), paired(own, "UR")
        if over is None or under is None:
            hidden += 1
            continue
        rows.append(
            {
                "Nhóm · Group": str(group) or "–",
                "n": str(over.n),
                "Tin quá · Over-reliance": _course_of(over),
                "Nghi quá · Under-reliance": _course_of(under),
            }
        )
    small = say(
        f"Không kể {hidden} nhóm có dưới {LEAST} học viên làm cả hai bài.",
        f"{hidden} groups with fewer than {LEAST} learners in both tests are left out.",
    )
    return (figures.show_table(pd.DataFrame(rows)) if rows else "") + (small if hidden else "")


def _course_of(estimate: Estimate) -> str:
    return (
        f"{comma(estimate.before, 2)} → {comma(estimate.after, 2)}: {comma(estimate.change, 2)} "
        f"({comma(estimate.low, 2)} … {comma(estimate.high, 2)})"
    )


def lessons(listed: pd.DataFrame, results: pd.DataFrame) -> str:
    """Share of points in each lesson, in the order of the course."""
    shares = results.groupby("lesson")["share"]
    table = listed.assign(
        n=listed["lesson"].map(shares.size()),
        mean=listed["lesson"].map(shares.mean()),
        low=listed["lesson"].map(shares.quantile(0.25)),
        high=listed["lesson"].map(shares.quantile(0.75)),
    ).dropna(subset=["n"])
    alt = Bilingual(
        vi=f"Tỷ lệ điểm trung bình của {len(table)} bài học theo thứ tự khoá học; vạch là nửa giữa của "
        "lớp. Bài sau không nhất thiết dễ bằng bài trước.",
        en=f"Mean share of points in {len(table)} lessons in the order of the course; the line is the "
        "middle half of the class. Lessons need not be equally hard.",
    )
    shown = pd.DataFrame(
        {
            "Bài · Lesson": table["code"] + " " + table["vi"],
            "English": table["en"],
            "n": table["n"].astype(int),
            "Trung bình · Mean": [comma(value, 2) for value in table["mean"]],
            "Nửa giữa · Middle half": [
                f"{comma(low, 2)} … {comma(high, 2)}"
                for low, high in zip(table["low"], table["high"], strict=True)
            ],
        }
    )
    return figures.show(course_figures.shares(table), alt, shown)
