"""Practice tasks as `hoichan lesson build` writes them: a variant with its key, alike for everybody."""

from __future__ import annotations

import json

import pytest

from hoichan import cli
from hoichan.authoring import practice
from hoichan.schema.documents import Practice
from hoichan.widgets.opening import open_task

PRACTICE = """\
  - id: p1
    type: span_critique
    title: {vi: "Luyện tập", en: "Practice"}
    points: 0
    practice: true
    cases: [sample-noi]
    rules: {planted: [1, 2], categories: 1}
"""


@pytest.fixture
def lesson(lesson, monkeypatch):
    """The small lesson with a practice task beside the graded one."""
    path = lesson / "lesson.yaml"
    text = path.read_text(encoding="utf-8").replace("sources:", f"{PRACTICE}sources:")
    path.write_text(text, encoding="utf-8")
    for lang in ("vi", "en"):
        path = lesson / f"lesson.{lang}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n:::{{task}} p1\n:::\n", encoding="utf-8")
    monkeypatch.chdir(lesson)
    return lesson


@pytest.fixture
def built(lesson, capsys):
    """The built practice file."""
    assert cli.main(["lesson", "build"]) == 0
    capsys.readouterr()
    return lesson / "practice" / "p1.json"


def run(capsys, *argv):
    status = cli.main(argv)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_file_holds_a_variant_with_its_own_key(built):
    both = Practice.model_validate_json(built.read_bytes())
    assert (both.variant.lesson, both.variant.task, both.variant.points) == ("s9_small", "p1", 0)
    assert both.variant.practice
    assert (both.key.task, both.key.variant) == ("p1", both.variant.variant)
    assert 1 <= len(both.key.planted) <= 2
    assert [path.name for path in built.parent.iterdir()] == ["p1.json"]  # none of the graded task


def test_it_opens_with_feedback_from_the_folder_it_was_built_in(built):
    widget = open_task(built.parents[1], "p1")
    answer = widget.public.items()[0]
    reply = widget.receive({"kind": "feedback", "id": "1", "item": answer})
    assert reply["kind"] == "feedback"
    assert reply["item"] == answer
    assert set(reply["html"]) == {"vi", "en"}


def test_its_cell_is_locked_but_not_graded(built):
    notebook = json.loads((built.parents[1] / "s9_small.ipynb").read_text(encoding="utf-8"))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    assert "nbgrader" in cells["task-x1"]["metadata"]
    own = cells["task-p1"]["metadata"]
    assert "nbgrader" not in own
    assert (own["editable"], own["deletable"]) == (False, False)
    assert own["tags"] == ["hoichan-practice"]


def test_building_again_changes_nothing(built, capsys):
    before = built.read_bytes(), built.stat().st_mtime_ns
    status, out, _ = run(capsys, "lesson", "build")
    assert status == 0
    assert "đã ghi" not in out
    assert "1 bài học: tốt" in out  # files of practice are no lessons
    assert (built.read_bytes(), built.stat().st_mtime_ns) == before
    assert run(capsys, "lesson", "build", "--check")[0] == 0


@pytest.mark.parametrize("change", ["edited by hand", "deleted", "another case text"])
def test_a_stale_file_is_told(built, capsys, checkout, change):
    if change == "deleted":
        built.unlink()
    elif change == "edited by hand":
        text = built.read_text(encoding="utf-8")
        built.write_text(text.replace('"points": 0.0', '"points": 0'), encoding="utf-8")
    else:
        path = checkout / "datasets" / "cases" / "sample-noi" / "vi.md"
        text = path.read_text(encoding="utf-8").split("\n")
        text[0] += " (bản mới)"
        path.write_text("\n".join(text), encoding="utf-8")
    status, _, err = run(capsys, "lesson", "build", "--check")
    assert status == 1
    assert "practice/p1.json" in err
    assert "hoichan lesson build" in err
    assert run(capsys, "lesson", "build")[0] == 0
    assert run(capsys, "lesson", "build", "--check")[0] == 0


def test_a_file_of_no_practice_task_is_told(built, capsys):
    left = built.with_name("x1.json")
    left.write_bytes(built.read_bytes())
    for command in (["lesson", "build"], ["lesson", "build", "--check"], ["check"]):
        status, _, err = run(capsys, *command)
        assert status == 1
        assert "practice/x1.json: lesson.yaml không có bài luyện này; hãy xoá tệp." in err
        assert "practice/p1.json" not in err


def test_nothing_is_written_when_practice_cannot_be_drawn(lesson, capsys):
    path = lesson / "lesson.yaml"
    head, tail = path.read_text(encoding="utf-8").split("practice: true")
    path.write_text(f"{head}practice: true{tail.replace('[1, 2]', '[9, 9]')}", encoding="utf-8")
    status, _, err = run(capsys, "lesson", "build")
    assert status == 1
    assert "lesson.yaml" in err
    assert "9–9" in err
    assert not (lesson / "practice").exists()
    assert not (lesson / "s9_small.ipynb").exists()


def test_practice_that_no_widget_would_read_is_refused(lesson, capsys, monkeypatch):
    monkeypatch.setattr(practice, "MAX_PRACTICE_BYTES", 2_000)
    status, _, err = run(capsys, "lesson", "build")
    assert status == 1
    assert "Bài luyện “p1” quá lớn" in err
    assert 'Practice "p1" is too large' in err
    assert not (lesson / "practice").exists()


def test_a_case_that_is_graded_elsewhere_is_refused_for_practice(built, capsys):
    status, _, err = run(capsys, "check")
    assert status == 1
    assert "lesson.yaml" in err
    assert "bài luyện “p1” dùng tình huống sample-noi của một bài chấm điểm." in err
    path = built.parents[1] / "lesson.yaml"
    text = path.read_text(encoding="utf-8").replace("pillar: skillset", "pillar: authors")
    path.write_text(text, encoding="utf-8")  # the gallery of types is handed out to nobody
    assert "dùng tình huống" not in run(capsys, "check")[2]
