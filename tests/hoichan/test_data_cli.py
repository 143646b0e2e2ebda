"""``hoichan data`` as its user meets it."""

from __future__ import annotations

import argparse

import pytest

from hoichan import data
from hoichan.authoring import data_cli


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
    assert [line.split(":")[0] for line in out.splitlines()] == list(data.NAMES)
    assert "40,000 × 15" in out


def test_build_elsewhere_check_it_damage_it_check_again(run, tmp_path):
    status, out, err = run("build", "opd_visits", "--seed", 5, "--scale", 0.05, "--out", tmp_path)
    assert status == 0
    assert "opd_visits: 2,000 × 15" in out
    assert "data build" in err  # the progress bar
    assert run("check", "opd_visits", "--tables", tmp_path)[0] == 0
    path = tmp_path / "opd_visits" / "data.csv"
    path.write_bytes(path.read_bytes()[:-5])
    status, out, err = run("check", "opd_visits", "--tables", tmp_path)
    assert status == 1
    assert "mã kiểm tra SHA-256 không khớp" in err
    assert "does not match" in err


def test_a_published_table_is_never_overwritten_by_another_seed(run):
    status, _, err = run("build", "--seed", 5)
    assert status == 1
    assert "--out" in err


def test_a_wrong_name_or_scale_is_refused(run, tmp_path):
    status, _, err = run("check", "opd")
    assert status == 1
    assert "Không có bộ dữ liệu “opd”" in err
    assert "opd_visits" in err
    assert run("build", "--scale", 0, "--out", tmp_path)[0] == 1


def test_a_damaged_archive_is_named(run, tmp_path):
    folder = tmp_path / "opd_visits"
    folder.mkdir()
    for name in ("datapackage.json", "truth.json"):
        (folder / name).write_bytes((data.folder("opd_visits") / name).read_bytes())
    (folder / "data.csv.gz").write_bytes(b"\x1f\x8b broken")
    status, _, err = run("check", "opd_visits", "--tables", tmp_path)
    assert status == 1
    assert "tệp bị hỏng" in err
