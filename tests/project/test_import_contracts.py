"""import-linter's contracts say what the architecture says."""

import subprocess
import sys
import tomllib

import pytest

FOLDERS = {
    "hoichan": "hoichan",
    "hoichan_grader": "autograder/hoichan_grader",
    "hoichan_hub": "hub_config/hoichan_hub",
}
FORBIDDEN = {
    "hoichan": {"hoichan_grader", "hoichan_hub"},
    "hoichan_grader": {"hoichan.widgets", "hoichan.ai", "hoichan_hub"},
    "hoichan_hub": {"hoichan.widgets", "hoichan.scoring", "hoichan_grader"},
}


def exists(root, module):
    package, *rest = module.split(".")
    path = root.joinpath(FOLDERS[package], *rest)
    return path.is_dir() or path.with_suffix(".py").is_file()


@pytest.fixture
def contracts(repo_root):
    content = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))
    return content["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("source", sorted(FORBIDDEN))
def test_what_a_distribution_must_not_import_is_named(repo_root, contracts, source):
    named = next(
        set(c["forbidden_modules"]) for c in contracts if c.get("source_modules") == [source]
    )
    assert named == {module for module in FORBIDDEN[source] if exists(repo_root, module)}


def test_every_module_of_hoichan_has_its_layer(repo_root, contracts):
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    placed = {part.strip(" ()") for layer in layers for part in layer.split(":")}
    found = {
        path.stem
        for path in (repo_root / "hoichan").iterdir()
        if path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py")))
    }
    assert found - {"__init__"} <= placed


@pytest.mark.slow
def test_a_breach_is_found(tmp_path, repo_root):
    """The contracts bite: a grader that imports the hub is refused."""
    for name in FOLDERS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("", encoding="utf-8")
    for name in ("schema", "widgets", "scoring"):
        (tmp_path / "hoichan" / f"{name}.py").write_text("", encoding="utf-8")
    config = (repo_root / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(config, encoding="utf-8")
    lint = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]

    def run():
        env = {"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            lint, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )

    clean = run()
    assert clean.returncode == 0, clean.stdout + clean.stderr
    (tmp_path / "hoichan_grader" / "grade.py").write_text("import hoichan_hub\n", encoding="utf-8")
    (tmp_path / "hoichan" / "schema.py").write_text("import hoichan.widgets\n", encoding="utf-8")
    broken = run()
    assert broken.returncode == 1
    assert "the grader does without widgets, AI and hub BROKEN" in broken.stdout
    assert "a layer imports only what stands below it BROKEN" in broken.stdout
