"""What the commands print: Vietnamese first, English below it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace

from hoichan.authoring.places import Places
from hoichan.cases.errors import Problem


def say(vi: str, en: str) -> None:
    """One line in each language on the standard output."""
    sys.stdout.write(f"{vi}\n  {en}\n")


def say_problems(problems: Iterable[Problem], places: Places) -> None:
    """Each problem as ``file:line: vi`` with the English below, then how many; on stderr."""
    found = [replace(problem, file=places.show(problem.file)) for problem in problems]
    for problem in found:
        sys.stderr.write(f"{problem.show('vi')}\n    {problem.text.en}\n")
    if found:
        sys.stderr.write(f"{len(found)} chỗ cần sửa\n    {len(found)} things to mend\n")
