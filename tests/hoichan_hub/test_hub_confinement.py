"""The sandbox of learners' servers: its command, and what it really lets through."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hoichan_hub import confinement as confining
from hoichan_hub.confinement import make_confinement, warning
from hoichan_hub.settings import ConfigError, Learners


@pytest.fixture
def confined(tmp_path):
    if shutil.which("bwrap") is None:
        pytest.skip("no bubblewrap: sudo apt-get install bubblewrap")
    made = make_confinement(tmp_path / "hub", (), Learners(confine="always"))
    assert made is not None
    return made


@pytest.fixture
def run(confined, tmp_path):
    def execute(code):
        home = tmp_path / "homes" / "an"
        home.mkdir(parents=True, exist_ok=True)
        command = confined.command(home, [sys.executable, "-c", code])
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return execute


def pairs(command, option):
    """What an option that takes source and target was given."""
    return [command[i + 1] for i, word in enumerate(command) if word == option]


def test_only_named_places_can_be_read(confined, tmp_path, repo_root):
    command = confined.command(tmp_path / "home", ["server"])
    readable = {Path(path) for path in pairs(command, "--ro-bind")}
    allowed = {Path("/usr"), Path(sys.prefix), Path(sys.base_prefix), repo_root / "hoichan"}
    tables = repo_root / "datasets" / "tables"
    rest = {path for path in readable - allowed if tmp_path not in path.parents}
    shown = {path.name for path in rest if not path.name.endswith((".csv", ".csv.gz"))}
    assert shown <= {"datapackage.json", "lib64"}
    assert all(tables in path.parents for path in rest if path.name != "lib64")
    assert pairs(command, "--bind") == [str(tmp_path / "home")]
    assert command[-2:] == ["--", "server"]
    # Some of the folders lie in /tmp: they must be mounted after the sandbox's own /tmp.
    assert command.index("--tmpfs") < command.index(str(repo_root / "hoichan"))


def test_limits_come_first_and_from_the_settings(tmp_path):
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        pytest.skip("no bubblewrap or prlimit on this machine")
    limits = Learners(confine="always", open_files=300, largest_file_mb=10, temporary_mb=16)
    command = make_confinement(tmp_path, (), limits).command(tmp_path, ["server"])
    assert command[1:4] == ["--nofile=300", "--core=0", "--fsize=10000000"]
    assert command[command.index("--size") + 1] == "16000000"


def test_inside_there_is_a_home_and_no_power(run, tmp_path):
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    done = run(
        "import os, pathlib, getpass\n"
        "pathlib.Path('made').write_text('hello')\n"
        f"print(pathlib.Path({str(tmp_path / 'secret')!r}).exists(), os.getuid(), getpass.getuser())\n"
        "print([l.split()[1] for l in open('/proc/self/status') if l.startswith(('CapEff', 'CapBnd'))])\n"
        "print(os.path.exists('/etc/shadow'), os.path.exists('/root/.ssh'))"
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "False 1000 jovyan",
        "['0000000000000000', '0000000000000000']",
        "False False",
    ]
    made = tmp_path / "homes" / "an" / "made"
    assert made.read_text(encoding="utf-8") == "hello"


def test_a_file_that_is_too_large_is_stopped(tmp_path):
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        pytest.skip("no bubblewrap or prlimit on this machine")
    limits = Learners(confine="always", largest_file_mb=10)
    confined = make_confinement(tmp_path / "hub", (), limits)
    code = "open('big', 'wb').write(bytes(11_000_000))"
    command = confined.command(tmp_path, [sys.executable, "-c", code])
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "File too large" in done.stderr
    assert (tmp_path / "big").stat().st_size <= 10_000_000


def test_without_bubblewrap_there_is_one_warning_or_a_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr(confining.shutil, "which", lambda name: None)
    limits = Learners(confine="auto")
    assert make_confinement(tmp_path, (), limits) is None
    text = warning(None, limits)
    assert "KHÔNG bị nhốt" in text.vi
    assert "NOT shut in" in text.en
    with pytest.raises(ConfigError, match="bubblewrap"):
        make_confinement(tmp_path, (), Learners(confine="always"))


def test_a_bubblewrap_that_may_not_run_counts_as_none(tmp_path, monkeypatch):
    refused = shutil.which("false")
    monkeypatch.setattr(
        confining.shutil, "which", lambda name: refused if name == "bwrap" else None
    )
    assert make_confinement(tmp_path, (), Learners(confine="auto")) is None


def test_never_is_not_warned_about(tmp_path):
    limits = Learners(confine="never")
    assert make_confinement(tmp_path, (), limits) is None
    assert warning(None, limits) is None
