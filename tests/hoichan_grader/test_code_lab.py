"""The code lab: its author's version is checked, and nbgrader itself grades what learners write."""

from __future__ import annotations

from copy import deepcopy

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory

from hoichan_grader.cli import main as grade
from hoichan_grader.lab import LAB, learners_version, problems, read_lab
from hoichan_grader.site_setup import tools_on_path
from hoichan_grader.texts import GraderError

LESSON = "exercise_types"
pytestmark = pytest.mark.slow


@pytest.fixture
def lab(repo_root):
    return read_lab(repo_root / "notebooks" / "authors" / LESSON / LAB)


def cell(notebook, name):
    return next(each for each in notebook.cells if each.id == name)


def said(lab):
    return [problem.en for problem in problems(lab)]


def test_the_gallerys_lab_is_sound(lab):
    assert said(lab) == []


def test_learners_get_neither_solutions_nor_hidden_tests(lab, tmp_path, capsys):
    assert grade(["lab", LESSON, "--out", str(tmp_path)]) == 0
    handed_out = (tmp_path / LAB).read_text("utf-8")
    made = nbformat.reads(handed_out, as_version=4)
    for each in lab.cells:
        for begin, end in (
            ("### BEGIN SOLUTION", "### END SOLUTION"),
            ("### BEGIN HIDDEN", "### END"),
        ):
            _, _, rest = each.source.partition(begin)
            hidden = [line.strip() for line in rest.partition(end)[0].splitlines()[1:]]
            assert [line for line in hidden if len(line) > 15 and line in handed_out] == []
    assert "raise NotImplementedError" in cell(made, "fix-rate").source
    assert "assert isinstance(rate, pd.Series)" in cell(made, "test-rate").source
    assert cell(made, "ai-rate").source == cell(lab, "ai-rate").source

    assert grade(["lab", LESSON, "--out", str(tmp_path)]) == 1  # somebody may have worked in it
    assert "may be somebody's work" in capsys.readouterr().err
    assert (tmp_path / LAB).read_text("utf-8") == handed_out


def test_a_solution_that_is_wrong_is_told(lab):
    cell(lab, "fix-rate").source = cell(lab, "fix-rate").source.replace(
        "fill_value=0", "fill_value=1"
    )
    assert [text.partition(".")[0] for text in said(lab)] == [
        'The author\'s solution does not pass test cell "test-rate"'
    ]


def test_tests_that_let_the_ai_or_nothing_through_are_told(lab):
    test = cell(lab, "test-table")
    test.source = "assert True\n### BEGIN HIDDEN TESTS\nassert len(dispense)\n### END HIDDEN TESTS"
    found = said(lab)
    assert any("gives points when nothing was written" in text for text in found)
    assert any("lets the AI's faulty code" in text for text in found)
    assert all('"test-table"' in text for text in found)


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ("-en", "no text cell tagged lang-en"),
        ("ai-", "no cell tagged ai-code"),
        ("fix-", "no solution cell"),
        ("test-", "no test cell"),
    ],
)
def test_what_is_missing_is_told_before_anything_runs(lab, left_out, told, monkeypatch):
    monkeypatch.setattr("hoichan_grader.lab.NotebookClient", None)
    lab.cells = [each for each in lab.cells if left_out not in each.id]
    assert any(told in text for text in said(lab))


def test_a_test_cell_needs_a_seen_and_a_hidden_part(lab, monkeypatch):
    monkeypatch.setattr("hoichan_grader.lab.NotebookClient", None)
    cell(lab, "test-rate").source = "assert rate is not None"
    assert any("between ### BEGIN HIDDEN TESTS" in text for text in said(lab))


def test_a_broken_or_missing_lab_is_told(tmp_path):
    with pytest.raises(GraderError, match="no code lab"):
        read_lab(tmp_path / LAB)
    (tmp_path / LAB).write_text("{", encoding="utf-8")
    with pytest.raises(GraderError, match="cannot be used"):
        read_lab(tmp_path / LAB)


def written(lab, **functions):
    """What a learner hands in: the learners' version with these solution cells."""
    made = deepcopy(learners_version(lab))
    for name, source in functions.items():
        cell(made, name.replace("_", "-")).source = source
    return made


# nbgrader 0.9.6 on SQLAlchemy 2.1: about objects it adds a line later.
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_nbgrader_grades_what_learners_write(lab, tmp_path):
    solved = {name: cell(lab, name).source for name in ("fix-rate", "fix-table")}
    believed = {f"fix-{name}": cell(lab, f"ai-{name}").source for name in ("rate", "table")}
    handed_in = {
        "reference": written(lab, **{k.replace("-", "_"): v for k, v in solved.items()}),
        "nothing": written(lab),
        "the_ai": written(lab, **{k.replace("-", "_"): v for k, v in believed.items()}),
        "one_of_two": written(lab, fix_rate=solved["fix-rate"]),
    }
    course = nbgraders_course(tmp_path)
    nbformat.write(lab, make(tmp_path / "source" / LESSON) / LAB)
    run(course, GenerateAssignment, create_assignment=True)
    for learner, notebook in handed_in.items():
        nbformat.write(notebook, make(tmp_path / "submitted" / learner / LESSON) / LAB)
    run(course, Autograde, create_student=True)
    with Gradebook(course.db_url) as gradebook:
        scores = {each: gradebook.find_submission(LESSON, each).score for each in handed_in}
        assert gradebook.find_assignment(LESSON).max_score == 10
    assert scores == {"reference": 10, "nothing": 0, "the_ai": 0, "one_of_two": 6}


def make(folder):
    folder.mkdir(parents=True)
    return folder


def nbgraders_course(root):
    """A course with nbgrader's own settings and nothing of ours."""
    app = NbGrader()
    app.log.propagate = False
    course = CourseDirectory(parent=app, root=str(root), course_id="lab")
    course.db_url = f"sqlite:///{root / 'gradebook.db'}"
    course.assignment_id = LESSON
    return course


def run(course, converter, **traits):
    with tools_on_path():
        made = converter(coursedir=course, parent=course.parent)
        for name, value in traits.items():
            setattr(made, name, value)
        made.start()
