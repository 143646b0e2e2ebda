"""Rows per second and peak memory of building each dataset at several scales; see `make bench-data`.

Every build runs in a process of its own, so that its peak memory is its own. A memory line that
stays flat from scale to scale is what streaming promises; seconds depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tabulate import tabulate
from tqdm import tqdm

from hoichan.data import NAMES, DataError, folder
from hoichan.synthesis.publish import build

_KIB = 1024


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 when a build failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="datasets (all)")
    parser.add_argument("--scales", default="1,10,100", help="how many replicates, by commas")
    parser.add_argument("--one", type=int, metavar="SCALE", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one:
        print(json.dumps(measured(options.names[0], options.one)))
        return 0
    try:
        for name in options.names:
            folder(name)
    except DataError as error:
        print(f"✗ {error.text.vi}\n  {error.text.en}", file=sys.stderr)
        return 1
    scales = [int(scale) for scale in options.scales.split(",")]
    runs = [(name, scale) for name in options.names or NAMES for scale in scales]
    print(table([in_own_process(*run) for run in tqdm(runs, desc="bench data", unit=" build")]))
    return 0


def measured(name: str, scale: int) -> dict[str, float | str]:
    """Build a dataset into a temporary folder: rows, seconds, and this process's peak memory in MB."""
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        built = build(name, Path(out), scale=scale)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB on Linux, bytes on macOS
    peak_mb = peak / _KIB if sys.platform.startswith("linux") else peak / _KIB**2
    rows = sum(built.rows.values())
    return {"name": name, "scale": scale, "rows": rows, "seconds": seconds, "mb": peak_mb}


def in_own_process(name: str, scale: int) -> dict[str, float | str]:
    """:func:`measured` in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, __file__, name, "--one", str(scale)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(done.stdout))


def table(found: list[dict[str, float | str]]) -> str:
    """One line a build; memory also as a ratio to the smallest scale of the same dataset."""
    first = {str(each["name"]): float(each["mb"]) for each in reversed(found)}
    lines = [
        (
            each["name"],
            each["scale"],
            int(each["rows"]),
            f"{float(each['seconds']):.1f}",
            int(float(each["rows"]) / float(each["seconds"])),
            f"{float(each['mb']):.0f}",
            f"{float(each['mb']) / first[str(each['name'])]:.2f}",
        )
        for each in found
    ]
    heads = ("dataset", "scale", "rows", "s", "rows/s", "peak MB", "× peak of first scale")
    return tabulate(lines, heads, intfmt=",", disable_numparse=[3, 5, 6])


if __name__ == "__main__":
    sys.exit(main())
