"""Make `requirements.lock` anew: one universal, hash-pinned lock without registry addresses.

Versions already in the lock are kept where they still fit; `--upgrade` takes the newest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".tools" / "bin" / "uv"
PROJECTS = ("pyproject.toml", "autograder/pyproject.toml", "hub_config/pyproject.toml")
MEMBERS = ("hoichan", "hoichan-grader", "hoichan-hub")
# The oldest Python that the lock must serve (Debian 12 has 3.11.2).
OLDEST_PYTHON = "3.11.0"
HEADER = """\
# Made by `make lock` from the three pyproject.toml; not edited by hand. For every platform, Python
# 3.11 to 3.13. No registry is named: any mirror serves it (docs/decisions/0001-one-lock.md).
"""


def main(argv: list[str] | None = None) -> int:
    """Write the lock and return 0; uv's own status when nothing fits together."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    options = parser.parse_args(argv)
    lock = ROOT / "requirements.lock"
    result = subprocess.run(command(lock, upgrade=options.upgrade), cwd=ROOT, check=False)
    if result.returncode:
        print("make lock: requirements.lock không đổi / is unchanged", file=sys.stderr)
        return result.returncode
    pins = [line for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line]
    lock.write_text(HEADER + lock.read_text(encoding="utf-8"), encoding="utf-8")
    print(f"✓ requirements.lock: {len(pins)} gói / packages")
    return 0


def command(lock: Path, *, upgrade: bool) -> list[str]:
    """The uv command that resolves the workspace and its dev group into `lock`."""
    ours = [word for member in MEMBERS for word in ("--no-emit-package", member)]
    return [
        *(str(UV), "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON),
        *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"),
        *ours,
        *(["--upgrade"] if upgrade else []),
        *PROJECTS,
        *("--group", "pyproject.toml:dev", "--output-file", str(lock)),
    ]


if __name__ == "__main__":
    sys.exit(main())
