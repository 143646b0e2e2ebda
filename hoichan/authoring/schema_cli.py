"""``hoichan schema build [--check]``: JSON Schemas of the files, written from the code."""

from __future__ import annotations

import argparse
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Union

from pydantic import TypeAdapter

from hoichan.authoring.built_files import stale_files, write_files
from hoichan.authoring.places import Places
from hoichan.authoring.saying import say, say_problems
from hoichan.schema.case import TASK_TYPES, TaskType
from hoichan.schema.documents import KEY, POOL, VARIANT, AnswerSheet, Practice
from hoichan.schema.exercises import module_of
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.report import GradeRecord

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMAND = "hoichan schema build"


def models() -> dict[str, TypeAdapter[Any]]:
    """What each schema describes; case.yaml is one of the exercise types' own forms."""
    specs = dict.fromkeys(module_of("cases", kind).SPEC for kind in TASK_TYPES if _has(kind))
    any_spec: Any = Union[tuple(specs)]  # noqa: UP007 - made from a list
    return {
        "answers": TypeAdapter(AnswerSheet),
        "case": TypeAdapter(any_spec),
        "grade": TypeAdapter(GradeRecord),
        "key": KEY,
        "lesson": TypeAdapter(LessonSpec),
        "pool": POOL,
        "practice": TypeAdapter(Practice),
        "variant": VARIANT,
    }


def _has(kind: TaskType) -> bool:
    return find_spec(f"hoichan.cases.exercises.{kind}") is not None


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command of JSON Schemas."""
    parser = subparsers.add_parser("schema", help="JSON Schema")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="ghi datasets/schema / write datasets/schema")
    build.add_argument(
        "--check", action="store_true", help="chỉ kiểm, không ghi / only check, write nothing"
    )
    build.set_defaults(run=run_build)


def schemas(places: Places) -> dict[Path, str]:
    """The text of every JSON Schema by its path."""
    contents: dict[Path, str] = {}
    for name, model in models().items():
        schema = {"$schema": DIALECT, **model.json_schema()}
        text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        contents[places.schemas / f"{name}.schema.json"] = text
    return contents


def run_build(args: argparse.Namespace) -> int:
    """Write or check the schemas; exit status 1 when one is stale."""
    places = Places.here()
    contents = schemas(places)
    if args.check:
        problems = stale_files(contents, COMMAND)
        say_problems(problems, places)
        return 1 if problems else 0
    for path in write_files(contents):
        say(f"đã ghi {places.show(path)}", f"wrote {places.show(path)}")
    say(f"{len(contents)} lược đồ: tốt", f"{len(contents)} schemas: good")
    return 0
