"""How far a learner is, from the files in the lesson's folder."""

from __future__ import annotations

import nbformat
import pytest

from answering import sheet_of
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.schema.documents import read_pool
from hoichan.schema.exercises.span_critique import Flag, SpanCritiquePayload
from hoichan.schema.exercises.verify_data import ClaimAnswer, VerifyDataPayload
from hoichan.server.course import local_rows, notebook_title, vietnam_time
from hoichan.server.progress import lesson_progress
from hub_site import LESSON, SECRET, notebook_of, task_codes


@pytest.fixture
def variants(repo_root):
    pools = [
        read_pool((repo_root / "tests" / "fixtures" / name).read_bytes())
        for name in ("small_pool.json", "small_x2_pool.json")
    ]
    return {p.task: make_variant(p, SECRET, "an", 1)[0] for p in pools}


@pytest.fixture
def folder(tmp_path, variants):
    made = tmp_path / LESSON
    (made / "variants").mkdir(parents=True)
    (made / "answers").mkdir()
    for task, variant in variants.items():
        (made / "variants" / f"{task}.json").write_bytes(variant_bytes(variant))
    notebook = notebook_of(LESSON, {"vi": "Bài", "en": "Lesson"}, task_codes(["x2", "x1"]))
    nbformat.write(notebook, made / f"{LESSON}.ipynb")
    return made


def counts(folder):
    return {task.task: (task.done, task.total) for task in lesson_progress(folder)}


def write(folder, variant, payload):
    sheet = sheet_of(variant, payload)
    (folder / "answers" / f"{variant.task}.json").write_text(sheet.model_dump_json(), "utf-8")


def test_nothing_answered(folder):
    assert counts(folder) == {"x2": (0, 5), "x1": (0, 2)}
    assert [task.task for task in lesson_progress(folder)] == ["x2", "x1"]  # the notebook's order


def test_a_claim_counts_once_verdict_value_and_unit_are_there(folder, variants):
    x2 = variants["x2"]
    claims = [
        ClaimAnswer(uid="c1", verdict="true", value=12.0, typed="12", unit="days"),
        ClaimAnswer(uid="c2", typed="12", value=12.0, unit="days"),
        ClaimAnswer(uid="c3", verdict="false", value=12.0),
        ClaimAnswer(uid="c4", verdict="unverifiable"),
        ClaimAnswer(uid="c99", verdict="unverifiable"),
    ]
    assert {claim.uid for claim in claims[:4]} <= {claim.uid for claim in x2.claims}
    write(folder, x2, VerifyDataPayload(claims=tuple(claims)))
    assert counts(folder)["x2"] == (2, 5)


def test_an_answer_counts_once_it_is_marked_ticked_or_cleared(folder, variants):
    x1 = variants["x1"]
    first, second = x1.answers
    for payload in (
        SpanCritiquePayload(flags=(Flag(uid=first.units[0].uid),)),
        SpanCritiquePayload(no_error=(first.aid,)),
        SpanCritiquePayload(missing=(first.missing[0].mid,)) if first.missing else None,
    ):
        if payload is not None:
            write(folder, x1, payload)
            assert counts(folder)["x1"] == (1, 2)
    both = SpanCritiquePayload(flags=(Flag(uid=first.units[0].uid),), no_error=(second.aid,))
    write(folder, x1, both)
    assert counts(folder)["x1"] == (2, 2)


def test_answers_to_another_variant_count_for_nothing(folder, variants):
    x2 = variants["x2"].model_copy(update={"variant": "another"})
    claim = ClaimAnswer(uid=x2.claims[0].uid, verdict="unverifiable")
    write(folder, x2, VerifyDataPayload(claims=(claim,)))
    assert counts(folder)["x2"] == (0, 5)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema_id": "other"}'])
def test_damaged_files_count_for_nothing_and_stop_nothing(folder, content):
    (folder / "answers" / "x2.json").write_text(content, encoding="utf-8")
    (folder / "variants" / "x1.json").write_text(content, encoding="utf-8")
    assert counts(folder) == {"x2": (0, 5)}


def test_a_folder_is_a_lesson_when_it_holds_the_notebook_and_variants(folder):
    home = folder.parent
    (home / "other" / "variants").mkdir(parents=True)
    (home / "other" / "variants" / "x1.json").write_text("{}", encoding="utf-8")
    (row,) = local_rows(home)
    assert (row.id, row.status, row.done, row.total) == (LESSON, "doing", 0, 7)
    assert row.title.vi == "Bài"
    assert row.feedback is False


def test_a_notebook_without_a_title_is_called_by_its_name(tmp_path):
    path = tmp_path / "s1_small.ipynb"
    path.write_text("{}", encoding="utf-8")
    assert notebook_title(path).vi == "s1_small"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-22T07:05:09Z", "14:05 22/11/2026"),
        ("2026-11-22T18:30:00.123456+00:00", "01:30 23/11/2026"),
    ],
)
def test_times_are_vietnams(moment, shown):
    assert vietnam_time(moment) == shown
