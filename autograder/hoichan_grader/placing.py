"""Putting the released notebook in the place of the learner's, before nbgrader sees it.

So no code of a learner is ever run, and a missing or damaged notebook loses nobody's answers. What
came in is kept beside it as ``<lesson>.ipynb.received`` (an empty file when nothing came).
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from hoichan.schema.site import SitePaths
from hoichan_grader import atomic
from hoichan_grader.integrity import MAX_NOTEBOOK_BYTES, UnreadableNotebookError, read_cells
from hoichan_grader.texts import error

RECEIVED = ".received"


def released_notebook(site: SitePaths, lesson: str) -> Path:
    """The notebook that learners were given.

    Raises:
        GraderError: the lesson is not released.
    """
    path = site.course / "release" / lesson / f"{lesson}.ipynb"
    if not path.is_file():
        raise error("not_released", lesson=lesson, site=site.root)
    return path


def released_versions(site: SitePaths, lesson: str) -> list[bytes]:
    """Every notebook that was ever released as this lesson, the one in force first."""
    current = released_notebook(site, lesson).read_bytes()
    kept = (path.read_bytes() for path in sorted(_history(site, lesson).glob("*.ipynb")))
    return [current, *(data for data in kept if data != current)]


def keep_release(site: SitePaths, lesson: str) -> None:
    """Remember the notebook just released: learners who have it are not told that they changed it."""
    data = released_notebook(site, lesson).read_bytes()
    name = f"{sha256(data).hexdigest()[:16]}.ipynb"
    atomic.write_bytes(_history(site, lesson) / name, data)


def _history(site: SitePaths, lesson: str) -> Path:
    return site.course / "release_history" / lesson


def submitted_folder(site: SitePaths, lesson: str, learner: str) -> Path:
    """Where a collected submission lies."""
    return site.course / "submitted" / learner / lesson


def place_released(folder: Path, lesson: str, released: bytes) -> None:
    """Replace the notebook in a submission's folder; doing it twice changes nothing.

    A notebook that we placed before (by its checksum) is never taken for the learner's, also when
    the lesson was released anew since.
    """
    notebook = folder / f"{lesson}.ipynb"
    received = received_notebook(folder, lesson)
    ours = folder / f"{lesson}.sha256{RECEIVED}"
    current = _bytes(notebook)
    placed_before = (
        current is not None
        and received.is_file()
        and ours.is_file()
        and ours.read_text(encoding="ascii").strip() == sha256(current).hexdigest()
    )
    if not placed_before:
        if current is not None:
            notebook.replace(received)  # renamed, so that also a huge one is kept whole
        elif not received.is_file():
            atomic.write_bytes(received, b"")
    merged = merge_solutions(released, _bytes(received))
    atomic.write_text(ours, sha256(merged).hexdigest() + "\n")
    atomic.write_bytes(notebook, merged)


def place_all(site: SitePaths, lesson: str) -> list[str]:
    """Do so for every collected submission of a lesson; returns the learners, sorted."""
    released = released_notebook(site, lesson).read_bytes()
    folders = sorted(path for path in site.course.glob(f"submitted/*/{lesson}") if path.is_dir())
    for folder in folders:
        place_released(folder, lesson, released)
    return [folder.parent.name for folder in folders]


def received_notebook(folder: Path, lesson: str) -> Path:
    """Where the learner's own notebook is kept."""
    return folder / f"{lesson}.ipynb{RECEIVED}"


def received_bytes(folder: Path, lesson: str) -> bytes | None:
    """The notebook as it came in, None when none came."""
    kept = received_notebook(folder, lesson)
    return _bytes(kept if kept.is_file() else folder / f"{lesson}.ipynb") or None


def _bytes(path: Path) -> bytes | None:
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as stream:  # one byte over the limit is enough to see that it is over
        return stream.read(MAX_NOTEBOOK_BYTES + 1)


def merge_solutions(released: bytes, received: bytes | None) -> bytes:
    """The released notebook with the learner's text in cells that a person marks.

    Only cells that nbgrader calls solutions are taken over, by their grade id; a notebook without
    such cells comes back unchanged.
    """
    notebook: dict[str, Any] = json.loads(released)
    wanted = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if cell.get("metadata", {}).get("nbgrader", {}).get("solution")
    }
    if not wanted or not received or len(received) > MAX_NOTEBOOK_BYTES:
        return released
    try:
        cells = read_cells(received)
    except UnreadableNotebookError:
        return released
    for cell in cells:
        if cell.grade_id in wanted:
            wanted[cell.grade_id]["source"] = cell.source
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
