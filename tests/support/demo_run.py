"""``make demo HUB=0`` as its user runs it, into a folder of the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEARNERS = 8  # of the 40 that `make demo` simulates


@dataclass(frozen=True)
class DemoRun:
    """A finished demo: its site, what it printed, what it summed up."""

    root: Path
    output: str
    summary: dict[str, Any]


def run_demo(root: Path, repo: Path) -> DemoRun:
    """Run the demo without the serving; an error of it is the test's failure."""
    done = subprocess.run(
        [
            sys.executable,
            "scripts/demo.py",
            "--no-hub",
            "--site",
            str(root),
            "--learners",
            str(LEARNERS),
        ],
        cwd=repo,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    summary = json.loads((root / "summary.json").read_text(encoding="utf-8"))
    return DemoRun(root, done.stdout, summary)
