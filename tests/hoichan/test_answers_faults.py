"""Kernels that are killed while they write: the file always parses, and nothing acked is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hoichan import answers
from hoichan.answers import AnswerStore
from hoichan.schema.documents import AnswerSheet, read_variant
from hoichan.schema.exercises.span_critique import Flag
from hoichan.schema.variant import PublicVariant

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def variant(repo_root: Path) -> PublicVariant:
    sample = repo_root / "tests/browser/samples/x1.json"
    return read_variant(sample.read_bytes())


def counter(uid: str, number: int) -> Callable[[AnswerSheet], AnswerSheet]:
    def change(sheet: AnswerSheet) -> AnswerSheet:
        others = tuple(each for each in sheet.payload.flags if each.uid != uid)
        flags = (*others, Flag(uid=uid, note=f"{number} " + "x" * 1500))
        return sheet.model_copy(
            update={"payload": sheet.payload.model_copy(update={"flags": flags})}
        )

    return change


def number_of(sheet: AnswerSheet, uid: str) -> int:
    found = [flag for flag in sheet.payload.flags if flag.uid == uid]
    return int(found[0].note.split()[0]) if found else -1


def write_for_ever(path: Path, variant: PublicVariant, uid: str, start: int, acks: Any) -> None:
    store = AnswerStore(path, variant)
    number = start
    while True:
        store.change(f"{uid}-{number}", counter(uid, number))
        acks.send_bytes(str(number).encode())
        number += 1


def test_writers_killed_at_any_moment_lose_nothing_acked(tmp_path, variant):
    path = tmp_path / "answers" / "x1.json"
    acked = -1
    for round_ in range(50):
        receiver, sender = FORK.Pipe(duplex=False)
        writer = FORK.Process(
            target=write_for_ever, args=(path, variant, "a1.u1", acked + 1, sender)
        )
        writer.start()
        sender.close()
        for _ in range(1 + round_ % 7):  # so the blow falls at ever other moments of a write
            acked = int(receiver.recv_bytes())
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        while receiver.poll():
            try:
                acked = int(receiver.recv_bytes())
            except EOFError:
                break
        sheet = AnswerSheet.model_validate_json(path.read_bytes())
        assert number_of(sheet, "a1.u1") in (acked, acked + 1)
        acked = number_of(sheet, "a1.u1")
    store = AnswerStore(path, variant)
    assert store.notices == []
    assert not list(path.parent.glob(".tmp-*"))


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_at(point: str, path: Path, variant: PublicVariant) -> None:
    store = AnswerStore(path, variant)
    if point == "half written":
        real_open = Path.open

        def half(self: Path, *args: Any, **more: Any) -> Any:
            file = real_open(self, *args, **more)
            if self.name.startswith(".tmp-x1"):
                file.write(b'{"schema_id": "hoich')
                file.flush()
                die()
            return file

        Path.open = half  # type: ignore[method-assign]
    elif point == "before fsync":
        answers.os.fsync = die  # type: ignore[assignment]
    elif point == "before the rename":
        Path.replace = die  # type: ignore[assignment, method-assign]
    else:
        real_replace = Path.replace

        def renamed(self: Path, target: Path) -> Path:
            done = real_replace(self, target)
            if target.name == "x1.json":
                die()
            return done

        Path.replace = renamed  # type: ignore[assignment, method-assign]
    store.change("op2", counter("a1.u2", 7))


@pytest.mark.parametrize(
    ("point", "arrives"),
    [
        ("half written", False),
        ("before fsync", False),
        ("before the rename", False),
        ("after the rename", True),
    ],
)
def test_each_moment_of_dying(tmp_path, variant, point, arrives):
    path = tmp_path / "answers" / "x1.json"
    AnswerStore(path, variant).change("op1", counter("a1.u1", 1))
    victim = FORK.Process(target=dies_at, args=(point, path, variant))
    victim.start()
    victim.join()
    assert victim.exitcode == -signal.SIGKILL
    store = AnswerStore(path, variant)
    assert store.notices == []
    assert number_of(store.sheet, "a1.u1") == 1
    assert number_of(store.sheet, "a1.u2") == (7 if arrives else -1)
    assert not list(path.parent.glob(".tmp-*"))
    store.change("op2", counter("a1.u2", 7))  # the browser replays what was not acked
    assert number_of(store.sheet, "a1.u2") == 7
    assert store.sheet.rev == 2
    store.undo("op3")
    assert number_of(store.sheet, "a1.u2") == -1
    assert number_of(store.sheet, "a1.u1") == 1


def write_own_unit(path: Path, variant: PublicVariant, uid: str, start: Any) -> None:
    store = AnswerStore(path, variant)
    start.wait()
    for number in range(60):
        store.change(f"{uid}-{number}", counter(uid, number))


def test_kernels_writing_at_the_same_time_lose_nothing(tmp_path, variant):
    path = tmp_path / "answers" / "x1.json"
    start = FORK.Event()
    uids = ("a1.u1", "a1.u2", "a2.u1")
    kernels = [FORK.Process(target=write_own_unit, args=(path, variant, u, start)) for u in uids]
    for kernel in kernels:
        kernel.start()
    start.set()
    for kernel in kernels:
        kernel.join()
    assert [kernel.exitcode for kernel in kernels] == [0, 0, 0]
    sheet = AnswerSheet.model_validate_json(path.read_bytes())
    assert [number_of(sheet, uid) for uid in uids] == [59, 59, 59]
    assert sheet.rev == 180
