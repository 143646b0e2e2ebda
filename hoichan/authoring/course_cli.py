"""``hoichan course check``: the whole course against its map."""

from __future__ import annotations

import argparse
import json
import webbrowser
from pathlib import Path
from typing import Any

from tabulate import tabulate
from tqdm import tqdm

from hoichan.authoring.course_check import (
    MAP,
    Library,
    Row,
    course_problems,
    examine,
    read_map,
)
from hoichan.authoring.lesson import read_lesson
from hoichan.authoring.lesson_cli import LESSON
from hoichan.authoring.places import Places, choose
from hoichan.authoring.preview import LEARNER, preview_page
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.errors import CaseError, PoolError, Problem


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of the course."""
    parser = subparsers.add_parser("course", help="cả khoá học / the whole course")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check", help="so mọi bài với bản đồ khoá học / hold every lesson against the map"
    )
    check.add_argument("--json", action="store_true", help="in dạng JSON / print JSON")
    check.set_defaults(run=run_check)
    preview = commands.add_parser(
        "preview", help="mở một bài kèm đáp án / open a lesson with the key shown"
    )
    preview.add_argument("lesson", metavar="LESSON")
    preview.add_argument("--learner", default=LEARNER, help="đề của ai / whose variants")
    preview.add_argument("--out", type=Path, help="tệp đích / file to write to")
    preview.add_argument("--no-open", action="store_true", help="chỉ ghi / write, do not open")
    preview.set_defaults(run=run_preview)


def run_check(args: argparse.Namespace) -> int:
    """Print the table of lessons; exit status 1 while something is missing or does not fit."""
    places = Places.here()
    try:
        course = read_map(places)
    except CaseError as error:
        say_problems(error.problems, places)
        return 1
    library = Library(places)
    modules = tqdm(course.modules, desc="lesson", unit="", disable=None)
    rows = [examine(module, library) for module in modules]
    whole = course_problems(rows, places.root / "notebooks" / MAP)
    problems = [*(problem for row in rows for problem in row.problems), *whole]
    if args.json:
        print(json.dumps([as_json(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        print(table(rows))
    say_problems(problems, places)
    if not problems:
        say("cả khoá học: tốt", "the whole course: good")
    return 1 if problems else 0


def run_preview(args: argparse.Namespace) -> int:
    """Write the page of one lesson and open it in the browser."""
    places = Places.here()
    try:
        folder = choose(places.lesson_folders(), [args.lesson], LESSON)[args.lesson]
        page = preview_page(read_lesson(folder), places, args.learner)
    except CaseError as error:
        say_problems(error.problems, places)
        return 1
    except PoolError as error:
        say_problems([Problem(args.lesson, 0, error.text)], places)
        return 1
    out = args.out or places.root / "build" / "preview" / f"{args.lesson}.html"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
    say(f"đã ghi {places.show(out)} (có đáp án)", f"wrote {places.show(out)} (holds the key)")
    if not args.no_open:
        webbrowser.open(out.resolve().as_uri())
    return 0


def as_json(row: Row) -> dict[str, Any]:
    """One lesson as plain values."""
    return {
        "code": row.module.code,
        "lesson": row.module.lesson,
        "written": row.written,
        "cases": sorted(row.cases),
        "variants": row.variants,
        "categories": sorted(row.categories),
        "parity": row.written and bool(row.cases),
        "open_reviews": row.drafts,
        "problems": [problem.text.model_dump() for problem in row.problems],
    }


def table(rows: list[Row]) -> str:
    """One line a lesson: cases, variants, categories, both languages agree, open reviews."""
    heads = (
        "bài / lesson", "id", "tình huống / cases", "đề / variants", "loại lỗi / categories",
        "vi = en", "chờ duyệt / open reviews", "cần sửa / to mend",
    )  # fmt: skip
    lines = [
        (
            row.module.code,
            row.module.lesson,
            len(row.cases) or "–",
            row.variants or "–",
            len(row.categories) or "–",
            "✓" if row.cases else "–",
            row.drafts if row.written else "–",
            len(row.problems) or "✓",
        )
        for row in rows
    ]
    return tabulate(lines, headers=heads, disable_numparse=True, stralign="left")
