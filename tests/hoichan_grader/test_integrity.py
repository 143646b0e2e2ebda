"""The learner's notebook against the released one."""

from __future__ import annotations

import copy
import json

import pytest

from hoichan_grader.integrity import MAX_NOTEBOOK_BYTES, check_notebook, read_cells
from hoichan_grader.placing import merge_solutions, place_released


def cell(kind, source, cell_id, grade_id=None, **marks):
    metadata = {"nbgrader": {"grade_id": grade_id, "grade": True, **marks}} if grade_id else {}
    return {"cell_type": kind, "source": source, "id": cell_id, "metadata": metadata}


RELEASED = {
    "cells": [
        cell("markdown", "# Bài", "m1"),
        cell("markdown", "Lời dẫn", "m2"),
        cell("code", 'task("x1")', "c1", "x1"),
        cell("code", 'task("x2")', "c2", "x2"),
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def codes(notebook):
    data = (
        notebook
        if isinstance(notebook, bytes) or notebook is None
        else json.dumps(notebook).encode()
    )
    return [one.code for one in check_notebook(data, [read_cells(json.dumps(RELEASED).encode())])]


def changed(change):
    notebook = copy.deepcopy(RELEASED)
    change(notebook["cells"])
    return notebook


def test_an_untouched_notebook_has_no_findings():
    assert codes(RELEASED) == []


def test_outputs_counters_and_split_sources_do_not_matter():
    def run(cells):
        cells[2] |= {"outputs": [{"x": 1}], "execution_count": 7, "source": ["task(", '"x1")\n']}

    assert codes(changed(run)) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "notebook_missing"),
        (b"", "notebook_missing"),
        (b"{", "notebook_unreadable"),
        (b"\xff\xfe", "notebook_unreadable"),
        (b"[]", "notebook_unreadable"),
        (b'{"cells": {}}', "notebook_unreadable"),
        (b'{"cells": [1]}', "notebook_unreadable"),
        (b'{"cells": [{"source": 5}]}', "notebook_unreadable"),
        (b"[" * 200_000, "notebook_unreadable"),
        (b" " * (MAX_NOTEBOOK_BYTES + 1), "notebook_too_big"),
    ],
)
def test_a_notebook_that_cannot_be_read(data, code):
    assert codes(data) == [code]


@pytest.mark.parametrize(
    ("change", "code", "name"),
    [
        (lambda cells: cells.pop(2), "notebook_cells_deleted", "x1"),
        (lambda cells: cells.pop(1), "notebook_cells_deleted", "1 text cells"),
        (lambda cells: cells.append(cells[3] | {"id": "new"}), "notebook_cells_duplicated", "x2"),
        (
            lambda cells: cells.append(cells[0] | {"id": "new"}),
            "notebook_cells_duplicated",
            "1 text",
        ),
        (lambda cells: cells[2].update(source="print(1)"), "notebook_cells_edited", "x1"),
        (lambda cells: cells[2].update(cell_type="raw"), "notebook_cells_edited", "x1"),
        (lambda cells: cells[1].update(source="khác"), "notebook_cells_edited", "1 text"),
        (lambda cells: cells.append(cell("code", "2+2", "own")), "notebook_cells_extra", ""),
    ],
)
def test_changed_cells_are_named(change, code, name):
    found = check_notebook(
        json.dumps(changed(change)).encode(), [read_cells(json.dumps(RELEASED).encode())]
    )
    assert [one.code for one in found] == [code]
    assert name in found[0].text.en
    assert found[0].needs_look is (code != "notebook_cells_extra")


def test_a_cell_pasted_back_is_not_missing():
    assert codes(changed(lambda cells: cells[1].update(id="pasted"))) == []


def test_nfd_text_is_the_same_text():
    assert codes(changed(lambda cells: cells[0].update(source="# Ba\u0300i"))) == []


def test_writing_where_one_should_write_is_no_change():
    released = copy.deepcopy(RELEASED)
    released["cells"].append(cell("markdown", "Viết ở đây", "w1", "why", solution=True))
    received = copy.deepcopy(released)
    received["cells"][4]["source"] = "Vì mẫu số sai."
    versions = [read_cells(json.dumps(released).encode())]
    assert check_notebook(json.dumps(received).encode(), versions) == []


def test_text_in_cells_that_people_mark_is_kept_and_nothing_else():
    released = copy.deepcopy(RELEASED)
    released["cells"].append(cell("markdown", "Viết ở đây", "w1", "why", solution=True))
    received = copy.deepcopy(released)
    received["cells"][4]["source"] = "Vì mẫu số sai."
    received["cells"][2]["source"] = "import os"
    merged = json.loads(
        merge_solutions(json.dumps(released).encode(), json.dumps(received).encode())
    )
    assert merged["cells"][4]["source"] == "Vì mẫu số sai."
    assert merged["cells"][2]["source"] == 'task("x1")'


@pytest.mark.parametrize("received", [None, b"{broken", b'{"cells": []}'])
def test_placing_keeps_what_came_in_and_can_be_repeated(tmp_path, received):
    released = json.dumps(RELEASED).encode()
    if received is not None:
        (tmp_path / "l.ipynb").write_bytes(received)
    for _ in range(2):
        place_released(tmp_path, "l", released)
        assert (tmp_path / "l.ipynb").read_bytes() == released
        assert (tmp_path / "l.ipynb.received").read_bytes() == (received or b"")


def test_after_another_release_the_learners_notebook_is_still_the_one_kept(tmp_path):
    released = json.dumps(RELEASED).encode()
    again = json.dumps(changed(lambda cells: cells[0].update(source="# Bài mới"))).encode()
    (tmp_path / "l.ipynb").write_bytes(b"{mine")
    place_released(tmp_path, "l", released)
    place_released(tmp_path, "l", again)
    assert (tmp_path / "l.ipynb").read_bytes() == again
    assert (tmp_path / "l.ipynb.received").read_bytes() == b"{mine"


def test_an_unchanged_copy_of_an_earlier_release_has_no_findings():
    new = changed(lambda cells: cells[0].update(source="# Bài mới"))
    versions = [read_cells(json.dumps(one).encode()) for one in (new, RELEASED)]
    assert check_notebook(json.dumps(RELEASED).encode(), versions) == []
    assert check_notebook(json.dumps(new).encode(), versions) == []
    edited = json.dumps(changed(lambda cells: cells[2].update(source="x"))).encode()
    assert [one.code for one in check_notebook(edited, versions)] == ["notebook_cells_edited"]


def test_a_newer_notebook_replaces_what_was_kept(tmp_path):
    released = json.dumps(RELEASED).encode()
    (tmp_path / "l.ipynb").write_bytes(b"{first")
    place_released(tmp_path, "l", released)
    (tmp_path / "l.ipynb").write_bytes(b"{second")
    place_released(tmp_path, "l", released)
    assert (tmp_path / "l.ipynb.received").read_bytes() == b"{second"
