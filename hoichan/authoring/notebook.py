"""Build a lesson's notebook from its sources; the same sources give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from hoichan import data
from hoichan.authoring.lesson import LessonSource
from hoichan.i18n import fill, strings
from hoichan.schema.lesson import LessonSpec, TaskSpec
from hoichan.schema.text import LANGS, Lang

TASK_TAG = "hoichan-task"
PRACTICE_TAG = "hoichan-practice"
_LOCKED = {"deletable": False, "editable": False}


def build_notebook(source: LessonSource) -> str:
    """The notebook's JSON text: cells of both languages in pairs, one locked cell per task."""
    spec = source.spec
    notebook = new_notebook(
        cells=list(_cells(source)),
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "hoichan": {
                "lesson": spec.id,
                "autorun": True,
                "title": spec.title.model_dump(),
                **({"pretest_of": spec.pretest_of} if spec.pretest_of else {}),
            },
        },
    )
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def _cells(source: LessonSource) -> Iterator[NotebookNode]:
    for lang in LANGS:
        yield _text_cell("about", lang, _about(source.spec, lang))
    for lang in LANGS:
        yield _text_cell("banner", lang, strings("lesson_build")["banner"][lang])
    tasks = {task.id: task for task in source.spec.tasks}
    for vi, en in zip(source.blocks["vi"], source.blocks["en"], strict=True):
        texts = 0
        for first, second in zip(vi.parts, en.parts, strict=True):
            if first.task is not None:
                yield _task_cell(tasks[first.task])
                continue
            texts += 1
            name = vi.label if texts == 1 else f"{vi.label}-{texts}"
            yield _text_cell(name, "vi", first.text)
            yield _text_cell(name, "en", second.text)


def _text_cell(name: str, lang: Lang, text: str) -> NotebookNode:
    """A Markdown cell of one language; its id comes from the block's label."""
    return _cell(
        new_markdown_cell,
        id=f"{name}-{lang}",
        source=text,
        metadata={"tags": [f"lang-{lang}"], **_LOCKED},
    )


def _task_cell(task: TaskSpec) -> NotebookNode:
    """The locked cell that opens a task; graded unless it is practice."""
    if task.practice:
        return _cell(
            new_code_cell,
            id=f"task-{task.id}",
            source=_opening(task),
            metadata={"tags": [PRACTICE_TAG], **_LOCKED},
        )
    points = int(task.points) if task.points == int(task.points) else task.points
    return _cell(
        new_code_cell,
        id=f"task-{task.id}",
        source=_opening(task),
        metadata={
            "tags": [TASK_TAG],
            **_LOCKED,
            "nbgrader": {
                "grade": True,
                "solution": False,
                "locked": True,
                "task": False,
                "grade_id": task.id,
                "points": points,
                "schema_version": 3,
                "cell_type": "code",
            },
        },
    )


def _opening(task: TaskSpec) -> str:
    return f'from hoichan.lesson import task\ntask("{task.id}")'


def _cell(make: Any, **content: Any) -> NotebookNode:
    cell: NotebookNode = make(**content)
    return cell


def _about(spec: LessonSpec, lang: Lang) -> str:
    """The first cell: what the lesson is for, and its facts from ``lesson.yaml``."""
    words = {key: text[lang] for key, text in strings("lesson_build").items()}
    lines = [f"# {spec.title[lang]}", "", words["goal"].format(goal=spec.goal[lang]), ""]
    lines += [words["outcomes"], "", *(f"- {item[lang]}" for item in spec.outcomes), ""]
    if spec.out_of_scope:
        lines += [words["out_of_scope"], ""]
        lines += [*(f"- {item[lang]}" for item in spec.out_of_scope), ""]
    lines += [f"| {words['fact']} | {words['content']} |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in _facts(spec, lang)]
    return "\n".join(lines)


def _facts(spec: LessonSpec, lang: Lang) -> Iterator[tuple[str, str]]:
    texts = strings("lesson_build")
    points = sum(task.points for task in spec.tasks)
    yield (
        texts["minutes"][lang],
        fill(texts["minutes_value"], minutes=spec.minutes)[lang],
    )
    yield texts["points"][lang], fill(texts["points_value"], points=f"{points:g}")[lang]
    yield texts["datasets"][lang], "; ".join(_dataset(name, lang) for name in spec.datasets)
    if spec.sources:
        yield texts["sources"][lang], "; ".join(source[lang] for source in spec.sources)
    yield texts["reviewer"][lang], spec.reviewer or texts["no_reviewer"][lang]
    if spec.review_by:
        yield texts["review_by"][lang], show_date(spec.review_by, lang)


def _dataset(name: str, lang: Lang) -> str:
    """A dataset by its title, with its name for those who look for the file."""
    return f"{data.package(name)['hoichan:title'][lang]} (`{name}`)"


def show_date(text: str, lang: Lang) -> str:
    """An ISO date as 30/06/2027 or 30 June 2027."""
    day = date.fromisoformat(text)
    return f"{day:%d/%m/%Y}" if lang == "vi" else f"{day.day} {day:%B %Y}"
