"""``hoichan data describe``: a dataset's dictionary in the terminal, its picture as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hoichan.authoring.saying import say
from hoichan.data import NAMES, DataError, describe
from hoichan.schema.text import LANGS


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``describe`` to the commands of ``hoichan data``."""
    parser = commands.add_parser("describe", help="từ điển và hình / dictionary and picture")
    parser.add_argument(
        "name", metavar="NAME", help=f"{', '.join(NAMES)}; hoặc một bảng / or a table"
    )
    parser.add_argument("--lang", choices=LANGS, default="vi", help="ngôn ngữ / language")
    parser.add_argument("--svg", type=Path, help="ghi hình vào tệp này / write the picture here")
    parser.set_defaults(run=run_describe)


def run_describe(args: argparse.Namespace) -> int:
    """Print the dictionary; with ``--svg`` write the picture as well."""
    try:
        about = describe(args.name, args.lang)
        picture = about.svg() if args.svg else None
    except DataError as error:
        sys.stderr.write(f"✗ {error.text.vi}\n  {error.text.en}\n")
        return 1
    print(about)
    if args.svg is None:
        return 0
    if picture is None:
        sys.stderr.write(f"✗ “{args.name}” chưa có hình.\n  {args.name} has no picture yet.\n")
        return 1
    try:
        args.svg.write_text(picture, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        sys.stderr.write(f"✗ Không ghi được {args.svg}: {reason}.\n  Cannot write it.\n")
        return 1
    say(f"đã ghi {args.svg}", f"wrote {args.svg}")
    return 0
