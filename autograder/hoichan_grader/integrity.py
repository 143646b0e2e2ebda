"""The notebook of a submission against the released one: missing, unreadable, cells changed.

The learner's notebook is evidence only. It is read as plain JSON, never executed and never handed to
nbgrader; its place is taken by the released notebook (``placing.py``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hoichan.schema.report import Finding
from hoichan.schema.text import Bilingual, nfc
from hoichan_grader.texts import finding

MAX_NOTEBOOK_BYTES = 5_000_000
_MAX_CELLS = 5_000


@dataclass(frozen=True)
class Cell:
    """What is compared of one cell. ``grade_id`` is nbgrader's, empty for ordinary cells."""

    id: str
    grade_id: str
    kind: str
    source: str
    solution: bool


class UnreadableNotebookError(ValueError):
    """The bytes are no notebook that a browser could have saved."""


def read_cells(data: bytes) -> tuple[Cell, ...]:
    """Read a notebook's cells without trusting anything in it.

    Raises:
        UnreadableNotebookError: not UTF-8, not JSON, or not the shape of a version 4 notebook.
    """
    try:
        notebook = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as reason:
        raise UnreadableNotebookError(str(reason)) from reason
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or len(cells) > _MAX_CELLS:
        msg = "no list of cells"
        raise UnreadableNotebookError(msg)
    return tuple(_read_cell(cell) for cell in cells)


def _read_cell(cell: object) -> Cell:
    if not isinstance(cell, dict):
        msg = "a cell is no object"
        raise UnreadableNotebookError(msg)
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        msg = "a cell has no text"
        raise UnreadableNotebookError(msg)
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    marks = nbgrader if isinstance(nbgrader, dict) else {}
    return Cell(
        id=str(cell.get("id", "")),
        grade_id=str(marks.get("grade_id", "")),
        kind=str(cell.get("cell_type", "")),
        source=nfc(source).rstrip(),
        solution=marks.get("solution") is True,
    )


def check_notebook(received: bytes | None, versions: Sequence[Sequence[Cell]]) -> list[Finding]:
    """Compare the notebook that came in (None: none came) with the released cells.

    Of several released versions the learner had the one that the notebook is most like.
    """
    if not received:
        return [finding("notebook_missing")]
    if len(received) > MAX_NOTEBOOK_BYTES:
        return [finding("notebook_too_big", {"size": len(received), "limit": MAX_NOTEBOOK_BYTES})]
    try:
        cells = read_cells(received)
    except UnreadableNotebookError:
        return [finding("notebook_unreadable")]
    return min((_compare(cells, released) for released in versions), key=len)


def _compare(cells: Sequence[Cell], released: Sequence[Cell]) -> list[Finding]:
    partners = {_key(cell): cell for cell in released}
    texts = {cell.source for cell in released}
    seen = Counter(_key(cell) for cell in cells)
    sources = Counter(cell.source for cell in cells)
    original = Counter(cell.source for cell in released)

    deleted = [
        cell
        for cell in released
        # A cell pasted back has a new id, so an ordinary cell may also be found by its text.
        if not seen[_key(cell)] and (cell.grade_id or not sources[cell.source])
    ]
    duplicated = [
        cell
        for cell in released
        if seen[_key(cell)] > 1
        or (not cell.grade_id and cell.source and sources[cell.source] > original[cell.source])
    ]
    edited = [
        partner
        for cell in cells
        if (partner := partners.get(_key(cell))) is not None
        and not partner.solution
        and (cell.source != partner.source or cell.kind != partner.kind)
    ]
    extra = [
        cell
        for cell in cells
        if _key(cell) not in partners and cell.source and cell.source not in texts
    ]
    findings = [
        finding(code, {"count": len(found)}, names=_names(found))
        for code, found in (
            ("notebook_cells_deleted", deleted),
            ("notebook_cells_duplicated", duplicated),
            ("notebook_cells_edited", edited),
        )
        if found
    ]
    if extra:
        findings.append(finding("notebook_cells_extra", {"count": len(extra)}))
    return findings


def _key(cell: Cell) -> tuple[str, str]:
    """Copying a cell keeps nbgrader's grade id but not the cell's own id: the former goes first."""
    return ("grade", cell.grade_id) if cell.grade_id else ("id", cell.id)


def _names(cells: Sequence[Cell]) -> Bilingual:
    """Graded cells by their id, the others only as text cells."""
    tasks = list(dict.fromkeys(cell.grade_id for cell in cells if cell.grade_id))
    plain = sum(1 for cell in cells if not cell.grade_id)
    vi = [f"phần {task}" for task in tasks] + ([f"{plain} ô lời văn"] if plain else [])
    en = [f"part {task}" for task in tasks] + ([f"{plain} text cells"] if plain else [])
    return Bilingual(vi=", ".join(vi), en=", ".join(en))
