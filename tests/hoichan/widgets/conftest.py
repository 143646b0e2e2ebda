"""Widgets driven from Python, without a browser."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exercise_samples import lay_out
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.opening import open_task


@pytest.fixture
def lesson_folder(tmp_path: Path, repo_root: Path) -> Path:
    """A learner's lesson folder with a realistic X1 and X2 variant."""
    variants = tmp_path / "s1_numbers" / "variants"
    variants.mkdir(parents=True)
    for sample in (repo_root / "tests/browser/samples").glob("*.json"):
        (variants / sample.name).write_bytes(sample.read_bytes())
    return variants.parent


class Driver:
    """Sends operations to a widget as a browser does."""

    _ids = itertools.count()

    def __init__(self, folder: Path, task: str) -> None:
        self.folder = folder
        self.task = task
        self.widget: CritiqueWidget = open_task(folder, task)

    def op(self, **op: Any) -> dict[str, Any]:
        return self.widget.receive({"kind": "op", "id": f"op{next(self._ids)}", "op": op})

    def ok(self, **op: Any) -> dict[str, Any]:
        reply = self.op(**op)
        assert reply["kind"] == "ack", reply
        return reply

    @property
    def payload(self) -> dict[str, Any]:
        return dict(self.widget.state["payload"])

    def reopened(self) -> Driver:
        return Driver(self.folder, self.task)


@pytest.fixture
def drive(lesson_folder: Path) -> Callable[[str], Driver]:
    """``drive("x1")`` opens a task in the lesson folder."""

    def open_driver(task: str) -> Driver:
        if not (lesson_folder / "variants" / f"{task}.json").is_file():
            lay_out(lesson_folder, task)
        return Driver(lesson_folder, task)

    return open_driver
