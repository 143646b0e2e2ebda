"""``hoichan check``: cases are good, pools can be drawn, everything built is fresh."""

from __future__ import annotations

import argparse

from hoichan.authoring import case_cli, form_cli, forms, gallery_cli, lesson_cli, schema_cli
from hoichan.authoring.built_files import stale_files
from hoichan.authoring.places import Places
from hoichan.authoring.practice import cases_used_twice
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.pool import build_pool
from hoichan.cases.yaml_source import Lines, read_yaml
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
    made, found = form_cli.form_files(places)
    problems += [*found, *stale_files(made, forms.COMMAND)]
    say_problems(problems, places)
    if not problems:
        number = lesson_cli.lessons_among(contents)
        say(
            f"{len(cases)} tình huống, {number} bài học: tốt",
            f"{len(cases)} cases, {number} lessons: good",
        )
    return 1 if problems else 0


def pool_problems(places: Places, cases: dict[str, CaseHead]) -> list[Problem]:
    """Tasks whose pool cannot give variants that keep the task's rules."""
    problems: list[Problem] = []
    read: dict[str, tuple[LessonSpec, Lines]] = {}
    for name, folder in places.lesson_folders().items():
        try:
            read[name] = read_yaml(folder / "lesson.yaml", LessonSpec)
        except CaseError:
            continue  # reported where the notebook is built
    for lesson, task_id, case in cases_used_twice({name: spec for name, (spec, _) in read.items()}):
        problems.append(
            read[lesson][1].problem(
                ("tasks",),
                f"bài luyện “{task_id}” dùng tình huống {case} của một bài chấm điểm.",
                f'practice "{task_id}" uses case {case}, which a graded task draws from.',
            )
        )
    for spec, lines in read.values():
        for number, task in enumerate(spec.tasks):
            try:
                build_pool(task, spec.id, cases.values())
            except PoolError as error:
                problems.append(lines.problem(("tasks", number), error.text.vi, error.text.en))
    return problems
