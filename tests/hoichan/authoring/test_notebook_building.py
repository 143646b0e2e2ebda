"""The built notebook is what nbgrader, the widgets and the language switch expect."""

import json
import logging

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from hoichan.authoring.lesson import read_lesson
from hoichan.authoring.notebook import build_notebook


@pytest.fixture
def notebook(lesson):
    return nbformat.reads(build_notebook(read_lesson(lesson)), as_version=4)


def test_the_same_sources_give_the_same_bytes(lesson):
    first = build_notebook(read_lesson(lesson))
    assert first == build_notebook(read_lesson(lesson))
    assert first.endswith("}\n")
    path = lesson / "lesson.vi.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nThêm.\n", encoding="utf-8")
    assert build_notebook(read_lesson(lesson)) != first


def test_ids_come_from_labels(notebook):
    assert [cell.id for cell in notebook.cells] == [
        "about-vi", "about-en", "banner-vi", "banner-en", "start-vi", "start-en",
        "critique-vi", "critique-en", "task-x1", "critique-2-vi", "critique-2-en",
    ]  # fmt: skip


def test_languages_come_in_pairs(notebook):
    text = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert [cell.metadata.tags for cell in text] == [["lang-vi"], ["lang-en"]] * (len(text) // 2)
    assert text[4].source.startswith("## Mở đầu\n")
    assert "{#" not in "".join(cell.source for cell in text)


def test_the_first_pair_says_what_the_lesson_is(notebook):
    vi, en = notebook.cells[0].source, notebook.cells[1].source
    for words in ("# Bài nhỏ", "Tính lại một con số.", "- Tính lại một tỷ lệ.", "- Biểu đồ.",
                  "khoảng 15 phút", "28 điểm", "Hoạt động khám chữa bệnh theo tháng",
                  "Hội chẩn", "bản nháp", "30/06/2027"):  # fmt: skip
        assert words in vi, words
    for words in ("# A small lesson", "Recompute one figure.", "- Recompute a rate.", "- Charts.",
                  "about 15 minutes", "28 points", "Monthly activity", "a draft", "30 June 2027"):  # fmt: skip
        assert words in en, words
    assert "Dữ liệu giả lập" in notebook.cells[2].source
    assert "Synthetic data" in notebook.cells[3].source


def test_nothing_can_be_edited_or_is_run_already(notebook):
    for cell in notebook.cells:
        assert (cell.metadata.deletable, cell.metadata.editable) == (False, False)
    (code,) = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert (code.outputs, code.execution_count) == ([], None)


def test_the_task_cell_is_as_the_contract_says(notebook):
    (code,) = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code.source == 'from hoichan.lesson import task\ntask("x1")'
    assert code.metadata.tags == ["hoichan-task"]
    assert code.metadata.nbgrader == {
        "grade": True, "solution": False, "locked": True, "task": False, "grade_id": "x1",
        "points": 28, "schema_version": 3, "cell_type": "code",
    }  # fmt: skip


def test_nbgrader_accepts_it(notebook, caplog):
    with caplog.at_level(logging.WARNING):
        MetadataValidator().validate_nb(notebook)
    assert not caplog.records


def test_the_notebook_says_which_lesson_it_is(lesson):
    content = json.loads(build_notebook(read_lesson(lesson)))
    assert content["metadata"]["hoichan"] == {
        "autorun": True,
        "lesson": "s9_small",
        "title": {"en": "A small lesson", "vi": "Bài nhỏ"},
    }
    assert content["metadata"]["kernelspec"]["name"] == "python3"
    assert content["nbformat_minor"] == 5
