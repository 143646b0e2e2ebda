"""Every lesson's notebook runs headless from the first cell to the last, as a learner fetches it."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import papermill
import pytest

from course_lessons import FOLDERS, SPECS, pool
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.widgets.base import STATIC_VARIABLES

pytestmark = pytest.mark.xdist_group("lessons")  # cases are compiled once
LEARNER = "hv.lan"
TASK_TAGS = {"hoichan-task", "hoichan-practice"}


@pytest.fixture
def fetched(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """One lesson as it lies in a learner's home: notebook, practice, the learner's own variants."""
    lesson: str = request.param
    folder = tmp_path / lesson
    folder.mkdir()
    shutil.copy(FOLDERS[lesson] / f"{lesson}.ipynb", folder)
    if (FOLDERS[lesson] / "practice").is_dir():
        shutil.copytree(FOLDERS[lesson] / "practice", folder / "practice")
    (folder / "variants").mkdir()
    for task in SPECS[lesson].graded:
        variant, _key = make_variant(pool(lesson, task.id), b"headless", LEARNER)
        (folder / "variants" / f"{task.id}.json").write_bytes(variant_bytes(variant))
    return folder


@pytest.mark.parametrize("fetched", FOLDERS, indirect=True)
def test_a_lesson_runs_headless(fetched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATIC_VARIABLES[0], "1")
    lesson = fetched.name
    done = fetched.parent / "done.ipynb"
    papermill.execute_notebook(
        str(fetched / f"{lesson}.ipynb"), str(done), cwd=str(fetched), progress_bar=False
    )
    cells = [
        cell
        for cell in nbformat.read(done, as_version=4).cells
        if TASK_TAGS & set(cell.metadata.get("tags", ()))
    ]
    assert len(cells) == len(SPECS[lesson].tasks)
    for cell, task in zip(cells, _in_order(lesson), strict=True):
        (output,) = cell.outputs
        shown = output["data"]["text/html"]  # no browser runs the widget here
        assert "hoichan-message" not in shown, shown
        assert task.title.vi in shown


def _in_order(lesson: str):
    """The tasks in the order in which the notebook opens them."""
    notebook = nbformat.read(FOLDERS[lesson] / f"{lesson}.ipynb", as_version=4)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return sorted(
        SPECS[lesson].tasks,
        key=lambda task: next(n for n, text in enumerate(sources) if f'task("{task.id}")' in text),
    )
