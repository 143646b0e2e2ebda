"""``task("x1")`` in a lesson notebook: a widget, or one sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoichan.lesson import Message, task
from hoichan.schema.variant import MAX_VARIANT_BYTES
from hoichan.widgets.exercises.span_critique import Widget as SpanCritique
from hoichan.widgets.exercises.verify_data import Widget as VerifyData


@pytest.fixture
def folder(tmp_path: Path, repo_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "variants").mkdir()
    for sample in (repo_root / "tests/browser/samples").glob("*.json"):
        (tmp_path / "variants" / sample.name).write_bytes(sample.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_task_type_gets_its_widget(folder):
    assert isinstance(task("x1"), SpanCritique)
    assert isinstance(task("x2"), VerifyData)


@pytest.mark.parametrize("missing", ["file", "folder"])
def test_a_lesson_not_yet_fetched(folder, missing):
    (folder / "variants" / "x1.json").unlink()
    if missing == "folder":
        (folder / "variants" / "x2.json").unlink()
        (folder / "variants").rmdir()
    shown = task("x1")
    assert isinstance(shown, Message)
    assert shown.text.vi == "Chưa nhận bài: hãy mở bài từ trang khoá học."
    bundle = shown._repr_mimebundle_()
    assert 'lang="vi"' in bundle["text/html"]
    assert 'lang="en"' in bundle["text/html"]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff", b"[" * 5000, b" " * (MAX_VARIANT_BYTES + 9)]
)
def test_a_damaged_variant(folder, content):
    (folder / "variants" / "x1.json").write_bytes(content)
    shown = task("x1")
    assert isinstance(shown, Message)
    assert "hỏng" in shown.text.vi
    assert "damaged" in shown.text.en


def test_a_variant_under_another_tasks_name(folder):
    (folder / "variants" / "x2.json").rename(folder / "variants" / "x1.json")
    assert isinstance(task("x1"), Message)


@pytest.mark.parametrize("name", ["../x1", "X1", "", "x1.json", "<b>", "a" * 60])
def test_names_that_are_no_task(folder, name):
    shown = task(name)
    assert isinstance(shown, Message)
    assert "<b>" not in shown._repr_mimebundle_()["text/html"]


def test_an_unwritable_folder_still_shows_the_task(folder):
    (folder / "answers").write_text("a file where the folder should be", encoding="utf-8")
    widget = task("x1")
    assert isinstance(widget, SpanCritique)
    reply = widget.receive({"kind": "op", "id": "1", "op": {"do": "flag", "uid": "a1.u1"}})
    assert reply["kind"] == "nack"
    assert reply["retry"] is True
