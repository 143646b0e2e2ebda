"""Write `environment.yml` for people who use conda, or check that it agrees with the lock.

Conda only brings Python and pip; the direct dependencies, in the lock's versions, come by pip.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = ("pyproject.toml", "autograder/pyproject.toml", "hub_config/pyproject.toml")
MEMBERS = frozenset({"hoichan", "hoichan-grader", "hoichan-hub"})
PYTHON = "3.11"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+))?")
HEADER = """\
# Made by `make lock` (scripts/environment_yml.py) from requirements.lock; not edited by hand.
#   conda env create -f environment.yml && conda activate hoichan
#   pip install --no-deps -e . -e autograder -e hub_config
"""


def main(argv: list[str] | None = None) -> int:
    """Write the file; with --check write nothing and return 1 when it is out of date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    options = parser.parse_args(argv)
    target = ROOT / "environment.yml"
    wanted = render(ROOT)
    if not options.check:
        target.write_text(wanted, encoding="utf-8")
        print("✓ environment.yml")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == wanted:
        return 0
    print(
        "environment.yml không khớp với requirements.lock: hãy chạy `make lock`.\n"
        "environment.yml does not agree with requirements.lock: run `make lock`.",
        file=sys.stderr,
    )
    return 1


def render(root: Path) -> str:
    """The text of environment.yml; KeyError when the lock lacks a direct dependency."""
    pins = locked_versions((root / "requirements.lock").read_text(encoding="utf-8"))
    lines = [f"      - {name}=={pins[name]}" for name in sorted(direct_dependencies(root))]
    head = ["name: hoichan", "channels:", "  - conda-forge", "dependencies:"]
    return HEADER + "\n".join([*head, f"  - python={PYTHON}", "  - pip", "  - pip:", *lines, ""])


def locked_versions(lock: str) -> dict[str, str]:
    """Version by normalised name, of the pins in `lock` that hold for Python 3.11 on Linux."""
    here = {
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.13",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    found = (PIN.match(line) for line in lock.splitlines())
    return {
        canonicalize_name(pin["name"]): pin["version"]
        for pin in found
        if pin and (not pin["marker"] or Marker(pin["marker"]).evaluate(here))
    }


def direct_dependencies(root: Path) -> set[str]:
    """Normalised names of what the three distributions themselves ask for, our own left out."""
    asked: set[str] = set()
    for name in PROJECTS:
        project = tomllib.loads((root / name).read_text(encoding="utf-8"))["project"]
        asked |= {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    return asked - MEMBERS


if __name__ == "__main__":
    sys.exit(main())
