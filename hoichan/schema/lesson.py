"""What ``notebooks/<pillar>/<lesson>/lesson.yaml`` may say."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoichan.schema.case import PlantRules, TaskType
from hoichan.schema.text import Bilingual, Strict

Pillar = Literal["mindset", "skillset", "toolset"]


class TaskSpec(Strict):
    """One graded task of a lesson."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: TaskType
    title: Bilingual
    points: float = Field(gt=0)
    cases: tuple[str, ...]
    tables: tuple[str, ...] = Field(default=(), description="Datasets a verify_data task opens")
    rules: PlantRules


class LessonSpec(Strict):
    """A lesson: one nbgrader assignment, one notebook with both languages."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Flat: also the assignment's name")
    pillar: Pillar
    title: Bilingual
    goal: Bilingual
    outcomes: tuple[Bilingual, ...]
    out_of_scope: tuple[Bilingual, ...] = ()
    minutes: int = Field(gt=0)
    datasets: tuple[str, ...]
    tasks: tuple[TaskSpec, ...]
    sources: tuple[Bilingual, ...] = ()
    reviewer: str | None = None
    review_by: str | None = None
