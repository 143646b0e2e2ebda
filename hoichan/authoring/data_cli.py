"""``hoichan data``: build, check and list the synthetic tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from hoichan.data import NAMES, DataError, fields, folder, package, tables_dir
from hoichan.schema.text import Bilingual
from hoichan.synthesis import reference
from hoichan.synthesis.publish import build
from hoichan.synthesis.verify import check


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``data`` with its commands to the ``hoichan`` command line."""
    parser = subparsers.add_parser("data", help="bộ dữ liệu tổng hợp / synthetic tables")
    commands = parser.add_subparsers(dest="data_command", required=True)
    names = {"nargs": "*", "metavar": "NAME", "help": f"{', '.join(NAMES)} (tất cả / all)"}
    make = commands.add_parser("build", help="sinh lại dữ liệu / generate the tables anew")
    make.add_argument("names", **names)  # type: ignore[arg-type]
    make.add_argument("--seed", type=int, help="hạt giống khác / another seed (with --out)")
    make.add_argument("--scale", type=float, default=1.0, help="cỡ / size, 1 = published")
    make.add_argument("--out", type=Path, help="thư mục đích / folder to write to")
    make.set_defaults(run=run_build)
    look = commands.add_parser("check", help="kiểm tra dữ liệu đã công bố / check the tables")
    look.add_argument("names", **names)  # type: ignore[arg-type]
    look.add_argument("--tables", type=Path, help="thư mục của build --out / folder of build --out")
    look.set_defaults(run=run_check)
    show = commands.add_parser("list", help="liệt kê / list the tables")
    show.set_defaults(run=run_list)


def run_build(args: argparse.Namespace) -> int:
    """Generate tables; another seed or scale never overwrites the published ones."""
    if args.out is None and (args.seed is not None or args.scale != 1.0):
        return _fail(
            Bilingual(
                vi="--seed và --scale chỉ dùng kèm --out: không ghi đè dữ liệu đã công bố.",
                en="--seed and --scale need --out: the published tables are not overwritten.",
            )
        )
    if args.scale <= 0:
        return _fail(Bilingual(vi="--scale phải lớn hơn 0.", en="--scale must be above 0."))
    out = args.out or tables_dir()
    try:
        names = _bar(_names(args), "data build")
        lines = [build(name, out, args.seed, args.scale) for name in names]
    except DataError as error:
        return _fail(error.text)
    if args.out is None:
        reference.path().write_text(reference.reference(), encoding="utf-8", newline="\n")
    print("\n".join(lines))
    print(f"Đã ghi / Written: {out}")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Recompute everything the published tables claim; 1 when something is wrong."""
    problems: list[Bilingual] = []
    lines = []
    try:
        for name in _bar(_names(args), "data check"):
            found = check(name, args.tables)
            problems += found
            lines.append(f"{name}: {'OK' if not found else f'{len(found)} lỗi / problems'}")
    except DataError as error:
        return _fail(error.text)
    page = reference.path()
    if not page.is_file() or page.read_text(encoding="utf-8") != reference.reference():
        problems.append(
            Bilingual(
                vi=f"{page} đã cũ: hãy chạy “hoichan data build”.",
                en=f'{page} is out of date: run "hoichan data build".',
            )
        )
    print("\n".join(lines))
    return _fail(*problems) if problems else 0


def run_list(_args: argparse.Namespace) -> int:
    """One line a table: rows, columns, size, title."""
    try:
        for name in NAMES:
            described = package(name)
            resource = described["resources"][0]
            columns = [field for field in fields(name) if not field.derived]
            title = described["hoichan:title"]
            print(
                f"{name}: {resource['hoichan:rows']:,} × {len(columns)}, "
                f"{resource['bytes'] / 1e6:.2f} MB – {title['vi']} / {title['en']}"
            )
    except DataError as error:
        return _fail(error.text)
    return 0


def _names(args: argparse.Namespace) -> list[str]:
    """The tables asked for, all when none is named; an unknown one is a :class:`DataError`."""
    for name in args.names:
        folder(name)
    return list(args.names or NAMES)


def _bar(names: list[str], label: str) -> tqdm[str]:
    return tqdm(names, desc=label, unit="table", file=sys.stderr)


def _fail(*problems: Bilingual) -> int:
    """Show problems in both languages and give the exit status."""
    for problem in problems:
        print(f"✗ {problem.vi}\n  {problem.en}", file=sys.stderr)
    return 1
