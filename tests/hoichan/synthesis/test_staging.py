"""A folder is replaced whole or not at all, whatever happens in between."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hoichan.data import DataError
from hoichan.synthesis import staging
from hoichan.synthesis.staging import replaced

MADE = frozenset({"data.csv", "data.csv.gz"})


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "labs"
    folder.mkdir()
    (folder / "data.csv").write_text("old", encoding="utf-8")
    (folder / "generator.yaml").write_text("authored", encoding="utf-8")
    return folder


def found(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


OLD = {"data.csv": "old", "generator.yaml": "authored"}


def test_made_files_are_replaced_and_authored_ones_kept(target):
    with replaced(target, MADE) as staged:
        (staged / "data.csv.gz").write_text("new", encoding="utf-8")
    assert found(target) == {"data.csv.gz": "new", "generator.yaml": "authored"}
    assert [path.name for path in target.parent.iterdir()] == ["labs"]


def test_a_new_folder_is_made(tmp_path):
    with replaced(tmp_path / "a" / "labs", MADE) as staged:
        (staged / "data.csv").write_text("new", encoding="utf-8")
    assert found(tmp_path / "a" / "labs") == {"data.csv": "new"}


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_a_failed_build_leaves_the_old_one(target, error):
    def build():
        with replaced(target, MADE) as staged:
            (staged / "data.csv").write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(type(error)):
        build()
    assert found(target) == OLD
    assert [path.name for path in target.parent.iterdir()] == ["labs"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES])
def test_a_disk_that_takes_no_more_is_named(target, number):
    def build():
        with replaced(target, MADE):
            raise OSError(number, os.strerror(number))

    with pytest.raises(DataError) as caught:
        build()
    assert ("disk is full" in caught.value.text.en) == (number != errno.EACCES)
    assert "Dữ liệu cũ còn nguyên" in caught.value.text.vi or "dữ liệu cũ" in caught.value.text.vi
    assert found(target) == OLD


def test_a_swap_that_fails_half_way_is_undone(target, monkeypatch):
    real = Path.rename

    def rename(self, to):
        if ".new-" in self.name:
            raise OSError(errno.EIO, "broken")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", rename)

    def build():
        with replaced(target, MADE) as staged:
            (staged / "data.csv").write_text("new", encoding="utf-8")

    with pytest.raises(DataError, match="broken"):
        build()
    assert found(target) == OLD


def test_the_next_build_puts_back_what_a_kill_between_the_renames_left(target):
    target.rename(staging._old(target))
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    left = target.parent / f".labs.new-{dead.stdout.strip()}-x"
    left.mkdir()
    running = target.parent / f".labs.new-{os.getpid()}-y"
    running.mkdir()
    with replaced(target, MADE):
        assert found(target) == OLD
    assert not left.exists()
    assert running.exists()  # another build at work


KILLED = """
import os, signal, sys
from pathlib import Path
from hoichan.synthesis.staging import replaced
with replaced(Path(sys.argv[1]), frozenset({"data.csv"})) as staged:
    (staged / "data.csv").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_build_leaves_the_old_one(target):
    done = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)
    assert done.returncode == -9
    assert found(target) == OLD
    with replaced(target, MADE) as staged:
        (staged / "data.csv").write_text("new", encoding="utf-8")
    assert [path.name for path in target.parent.iterdir()] == ["labs"]
