"""`hoichan exercises personas` and `hoichan exercises gallery`, run as authors run them."""

from __future__ import annotations

import json
import shutil

import pytest

from exercise_samples import LESSON as GALLERY_SOURCE
from exercise_samples import task_specs
from hoichan import cli, personas
from hoichan.authoring import exercises_cli
from hoichan.authoring.places import Places
from hoichan.authoring.strategies import earned
from hoichan.schema.case import TASK_TYPES
from hoichan.widgets.opening import open_task

GALLERY = "exercise_types"


@pytest.fixture
def small(checkout, monkeypatch):
    """A checkout whose gallery has one graded task."""
    folder = checkout / "notebooks" / "authors" / GALLERY
    shutil.move(checkout / "notebooks" / "skillset" / "s9_small", folder)
    path = folder / "lesson.yaml"
    text = path.read_text(encoding="utf-8").replace("id: s9_small", f"id: {GALLERY}")
    path.write_text(text.replace("pillar: skillset", "pillar: authors"), encoding="utf-8")
    monkeypatch.chdir(checkout)
    return folder


def run(capsys, *argv):
    status = cli.main(["exercises", *argv])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_table_has_a_line_for_every_strategy(small, capsys):
    status, out, _ = run(capsys, "personas", "--variants", "2")
    assert status == 0
    head, _rule, *lines = out.rstrip("\n").split("\n")
    assert "loại / type" in head
    assert "cao nhất / best" in head
    rows = [line.split() for line in lines]
    names = [*personas.STRATEGIES, *personas.tricks("span_critique")]
    assert [row[:2] for row in rows] == [["span_critique", name] for name in names]
    assert ["span_critique", "reference", "1.000", "1.000"] in rows
    assert ["span_critique", "accept_all", "0.000", "0.000"] in rows


def test_json_says_the_same(small, capsys):
    status, out, _ = run(capsys, "personas", "--variants", "2", "--json")
    assert status == 0
    (pool,) = exercises_cli.gallery_pools(Places.here())
    wanted = [
        {"type": row.type, "strategy": row.strategy, "mean": row.mean, "best": row.best}
        for row in earned([pool], 2)
    ]
    assert json.loads(out) == wanted


@pytest.mark.parametrize("number", ["0", "-3", "many"])
def test_a_number_of_variants_is_one_or_more(small, capsys, number):
    with pytest.raises(SystemExit) as ended:
        run(capsys, "personas", "--variants", number)
    assert ended.value.code == 2
    assert f"“{number}”: cần số từ 1" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["personas"], ["gallery", "out"]])
def test_mistakes_of_authors_are_told(small, capsys, checkout, command):
    path = small / "lesson.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("planted: [1, 2]", "planted: [9, 9]"), encoding="utf-8")
    status, _, err = run(capsys, *command)
    assert status == 1
    assert "lesson.yaml" in err
    assert "9–9" in err
    path.write_text(good.replace("[sample-noi]", "[sample-no]"), encoding="utf-8")
    status, _, err = run(capsys, *command)
    assert status == 1
    assert "Có: sample-noi" in err
    shutil.rmtree(small)
    status, _, err = run(capsys, *command)
    assert status == 1
    assert "exercise_types" in err
    assert "không có bài học này" in err
    assert not (checkout / "out").exists()


def test_a_gallery_that_was_not_built_is_not_laid_out(small, capsys, checkout):
    status, out, _ = run(capsys, "gallery", "out")
    assert status == 1
    assert "hoichan lesson build" in out
    assert not (checkout / "out").exists()


def test_the_gallery_holds_every_type_twice_and_nobodys_answers(
    repo_root, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(repo_root)
    status, out, _ = run(capsys, "gallery", str(tmp_path))
    assert status == 0
    target = tmp_path / GALLERY
    assert str(target) in out
    built = GALLERY_SOURCE.parent
    assert (target / f"{GALLERY}.ipynb").read_bytes() == (built / f"{GALLERY}.ipynb").read_bytes()
    opened = {task: open_task(target, task) for task in task_specs()}
    kinds = [opened[task].public.type for task, spec in task_specs().items() if not spec.practice]
    assert sorted(kinds) == sorted(TASK_TYPES)
    for task, spec in task_specs().items():
        assert (opened[task].key is not None) is spec.practice
        assert opened[task].public.task == task
    assert not list(target.rglob("answers"))
    status, out, _ = run(capsys, "gallery", str(tmp_path))
    assert status == 1
    assert f"{target} đã có" in out


def test_answers_of_an_author_are_left_behind(tmp_path):
    source = tmp_path / "source"
    (source / "practice" / "answers").mkdir(parents=True)
    (source / "practice" / "answers" / "p1.json").write_text("{}", encoding="utf-8")
    (source / f"{GALLERY}.ipynb").write_text("{}", encoding="utf-8")
    exercises_cli.lay_out(source, [], tmp_path / "target")
    assert not list((tmp_path / "target").rglob("p1.json"))


def test_a_folder_that_cannot_be_written_is_named(small, capsys, tmp_path):
    (small / f"{GALLERY}.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    status, out, _ = run(capsys, "gallery", str(tmp_path / "taken"))
    assert status == 1
    assert f"Không ghi được {tmp_path / 'taken'}" in out
