"""What the root conftest promises to every test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GROUPED = """
import os, pathlib, pytest

@pytest.mark.hub
@pytest.mark.parametrize("number", range(6))
def test_with_hub(number):
    worker = os.environ["PYTEST_XDIST_WORKER"]
    pathlib.Path(os.environ["SEEN"], worker).touch()

@pytest.mark.parametrize("number", range(6))
def test_without(number):
    pass
"""


@pytest.mark.slow
def test_tests_of_the_hub_share_one_worker(tmp_path, repo_root):
    """Two hubs at once would fight for memory; a newer pytest or xdist may lose the grouping."""
    for source in ("pyproject.toml", "tests/conftest.py"):
        (tmp_path / source).parent.mkdir(exist_ok=True)
        text = (repo_root / source).read_text(encoding="utf-8")
        (tmp_path / source).write_text(text, encoding="utf-8")
    (tmp_path / "tests" / "test_grouped.py").write_text(GROUPED, encoding="utf-8")
    (tmp_path / "seen").mkdir()
    run = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "tests"]
    inner = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    env = {**inner, "SEEN": str(tmp_path / "seen")}
    done = subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert "12 passed" in done.stdout, done.stdout + done.stderr
    assert len(list((tmp_path / "seen").iterdir())) == 1


def test_a_developers_own_settings_stay_out():
    home = Path.home()
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        folder = Path(os.environ[name])
        assert folder.is_dir()
        assert not folder.is_relative_to(home)
    assert not [name for name in os.environ if name.startswith(("HOICHAN_", "JUPYTERHUB_"))]


def test_the_runtime_folder_leaves_room_for_sockets():
    """A kernel's socket path may have 107 bytes; its own name takes about 55 of them."""
    assert len(os.environ["JUPYTER_RUNTIME_DIR"].encode()) < 50
