"""The demo's course: tables from their seed, cases checked against them, a lesson released."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from demo_class import Course
from hoichan.authoring.built_files import stale_files
from hoichan.authoring.lesson import read_lesson
from hoichan.authoring.lesson_cli import COMMAND, notebooks
from hoichan.authoring.places import Places
from hoichan.cases.variant_check import VariantCheck
from hoichan.data import package, tables
from hoichan.schema.text import Bilingual
from hoichan.synthesis import verify
from hoichan.synthesis.publish import build
from hoichan.synthesis.registry import Unchanging
from hoichan_grader.simulation.learner import SimulatedLearner


class DemoError(Exception):
    """The demo cannot go on; the message says why, in both languages."""

    def __init__(self, problems: Sequence[Bilingual]) -> None:
        super().__init__("\n".join(f"{p.vi} / {p.en}" for p in problems))


def make_tables(
    out: Path, names: Sequence[str], progress: Callable[[int, int], None]
) -> tuple[int, int]:
    """Generate datasets from their seeds and check the published ones; returns rows and truths.

    Raises:
        DemoError: a published table is not what its seed gives, or a truth does not hold.
    """
    rows = truths = 0
    for done, name in enumerate(names, start=1):
        built = build(name, out)
        problems = verify.check(name).problems
        if package(name) != package(name, out):
            problems.append(
                Bilingual(
                    vi=f"Bảng {name} sinh lại không giống bản đã công bố.",
                    en=f"Table {name} generated anew differs from the published one.",
                )
            )
        if problems:
            raise DemoError(problems)
        rows += sum(built.rows.values())
        truths += built.truths
        progress(done, len(names))
    return rows, truths


def course_datasets(lessons: Iterable[str]) -> list[str]:
    """The datasets that these lessons say they use, with all that their cases compute."""
    folders = Places.here().lesson_folders()
    named = (name for lesson in lessons for name in read_lesson(folders[lesson]).spec.datasets)
    return list(dict.fromkeys(named))


def check_lessons(lessons: Iterable[str]) -> None:
    """Build the lessons' notebooks in memory and compare them with the published ones.

    Raises:
        DemoError: the sources are wrong, or a published notebook is out of date.
    """
    contents, problems = notebooks(Places.here(), list(lessons))
    problems += stale_files(contents, COMMAND)
    if problems:
        raise DemoError([problem.text for problem in problems])


def check_everyones_variants(
    course: Course, people: Sequence[SimulatedLearner], progress: Callable[[int, int], None]
) -> int:
    """Recompute, unit by unit, that every learner's keys tell the truth; returns units checked.

    Raises:
        DemoError: a planted unit is true, or an unplanted one false.
    """
    units = 0
    cases = (case for pools in course.pools.values() for pool in pools for case in pool.cases)
    read_anew = tables(sorted({name for case in cases for name in case.datasets}))
    for table in read_anew.values():
        table.attrs.clear()  # descriptions, which pandas would copy at every step
    given = Unchanging(read_anew)
    for done, lesson in enumerate(course.lessons, start=1):
        checks = [VariantCheck(pool, given) for pool in course.pools[lesson]]
        takers = [person for person in people if lesson in course.track(person.role)]
        for person in takers:
            handed_out = course.handed_out(lesson, person.name)
            for check, (variant, key) in zip(checks, handed_out, strict=True):
                problems = check.problems(variant, key)
                if problems:
                    raise DemoError([problem.text for problem in problems])
                units += len(variant.names())
        progress(done, len(course.lessons))
    return units
