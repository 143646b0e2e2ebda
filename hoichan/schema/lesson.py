"""What ``notebooks/<pillar>/<lesson>/lesson.yaml`` may say."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hoichan.schema.case import PlantRules, TaskType
from hoichan.schema.text import Bilingual, Strict

Pillar = Literal["mindset", "skillset", "toolset", "authors"]


class TaskSpec(Strict):
    """One task of a lesson: graded, or practice with its key beside it and no points."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: TaskType
    title: Bilingual
    points: float = Field(ge=0)
    practice: bool = False
    cases: tuple[str, ...]
    tables: tuple[str, ...] = Field(default=(), description="Datasets a verify_data task opens")
    rules: PlantRules = PlantRules()

    @model_validator(mode="after")
    def _paid_or_practised(self) -> Self:
        if self.practice != (self.points == 0):
            raise PydanticCustomError(
                "bilingual",
                "{en}",
                {
                    "vi": "Bài luyện (practice: true) có points: 0; bài chấm điểm có points lớn hơn 0.",
                    "en": "Practice (practice: true) has points: 0; a graded task has points above 0.",
                },
            )
        return self


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

    @property
    def graded(self) -> tuple[TaskSpec, ...]:
        """Tasks with a variant per learner and points; the others are practice."""
        return tuple(task for task in self.tasks if not task.practice)

    @property
    def practice(self) -> tuple[TaskSpec, ...]:
        """Tasks that are handed out with their key."""
        return tuple(task for task in self.tasks if task.practice)
