"""``hoichan schema build [--check]``: JSON Schemas of the files, written from the code."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pydantic import BaseModel

from hoichan.authoring.built_files import stale_files, write_files
from hoichan.authoring.places import Places
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.spec import CaseSpec
from hoichan.schema.answers import AnswerSheet
from hoichan.schema.case import TaskPool
from hoichan.schema.key import Key
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.report import GradeRecord
from hoichan.schema.variant import PublicVariant

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMAND = "hoichan schema build"
MODELS: dict[str, type[BaseModel]] = {
    "answers": AnswerSheet,
    "case": CaseSpec,
    "grade": GradeRecord,
    "key": Key,
    "lesson": LessonSpec,
    "pool": TaskPool,
    "variant": PublicVariant,
}


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
    for name, model in MODELS.items():
        schema = {"$schema": DIALECT, **model.model_json_schema()}
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
