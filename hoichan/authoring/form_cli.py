"""``hoichan form build [--check]``: the cases of a test's parallel forms, from their templates."""

from __future__ import annotations

import argparse
from pathlib import Path

from hoichan.authoring.built_files import stale_files, write_files
from hoichan.authoring.forms import COMMAND, form_cases
from hoichan.authoring.places import Places
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.errors import CaseError, Problem


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of parallel forms."""
    parser = subparsers.add_parser(
        "form", help="đề song song của bài kiểm tra / parallel forms of a test"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser(
        "build", help="ghi tình huống của ba đề / write the cases of the three forms"
    )
    build.add_argument(
        "--check", action="store_true", help="chỉ kiểm, không ghi / only check, write nothing"
    )
    build.set_defaults(run=run_build)


def form_files(places: Places) -> tuple[dict[Path, str], list[Problem]]:
    """Every file that templates give, and what is wrong with the templates."""
    contents: dict[Path, str] = {}
    problems: list[Problem] = []
    for path in sorted(places.forms.glob("*/forms.yaml")):
        try:
            contents |= form_cases(path.parent, places.cases)
        except CaseError as error:
            problems += error.problems
    return contents, problems


def run_build(args: argparse.Namespace) -> int:
    """Write or check the cases; exit status 1 when one is stale or a template has mistakes."""
    places = Places.here()
    contents, problems = form_files(places)
    if args.check:
        problems += stale_files(contents, COMMAND)
    elif not problems:
        for path in write_files(contents):
            say(f"đã ghi {places.show(path)}", f"wrote {places.show(path)}")
    say_problems(problems, places)
    if not problems:
        number = len({path.parent for path in contents})
        say(f"{number} tình huống của các đề: tốt", f"{number} cases of forms: good")
    return 1 if problems else 0
