"""``hoichan check``: cases are good, pools can be drawn, everything built is fresh."""

from __future__ import annotations

import argparse

from hoichan.authoring import case_cli, gallery_cli, lesson_cli, schema_cli
from hoichan.authoring.built_files import stale_files
from hoichan.authoring.places import Places
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.pool import build_pool
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.case import CaseHead
from hoichan.schema.lesson import LessonSpec


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``hoichan check``."""
    parser = subparsers.add_parser(
        "check", help="tình huống, bài học, tệp đã dựng / cases, lessons, built files"
    )
    parser.set_defaults(run=run_check)


def run_check(_args: argparse.Namespace) -> int:
    """Check all there is to check; exit status 1 when something is wrong or stale."""
    places = Places.here()
    cases, problems = case_cli.ready_cases(places)
    if not problems:
        problems += pool_problems(places, cases)
    contents, found = lesson_cli.notebooks(places)
    problems += found
    problems += stale_files(contents, lesson_cli.COMMAND)
    problems += stale_files(schema_cli.schemas(places), schema_cli.COMMAND)
    problems += gallery_cli.stale(places)
    say_problems(problems, places)
    if not problems:
        say(
            f"{len(cases)} tình huống, {len(contents)} bài học: tốt",
            f"{len(cases)} cases, {len(contents)} lessons: good",
        )
    return 1 if problems else 0


def pool_problems(places: Places, cases: dict[str, CaseHead]) -> list[Problem]:
    """Tasks whose pool cannot give variants that keep the task's rules."""
    problems: list[Problem] = []
    for folder in places.lesson_folders().values():
        try:
            spec, lines = read_yaml(folder / "lesson.yaml", LessonSpec)
        except CaseError:
            continue  # reported where the notebook is built
        for number, task in enumerate(spec.tasks):
            try:
                build_pool(task, spec.id, cases.values())
            except PoolError as error:
                problems.append(lines.problem(("tasks", number), error.text.vi, error.text.en))
    return problems
