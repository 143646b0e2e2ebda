"""The command ``hoichan``: tools for authors and instructors, one sub-command per area."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence

AREAS = (
    "data_cli", "case_cli", "form_cli", "lesson_cli", "course_cli", "schema_cli", "exercises_cli",
    "check_cli",
)  # fmt: skip
_PACKAGE = "hoichan.authoring"


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="hoichan",
        description="Hội chẩn: công cụ soạn bài / tools for authors of lessons",
    )
    subparsers = top.add_subparsers(dest="area", required=True, metavar="AREA")
    for area in AREAS:
        if importlib.util.find_spec(f"{_PACKAGE}.{area}") is not None:
            importlib.import_module(f"{_PACKAGE}.{area}").register(subparsers)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a C locale cannot print Vietnamese
    args = parser().parse_args(argv)
    status: int = args.run(args)
    return status


if __name__ == "__main__":
    sys.exit(main())
