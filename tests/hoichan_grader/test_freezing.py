"""From authors' files to frozen pools: mistakes come with file, line and both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from hoichan.schema.site import SitePaths
from hoichan_grader.freezing import CaseProblemsError
from hoichan_grader.pipeline import freeze_pools
from hoichan_grader.sources import Sources
from hoichan_grader.texts import GraderError

CASES = ("s1-internal-medicine-february", "s1-director-brief")


@pytest.fixture
def project(repo_root: Path, tmp_path: Path) -> Path:
    """A project with one small lesson on two of the published cases."""
    root = tmp_path / "project"
    for case in CASES:
        shutil.copytree(repo_root / "datasets" / "cases" / case, root / "datasets" / "cases" / case)
    folder = root / "notebooks" / "skillset" / "tiny"
    folder.mkdir(parents=True)
    both = {"vi": "Bài thử", "en": "Trial lesson"}
    spec = {
        "id": "tiny", "pillar": "skillset", "title": both, "goal": both, "outcomes": [both],
        "minutes": 10, "datasets": ["monthly_activity"],
        "tasks": [{
            "id": "x1", "type": "span_critique", "title": both, "points": 28, "cases": list(CASES),
            "rules": {"planted": [2, 4], "categories": 1, "clean_answers": 0.4},
        }],
    }  # fmt: skip
    (folder / "lesson.yaml").write_text(yaml.safe_dump(spec), encoding="utf-8")
    return root


@pytest.fixture
def site(tmp_path: Path, released_site: Path) -> SitePaths:
    shutil.copytree(released_site, tmp_path / "site")
    return SitePaths(tmp_path / "site")


def test_good_cases_are_frozen(project, site):
    seen = []
    frozen = freeze_pools(
        site,
        "tiny",
        sources=Sources.of_repository(project),
        progress=lambda *step: seen.append(step),
    )
    assert [(one.task, one.outcome, one.cases) for one in frozen] == [("x1", "new", 2)]
    assert site.pool("tiny", "x1").is_file()
    assert seen[-1][1] == seen[-1][2] == len(seen)


def test_mistakes_are_told_with_file_and_line_and_nothing_is_written(project, site):
    for case, wrong in zip(
        CASES, ("monthly_activity.celll", "monthly_activity.alosss"), strict=True
    ):
        path = project / "datasets" / "cases" / case / "case.yaml"
        text = path.read_text("utf-8")
        good = wrong[:-1] if wrong.endswith("l") else wrong[:-2]
        assert f"{good}," in text
        path.write_text(text.replace(f"{good},", f"{wrong},", 1), encoding="utf-8")
    with pytest.raises(CaseProblemsError) as caught:
        freeze_pools(site, "tiny", sources=Sources.of_repository(project))
    problems = caught.value.problems
    assert {Path(one.file).parent.name for one in problems} == set(CASES)
    for one in problems:
        lines = (
            (project / "datasets" / "cases" / Path(one.file).parent.name / "case.yaml")
            .read_text("utf-8")
            .splitlines()
        )
        assert any(wrong in lines[one.line - 1] for wrong in ("celll", "alosss")), one
    assert all(one.text.vi != one.text.en for one in problems)
    assert f":{problems[0].line}:" in caught.value.text.vi
    assert not (site.keys / "tiny").exists()


def test_a_missing_case_is_told(project, site):
    shutil.rmtree(project / "datasets" / "cases" / CASES[0])
    with pytest.raises(CaseProblemsError) as caught:
        freeze_pools(site, "tiny", sources=Sources.of_repository(project))
    assert CASES[0] in caught.value.text.vi


def test_rules_that_cannot_be_kept_are_told_with_the_lesson(project, site):
    path = project / "notebooks" / "skillset" / "tiny" / "lesson.yaml"
    path.write_text(
        path.read_text("utf-8").replace("categories: 1", "categories: 14"), encoding="utf-8"
    )
    with pytest.raises(CaseProblemsError) as caught:
        freeze_pools(site, "tiny", sources=Sources.of_repository(project))
    assert "lesson.yaml" in caught.value.text.en


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda text: text.replace("points: 28", "points: none"), "points"),
        (lambda text: text + "  : [", "lesson.yaml"),
        (lambda text: text.replace("id: tiny", "id: other"), "other"),
    ],
)
def test_a_bad_lesson_file_is_told(project, site, change, word):
    path = project / "notebooks" / "skillset" / "tiny" / "lesson.yaml"
    path.write_text(change(path.read_text("utf-8")), encoding="utf-8")
    with pytest.raises(GraderError) as caught:
        freeze_pools(site, "tiny", sources=Sources.of_repository(project))
    assert word in caught.value.text.en


def test_an_unknown_lesson_names_those_that_there_are(project, site):
    with pytest.raises(GraderError) as caught:
        freeze_pools(site, "s9", sources=Sources.of_repository(project))
    assert "tiny" in caught.value.text.vi
