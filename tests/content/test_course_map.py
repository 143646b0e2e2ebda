"""The course holds against its map: what `hoichan course check` asks, lesson by lesson."""

from __future__ import annotations

from functools import cache

import pytest

from course_lessons import PLACES, SPECS, case
from hoichan.authoring.course_check import Library, Row, course_problems, examine, read_map

pytestmark = pytest.mark.xdist_group("lessons")  # cases are compiled once
MODULES = {module.code: module for module in read_map(PLACES).modules}


@cache
def row(code: str) -> Row:
    """What the check finds of one module."""
    spec = SPECS[MODULES[code].lesson]
    read = {name: case(name) for task in spec.tasks for name in task.cases}
    return examine(MODULES[code], Library(PLACES, read))


@pytest.mark.parametrize("code", MODULES)
def test_a_lesson_fits_the_map(code: str) -> None:
    assert [problem.show("en") for problem in row(code).problems] == []


def test_the_course_as_a_whole_lacks_nothing() -> None:
    rows = [row(code) for code in MODULES]
    assert [p.show("en") for p in course_problems(rows, PLACES.root / "course.yaml")] == []


def test_lessons_count_errors_of_whatever_type() -> None:
    """Citations, reports and charts have keys of their own kind; their errors count all the same."""
    assert {"src_fabricated_citation", "src_stale"} <= row("S5").categories
    assert all(len(row(code).categories) >= 3 for code in ("S3", "T0b"))
