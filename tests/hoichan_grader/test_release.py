"""What learners are given holds nothing of a key."""

from __future__ import annotations

import json

import pytest

from hoichan.schema.pool import TaskPool
from hoichan_grader.release import refuse_keys
from hoichan_grader.texts import GraderError

LESSON = "s1_small"
SECRET = bytes(range(32))


def strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for part in parts for text in strings(part)}


def private_texts(pool: TaskPool) -> set[str]:
    """Every text of a pool but its title, found without the code under test."""
    raw = pool.model_dump(mode="json", exclude={"title", "lesson", "task", "type", "schema_id"})
    return {text for text in strings(raw) if len(text) > 15}


def test_released_files_hold_nothing_of_any_key(course):
    folder = course.site.course / "release" / LESSON
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [f"{LESSON}.ipynb"]
    text = files[0].read_text("utf-8")
    readable = text + "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    secrets = {one for pool in course.pools.values() for one in private_texts(pool)}
    assert len(secrets) > 50
    assert [one for one in secrets if one in readable] == []
    assert SECRET.hex() not in text


def test_the_release_is_nbgraders_own(course):
    path = course.site.course / "release" / LESSON / f"{LESSON}.ipynb"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    graded = [cell for cell in cells if "nbgrader" in cell["metadata"]]
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in graded] == ["x2", "x1"]
    assert all(cell["metadata"]["nbgrader"]["checksum"] for cell in graded)
    assert [cell["metadata"]["nbgrader"]["points"] for cell in graded] == [42.0, 28.0]


@pytest.mark.parametrize("pick", ["why", "wording", "secret"])
def test_a_key_in_a_file_stops_the_release(course, tmp_path, pick):
    pools = list(course.pools.values())
    wrong = next(w for pool in pools for case in pool.cases for u in case.units for w in u.wrong)
    leak = {"why": wrong.why.vi, "wording": wrong.text.en, "secret": SECRET.hex()}[pick]
    source = course.site.course / "release" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(source.read_text("utf-8"))
    notebook["cells"][0]["source"] = f'"{leak}"'
    path = tmp_path / "leaky.ipynb"
    path.write_text(json.dumps(notebook))  # escapes every Vietnamese letter
    refuse_keys([source], pools, SECRET)
    with pytest.raises(GraderError) as caught:
        refuse_keys([source, path], pools, SECRET)
    assert str(path) in caught.value.text.en
