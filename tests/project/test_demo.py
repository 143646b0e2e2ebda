"""``make demo HUB=0`` as its user runs it: everything but the serving, and what it writes."""

import json
import re
from html import unescape

import pytest

from demo_run import LEARNERS

# The class of the demo is held once, on one worker; tests/e2e opens it in a hub.
# Whoever asks for it first waits for the whole course to be taken.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hub"), pytest.mark.timeout(900)]


def test_score_recovers_ability_and_no_cheater_earns(demo):
    summary = demo.summary
    assert summary["learners"] == LEARNERS
    assert summary["lessons"] == 23
    assert summary["submissions"] == LEARNERS * 17  # 15 common lessons and two of one's role
    assert summary["ability_score_r"] >= 0.9
    assert set(summary["cheater_scores"]) == {"flags_all", "flags_none", "random"}
    assert max(summary["cheater_scores"].values()) <= 0.05
    assert summary["needs_look"] == 0


def test_everybody_gets_a_page_for_every_lesson_and_the_reports_are_there(demo):
    output, site, summary = demo.output, demo.root, demo.summary
    assert summary["feedback_pages"] == summary["submissions"]
    assert len(list((site / "feedback" / "s1_numbers").glob("hv*.html"))) == LEARNERS
    assert len(list((site / "feedback" / "pre_test").glob("hv*.html"))) == LEARNERS
    assert (site / summary["report"]).stat().st_size > 50_000
    assert set(summary["seconds"]) == {
        "data", "lessons", "cases", "variants", "release", "class", "grade", "feedback", "report",
    }  # fmt: skip
    assert output.count(" s)\n") == len(summary["seconds"])  # one summary line a step


def test_the_course_report_shows_the_change_and_that_nobody_is_real(demo):
    page = (demo.root / demo.summary["course_report"]).read_text(encoding="utf-8")
    assert "SIMULATED learners" in page
    assert "no control group" in page
    found = re.search(r"Over-reliance from ([\d.]+) % to ([\d.]+) %", unescape(page))
    assert float(found[1]) > float(found[2])  # the program lets everybody learn something


def test_nothing_of_a_key_is_in_a_learners_folder(demo):
    site = demo.root
    pool = json.loads((site / "keys" / "s1_numbers" / "x1.pool.json").read_text(encoding="utf-8"))
    reasons = {
        wrong["why"][lang]
        for case in pool["cases"]
        for unit in case["units"]
        for wrong in unit["wrong"]
        for lang in ("vi", "en")
    }
    assert len(reasons) > 40
    files = [p for p in (site / "homes").rglob("*") if p.is_file()]
    assert len(files) >= 40 * 5
    for path in files:
        content = path.read_bytes()
        assert not [reason for reason in reasons if reason.encode() in content], path
