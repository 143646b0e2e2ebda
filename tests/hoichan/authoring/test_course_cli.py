"""`hoichan course check`: the map's own sums, and lessons that are missing or differ from it."""

from __future__ import annotations

import json

import pytest
import yaml

from hoichan import cli
from hoichan.authoring.course_check import read_map
from hoichan.authoring.places import Places
from hoichan.cases.errors import CaseError
from hoichan.schema.course import ROLES

MODULE = {
    "code": "S9",
    "lesson": "s9_small",
    "pillar": "skillset",
    "title": {"vi": "Bài nhỏ", "en": "A small lesson"},
    "datasets": ["monthly_activity"],
    "types": ["span_critique"],
    "minutes": 15,
    "points": 28,
}
MAP = {
    "title": {"vi": "Khoá", "en": "Course"},
    "minutes": 15,
    "points": 28,
    "modules": [MODULE],
}


def write(checkout, **changes):
    content = {**MAP, **changes}
    path = checkout / "notebooks" / "course.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def course(checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    write(checkout)
    return checkout


def run(capsys, *argv):
    status = cli.main(["course", "check", *argv])
    said = capsys.readouterr()
    return status, said.out, said.err


def rows(capsys):
    _, out, _ = run(capsys, "--json")
    return {row["code"]: row for row in json.loads(out)}


def english(row):
    return [problem["en"] for problem in row["problems"]]


def test_a_lesson_is_counted_and_what_it_lacks_is_told(course, capsys):
    row = rows(capsys)["S9"]
    assert row["written"]
    assert row["cases"] == ["sample-noi"]
    assert row["open_reviews"] == 2  # the case and the lesson
    assert "num_denominator" in row["categories"]
    assert "there is no practice task." in english(row)
    for label in ("story", "worked", "debrief", "reflect"):
        assert f"the block {{#{label}}} is missing." in english(row)


def test_a_lesson_that_is_not_written_is_told_and_fails_the_check(course, capsys):
    other = {**MODULE, "code": "S8", "lesson": "s8_none", "points": 0, "minutes": 1}
    write(course, modules=[MODULE, other], minutes=16)
    status, out, err = run(capsys)
    assert status == 1
    assert "s8_none" in out
    assert "notebooks/skillset/s8_none: bài S8 chưa được viết." in err
    assert "lesson S8 is not written yet." in err
    assert not rows(capsys)["S8"]["written"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"minutes": 20}, 'minutes is "15"; the course map has "20".'),
        ({"points": 30}, 'points is "28.0"; the course map has "30".'),
        ({"pillar": "toolset"}, 'pillar is "skillset"; the course map has "toolset".'),
        ({"title": {"vi": "Khác", "en": "A small lesson"}}, 'title.vi is "Bài nhỏ"'),
        (
            {"types": ["span_critique", "cite_check"]},
            "there is no graded task of type cite_check.",
        ),
    ],
)
def test_a_lesson_unlike_the_map_is_told(course, capsys, change, told):
    module = {**MODULE, **change}
    write(course, modules=[module], minutes=module["minutes"], points=module["points"])
    assert any(text.startswith(told) for text in english(rows(capsys)["S9"]))


def test_too_few_different_variants_are_told(course, capsys, monkeypatch):
    monkeypatch.setattr("hoichan.authoring.course_check.DISTINCT", 25)  # of 24 learners
    assert any("different variants" in text for text in english(rows(capsys)["S9"]))


def test_mistakes_in_a_lesson_are_told_with_the_lesson(course, capsys):
    (course / "notebooks" / "skillset" / "s9_small" / "lesson.en.md").unlink()
    row = rows(capsys)["S9"]
    assert (row["written"], row["parity"], row["cases"]) == (True, False, [])
    assert row["problems"]


def test_the_whole_course_needs_cases_categories_and_tracks(course, capsys):
    _, _, err = run(capsys)
    assert "cases: 1, need 60." in err
    assert "cases: nurse: 0, need 6." in err
    assert "unused error categories:" in err


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"points": 29}, "the sum of points is 28, it has to be 29"),
        ({"minutes": 14}, "the sum of minutes is 15, it has to be 14"),
        ({"modules": [MODULE, {**MODULE, "code": "S8"}]}, 'lesson "s9_small" is used twice'),
    ],
)
def test_a_map_whose_sums_do_not_come_out_is_refused(course, capsys, changes, told):
    write(course, **changes)
    status, _, err = run(capsys)
    assert status == 1
    assert told in err


def test_optional_modules_and_other_roles_do_not_count(course):
    more = [
        MODULE,
        {**MODULE, "code": "S8", "lesson": "lab", "optional": True},
        *(
            {**MODULE, "code": f"T{n}", "lesson": f"t{n}", "role": role, "points": 2, "minutes": 5}
            for n, role in enumerate(ROLES)
        ),
    ]
    write(course, modules=more, points=30, minutes=20)
    read = read_map(Places(course))
    assert [module.code for module in read.track("nurse")] == ["S9", "T2"]
    write(course, modules=more[:-1], points=30, minutes=20)
    with pytest.raises(CaseError, match="administration"):
        read_map(Places(course))


def test_the_projects_map_comes_to_1000_points_and_14_hours(repo_root):
    course = read_map(Places(repo_root))
    assert (course.points, course.minutes) == (1000, 840)
    for role in ROLES:
        codes = [module.code for module in course.track(role)]
        assert (codes[0], codes[-1], len(codes)) == ("PRE", "POST", 17)
        assert sum(module.points for module in course.track(role)) == 1000
    assert len(course.modules) == 24
