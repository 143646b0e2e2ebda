"""The report's sections as HTML: each says what was measured and on how many."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hoichan.schema.text import Bilingual
from hoichan.scoring.signal import MIN_NOISE, MIN_SIGNAL
from hoichan_grader.outcomes import OVER_TRUST_MISSES, UNDER_TRUST_FALSE_ALARMS, Trust
from hoichan_grader.reports import figures, tables
from hoichan_grader.reports.wording import comma, say, whole

LEAST = 3


def summary(about: dict[str, Any], learners: pd.DataFrame, outcomes: pd.DataFrame) -> str:
    """Who and what the report is about."""
    n, absent, look = len(learners), len(about["not_submitted"]), int(learners["needs_look"].sum())
    errors = int(outcomes["is_error"].sum())
    true = len(outcomes) - errors
    return say(
        f"Báo cáo tính trên {n} bài nộp đã chấm của bài “{about['title']['vi']}” (điểm tối đa "
        f"{about['max_points']:g}); {absent} người trong danh sách chưa nộp; {look} bài cần người "
        f"xem lại. Tất cả học viên cộng lại đã xét {whole(len(outcomes))} nội dung, trong đó {whole(errors)} chỗ "
        f"sai được cài có chủ ý và {whole(true)} chỗ đúng. Lập lúc {about['made_at']}.",
        f"This report covers {n} graded submissions of “{about['title']['en']}” (at most "
        f"{about['max_points']:g} points); {absent} people on the class list have not submitted; "
        f"{look} submissions need a look. Together the learners judged {len(outcomes):,} statements, "
        f"{errors:,} of them wrong on purpose and {true:,} right. Made {about['made_at']}.",
    )


def scores(learners: pd.DataFrame) -> str:
    """Points of all graded submissions."""
    figure, table = figures.score_distribution(learners)
    points = learners["points"]
    low, middle, high = (float(points.quantile(q)) for q in (0.25, 0.5, 0.75))
    alt = Bilingual(
        vi=f"Phân bố điểm của {len(learners)} bài nộp, sau khi trừ điểm nộp muộn: trung vị "
        f"{comma(middle)}; nửa giữa từ {comma(low)} đến {comma(high)}.",
        en=f"Points of {len(learners)} submissions, after late penalties: median {middle:.1f}; "
        f"middle half {low:.1f} to {high:.1f}.",
    )
    return figures.show(figure, alt, table)


def _ranked(ranked: pd.DataFrame, count: str, what: Bilingual, alt: Bilingual, color: str) -> str:
    if ranked.empty:
        return say(
            f"Chưa có nội dung nào mà ít nhất {LEAST} học viên cùng gặp.",
            f"There is no such statement yet that at least {LEAST} learners had.",
        )
    table = ranked.assign(
        share=(ranked["share"] * 100).round().astype(int).astype(str) + " %",
        category=[figures.category_name(c).vi if c else "" for c in ranked["category"]],
        foil=["✓" if foil else "" for foil in ranked["foil"]],
    ).rename(
        columns={
            "source": "Mã · Id", "vi": "Câu · Statement", "en": "English", "n": "n",
            "category": "Loại lỗi · Kind", count: both_words(count), "share": "%",
            "foil": "Câu gây ngờ · Foil",
        }
    )  # fmt: skip
    idle = ["Mã · Id", "Loại lỗi · Kind"] if count == "flagged" else ["Câu gây ngờ · Foil"]
    table = table.drop(columns=idle)
    return figures.show(figures.ranking(ranked, count, what, color), alt, table)


def both_words(count: str) -> str:
    """Heading of a count."""
    return {"missed": "Bỏ sót · Missed", "flagged": "Báo nhầm · Called wrong"}[count]


def missed(outcomes: pd.DataFrame) -> str:
    """Planted errors that most learners overlooked."""
    ranked = tables.most_missed(outcomes, LEAST)
    kinds = int(outcomes.loc[outcomes["is_error"], "source"].nunique())
    n = outcomes["learner"].nunique()
    alt = Bilingual(
        vi=f"Các lỗi bị bỏ sót nhiều nhất trong {kinds} lỗi khác nhau, tính trên {n} học viên; chỉ "
        f"kể lỗi có ít nhất {LEAST} học viên gặp. Cạnh mỗi cột: số người bỏ sót / số người gặp.",
        en=f"The errors most often missed among {kinds} different ones, {n} learners; only errors "
        f"that at least {LEAST} learners had. Beside each bar: missed / had it.",
    )
    what = Bilingual(vi="Tỷ lệ học viên bỏ sót", en="Share of learners who missed it")
    return _ranked(ranked, "missed", what, alt, figures.ORANGE)


def falsely_flagged(outcomes: pd.DataFrame) -> str:
    """True statements that many learners rejected."""
    ranked = tables.most_falsely_flagged(outcomes, LEAST)
    true = outcomes[~outcomes["is_error"]]
    n = outcomes["learner"].nunique()
    alt = Bilingual(
        vi=f"Các câu đúng bị báo nhầm nhiều nhất trong {true['source'].nunique()} câu khác nhau, tính "
        f"trên {n} học viên. Cạnh mỗi cột: số người báo nhầm / số người gặp.",
        en=f"The true statements most often called wrong among {true['source'].nunique()} different "
        f"ones, {n} learners. Beside each bar: called wrong / had it.",
    )
    what = Bilingual(vi="Tỷ lệ học viên báo nhầm", en="Share of learners who called it wrong")
    return _ranked(ranked, "flagged", what, alt, figures.BLUE)


def hit_rates(learners: pd.DataFrame) -> str:
    """Signal detection, one point a learner."""
    shown = learners.dropna(subset=["hit_rate", "false_alarm_rate"])
    with_d = learners.dropna(subset=["d_prime"])
    alt = Bilingual(
        vi=f"Mỗi điểm là một trong {len(shown)} học viên: tỷ lệ phát hiện câu sai theo tỷ lệ báo nhầm "
        f"câu đúng. Càng gần góc trên bên trái càng tốt. d′ và c có ở {len(with_d)} học viên đã xét "
        f"ít nhất {MIN_SIGNAL} câu sai và {MIN_NOISE} câu đúng; c > 0 là thiên về tin, c < 0 là "
        "thiên về nghi.",
        en=f"Each point is one of {len(shown)} learners: share of errors found against share of true "
        "statements called wrong. The nearer to the top left corner the better. d′ and c are given "
        f"for {len(with_d)} learners who judged at least {MIN_SIGNAL} errors and {MIN_NOISE} true "
        "statements; c > 0 leans to trust, c < 0 to doubt.",
    )
    return figures.show(figures.rates(learners), alt, _learner_rows(learners))


def _learner_rows(learners: pd.DataFrame) -> pd.DataFrame:
    rows = learners.sort_values("points", ascending=False)
    return pd.DataFrame(
        {
            "Học viên · Learner": rows["name"] + " (" + rows["learner"] + ")",
            "Nhóm · Group": rows["group"],
            "Điểm · Points": rows["points"],
            "Phát hiện · Hits": rows["hits"].astype(str) + "/" + rows["errors"].astype(str),
            "Báo nhầm · False alarms": rows["false_alarms"].astype(str)
            + "/"
            + rows["true"].astype(str),
            "d′": rows["d_prime"],
            "c": rows["criterion"],
            "Mức tin · Trust": [
                figures.both(figures.TRUST_LABELS[Trust(kind)]) for kind in rows["trust"]
            ],
        }
    )


def trust(learners: pd.DataFrame) -> str:
    """Who accepts errors and who rejects what is right."""
    counts = tables.trust_counts(learners)
    alt = Bilingual(
        vi=f"Trong {len(learners)} học viên: {counts['over']} tin quá mức (bỏ sót trên "
        f"{OVER_TRUST_MISSES:.0%} câu sai), {counts['under']} nghi quá mức (báo nhầm trên "
        f"{UNDER_TRUST_FALSE_ALARMS:.0%} câu đúng), {counts['both']} cả hai, {counts['balanced']} "
        "hợp lý. Ngưỡng do khoá học chọn, chỉ để tham khảo.",
        en=f"Of {len(learners)} learners {counts['over']} over-trust (miss more than "
        f"{OVER_TRUST_MISSES:.0%} of errors), {counts['under']} under-trust (call more than "
        f"{UNDER_TRUST_FALSE_ALARMS:.0%} of true statements wrong), {counts['both']} do both, "
        f"{counts['balanced']} are balanced. The limits are this course's choice, advice only.",
    )
    rows = _learner_rows(learners[learners["trust"] != str(Trust.BALANCED)])
    return figures.show(figures.trust_bars(counts), alt, rows)


def kinds(outcomes: pd.DataFrame) -> str:
    """Planted category against the category that learners gave."""
    table = tables.confusion(outcomes)
    if table.empty:
        return say("Chưa có lỗi nào để so.", "There are no errors to compare yet.")
    total = int(table.to_numpy().sum())
    right = sum(int(table.loc[name, name]) for name in table.index if name in table.columns)
    alt = Bilingual(
        vi=f"{total} lỗi cài trong câu trả lời của AI (mỗi lỗi của mỗi học viên tính một lần): {right} "
        "lỗi được phát hiện và gọi đúng loại. Hàng: loại lỗi thật; cột: loại học viên chọn.",
        en=f"{total} errors planted in AI answers (each learner's counted once): {right} were found "
        "and named rightly. Rows: true kind; columns: the kind that learners chose.",
    )
    names = {name: figures.both(figures.category_name(name)) for name in [*table.index, *table]}
    shown = table.rename(index=names, columns=names)
    shown.index.name = "Loại thật · True kind"
    shown.columns.name = None
    return figures.show(figures.confusion_map(table), alt, shown, index=True)


def needs_look(about: dict[str, Any], findings: pd.DataFrame) -> str:
    """Submissions a person should look at, other findings, and who has not submitted."""
    look = findings[findings["needs_look"].astype(str) == "True"]
    other = findings[findings["needs_look"].astype(str) != "True"]
    parts = []
    if look.empty:
        parts.append(say("Không có bài nào cần xem lại.", "No submission needs a look."))
    else:
        n = look["learner"].nunique()
        parts.append(say(f"{n} bài cần xem lại:", f"{n} submissions need a look:"))
        parts.append(figures.show_table(_finding_rows(look)))
    if not other.empty:
        parts.append(say("Ghi nhận khác:", "Other remarks:"))
        parts.append(figures.show_table(_finding_rows(other)))
    absent = about["not_submitted"]
    names = ", ".join(absent) if absent else "–"
    parts.append(
        say(f"Chưa nộp ({len(absent)}): {names}", f"Not submitted ({len(absent)}): {names}")
    )
    return "".join(parts)


def _finding_rows(findings: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Học viên · Learner": findings["name"] + " (" + findings["learner"] + ")",
            "Lý do": findings["vi"],
            "Reason": findings["en"],
        }
    )
