"""Code labs: an ordinary nbgrader notebook ``lab.ipynb`` beside a lesson, for learners who program.

The author's version holds solutions and hidden tests. Cells tagged ``ai-code`` define, with the
faults that are to be found, what the learner's solution cells define anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader import utils
from nbgrader.nbgraderformat import ValidationError
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
    NbGraderPreprocessor,
)

from hoichan.schema.text import LANGS, Bilingual
from hoichan_grader.texts import error

LAB = "lab.ipynb"
AI_TAG = "ai-code"
CELL_SECONDS = 60
Notebook = Any
# As `nbgrader generate_assignment` has them, without what needs a gradebook.
_STEPS: tuple[type[NbGraderPreprocessor], ...] = (
    LockCells,
    ClearSolutions,
    ClearOutput,
    CheckCellMetadata,
    ClearHiddenTests,
    ComputeChecksums,
    CheckCellMetadata,
)
_SETTINGS: dict[type[NbGraderPreprocessor], dict[str, Any]] = {
    ClearSolutions: {
        "code_stub": {
            "python": "# Viết mã của anh/chị ở đây · your code here\nraise NotImplementedError"
        }
    }
}


def read_lab(path: Path) -> Notebook:
    """The author's version.

    Raises:
        GraderError: there is none, or it is no notebook.
    """
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError:
        raise error("no_lab", path=path) from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError) as reason:
        raise error("bad_lab", path=path, reason=reason) from reason


def learners_version(lab: Notebook) -> Notebook:
    """The lab without solutions, hidden tests and outputs; nbgrader's own steps make it.

    Raises:
        GraderError: nbgrader finds the notebook's cells unusable.
    """
    made = deepcopy(lab)
    resources: dict[str, Any] = {}
    for step in _STEPS:
        try:
            made, resources = step(**_SETTINGS.get(step, {})).preprocess(made, resources)
        except (RuntimeError, ValueError, ValidationError) as reason:
            raise error("bad_lab", path=LAB, reason=reason) from reason
    return made


def write_learners_version(lab: Notebook, folder: Path) -> Path:
    """Write :func:`learners_version` as ``lab.ipynb`` into ``folder``; a lab that is there stays.

    Raises:
        GraderError: nbgrader finds the cells unusable, or the file is there already: a learner's
            work may be in it.
    """
    path = folder / LAB
    made = str(nbformat.writes(learners_version(lab))) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(made)
    except FileExistsError:
        raise error("lab_is_there", path=path) from None
    return path


def problems(lab: Notebook) -> list[Bilingual]:
    """What an author has to mend, each in both languages; runs the lab three times.

    The solution has to pass every test. Empty solution cells have to pass none, and neither has
    the AI's code when it stands in their place.
    """
    found = list(_form(lab))
    if found:
        return found
    found += [error("lab_solution", cell=name).text for name in sorted(failed_tests(lab))]
    empty = failed_tests(learners_version(lab))
    found += [error("lab_free", cell=name).text for name in _tests(lab) if name not in empty]
    believed = failed_tests(_without_solutions(lab))
    found += [error("lab_ai", cell=name).text for name in _tests(lab) if name not in believed]
    return found


def failed_tests(notebook: Notebook) -> set[str]:
    """Run a copy in an empty folder; the grade ids of test cells that did not run through.

    For notebooks of our own authors: nothing keeps what runs here from reading this machine.
    """
    ran = deepcopy(notebook)
    with TemporaryDirectory(prefix="hc-") as folder:
        client = NotebookClient(
            ran,
            timeout=CELL_SECONDS,
            allow_errors=True,
            resources={"metadata": {"path": folder}},
        )
        with suppress(CellTimeoutError, DeadKernelError):  # cells not reached have failed
            client.execute(env={**os.environ, "MPLBACKEND": "Agg"})
    return {
        cell.metadata.nbgrader.grade_id
        for cell in ran.cells
        if utils.is_grade(cell) and not _ran_through(cell)
    }


def _ran_through(cell: Notebook) -> bool:
    return cell.execution_count is not None and not any(
        output.output_type == "error" for output in cell.outputs
    )


def _tests(lab: Notebook) -> list[str]:
    return [cell.metadata.nbgrader.grade_id for cell in lab.cells if utils.is_grade(cell)]


def _without_solutions(lab: Notebook) -> Notebook:
    """The lab of somebody who believes the AI."""
    left = deepcopy(lab)
    left.cells = [cell for cell in left.cells if not utils.is_solution(cell)]
    return left


def _form(lab: Notebook) -> Iterator[Bilingual]:
    """What can be seen without running anything."""
    for lang in LANGS:
        if not any(f"lang-{lang}" in cell.metadata.get("tags", ()) for cell in lab.cells):
            yield error("lab_language", lang=lang).text
    if not any(AI_TAG in cell.metadata.get("tags", ()) for cell in lab.cells):
        yield error("lab_no_ai", tag=AI_TAG).text
    if not any(utils.is_solution(cell) for cell in lab.cells):
        yield error("lab_no_solution").text
    tests = [cell for cell in lab.cells if utils.is_grade(cell)]
    if not tests:
        yield error("lab_no_test").text
    for cell in tests:
        name = cell.metadata.nbgrader.grade_id
        visible, begin, _ = cell.source.partition("### BEGIN HIDDEN TESTS")
        if not begin or "assert" not in visible:
            yield error("lab_test", cell=name).text
