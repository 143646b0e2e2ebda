"""Feedback pages: the learner's own marks and key, nothing more, and nothing from outside."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from html import unescape

import pytest
from nbgrader.api import Gradebook

from hoichan.schema.pool import TaskPool
from hoichan_grader.pipeline import grade_lesson, write_feedback
from hoichan_grader.texts import GraderError

LESSON = "s1_small"


def page_of(course, learner: str) -> str:
    grade_lesson(course.site, LESSON)
    write_feedback(course.site, LESSON)
    return course.site.feedback(LESSON, learner).read_text("utf-8")


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def said(html: str, text: str) -> bool:
    return re.sub(r"\s+", "", text) in re.sub(r"\s+", "", plain(html))


def hidden_texts(pool: TaskPool) -> dict[str, set[str]]:
    """Texts of each wrong wording in a pool, by where it stands."""
    return {
        f"{case.id}/{unit.id}/{wrong.id}": {
            wrong.why.vi,
            wrong.why.en,
            wrong.check.vi,
            wrong.text.vi,
        }
        for case in pool.cases
        for unit in case.units
        for wrong in unit.wrong
    }


def test_marks_stand_beside_the_key_in_both_languages(course):
    course.submit("an")
    html = page_of(course, "an")
    for planted in course.variant("an", "x1")[1].planted:
        for text in (planted.why, planted.check):
            assert said(html, text.vi)
            assert said(html, text.en)
    assert said(html, "Nguyễn Văn An")
    assert said(html, "70 / 70 điểm")
    assert said(html, "70 / 70 points")
    assert said(html, "Ngoài đời")
    assert said(html, "In real life errors are rarer")


@pytest.mark.parametrize("learner", ["an", "binh", "chi", "dung"])
def test_no_key_of_other_wordings_is_on_the_page(course, learner):
    course.submit(learner)
    html = page_of(course, learner)
    planted = course.variant(learner, "x1")[1].planted
    claims = course.variant(learner, "x2")[1].claims
    own = {f"{p.case}/{p.unit}/{p.wording}" for p in planted}
    places = hidden_texts(course.pools["x1"])
    unused = {place: texts for place, texts in places.items() if place not in own}
    # Two wordings may have the same advice, and x2 asks about the same numbers.
    shown = {text for place in own for text in places[place]}
    shown |= {text for c in claims for one in (c.why, c.check) if one for text in (one.vi, one.en)}
    assert unused
    leaked = [text for texts in unused.values() for text in texts - shown if said(html, text)]
    assert leaked == []


def test_the_page_asks_for_nothing_and_runs_nothing(course):
    course.submit("an")
    html = page_of(course, "an")
    assert not re.findall(r"(?:src|href|action|data)\s*=\s*[\"'](?!#|data:)[^\"']+", html)
    assert "url(" not in html.replace("url(data:", "")
    assert "@import" not in html
    assert not re.search(r"<script|<iframe|<object|<link|\son\w+=", html)
    assert "http://" not in html
    assert "https://" not in html
    assert "hoichan.lesson" not in html  # no code


def test_the_page_opens_in_the_language_last_worked_in(course):
    course.submit("an")
    course.write_answers(
        "an", "x1", course.sheet("an", "x1", lang="en", saved="2025-05-05T03:00:00+00:00")
    )
    html = page_of(course, "an")
    assert '<html lang="en">' in html
    assert re.search(r'id="hc-en" checked', html)
    assert 'id="hc-vi" checked' not in html


def test_what_a_learner_typed_cannot_become_part_of_the_page(course):
    course.submit("an")
    flags = course.sheet("an", "x1")["payload"]["flags"]
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    flags[0]["note"] = evil
    course.write_answers(
        "an", "x1", course.sheet("an", "x1", payload={"type": "span_critique", "flags": flags})
    )
    html = page_of(course, "an")
    assert "<script" not in html
    assert "<img" not in html


def test_a_refused_file_is_explained_and_shows_no_key(course):
    course.submit("an")
    course.write_answers("an", "x1", b'{"schema_id"')
    html = page_of(course, "an")
    assert said(html, "bị cắt cụt")
    assert said(html, "is cut off")
    assert said(html, "Chờ giảng viên xem lại")
    for planted in course.variant("an", "x1")[1].planted:
        assert not said(html, planted.why.vi)
    assert said(html, "42 / 70 điểm")


def test_a_persons_mark_and_a_late_penalty_are_in_the_total(course):
    local = course.site.course / "nbgrader_local.py"
    local.write_text(
        "c = get_config()\nc.AssignLatePenalties.plugin_class = 'late_by_ten.TenPoints'\n"
    )
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2025-05-05 02:00:00 UTC")
    course.submit("an")
    module = course.site.root / "late_by_ten.py"
    module.write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class TenPoints(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return 10.0\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(module.parent))
        grade_lesson(course.site, LESSON)
    with Gradebook(course.site.gradebook_url, "hoichan") as gradebook:
        gradebook.find_grade("x1", LESSON, LESSON, "an").manual_score = 20.5
        gradebook.db.commit()
    write_feedback(course.site, LESSON)
    html = course.site.feedback(LESSON, "an").read_text("utf-8")
    assert said(html, "52,5 / 70 điểm")
    assert said(html, "Đã trừ 10 điểm vì nộp muộn")
    assert said(html, "Giảng viên đã chấm lại phần này")


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("all", "nghi ngờ AI quá mức"),
        ("none", "tin AI quá mức"),
        ("right", "Mức tin cậy hợp lý"),
    ],
)
def test_over_and_under_trust_are_named(course, marks, words):
    course.submit("an", right=marks == "right", tasks=("x1",))
    if marks == "all":
        variant, _ = course.variant("an", "x1")
        uids = [unit.uid for answer in variant.answers for unit in answer.units]
        mids = [line.mid for answer in variant.answers for line in answer.missing]
        payload = {
            "type": "span_critique",
            "flags": [{"uid": uid} for uid in uids],
            "missing": mids,
        }
        course.write_answers("an", "x1", course.sheet("an", "x1", payload=payload))
    html = page_of(course, "an")
    assert said(html, words)


def test_pages_are_private_and_lie_where_nbgrader_looks(course):
    course.submit("an")
    html = page_of(course, "an")
    assert stat.S_IMODE(course.site.feedback(LESSON, "an").stat().st_mode) == 0o600
    beside = course.site.course / "feedback" / "an" / LESSON
    assert (beside / f"{LESSON}.html").read_text("utf-8") == html
    assert (beside / "timestamp.txt").is_file()


@pytest.mark.slow
def test_nbgrader_generate_feedback_writes_the_same_page(course):
    course.submit("an")
    html = page_of(course, "an")
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", LESSON, "--force"]
    done = subprocess.run(
        command, cwd=course.site.course, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    page = course.site.course / "feedback" / "an" / LESSON / f"{LESSON}.html"
    assert page.read_text("utf-8") == html


def test_without_grades_there_is_no_feedback_and_the_message_says_what_to_run(course):
    with pytest.raises(GraderError) as caught:
        write_feedback(course.site, LESSON)
    assert f"run {LESSON}" in caught.value.text.en
