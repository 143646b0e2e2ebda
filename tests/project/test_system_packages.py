"""System packages: installed when we may, otherwise one line that says what and why."""

import pytest

import system_packages
from system_packages import SystemPackage


@pytest.fixture
def one_missing(monkeypatch):
    state = {"there": False}
    package = SystemPackage("chromium", "browser tests", lambda: state["there"])
    monkeypatch.setattr(system_packages, "PACKAGES", (package,))
    return state


def test_nothing_is_said_or_done_when_all_is_there(one_missing, monkeypatch, capsys):
    one_missing["there"] = True
    monkeypatch.setattr(system_packages, "install", lambda names: pytest.fail("not to be called"))
    assert system_packages.main() == 0
    assert capsys.readouterr().out == ""


def test_what_is_missing_is_installed(one_missing, monkeypatch, capsys):
    def install(names):
        assert names == ["chromium"]
        one_missing["there"] = True
        return ""

    monkeypatch.setattr(system_packages, "install", install)
    assert system_packages.main() == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("✓")


def test_without_rights_one_line_says_what_and_why(one_missing, monkeypatch, capsys):
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "succeeds", lambda command: False)
    assert system_packages.main() == 0
    line = capsys.readouterr().out.splitlines()[-1]
    assert "sudo apt-get install chromium" in line
    assert "không có quyền root / neither root nor passwordless sudo" in line


def test_on_another_system_nothing_is_tried(one_missing, monkeypatch, capsys):
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: None)
    monkeypatch.setattr(system_packages, "succeeds", lambda command: pytest.fail("ran a command"))
    assert system_packages.main() == 0
    assert "no apt-get here" in capsys.readouterr().out


def test_stale_package_lists_are_refreshed_once(monkeypatch):
    ran = []

    def succeeds(command):
        ran.append(command[1])
        return ran.count("update") == 1

    monkeypatch.setattr(system_packages, "succeeds", succeeds)
    monkeypatch.setattr(system_packages, "privilege", list)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert system_packages.install(["chromium"]) == ""
    assert ran == ["install", "update", "install"]
