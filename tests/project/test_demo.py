"""``make demo HUB=0`` as its user runs it: everything but the serving, and what it writes."""

import json
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def demo(tmp_path_factory, repo_root):
    """Run the demo once in a folder of its own; gives its output and the site."""
    site = tmp_path_factory.mktemp("demo") / "site"
    done = subprocess.run(
        [sys.executable, "scripts/demo.py", "--no-hub", "--site", str(site)],
        cwd=repo_root,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout, site, json.loads((site / "summary.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_score_recovers_ability_and_no_cheater_earns(demo):
    _, _, summary = demo
    assert summary["learners"] == 40
    assert summary["ability_score_r"] >= 0.9
    assert set(summary["cheater_scores"]) == {"flags_all", "flags_none", "random"}
    assert max(summary["cheater_scores"].values()) <= 0.05
    assert summary["needs_look"] == 0


@pytest.mark.slow
def test_every_learner_gets_a_page_and_the_report_is_there(demo):
    output, site, summary = demo
    assert summary["feedback_pages"] == 40
    assert len(list((site / "feedback" / "s1_numbers").glob("hv*.html"))) == 40
    assert (site / summary["report"]).stat().st_size > 50_000
    assert set(summary["seconds"]) == {
        "data", "lesson", "cases", "variants", "release", "class", "grade", "feedback",
    }  # fmt: skip
    assert output.count(" s)\n") == len(summary["seconds"])  # one summary line a step


@pytest.mark.slow
def test_nothing_of_a_key_is_in_a_learners_folder(demo):
    _, site, _ = demo
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
        text = path.read_text(encoding="utf-8")
        assert not [reason for reason in reasons if reason in text], path
