"""``hoichan case check [CASE ...]`` and ``hoichan case show CASE``."""

from __future__ import annotations

import argparse

from tqdm import tqdm

from hoichan.authoring.case_page import case_page
from hoichan.authoring.places import Places, choose
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.library import inspect_case, ready_case
from hoichan.schema.case import CaseHead
from hoichan.schema.text import LANGS, Bilingual

CASE = Bilingual(vi="tình huống", en="case")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of cases."""
    parser = subparsers.add_parser("case", help="tình huống / cases")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="đọc, tính lại, kiểm tra / read, recompute, check")
    check.add_argument("cases", nargs="*", metavar="CASE", help="id, mặc định: tất cả / all")
    check.set_defaults(run=run_check)
    show = commands.add_parser("show", help="in tình huống kèm đáp án / print a case with its key")
    show.add_argument("case", metavar="CASE")
    show.add_argument("--lang", choices=LANGS, default="vi")
    show.set_defaults(run=run_show)


def ready_cases(
    places: Places, wanted: list[str] | None = None
) -> tuple[dict[str, CaseHead], list[Problem]]:
    """The wanted cases that are good, by id, and what is wrong with the others."""
    cases: dict[str, CaseHead] = {}
    problems: list[Problem] = []
    folders = choose(places.case_folders(), wanted or [], CASE)
    for name, folder in tqdm(folders.items(), desc="case", unit="", disable=None):
        try:
            cases[name] = ready_case(folder)
        except CaseError as error:
            problems += error.problems
    return cases, problems


def run_check(args: argparse.Namespace) -> int:
    """Check cases; exit status 1 when one has a problem."""
    places = Places.here()
    try:
        cases, problems = ready_cases(places, args.cases)
    except CaseError as error:
        cases, problems = {}, list(error.problems)
    say_problems(problems, places)
    if not problems:
        say(f"{len(cases)} tình huống: tốt", f"{len(cases)} cases: good")
    return 1 if problems else 0


def run_show(args: argparse.Namespace) -> int:
    """Print one compiled case with its wrong wordings, even when the check is not content."""
    places = Places.here()
    try:
        folder = choose(places.case_folders(), [args.case], CASE)
        case, problems = inspect_case(folder[next(iter(folder))])
    except CaseError as error:
        say_problems(error.problems, places)
        return 1
    print(case_page(case, args.lang))
    say_problems(problems, places)
    return 1 if problems else 0
