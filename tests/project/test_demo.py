"""``make demo HUB=0`` as its user runs it: everything but the serving, and what it writes."""

import json

import pytest

# The class of the demo is held once, on one worker; tests/e2e opens it in a hub.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hub")]


def test_score_recovers_ability_and_no_cheater_earns(demo):
    summary = demo.summary
    assert summary["learners"] == 40
    assert summary["ability_score_r"] >= 0.9
    assert set(summary["cheater_scores"]) == {"flags_all", "flags_none", "random"}
    assert max(summary["cheater_scores"].values()) <= 0.05
    assert summary["needs_look"] == 0


def test_every_learner_gets_a_page_and_the_report_is_there(demo):
    output, site, summary = demo.output, demo.root, demo.summary
    assert summary["feedback_pages"] == 40
    assert len(list((site / "feedback" / "s1_numbers").glob("hv*.html"))) == 40
    assert (site / summary["report"]).stat().st_size > 50_000
    assert set(summary["seconds"]) == {
        "data", "lesson", "cases", "variants", "release", "class", "grade", "feedback",
    }  # fmt: skip
    assert output.count(" s)\n") == len(summary["seconds"])  # one summary line a step


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
