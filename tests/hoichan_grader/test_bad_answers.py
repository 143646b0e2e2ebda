"""Every kind of bad answers file: the right finding, 0 points for it, the other task untouched."""

from __future__ import annotations

import json
import unicodedata

import pytest

from hoichan.schema.documents import MAX_ANSWERS_BYTES
from hoichan_grader.texts import finding_codes

TASK, OTHER = "x1", "x2"


def spoil(course, change):
    """An's good x1 answers, changed."""
    course.submit("an")
    sheet = course.sheet("an", TASK)
    data = change(sheet, json.dumps(sheet, ensure_ascii=False).encode())
    course.write_answers("an", TASK, data)
    return course.assess("an")


def with_payload(**payload):
    return lambda sheet, data: sheet | {"payload": sheet["payload"] | payload}


BAD = {
    "truncated": (lambda sheet, data: data[:-40], "answers_truncated"),
    "empty": (lambda sheet, data: b"", "answers_truncated"),
    "not json": (lambda sheet, data: b"<html>no</html>", "answers_not_json"),
    "lone surrogate": (lambda sheet, data: data.replace(b'"test"', b'"\\ud800"'), "answers_not_json"),
    "deep nesting": (lambda sheet, data: b"[" * 100_000, "answers_not_json"),
    "not utf-8": (lambda sheet, data: data.replace(b'"test"', b'"\xff"'), "answers_not_utf8"),
    "oversize": (lambda sheet, data: data + b" " * MAX_ANSWERS_BYTES, "answers_too_big"),
    "unknown field": (lambda sheet, data: sheet | {"score": 28}, "answers_bad_schema"),
    "a list": (lambda sheet, data: [sheet], "answers_bad_schema"),
    "not a number": (
        lambda sheet, data: json.dumps(sheet | {"rev": float("nan")}).encode(), "answers_bad_schema",
    ),
    "other lesson": (lambda sheet, data: sheet | {"lesson": "s2"}, "answers_other_lesson"),
    "other task": (lambda sheet, data: sheet | {"task": OTHER}, "answers_other_task"),
    "second attempt": (lambda sheet, data: sheet | {"attempt": 2}, "answers_other_attempt"),
    "edited variant id": (lambda sheet, data: sheet | {"variant": "0" * 20}, "answers_other_variant"),
    "other type": (
        lambda sheet, data: sheet | {"payload": {"type": "verify_data"}}, "answers_other_type",
    ),
    "unknown unit": (with_payload(flags=[{"uid": "a9.u9"}]), "answers_unknown_ids"),
    "unknown line": (with_payload(missing=["a9.m1"]), "answers_unknown_ids"),
    "unknown answer": (with_payload(no_error=["a9"]), "answers_unknown_ids"),
    "unit twice": (
        with_payload(flags=[{"uid": "a1.u1", "category": "num_unit"}, {"uid": "a1.u1"}]),
        "answers_duplicate_ids",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason(course, name):
    change, code = BAD[name]
    assessment = spoil(course, change)
    bad, good = assessment.task(TASK), assessment.task(OTHER)
    assert [one.code for one in bad.findings] == [code]
    assert (bad.status, bad.points, bad.report) == ("needs_look", 0.0, None)
    assert (good.status, good.points, good.findings) == ("scored", 42.0, ())
    record = assessment.record()
    assert record.needs_look
    found = next(one for one in record.findings if one.code == code)
    assert found.task == TASK
    assert course.pools[TASK].title.vi in found.text.vi
    assert course.pools[TASK].title.en in found.text.en


def test_all_codes_of_answers_are_tried():
    tried = {code for _, code in BAD.values()}
    elsewhere = {
        "answers_missing", "answers_not_a_file", "answers_other_learner", "answers_quote_differs",
        "answers_extra_files", "answers_not_scored",
    }  # fmt: skip
    assert {code for code in finding_codes() if code.startswith("answers_")} == tried | elsewhere


def test_another_learners_file_is_refused_and_nobody_is_named(course):
    course.submit("an")
    course.submit("binh")
    course.write_answers("an", TASK, course.sheet("binh", TASK))
    mine, theirs = course.assess("an"), course.assess("binh")
    assert [one.code for one in mine.task(TASK).findings] == ["answers_other_learner"]
    assert "binh" not in mine.record().model_dump_json()
    assert theirs.task(TASK).points == 28.0


def test_another_learners_file_with_the_name_changed_is_refused_too(course):
    course.submit("an")
    course.write_answers("an", TASK, course.sheet("binh", TASK) | {"learner": "an"})
    assert [one.code for one in course.assess("an").task(TASK).findings] == [
        "answers_other_variant"
    ]


def test_missing_answers_are_no_reason_to_look(course):
    course.submit("an", tasks=(OTHER,))
    assessment = course.assess("an")
    missing = assessment.task(TASK)
    assert [one.code for one in missing.findings] == ["answers_missing"]
    assert (missing.status, missing.points) == ("not_answered", 0.0)
    assert not assessment.record().needs_look


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_is_not_a_file_is_not_read(course, tmp_path, kind):
    folder = course.submit("an")
    good = course.write_answers("an", TASK, course.sheet("an", TASK))
    if kind == "link":
        elsewhere = tmp_path / "elsewhere.json"
        good.rename(elsewhere)
        (folder / "answers" / f"{TASK}.json").symlink_to(elsewhere)
    else:
        good.unlink()
        good.mkdir()
    assert [one.code for one in course.assess("an").task(TASK).findings] == ["answers_not_a_file"]


def test_a_selection_with_another_text_is_scored_and_told(course):
    variant, key = course.variant("an", TASK)
    planted = key.planted[0]
    answer = next(one for one in variant.answers if one.aid == planted.aid)
    unit = next(one for one in answer.units if one.uid == planted.uid)
    start = answer.text("vi").index(unit.text.vi)
    span = {"lang": "vi", "start": start, "end": start + len(unit.text.vi)}
    for quote, codes in ((unit.text.vi, []), ("câu của người khác", ["answers_quote_differs"])):
        flag = {"uid": planted.uid, "category": planted.category, "span": span | {"quote": quote}}
        task = spoil(course, with_payload(flags=[flag], missing=[], no_error=[])).task(TASK)
        assert [one.code for one in task.findings] == codes
        assert planted.uid in task.report.hits


def test_decomposed_letters_score_the_same(course):
    def decomposed(sheet, data):
        flags = [flag | {"note": "mẫu số giường thực kê"} for flag in sheet["payload"]["flags"]]
        text = json.dumps(with_payload(flags=flags)(sheet, data), ensure_ascii=False)
        assert unicodedata.normalize("NFD", text) != text
        return unicodedata.normalize("NFD", text).encode()

    assert spoil(course, decomposed).task(TASK).points == 28.0


def test_files_that_do_not_belong_are_told_and_left_alone(course):
    folder = course.submit("an")
    (folder / "answers" / "x9.json").write_text("{}")
    (folder / "notes.txt").write_text("x")
    assessment = course.assess("an")
    assert [one.code for one in assessment.findings] == ["answers_extra_files"]
    assert "2" in assessment.findings[0].text.vi
    assert not assessment.record().needs_look


def test_a_learner_outside_the_class_list_is_graded_and_told(course):
    course.submit("khach")
    assessment = course.assess("khach")
    assert [one.code for one in assessment.findings] == ["learner_not_on_roster"]
    assert assessment.record().points == 70.0
