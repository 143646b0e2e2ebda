"""What the wheels carry: the data tables and Jupyter's files, but no truths."""

import shutil
import subprocess
import sys
import zipfile

import pytest

FILES = {
    "hoichan/__init__.py": "",
    "hoichan/labextension/package.json": "{}",
    "hoichan/jupyter_config/jupyter_server_config.d/hoichan.json": "{}",
    "hoichan/lab_settings/hoichan.json": "{}",
    "datasets/tables/opd_visits/data.csv": "a\n1\n",
    "datasets/tables/opd_visits/truth.json": "[]",
    "datasets/gallery/index.html": "<!DOCTYPE html>",
    "notebooks/lesson.md": "not for the wheel",
}


@pytest.fixture
def tree(tmp_path, repo_root):
    for name in ("pyproject.toml", "hatch_build.py", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(repo_root / name, tmp_path / name)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def build(tree, hook):
    code = f"import hatchling.build as b; print(b.{hook}('dist'))"
    (tree / "dist").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tree / "dist" / done.stdout.split()[-1]) as wheel:
        return set(wheel.namelist())


def test_the_wheel_carries_tables_and_jupyter_files_but_no_truths(tree):
    names = build(tree, "build_wheel")
    data = "hoichan-0.1.0.data/data/"
    assert "hoichan/_tables/opd_visits/data.csv" in names
    assert "hoichan/_gallery/index.html" in names
    assert f"{data}share/jupyter/labextensions/hoichan-lesson/package.json" in names
    assert f"{data}etc/jupyter/jupyter_server_config.d/hoichan.json" in names
    assert f"{data}share/jupyter/lab/settings/overrides.d/hoichan.json" in names
    assert not [name for name in names if "truth" in name or "lesson.md" in name]


def test_an_editable_install_brings_jupyters_files_and_leaves_the_tables_in_the_tree(tree):
    names = build(tree, "build_editable")
    assert (
        "hoichan-0.1.0.data/data/share/jupyter/labextensions/hoichan-lesson/package.json" in names
    )
    assert not [name for name in names if "_tables" in name or "_gallery" in name]


def test_folders_that_are_not_there_do_not_break_the_build(tree):
    for name in (
        "datasets",
        "hoichan/labextension",
        "hoichan/jupyter_config",
        "hoichan/lab_settings",
    ):
        shutil.rmtree(tree / name)
    assert "hoichan/__init__.py" in build(tree, "build_wheel")
