"""What the released notebook says about its lesson."""

from __future__ import annotations

import json
from typing import Any

from hoichan.schema.text import Bilingual


def graded_tasks(notebook: bytes) -> list[str]:
    """Ids of a notebook's widget tasks (cells tagged ``hoichan-task``), in order."""
    return [
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell in json.loads(notebook)["cells"]
        if "hoichan-task" in cell.get("metadata", {}).get("tags", ())
    ]


def lesson_title(notebook: bytes, lesson: str) -> Bilingual:
    """The lesson's title from the notebook's metadata; its id where there is none."""
    title = _about(notebook).get("title")
    return Bilingual.model_validate(title) if title else Bilingual(vi=lesson, en=lesson)


def pretest_of(notebook: bytes) -> str | None:
    """The lesson whose pre-test this one is: it asks the same again at the end of the course."""
    lesson: str | None = _about(notebook).get("pretest_of")
    return lesson


def _about(notebook: bytes) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(notebook).get("metadata", {}).get("hoichan", {})
    return about
