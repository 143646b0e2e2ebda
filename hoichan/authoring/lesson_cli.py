"""``hoichan lesson build [--check] [LESSON ...]``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from tqdm import tqdm

from hoichan.authoring.built_files import stale_files, write_files
from hoichan.authoring.lesson import read_lesson
from hoichan.authoring.notebook import build_notebook
from hoichan.authoring.places import Places, choose
from hoichan.authoring.practice import leftovers, practice_files
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.errors import CaseError, Problem
from hoichan.schema.text import Bilingual

LESSON = Bilingual(vi="bài học", en="lesson")
COMMAND = "hoichan lesson build"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of lessons."""
    parser = subparsers.add_parser("lesson", help="bài học / lessons")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="dựng sổ tay từ nguồn / build notebooks from sources")
    build.add_argument("lessons", nargs="*", metavar="LESSON", help="id, mặc định: tất cả / all")
    build.add_argument(
        "--check", action="store_true", help="chỉ kiểm, không ghi / only check, write nothing"
    )
    build.set_defaults(run=run_build)


def notebooks(
    places: Places, wanted: list[str] | None = None
) -> tuple[dict[Path, str], list[Problem]]:
    """The text of every file of the wanted lessons by its path, and what is wrong with sources."""
    contents: dict[Path, str] = {}
    problems: list[Problem] = []
    folders = choose(places.lesson_folders(), wanted or [], LESSON)
    for name, folder in tqdm(folders.items(), desc="lesson", unit="", disable=None):
        try:
            source = read_lesson(folder)
            contents[folder / f"{name}.ipynb"] = build_notebook(source)
            contents.update(practice_files(folder, source.spec, places.case_folders()))
            problems += leftovers(folder, source.spec)
        except CaseError as error:
            problems += error.problems
    return contents, problems


def lessons_among(contents: Mapping[Path, str]) -> int:
    """How many lessons the built files belong to: practice tasks are files of their own."""
    return sum(path.suffix == ".ipynb" for path in contents)


def run_build(args: argparse.Namespace) -> int:
    """Build or check; exit status 1 when something is wrong or stale."""
    places = Places.here()
    try:
        contents, problems = notebooks(places, args.lessons)
    except CaseError as error:
        contents, problems = {}, list(error.problems)
    if args.check:
        problems += stale_files(contents, COMMAND)
    elif not problems:
        for path in write_files(contents):
            say(f"đã ghi {places.show(path)}", f"wrote {places.show(path)}")
    say_problems(problems, places)
    if not problems:
        number = lessons_among(contents)
        say(f"{number} bài học: tốt", f"{number} lessons: good")
    return 1 if problems else 0
