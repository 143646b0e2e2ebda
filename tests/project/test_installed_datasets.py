"""The wheel alone, without repository or network, loads and describes every dataset."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

USED = """
import sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise RuntimeError(f"network: {event} {args}")
sys.addaudithook(refuse)
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import hoichan.data as data
from hoichan.cli import main
assert Path(data.__file__).is_relative_to(sys.argv[1]), data.__file__
assert data.tables_dir().is_relative_to(sys.argv[1])
for name in data.NAMES:
    for table in data.TABLES[name]:
        rows = data.load(table)
        assert len(rows) and rows.attrs["dataset"] == name
    for lang in ("vi", "en"):
        html = data.describe(name, lang)._repr_html_()
        assert "<svg" in html and "<table" in html, name
    assert not (data.folder(name) / "truth.json").exists()
print(len(data.NAMES), "loaded")
assert main(["data", "list"]) == 0
assert main(["data", "build", "opd_visits"]) == 1
assert main(["data", "check"]) == 1
assert main(["data", "build", "monthly_activity", "--out", sys.argv[2]]) == 0
assert main(["data", "check", "monthly_activity", "--tables", sys.argv[2]]) == 0
"""


@pytest.mark.slow
def test_the_installed_wheel_needs_neither_repository_nor_network(tmp_path, repo_root):
    code = f"import hatchling.build as b; print(b.build_wheel({str(tmp_path)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        wheel.extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-c", USED, str(tmp_path / "site"), str(tmp_path / "out")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "12 loaded" in done.stdout
    assert "is not overwritten: add --out" in done.stderr
    assert "holds no truth.json" in done.stderr
