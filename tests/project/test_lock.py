"""The lock, environment.yml and the proxy's lock say the same, and name no registry."""

import json
import re
import subprocess
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import environment_yml

PROJECTS = ["pyproject.toml", "autograder/pyproject.toml", "hub_config/pyproject.toml"]
# Joined from pieces, so that this list does not find itself.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("conda", "anaconda", "org"),
    )
]


@pytest.fixture
def lock(repo_root):
    return (repo_root / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("project", PROJECTS)
def test_every_direct_dependency_is_locked_within_its_bounds(repo_root, lock, project):
    pins = environment_yml.locked_versions(lock)
    content = tomllib.loads((repo_root / project).read_text(encoding="utf-8"))
    asked = [
        *content["project"]["dependencies"],
        *content.get("dependency-groups", {}).get("dev", []),
    ]
    wrong = [
        text
        for text in asked
        if (requirement := Requirement(text)).name not in environment_yml.MEMBERS
        and not requirement.specifier.contains(
            pins.get(canonicalize_name(requirement.name), "0"), prereleases=True
        )
    ]
    assert wrong == [], "run `make lock`"


def test_every_pin_is_exact_and_hashed(lock):
    entries = re.split(
        r"\n(?=\S)", "\n".join(x for x in lock.splitlines() if not x.startswith("#"))
    )
    assert len(entries) > 100
    for entry in entries:
        assert environment_yml.PIN.match(entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_the_lock_names_no_address(lock):
    assert "://" not in lock
    assert "--index" not in lock


def test_uv_itself_is_pinned_with_hashes(repo_root):
    text = (repo_root / "scripts" / "uv.lock.txt").read_text(encoding="utf-8")
    assert re.match(r"uv==\d+\.\d+\.\d+ ", text)
    assert text.count("--hash=sha256:") >= 5
    assert "://" not in text


def test_environment_yml_agrees_with_the_lock(repo_root):
    written = (repo_root / "environment.yml").read_text(encoding="utf-8")
    assert written == environment_yml.render(repo_root), "run `make lock`"


def test_environment_yml_is_what_conda_expects(repo_root, lock):
    content = yaml.safe_load((repo_root / "environment.yml").read_text(encoding="utf-8"))
    assert content["name"] == "hoichan"
    python, pip, by_pip = content["dependencies"]
    assert (python, pip) == ("python=3.11", "pip")
    for pinned in by_pip["pip"]:
        assert f"\n{pinned} " in lock, pinned


def test_a_dependency_missing_from_the_lock_is_noticed(tmp_path, repo_root, lock):
    for project in PROJECTS:
        (tmp_path / project).parent.mkdir(exist_ok=True)
        text = (repo_root / project).read_text(encoding="utf-8")
        (tmp_path / project).write_text(text, encoding="utf-8")
    without = re.sub(r"(?m)^papermill==(.*\n)(    .*\n)+", "", lock)
    (tmp_path / "requirements.lock").write_text(without, encoding="utf-8")
    with pytest.raises(KeyError, match="papermill"):
        environment_yml.render(tmp_path)


def test_the_proxy_lock_has_hashes_and_no_addresses(repo_root):
    content = json.loads((repo_root / "hub_config/proxy/package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in content["packages"].items() if name}
    assert packages["node_modules/configurable-http-proxy"]["version"] == "5.3.0"
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not [name for name, entry in packages.items() if "resolved" in entry]


def test_no_tracked_file_names_a_registry(repo_root):
    if not (repo_root / ".git").exists():
        pytest.skip("not a git work tree")
    patterns = [word for host in REGISTRIES for word in ("-e", re.escape(host))]
    command = ["git", "grep", "-I", "-n", "-i", *patterns]
    found = subprocess.run(command, cwd=repo_root, capture_output=True, text=True, check=False)
    assert found.returncode == 1, found.stdout + found.stderr
