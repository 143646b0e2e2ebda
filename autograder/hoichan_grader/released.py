"""What the released notebook says about its lesson."""

from __future__ import annotations

import json

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
    title = json.loads(notebook).get("metadata", {}).get("hoichan", {}).get("title")
    return Bilingual.model_validate(title) if title else Bilingual(vi=lesson, en=lesson)
