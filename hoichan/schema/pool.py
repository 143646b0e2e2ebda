"""A task's pool: all that is needed to make any variant of it with its key. Frozen at release."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoichan.schema.case import CaseHead, PlantRules, TaskType
from hoichan.schema.lesson import Forms
from hoichan.schema.text import Bilingual, Strict


class TaskPool(Strict):
    """What the pools of all exercise types have in common.

    Read a file with ``hoichan.schema.documents.read_pool``.
    """

    schema_id: Literal["hoichan.pool/1"] = "hoichan.pool/1"
    lesson: str
    task: str
    type: TaskType
    title: Bilingual
    points: float = Field(ge=0)
    rules: PlantRules
    cases: tuple[CaseHead, ...]
    forms: Forms | None = Field(default=None, description="A variant is drawn from one of them")
    drafts: bool = Field(
        default=False, description="Holds clinical wordings that two experts have yet to confirm"
    )
