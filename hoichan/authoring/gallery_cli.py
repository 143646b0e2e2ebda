"""``hoichan data gallery``: the pages that show every dataset, built into ``datasets/gallery``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from hoichan.authoring.built_files import stale_files, write_files
from hoichan.authoring.places import Places
from hoichan.authoring.saying import say, say_problems
from hoichan.cases.errors import Problem
from hoichan.data import NAMES, DataError
from hoichan.data.gallery import gallery_pages, without_pictures
from hoichan.schema.text import Bilingual

COMMAND = "hoichan data gallery"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``gallery`` to the commands of ``hoichan data``."""
    parser = commands.add_parser(
        "gallery", help="dựng trang giới thiệu bộ dữ liệu / build the pages of the datasets"
    )
    parser.add_argument("--out", type=Path, help="thư mục đích / folder to write to")
    parser.add_argument(
        "--check", action="store_true", help="chỉ kiểm, không ghi / only check, write nothing"
    )
    parser.set_defaults(run=run_gallery)


def run_gallery(args: argparse.Namespace) -> int:
    """Draw and write the pages, or say which are stale; nothing is written when one fails."""
    places = Places.here()
    if args.check:
        problems = stale(places, args.out)
        say_problems(problems, places)
        return 1 if problems else 0
    out = args.out or folder(places)
    try:
        with tqdm(total=2 * len(NAMES), desc="data gallery", unit=" dataset") as bar:
            pages = gallery_pages(_tables(places), NAMES, progress=bar.update)
        written = write_files({out / name: page for name, page in pages.items()})
    except DataError as error:
        return _fail(error.text)
    except OSError as error:
        reason = error.strerror or str(error)
        return _fail(
            Bilingual(vi=f"Không ghi được {out}: {reason}.", en=f"Cannot write {out}: {reason}.")
        )
    for path in written:
        say(f"đã ghi {places.show(path)}", f"wrote {places.show(path)}")
    say(f"{len(NAMES)} bộ dữ liệu: {out}", f"{len(NAMES)} datasets: {out}")
    return 0


def folder(places: Places) -> Path:
    """Where the built pages are kept."""
    return places.root / "datasets" / "gallery"


def stale(places: Places, out: Path | None = None) -> list[Problem]:
    """The pages that do not show the datasets as they are; a checkout without tables has none.

    Nothing is drawn: a picture is fresh when its data and its code are those it was drawn from.
    """
    tables = _tables(places)
    if tables is None:
        return []
    where = out or folder(places)
    try:
        wanted = gallery_pages(tables, NAMES, pictures=False)
    except DataError as error:
        return [Problem(str(where), 0, error.text)]
    found: list[Problem] = []
    for name, page in wanted.items():
        path = where / name
        kept = path.read_text(encoding="utf-8") if path.is_file() else ""
        if without_pictures(kept) != page:
            found += stale_files({path: page}, COMMAND)
    return found


def _tables(places: Places) -> Path | None:
    tables = places.root / "datasets" / "tables"
    return tables if tables.is_dir() else None


def _fail(text: Bilingual) -> int:
    sys.stderr.write(f"✗ {text.vi}\n  {text.en}\n")
    return 1
