"""The cohort report: its tables, and the page that papermill makes."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest

from hoichan.schema.report import GradeRecord
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual
from hoichan_grader.outcomes import Counts, Outcome, Trust, judge, outcomes
from hoichan_grader.papermill_report import notebook_of
from hoichan_grader.pipeline import grade_lesson, write_report
from hoichan_grader.reports import figures, sections, tables
from hoichan_grader.texts import GraderError

LESSON = "s1_small"


def row(learner, source, *, error=False, flagged=False, **more):
    return Outcome(
        learner=learner, task="x1", kind=more.pop("kind", "unit"), uid=source, source=source,
        text=Bilingual(vi=f"câu {source}", en=f"claim {source}"), is_error=error, flagged=flagged, **more,
    )  # fmt: skip


def test_outcomes_agree_with_the_score_report(course):
    course.submit("an")
    _, key = course.variant("an", "x1")
    course.write_answers(
        "an", "x1",
        course.sheet("an", "x1", payload={"type": "span_critique", "flags": [
            {"uid": key.planted[0].uid, "category": "num_unit"}, {"uid": next(
                uid for uid in key.unit_uids if uid not in {p.uid for p in key.planted})},
        ]}),
    )  # fmt: skip
    assessment = course.assess("an")
    rows = outcomes(assessment)
    critique = [one for one in rows if one.task == "x1"]
    assert len(critique) == len(key.unit_uids) + len(key.option_mids)
    counts = judge(critique)
    report = assessment.task("x1").report
    assert (
        (counts.hits, counts.false_alarms) == (len(report.hits), len(report.false_alarms)) == (1, 1)
    )
    assert counts.errors == len(key.planted) + len(key.omissions)
    claims = [one for one in rows if one.task == "x2"]
    verdicts = [claim.verdict for claim in course.variant("an", "x2")[1].claims]
    assert len(claims) == sum(verdict != "unverifiable" for verdict in verdicts)
    assert all(one.flagged == one.is_error for one in claims)


@pytest.mark.parametrize(
    ("counts", "trust"),
    [
        (Counts(10, 10, 0, 50), Trust.BALANCED),
        (Counts(13, 20, 15, 100), Trust.BALANCED),  # both limits just kept
        (Counts(5, 10, 0, 50), Trust.OVER),
        (Counts(10, 10, 8, 50), Trust.UNDER),
        (Counts(5, 10, 11, 50), Trust.BOTH),
        (Counts(0, 0, 0, 50), Trust.UNKNOWN),
    ],
)
def test_kinds_of_trust(counts, trust):
    assert counts.trust is trust


def test_d_prime_is_shown_only_on_enough_statements():
    assert Counts(5, 7, 3, 40).signal is None
    assert Counts(9, 12, 4, 48).signal.d_prime == pytest.approx(1.949, abs=5e-4)


def test_most_missed_counts_learners_who_had_the_error():
    rows = [
        row(f"h{i}", "e1", error=True, flagged=i > 2, category=Category.NUM_UNIT) for i in range(4)
    ]
    rows += [row(f"h{i}", "e2", error=True, flagged=i > 0) for i in range(4)]
    rows += [row("h0", "e3", error=True)]  # too few had it
    rows += [row(f"h{i}", "e4", error=True, flagged=True) for i in range(4)]  # nobody missed it
    ranked = tables.most_missed(tables.outcome_table(rows))
    assert ranked[["source", "n", "missed"]].to_numpy().tolist() == [["e1", 4, 3], ["e2", 4, 1]]
    assert ranked["share"].tolist() == [0.75, 0.25]


def test_most_falsely_flagged_leaves_errors_out():
    rows = [row(f"h{i}", "t1", flagged=i == 0) for i in range(5)]
    rows += [row(f"h{i}", "e1", error=True, flagged=True) for i in range(5)]
    ranked = tables.most_falsely_flagged(tables.outcome_table(rows))
    assert ranked[["source", "n", "flagged"]].to_numpy().tolist() == [["t1", 5, 1]]


def test_confusion_tells_missed_from_unnamed():
    rows = [
        row(
            "h1",
            "e1",
            error=True,
            flagged=True,
            category=Category.NUM_UNIT,
            given=Category.NUM_UNIT,
        ),
        row("h2", "e1", error=True, flagged=True, category=Category.NUM_UNIT),
        row("h3", "e1", error=True, category=Category.NUM_UNIT),
        row("h3", "m1", error=True, category=Category.CLIN_OMISSION, kind="missing"),
    ]
    table = tables.confusion(tables.outcome_table(rows))
    assert table.loc["num_unit"].to_dict() == {"num_unit": 1, "?": 1, "-": 1}
    assert list(table.index) == ["num_unit"]


def test_learner_table_takes_the_gradebooks_score_and_the_penalty():
    from hoichan.schema.report import TaskRecord
    from hoichan_grader.gradebook import FinalScore

    record = GradeRecord(
        lesson="l", learner="an", submitted_at=None, penalty=5.0, graded_at="", grader="",
        tasks=(TaskRecord(task="x1", status="scored", points=10, max_points=28, variant="v"),),
    )  # fmt: skip
    scores = {"an": {"x1": FinalScore(10.0, 20.0, 20.0)}}
    table = tables.learner_table({"an": record}, [], scores, {})
    assert table.loc[0, ["points", "max_points", "trust"]].tolist() == [15.0, 28.0, "unknown"]


def test_tables_survive_their_files(tmp_path):
    table = tables.outcome_table([row("an", "e1", error=True), row("an", "=1+1")])
    tables.write_tables(tmp_path, {"outcomes": table})
    text = ("learner", "source", "vi", "en", "category", "given")
    pd.testing.assert_frame_equal(
        tables.read_table(tmp_path, "outcomes", text=text), table, check_dtype=False
    )


def test_what_learners_and_authors_wrote_is_escaped():
    html = figures.show_table(pd.DataFrame({"a": ["<script>x</script>"]}))
    assert "<script" not in html
    assert "&lt;script" in html


def test_a_class_without_marks_still_gets_a_report():
    empty = tables.outcome_table([])
    assert "3" in sections.missed(empty)
    assert "compare" in sections.kinds(empty)


def test_the_notebook_has_its_parameters_and_no_output():
    notebook = notebook_of("cohort_report.py")
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert "data_folder" in tagged[0].source
    assert all(not cell.get("outputs") for cell in notebook.cells)
    headings = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert len(headings) == 7
    assert all(heading.startswith("## ") and " · " in heading for heading in headings)


@pytest.mark.slow
def test_the_report_is_made_and_asks_for_nothing(course):
    for learner in ("an", "binh", "chi"):
        course.submit(learner, right=learner != "binh")
    course.write_answers("chi", "x1", b"{")
    grade_lesson(course.site, LESSON)
    html = write_report(course.site, LESSON).read_text("utf-8")
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    assert "3 bài nộp đã chấm" in text
    assert "1 người trong danh sách chưa nộp" in text
    assert "Phạm Dũng" in text or "dung" in text
    assert "bị cắt cụt" in text
    for heading in (
        "Phân bố điểm · Score distribution",
        "Gọi tên loại lỗi · Naming the kind of error",
    ):
        assert heading in text
    images = re.findall(r'<img alt="([^"]+)" src="data:image/svg\+xml;base64,', html)
    assert len(images) >= 4
    assert all("học viên" in alt or "bài nộp" in alt or "lỗi" in alt for alt in images)
    assert html.count("<table") >= len(images)
    outside = re.sub(r'"data:[^"]*"', "", html)
    assert not re.findall(r"https?:|//cdn|<script|<link|@import|url\(", outside)
    assert "read_table" not in html  # no code
    assert "Traceback" not in text


def test_without_grades_there_is_no_report(course):
    with pytest.raises(GraderError):
        write_report(course.site, LESSON)
