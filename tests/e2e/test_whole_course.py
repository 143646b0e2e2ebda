"""The real lesson on the demo's site: a learner takes it, an instructor sees the class."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from demo_run import LEARNERS
from hoichan_grader import pipeline
from hoichan_grader.pools import load_pools
from hub_browser import everything_saved, flag, judge, open_lesson, sign_in, until
from hub_site import serving

pytestmark = [
    pytest.mark.hub,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(900),
]
LESSON = "s1_numbers"


@pytest.fixture(scope="module")
def course(demo):
    """A hub on the demo's site, with the simulated learners' work in it."""
    site_root = demo.root
    with serving(site_root, {}) as hub:
        pools = {task: load_pools(hub.site, LESSON, task)[0] for task in ("x2", "x1")}
        hub.pools.update(pools)
        yield hub


@pytest.fixture
def person(course, new_context, offline_guard):
    """A signed-in page on the course page, watched for errors and outside requests."""

    def start(name):
        context = new_context()
        offline_guard(context)
        page = context.new_page()
        sign_in(page, course, name)
        return page

    return start


def test_the_lesson_from_sign_in_to_the_submitted_folder(course, person):
    page = person("hocvien")
    open_lesson(page, LESSON, tasks=3)
    expect(page.locator("[data-task=x2] .hc-page")).to_have_count(12)
    expect(page.get_by_text("Câu trả lời MÔ PHỎNG").first).to_be_visible()
    judge(page, "unverifiable", 1)
    flag(page, 1, "num_denominator")
    everything_saved(page)
    path = course.folder("hocvien", LESSON) / "answers" / "x1.json"
    until(page, path.is_file)
    page.get_by_role("button", name="Nộp bài").click()
    page.locator("[data-action='confirm.ok']").click()
    expect(page.get_by_role("heading", name="Đã nộp bài")).to_be_visible()
    with course.staff() as staff:
        (receipt,) = [r for r in staff.submissions(LESSON) if r.learner == "hocvien"]
        expect(page.get_by_role("dialog").get_by_text(receipt.id)).to_be_visible()
        collected = pipeline.collect(course.site, LESSON, client=staff)
    assert len(collected) == LEARNERS + 1
    folder = course.site.course / "submitted" / "hocvien" / LESSON / "answers"
    (marked,) = json.loads((folder / "x1.json").read_text(encoding="utf-8"))["payload"]["flags"]
    assert marked["category"] == "num_denominator"
    claims = json.loads((folder / "x2.json").read_text(encoding="utf-8"))["payload"]["claims"]
    assert [(c["uid"], c["verdict"]) for c in claims] == [("c1", "unverifiable")]


def test_an_instructor_finds_the_class_in_formgrader_and_the_report(course, person):
    page = person("giangvien")
    formgrader = f"{course.url}services/hoichan/formgrader"
    page.goto(f"{formgrader}/manage_submissions/{LESSON}")
    rows = page.locator("tbody tr", has_text="/ 70")
    expect(rows).to_have_count(LEARNERS)
    expect(page.locator("tbody")).not_to_contain_text("None")
    page.goto(f"{formgrader}/gradebook/{LESSON}/{LESSON}")
    page.locator("tbody a").first.click()
    expect(page.get_by_text(re.compile(rf"Submission \d+ / {LEARNERS}"))).to_be_visible()
    page.goto(f"{course.url}services/portal/report/{LESSON}")
    expect(page.get_by_role("heading", name="Báo cáo lớp")).to_be_visible()


def test_an_instructor_finds_what_changed_over_the_course(course, person):
    page = person("giangvien")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Báo cáo khoá học").click()
    expect(opened.value.get_by_role("heading", name="Trước và sau khoá học")).to_be_visible()
    expect(opened.value.get_by_text("Học viên MÔ PHỎNG").first).to_be_visible()


def test_a_simulated_learner_finds_their_feedback(course, person):
    page = person("hv07")
    with page.context.expect_page() as opened:
        lesson = page.locator(f"[data-lesson={LESSON}]")
        lesson.get_by_role("link", name="Xem phản hồi").click()
    expect(opened.value.get_by_role("heading", name="Kết quả")).to_be_visible()
    expect(opened.value.get_by_text(re.compile(r"/ 70 điểm")).first).to_be_visible()
