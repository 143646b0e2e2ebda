"""``hoichan data``: build, check, list, describe and show the synthetic datasets."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tabulate import tabulate
from tqdm import tqdm

from hoichan.authoring import describe_cli, gallery_cli
from hoichan.data import NAMES, DataError, fields, folder, package, tables_dir, tables_of
from hoichan.data.catalog import installed
from hoichan.schema.text import Bilingual
from hoichan.synthesis import reference
from hoichan.synthesis.publish import Built, build
from hoichan.synthesis.validators import frictionless_problems, mlcroissant_problems
from hoichan.synthesis.verify import check

_INTERRUPTED = 130


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``data`` with its commands to the ``hoichan`` command line."""
    parser = subparsers.add_parser("data", help="bộ dữ liệu tổng hợp / synthetic datasets")
    commands = parser.add_subparsers(dest="data_command", required=True)
    names = {"nargs": "*", "metavar": "NAME", "help": f"{', '.join(NAMES)} (tất cả / all)"}
    make = commands.add_parser("build", help="sinh lại dữ liệu / generate the datasets anew")
    make.add_argument("names", **names)  # type: ignore[arg-type]
    make.add_argument("--seed", type=int, help="hạt giống khác / another seed (with --out)")
    make.add_argument(
        "--scale", default="1", help="số bản sao, gấp bao nhiêu lần / how many replicates"
    )
    make.add_argument("--out", type=Path, help="thư mục đích / folder to write to")
    make.add_argument("--format", choices=("csv", "parquet"), default="csv", help="(with --out)")
    make.set_defaults(run=run_build)
    look = commands.add_parser("check", help="kiểm tra dữ liệu đã công bố / check the datasets")
    look.add_argument("names", **names)  # type: ignore[arg-type]
    look.add_argument("--tables", type=Path, help="thư mục của build --out / folder of build --out")
    look.set_defaults(run=run_check)
    show = commands.add_parser("list", help="liệt kê / list the datasets")
    show.set_defaults(run=run_list)
    describe_cli.register(commands)
    gallery_cli.register(commands)


def run_build(args: argparse.Namespace) -> int:
    """Generate datasets; another seed, scale or format never overwrites the published ones."""
    try:
        names, scale = _names(args), _scale(args.scale)
        out = _out(args, scale)
        with tqdm(total=len(names) * scale, desc="data build", unit=" replicate") as bar:
            built = []
            for name in names:
                bar.set_postfix_str(name)
                built.append(
                    build(
                        name,
                        out,
                        seed=args.seed,
                        scale=scale,
                        kind=args.format,
                        progress=bar.update,
                    )
                )
    except DataError as error:
        return _fail(error.text)
    except KeyboardInterrupt:
        _fail(
            Bilingual(
                vi="Đã dừng. Bộ đang dở bị bỏ; các bộ dữ liệu cũ và các bộ đã xong còn nguyên.",
                en="Stopped. The unfinished dataset is dropped; older and finished ones are whole.",
            )
        )
        return _INTERRUPTED
    if args.out is None:
        reference.path().write_text(reference.reference(), encoding="utf-8", newline="\n")
    print("\n".join(_line(each) for each in built))
    print(f"Đã ghi / Written: {out}")
    return 0


def _out(args: argparse.Namespace, scale: int) -> Path:
    """Where to write; options that give other data than the published need a folder of their own."""
    if args.out is None and (args.seed is not None or scale != 1 or args.format != "csv"):
        raise DataError(
            "--seed, --scale và --format chỉ dùng kèm --out: không ghi đè dữ liệu đã công bố.",
            "--seed, --scale and --format need --out: the published data is not overwritten.",
        )
    if args.out is None and installed():
        raise DataError(
            "Dữ liệu trong gói đã cài không được ghi đè: hãy thêm --out THƯ_MỤC.",
            "The data of an installed package is not overwritten: add --out FOLDER.",
        )
    return Path(args.out or tables_dir())


def _line(built: Built) -> str:
    sizes = "; ".join(
        f"{table} {rows:,} dòng / rows, {built.bytes[table] / 1e6:.2f} MB"
        for table, rows in built.rows.items()
    )
    return f"{built.name}: {sizes}"


def run_check(args: argparse.Namespace) -> int:
    """Recompute everything the datasets claim and ask the public validators; 1 if anything is wrong."""
    if args.tables is None and installed():
        return _fail(
            Bilingual(
                vi="Gói đã cài không kèm truth.json (đáp án). Hãy chạy trong kho mã nguồn, hoặc "
                "“hoichan data build --out THƯ_MỤC” rồi “hoichan data check --tables THƯ_MỤC”.",
                en="An installed package holds no truth.json (the answers). Run this in the repository, "
                'or "hoichan data build --out FOLDER" and then "hoichan data check --tables FOLDER".',
            )
        )
    problems: list[Bilingual] = []
    lines = []
    try:
        for name in tqdm(_names(args), desc="data check", unit=" dataset", file=sys.stderr):
            verdict = check(name, args.tables)
            problems += verdict.problems
            words = []
            for ask in (frictionless_problems, mlcroissant_problems):
                # What we found damaged already would only make them stumble.
                found = [] if verdict.problems else ask(name, args.tables)
                problems += found or []
                words.append("chưa hỏi / not asked" if verdict.problems else _word(found))
            lines.append(
                (verdict.name, verdict.rows, verdict.truths, verdict.questions,
                 _word(verdict.problems), *words)
            )  # fmt: skip
    except DataError as error:
        return _fail(error.text)
    heads = ("Bộ / Dataset", "Dòng / Rows", "Sự thật / Truths", "Câu hỏi / Questions",
             "hoichan", "frictionless", "mlcroissant")  # fmt: skip
    print(tabulate(lines, heads, intfmt=",", disable_numparse=[4, 5, 6]))
    page = reference.path()
    if not page.is_file() or page.read_text(encoding="utf-8") != reference.reference():
        problems.append(
            Bilingual(
                vi=f"{page} đã cũ: hãy chạy “hoichan data build”.",
                en=f'{page} is out of date: run "hoichan data build".',
            )
        )
    return _fail(*problems) if problems else 0


def _word(found: list[Bilingual] | None) -> str:
    if found is None:
        return "chưa cài / not installed"
    return f"{len(found)} lỗi / wrong" if found else "OK"


def run_list(_args: argparse.Namespace) -> int:
    """A table of the published datasets' tables: rows, columns, size, title."""
    lines = []
    try:
        for name in NAMES:
            for each in package(name)["resources"]:
                table = each["name"]
                columns = [field for field in fields(table) if not field.derived]
                title = each["hoichan:title"]
                shown = name if tables_of(name) == (table,) else f"{name} / {table}"
                size = f"{each['bytes'] / 1e6:.2f} MB"
                lines.append(
                    (shown, each["hoichan:rows"], len(columns), size, title["vi"], title["en"])
                )
    except DataError as error:
        return _fail(error.text)
    heads = ("Bộ / Dataset", "Dòng / Rows", "Cột / Columns", "Cỡ / Size", "Nội dung", "Content")
    print(tabulate(lines, heads, intfmt=",", disable_numparse=[3]))
    return 0


def _scale(text: str) -> int:
    """The whole number from 1 that ``--scale`` gives."""
    try:
        scale = int(text)
    except ValueError:
        scale = 0
    if scale < 1:
        raise DataError(
            f"--scale phải là số nguyên từ 1 (bao nhiêu bản sao), không phải “{text}”.",
            f'--scale must be a whole number from 1 (how many replicates), not "{text}".',
        )
    return scale


def _names(args: argparse.Namespace) -> list[str]:
    """The datasets asked for, all when none is named; an unknown one is a :class:`DataError`."""
    for name in args.names:
        folder(name)
    return list(args.names or NAMES)


def _fail(*problems: Bilingual) -> int:
    """Show problems in both languages and give the exit status."""
    for problem in problems:
        print(f"✗ {problem.vi}\n  {problem.en}", file=sys.stderr)
    return 1
