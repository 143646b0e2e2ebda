"""The command line, run as authors run it, on a checkout of its own with the published tables."""

import json

import jsonschema
import pytest
import yaml

from hoichan import cli
from hoichan.authoring.schema_cli import models


@pytest.fixture(autouse=True)
def in_checkout(checkout, monkeypatch):
    monkeypatch.chdir(checkout / "notebooks")  # anywhere below the root will do


def run(capsys, *argv):
    status = cli.main(argv)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_good_case_is_good(capsys):
    status, out, _ = run(capsys, "case", "check", "sample-noi")
    assert status == 0
    assert "1 tình huống: tốt\n  1 cases: good" in out


def test_a_bad_case_is_told_with_file_and_line(capsys, checkout):
    path = checkout / "datasets" / "cases" / "sample-noi" / "vi.md"
    text = path.read_text(encoding="utf-8").replace("{alos}", "{alo}")
    path.write_text(text, encoding="utf-8")
    status, _, err = run(capsys, "case", "check")
    assert status == 1
    line = text.split("\n").index("## u4") + 1
    assert f"datasets/cases/sample-noi/vi.md:{line}: Mục “u4”: {{alo}} không có" in err
    assert "1 chỗ cần sửa" in err


def test_an_unknown_name_names_those_there_are(capsys):
    status, _, err = run(capsys, "case", "check", "nowhere")
    assert status == 1
    assert "Có: sample-noi" in err
    status, _, err = run(capsys, "lesson", "build", "nowhere")
    assert status == 1
    assert "Có: s9_small" in err


def test_a_case_is_shown_with_its_key(capsys):
    status, out, _ = run(capsys, "case", "show", "sample-noi")
    assert status == 0
    assert "SAI beds: Công suất sử dụng giường kế hoạch là [[" in out
    assert "Khoa Nội | " in out
    status, out, _ = run(capsys, "case", "show", "sample-noi", "--lang", "en")
    assert "WRONG beds: Occupancy of planned beds was [[" in out


def test_a_lesson_is_built_and_then_fresh(capsys, lesson):
    notebook = lesson / "s9_small.ipynb"
    status, _, err = run(capsys, "lesson", "build", "--check")
    assert status == 1
    assert "hoichan lesson build" in err
    assert not notebook.exists()
    status, out, _ = run(capsys, "lesson", "build")
    assert status == 0
    assert "đã ghi notebooks/skillset/s9_small/s9_small.ipynb" in out
    assert run(capsys, "lesson", "build", "--check")[0] == 0
    assert "đã ghi" not in run(capsys, "lesson", "build")[1]
    notebook.write_text(notebook.read_text("utf-8").replace("Đọc", "Nghe"), encoding="utf-8")
    assert run(capsys, "lesson", "build", "--check")[0] == 1


def test_a_lesson_with_a_mistake_is_not_built(capsys, lesson):
    path = lesson / "lesson.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace("{#start}", ""), encoding="utf-8")
    status, _, err = run(capsys, "lesson", "build")
    assert status == 1
    assert "lesson.en.md:1:" in err
    assert not (lesson / "s9_small.ipynb").exists()


def test_check_says_all_that_is_wrong(capsys, lesson):
    status, _, err = run(capsys, "check")
    assert status == 1
    assert "s9_small.ipynb" in err
    assert "case.schema.json" in err
    assert run(capsys, "lesson", "build")[0] == 0
    assert run(capsys, "schema", "build", "--check")[0] == 1
    assert run(capsys, "schema", "build")[0] == 0
    assert run(capsys, "schema", "build", "--check")[0] == 0
    status, out, err = run(capsys, "check")
    assert (status, err.count("cần sửa")) == (0, 0)
    assert "1 tình huống, 1 bài học: tốt" in out
    path = lesson / "lesson.yaml"
    content = path.read_text(encoding="utf-8").replace("planted: [1, 2]", "planted: [9, 9]")
    path.write_text(content, encoding="utf-8")
    status, _, err = run(capsys, "check")
    assert status == 1
    assert "không đủ để cài 9–9 lỗi" in err
    assert "lesson.yaml:12" in err


def test_schemas_describe_the_files(checkout, capsys):
    assert run(capsys, "schema", "build")[0] == 0
    folder = checkout / "datasets" / "schema"
    assert {path.name for path in folder.iterdir()} == {f"{name}.schema.json" for name in models()}
    case = json.loads((folder / "case.schema.json").read_text(encoding="utf-8"))
    written = yaml.safe_load(
        (checkout / "datasets/cases/sample-noi/case.yaml").read_text(encoding="utf-8")
    )
    written["as_of"] = str(written["as_of"])
    written["units"][3]["wrong"][0]["id"] = "off"  # YAML 1.1 reads it as false
    jsonschema.Draft202012Validator(case).validate(written)
    written["units"][0]["foli"] = True
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(case).validate(written)


def test_help_needs_no_area_that_is_not_there(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    assert "tình huống / cases" in capsys.readouterr().out
