"""``hoichan exercises personas`` and ``hoichan exercises gallery``."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path

from tabulate import tabulate
from tqdm import tqdm

from hoichan.authoring.case_cli import CASE
from hoichan.authoring.lesson_cli import LESSON
from hoichan.authoring.places import Places, choose
from hoichan.authoring.saying import say, say_problems
from hoichan.authoring.strategies import VARIANTS, Earned, earned
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.pool import TaskPool

GALLERY = "exercise_types"
VISITOR = "author"
SECRET = b"the gallery is for authors"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of exercise types."""
    parser = subparsers.add_parser("exercises", help="loại bài tập / exercise types")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    personas = commands.add_parser(
        "personas", help="điểm của những cách làm mẹo / what tricks earn on every type"
    )
    personas.add_argument("--variants", type=_count, default=VARIANTS, metavar="N")
    personas.add_argument("--json", action="store_true", help="in dạng JSON / print JSON")
    personas.set_defaults(run=run_personas)
    gallery = commands.add_parser(
        "gallery", help="bày mọi loại bài tập vào một thư mục / lay out every type in a folder"
    )
    gallery.add_argument("folder", type=Path, metavar="FOLDER")
    gallery.set_defaults(run=run_gallery)


def _count(text: str) -> int:
    """A number of variants: 1 and above."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”: cần số từ 1 / a number from 1 is needed")
    return int(text)


def gallery_folder(places: Places) -> Path:
    """The gallery lesson's sources.

    Raises:
        CaseError: this checkout has no such lesson.
    """
    return choose(places.lesson_folders(), [GALLERY], LESSON)[GALLERY]


def gallery_pools(places: Places) -> list[TaskPool]:
    """The pools of the gallery's graded tasks.

    Raises:
        CaseError: there is no gallery, or a case of it is missing or has mistakes.
    """
    file = gallery_folder(places) / "lesson.yaml"
    spec, _lines = read_yaml(file, LessonSpec)
    pools: list[TaskPool] = []
    for task in tqdm(spec.graded, desc="pool", unit="", disable=None):
        folders = choose(places.case_folders(), list(task.cases), CASE)
        try:
            pools.append(build_pool(task, spec.id, map(ready_case, folders.values())))
        except PoolError as error:
            raise CaseError([Problem(str(file), 0, error.text)]) from error
    return pools


def run_personas(args: argparse.Namespace) -> int:
    """Print the table type × strategy: mean score, and the best score of a trick."""
    places = Places.here()
    try:
        rows = list(earned(gallery_pools(places), args.variants))
    except CaseError as error:
        say_problems(error.problems, places)
        return 1
    print(json.dumps([asdict(row) for row in rows], indent=1) if args.json else table(rows))
    return 0


def table(rows: list[Earned]) -> str:
    """One line a type and strategy; scores from 0 to 1."""
    lines = [(row.type, row.strategy, f"{row.mean:.3f}", f"{row.best:.3f}") for row in rows]
    heads = ("loại / type", "cách làm / strategy", "trung bình / mean", "cao nhất / best")
    return tabulate(lines, headers=heads, disable_numparse=True, stralign="left")


def run_gallery(args: argparse.Namespace) -> int:
    """Write the gallery lesson with a variant of every graded task, ready to open in Jupyter."""
    places = Places.here()
    target = args.folder / GALLERY
    if target.exists():
        say(f"{target} đã có; hãy chọn thư mục khác.", f"{target} is there; choose another folder.")
        return 1
    try:
        source = gallery_folder(places)
        pools = gallery_pools(places)
    except CaseError as error:
        say_problems(error.problems, places)
        return 1
    if not (source / f"{GALLERY}.ipynb").is_file():
        say("bài chưa dựng. Chạy: hoichan lesson build", "not built yet. Run: hoichan lesson build")
        return 1
    try:
        lay_out(source, pools, target)
    except OSError as error:
        reason = error.strerror or str(error)
        say(f"Không ghi được {target}: {reason}.", f"Cannot write {target}: {reason}.")
        return 1
    say(
        f"đã bày vào {target}; mở {GALLERY}.ipynb trong Jupyter.",
        f"laid out in {target}; open {GALLERY}.ipynb in Jupyter.",
    )
    return 0


def lay_out(source: Path, pools: list[TaskPool], target: Path) -> None:
    """Write ``target`` as a learner's folder of the lesson looks, without anybody's answers.

    Raises:
        OSError: it cannot be written.
    """
    (target / "variants").mkdir(parents=True)
    shutil.copyfile(source / f"{GALLERY}.ipynb", target / f"{GALLERY}.ipynb")
    ignore = shutil.ignore_patterns("answers")
    shutil.copytree(source / "practice", target / "practice", ignore=ignore)
    for pool in pools:
        variant, _key = make_variant(pool, SECRET, VISITOR)
        (target / "variants" / f"{pool.task}.json").write_bytes(variant_bytes(variant))
