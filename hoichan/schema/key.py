"""The key of one variant: what was planted and why. Made again by the grader, never handed out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoichan.schema.case import TaskType
from hoichan.schema.text import Strict


class Key(Strict):
    """What a scorer compares an answer sheet with; each exercise type adds its content.

    Read a file with ``hoichan.schema.documents.read_key``.
    """

    schema_id: Literal["hoichan.key/1"] = "hoichan.key/1"
    lesson: str
    task: str
    type: TaskType
    variant: str
    points: float = Field(ge=0)
    pool_sha256: str
