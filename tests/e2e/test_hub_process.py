"""Starting and stopping the hub as an operator does: clear refusals, nothing left behind."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from pathlib import Path

import pytest

from hoichan.schema.site import SitePaths
from hoichan_hub.start import descendants
from hub_site import make_site, start_hub, stop_hub, wait_until_ready

pytestmark = [pytest.mark.hub, pytest.mark.slow]


@pytest.fixture
def fresh(tmp_path, repo_root):
    """A site that no hub has run on."""
    make_site(tmp_path / "site", repo_root, ["an"])
    return tmp_path / "site"


@pytest.fixture
def start(fresh):
    """`start()`: a hub on the fresh site, stopped in the end whatever happens."""
    started = []

    def begin():
        process, printed = start_hub(fresh, "--port", "0")
        started.append(process)
        wait_until_ready(process, printed)
        return process, printed

    yield begin
    for process in started:
        stop_hub(process)


def refused(site, *words):
    process, printed = start_hub(site, *words)
    assert process.wait(120) == 1
    return printed.read_text(encoding="utf-8")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:  # noqa: PTH123 - not a real file
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def cmdline(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def none_alive(pids, seconds=60):
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return [pid for pid in pids if alive(pid)]
        time.sleep(0.1)
    return []


def test_a_taken_port_is_said_and_nothing_is_started(fresh):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        text = refused(fresh, "--port", str(port))
    assert f"Cổng {port} đang có chương trình khác dùng." in text
    assert f"Port {port} is in use by another program." in text
    assert not (fresh / "hub").exists()


def test_a_site_without_a_class_list_is_refused(tmp_path):
    tmp_path.joinpath("empty").mkdir()
    text = refused(tmp_path / "empty", "--port", "0")
    assert "hoichan-grade --site" in text


def test_a_wrong_key_is_refused_by_name(fresh, tmp_path):
    config = tmp_path / "config.yaml"
    config.write_text("learners: {lang: vi}\n", encoding="utf-8")
    text = refused(fresh, "--port", "0", "--config", str(config))
    assert text.startswith("config.yaml: learners.lang: không có khoá này")


def test_one_hub_a_site_private_files_and_a_clean_end(fresh, start):
    process, printed = start()
    text = refused(fresh, "--port", "0")
    assert f"(tiến trình {process.pid})" in text

    hub = SitePaths(fresh).hub
    open_to_others = [
        path for path in [hub, *hub.rglob("*")]
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]  # fmt: skip
    assert open_to_others == []

    below = descendants(process.pid)
    assert len(below) >= 4  # the hub, its proxy and two services
    assert stop_hub(process) == 0
    assert none_alive(below) == []
    assert "The hub has stopped." in printed.read_text(encoding="utf-8")


def test_killed_hard_it_takes_everything_along_and_starts_again(start):
    process, _ = start()
    below = descendants(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(60)
    assert none_alive(below) == []

    process, _ = start()
    assert stop_hub(process) == 0


def test_when_the_hub_itself_dies_the_rest_ends_and_the_log_is_shown(start):
    process, printed = start()
    below = descendants(process.pid)
    (hub,) = [pid for pid in below if b"jupyterhub_config.py" in cmdline(pid)]
    os.kill(hub, signal.SIGKILL)
    assert process.wait(120) != 0
    assert none_alive(below) == []
    text = printed.read_text(encoding="utf-8")
    assert "Hub dừng bất thường (mã -9)" in text
    assert "JupyterHub is now running" in text
