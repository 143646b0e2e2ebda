"""``hoichan data`` as its user meets it."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys

import pytest

from hoichan import data
from hoichan.authoring import data_cli
from hoichan.synthesis import validators
from hoichan.synthesis.verify import Verdict


@pytest.fixture
def run(capsys):
    parser = argparse.ArgumentParser()
    data_cli.register(parser.add_subparsers())

    def of(*words):
        args = parser.parse_args(["data", *map(str, words)])
        status = args.run(args)
        data.forget()
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return of


def test_list_has_a_line_for_every_table(run):
    status, out, _ = run("list")
    assert status == 0
    assert len(out.splitlines()) == 2 + sum(map(len, data.TABLES.values()))
    (line,) = (line for line in out.splitlines() if line.startswith("opd_visits"))
    assert "40,000" in line
    assert "Lượt khám ngoại trú" in line


def test_build_elsewhere_check_it_damage_it_check_again(run, tmp_path):
    status, out, err = run(
        "build", "monthly_activity", "--seed", 5, "--scale", 2, "--out", tmp_path
    )
    assert status == 0
    assert "monthly_activity 384 dòng / rows" in out
    assert "data build" in err  # the progress bar
    assert "2/2" in err
    status, out, err = run("check", "monthly_activity", "--tables", tmp_path)
    assert status == 0, err
    cells = out.splitlines()[-1].split()
    assert cells[:2] == ["monthly_activity", "384"]
    assert cells[-3:] == ["OK", "OK", "OK"]
    path = tmp_path / "monthly_activity" / "data.csv"
    path.write_bytes(path.read_bytes()[:-5])
    status, out, err = run("check", "monthly_activity", "--tables", tmp_path)
    assert status == 1
    assert "mã kiểm tra SHA-256 không khớp" in err
    assert "does not match" in err
    assert out.count("chưa hỏi / not asked") == 2


def test_a_parquet_copy_is_built_and_checked(run, tmp_path):
    words = ("monthly_activity", "--format", "parquet", "--out", tmp_path)
    assert run("build", *words)[0] == 0
    status, _, err = run("check", "monthly_activity", "--tables", tmp_path)
    assert status == 0, err


def test_what_only_a_validator_finds_is_told(run, tmp_path, monkeypatch):
    assert run("build", "monthly_activity", "--out", tmp_path)[0] == 0
    monkeypatch.setattr(data_cli, "check", lambda name, root: Verdict(name))
    described = tmp_path / "monthly_activity" / "datapackage.json"
    text = described.read_text(encoding="utf-8")
    described.write_text(text.replace('"enum": [\n', '"enum": [\n "XX",\n').replace('"NOI",\n', ""))
    croissant = tmp_path / "monthly_activity" / "croissant.json"
    croissant.write_text(croissant.read_text(encoding="utf-8").replace("sc:Text", "sc:Txt"))
    status, out, err = run("check", "monthly_activity", "--tables", tmp_path)
    assert status == 1
    assert "frictionless báo lỗi" in err
    assert "mlcroissant báo lỗi" in err
    assert out.splitlines()[-1].count("lỗi / wrong") == 2


def test_validators_that_are_not_installed_are_said_so(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "frictionless", None)
    monkeypatch.setitem(sys.modules, "mlcroissant", None)
    assert validators.frictionless_problems("monthly_activity") is None
    status, out, _ = run("check", "monthly_activity")
    assert status == 0
    assert out.count("chưa cài / not installed") == 2


@pytest.mark.parametrize("words", [("--seed", 5), ("--scale", 3), ("--format", "parquet")])
def test_the_published_data_is_never_overwritten_by_another(run, words):
    status, _, err = run("build", *words)
    assert status == 1
    assert "--out" in err


def test_a_wrong_name_is_refused(run):
    for command in ("check", "build"):
        status, _, err = run(command, "opd")
        assert status == 1
        assert "Không có bộ dữ liệu “opd”" in err
        assert "opd_visits" in err


@pytest.mark.parametrize("scale", ["0", "-3", "1.5", "nhiều"])
def test_a_wrong_scale_is_refused(run, tmp_path, scale):
    status, _, err = run("build", f"--scale={scale}", "--out", tmp_path)
    assert status == 1
    assert scale in err
    assert "whole number from 1" in err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, _, err = run("build", "monthly_activity", "--out", tmp_path / "file")
    assert status == 1
    assert "Cannot write" in err


def test_a_damaged_archive_is_named(run, tmp_path):
    folder = tmp_path / "opd_visits"
    folder.mkdir()
    for name in ("datapackage.json", "truth.json", "croissant.json"):
        (folder / name).write_bytes((data.folder("opd_visits") / name).read_bytes())
    (folder / "data.csv.gz").write_bytes(b"\x1f\x8b broken")
    status, _, err = run("check", "opd_visits", "--tables", tmp_path)
    assert status == 1
    assert "tệp bị hỏng" in err


STOPPED = """
import sys
from hoichan.cli import main
sys.exit(main(["data", "build", "monthly_activity", "--scale", "500", "--out", sys.argv[1]]))
"""


def test_ctrl_c_stops_a_build_and_leaves_what_was_there(run, tmp_path):
    assert run("build", "monthly_activity", "--out", tmp_path)[0] == 0
    before = sorted(
        (path.name, path.read_bytes()) for path in tmp_path.rglob("*.*") if path.is_file()
    )
    with subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(tmp_path)],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        said = ""
        while " 1/500" not in said:  # the bar says that a replicate is done
            said += process.stderr.read(1) or pytest.fail(said)
        process.send_signal(signal.SIGINT)
        said += process.stderr.read()
    assert process.returncode == 130
    assert "Stopped. The unfinished dataset is dropped" in said
    assert "Traceback" not in said
    after = sorted(
        (path.name, path.read_bytes()) for path in tmp_path.rglob("*.*") if path.is_file()
    )
    assert after == before
