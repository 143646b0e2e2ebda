"""The answers file: what is written, what is set aside, what never gets lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hoichan import answers
from hoichan.answers import AnswerStore, OperationRefused, StorageError
from hoichan.schema.documents import MAX_ANSWERS_BYTES, AnswerSheet, read_variant
from hoichan.schema.exercises.span_critique import Flag
from hoichan.schema.variant import PublicVariant


@pytest.fixture
def variant(repo_root: Path) -> PublicVariant:
    sample = repo_root / "tests/browser/samples/x1.json"
    return read_variant(sample.read_bytes())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers" / "x1.json"


def flag(uid: str, note: str = ""):
    def change(sheet: AnswerSheet) -> AnswerSheet:
        others = tuple(each for each in sheet.payload.flags if each.uid != uid)
        payload = sheet.payload.model_copy(update={"flags": (*others, Flag(uid=uid, note=note))})
        return sheet.model_copy(update={"payload": payload})

    return change


def read(path: Path) -> AnswerSheet:
    return AnswerSheet.model_validate_json(path.read_bytes())


def test_opening_writes_nothing_and_the_first_change_writes_everything(path, variant):
    clock = iter(datetime(2025, 3, 31, 8, minute, tzinfo=UTC) for minute in range(60))
    store = AnswerStore(path, variant, clock=lambda: next(clock))
    assert not path.parent.exists()
    store.change("op1", flag("a1.u1"))
    sheet = read(path)
    assert (sheet.learner, sheet.variant, sheet.rev) == ("dd.lan", variant.variant, 1)
    assert (sheet.opened, sheet.saved) == ("2025-03-31T08:00:00Z", "2025-03-31T08:01:00Z")
    assert sheet.applied == ("op1",)


def test_a_clock_that_is_set_back_never_makes_newer_answers_look_older(path, variant):
    moments = iter((9, 10, 8, 7, 11))
    store = AnswerStore(path, variant, lambda: datetime(2025, 3, 31, next(moments), tzinfo=UTC))
    saved = [store.change(f"op{n}", flag("a1.u1", str(n))).saved for n in range(4)]
    assert saved == [f"2025-03-31T{hour}:00:00Z" for hour in ("10", "10", "10", "11")]
    assert read(path).payload.flags[0].note == "3"


def test_only_the_answers_file_is_part_of_a_submission(path, variant):
    store = AnswerStore(path, variant)
    store.change("op1", flag("a1.u1"))
    assert sorted(each.name for each in path.parent.glob("*.json")) == ["x1.json"]
    assert sorted(each.name for each in path.parent.iterdir()) == [
        ".x1.lock",
        ".x1.undo",
        "x1.json",
    ]


def test_known_operation_ids_are_not_applied_again_even_by_another_kernel(path, variant):
    AnswerStore(path, variant).change("op1", flag("a1.u1", "first"))
    other = AnswerStore(path, variant)
    other.change("op1", flag("a1.u1", "again"))
    assert read(path).payload.flags[0].note == "first"
    assert read(path).rev == 1


def test_two_kernels_taking_turns_lose_nothing(path, variant):
    first, second = AnswerStore(path, variant), AnswerStore(path, variant)
    for number, unit in enumerate(variant.answers[0].units):
        store = (first, second)[number % 2]
        store.change(f"op{number}", flag(unit.uid))
    sheet = read(path)
    assert [each.uid for each in sheet.payload.flags] == [u.uid for u in variant.answers[0].units]
    assert sheet.rev == len(variant.answers[0].units)


def test_undo_takes_back_one_item_and_leaves_another_kernels_work(path, variant):
    first, second = AnswerStore(path, variant), AnswerStore(path, variant)
    first.change("op1", flag("a1.u1", "mine"))
    first.change("op2", flag("a1.u1", "mine, better"))
    second.change("op3", flag("a2.u1", "theirs"))
    first.undo("op4")  # the last change was the other kernel's
    assert [(f.uid, f.note) for f in read(path).payload.flags] == [("a1.u1", "mine, better")]
    second.undo("op5")
    assert [(f.uid, f.note) for f in read(path).payload.flags] == [("a1.u1", "mine")]
    second.undo("op5")  # a replayed undo is no second undo
    assert read(path).payload.flags[0].note == "mine"


def test_undo_history_is_bounded_and_a_damaged_one_is_empty(path, variant, monkeypatch):
    monkeypatch.setattr(answers, "UNDO_STEPS", 3)
    store = AnswerStore(path, variant)
    for number in range(5):
        store.change(f"op{number}", flag("a1.u1", str(number)))
    assert store.undo_steps == 3
    undo = path.with_name(".x1.undo")
    for damage in ("{", "[]", '{"variant": "other", "steps": []}', '{"variant": "x", "steps": 3}'):
        undo.write_text(damage, encoding="utf-8")
        again = AnswerStore(path, variant)
        assert again.undo_steps == 0
        with pytest.raises(OperationRefused):
            again.undo("opx")
    forged = {"variant": variant.variant, "steps": [{"rev": 1, "before": {"nope:a": {"b": 1}}}]}
    undo.write_text(json.dumps(forged), encoding="utf-8")
    with pytest.raises(OperationRefused):
        AnswerStore(path, variant).undo("opy")
    assert read(path).payload.flags[0].note == "4"


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"null",
        b"\xff\xfe\x00",
        b'{"schema_id": "hoichan.answers/2"}',
        b" " * (MAX_ANSWERS_BYTES + 1),
    ],
)
def test_a_damaged_file_is_set_aside_with_a_notice(path, variant, damage):
    path.parent.mkdir()
    path.write_bytes(damage)
    store = AnswerStore(path, variant)
    (aside,) = path.parent.glob("x1.json.bad-*")
    assert aside.read_bytes() == damage
    assert not path.exists()
    (notice,) = store.notices
    assert aside.name in notice.vi
    assert aside.name in notice.en
    store.change("op1", flag("a1.u1"))
    assert read(path).rev == 1


@pytest.mark.parametrize(
    "other",
    [{"learner": "someone.else"}, {"variant": "f" * 20}, {"task": "x9"}, {"attempt": 2}],
)
def test_someone_elses_answers_are_set_aside(path, variant, other):
    AnswerStore(path, variant.model_copy(update=other)).change("op1", flag("a1.u1", "theirs"))
    store = AnswerStore(path, variant)
    assert store.sheet.payload.flags == ()
    assert "người khác" in store.notices[0].vi
    (aside,) = path.parent.glob("x1.json.bad-*")
    assert read(aside).payload.flags[0].note == "theirs"


def test_a_file_spoilt_while_the_task_is_open_costs_no_answer(path, variant):
    store = AnswerStore(path, variant)
    store.change("op1", flag("a1.u1", "kept"))
    path.write_text("spoilt", encoding="utf-8")
    store.change("op2", flag("a1.u2"))
    assert [each.uid for each in read(path).payload.flags] == ["a1.u1", "a1.u2"]
    assert "từ bên ngoài" in store.notices[0].vi
    path.unlink()
    store.change("op3", flag("a1.u3"))
    assert len(read(path).payload.flags) == 3


def test_a_disk_that_refuses_keeps_the_old_file_and_says_so(path, variant, monkeypatch):
    store = AnswerStore(path, variant)
    store.change("op1", flag("a1.u1"))
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(answers.os, "fsync", full)
        with pytest.raises(StorageError) as refused:
            store.change("op2", flag("a1.u2"))
    assert "No space left" in refused.value.text.vi
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".tmp-*"))
    store.change("op2", flag("a1.u2"))  # the browser sends it again
    assert len(read(path).payload.flags) == 2


def test_a_lock_held_too_long_is_no_lost_answer(path, variant, monkeypatch):
    import fcntl

    store = AnswerStore(path, variant)
    store.change("op1", flag("a1.u1"))
    monkeypatch.setattr(answers, "LOCK_SECONDS", 0.05)
    with path.with_name(".x1.lock").open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StorageError):
            store.change("op2", flag("a1.u2"))
    store.change("op2", flag("a1.u2"))
    assert read(path).rev == 2


def test_the_file_cannot_outgrow_what_the_portal_takes(path, variant):
    store = AnswerStore(path, variant)
    uids = [unit.uid for answer in variant.answers for unit in answer.units]
    refused = 0
    for number in range(80):
        uid = f"{uids[number % len(uids)]}-{number}"
        try:
            store.change(f"op{number}", flag(uid, "đ" * 2000))
        except OperationRefused:
            refused += 1
    assert path.stat().st_size <= MAX_ANSWERS_BYTES
    assert read(path).rev == 80 - refused
    assert 10 < refused < 40


@pytest.mark.parametrize("op_id", ["", "x" * 41, "a b", "../x", "é"])
def test_strange_operation_ids_are_refused(path, variant, op_id):
    with pytest.raises(OperationRefused):
        AnswerStore(path, variant).change(op_id, flag("a1.u1"))
    assert not path.exists()


def test_an_unreadable_file_is_a_notice_not_a_crash(path, variant):
    path.parent.mkdir()
    path.mkdir()  # a folder in the file's place
    store = AnswerStore(path, variant)
    assert store.notices
    with pytest.raises(StorageError):
        store.change("op1", flag("a1.u1"))
