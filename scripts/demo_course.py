"""The demo's course: tables from their seed, cases checked against them, a lesson released."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from demo_class import Course
from hoichan.authoring.built_files import stale_files
from hoichan.authoring.lesson import read_lesson
from hoichan.authoring.lesson_cli import COMMAND, notebooks
from hoichan.authoring.places import Places
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.data import package, tables
from hoichan.schema.text import Bilingual
from hoichan.synthesis import verify
from hoichan.synthesis.publish import build
from hoichan_grader.pools import load_pools
from hoichan_grader.site_setup import read_secret


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


def lesson_datasets(lesson: str) -> list[str]:
    """The datasets a lesson says it uses, with all that its cases compute."""
    return list(read_lesson(Places.here().lesson_folders()[lesson]).spec.datasets)


def check_lesson(lesson: str) -> None:
    """Build the lesson's notebook in memory and compare it with the published one.

    Raises:
        DemoError: the sources are wrong, or the published notebook is out of date.
    """
    contents, problems = notebooks(Places.here(), [lesson])
    problems += stale_files(contents, COMMAND)
    if problems:
        raise DemoError([problem.text for problem in problems])


def check_everyones_variant(
    course: Course, learners: Sequence[str], progress: Callable[[int, int], None]
) -> int:
    """Recompute, unit by unit, that every learner's key tells the truth; returns units checked.

    Raises:
        DemoError: a planted unit is true, or an unplanted one false.
    """
    secret = read_secret(course.site)
    needed = tables(lesson_datasets(course.lesson))
    pools = [load_pools(course.site, course.lesson, task)[0] for task in course.tasks]
    checks = [(pool, VariantCheck(pool, needed)) for pool in pools]
    units = 0
    for done, learner in enumerate(learners, start=1):
        for pool, check in checks:
            variant, key = make_variant(pool, secret, learner)
            problems = check.problems(variant, key)
            if problems:
                raise DemoError([problem.text for problem in problems])
            units += len(variant.names())
        progress(done, len(learners))
    return units
