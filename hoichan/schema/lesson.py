"""What ``notebooks/<pillar>/<lesson>/lesson.yaml`` may say."""

from __future__ import annotations

from typing import Any, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hoichan.schema.case import PlantRules, TaskType
from hoichan.schema.text import Bilingual, Strict

FormName = Literal["a", "b", "c"]
FORMS: tuple[FormName, ...] = get_args(FormName)
Pillar = Literal["mindset", "skillset", "toolset", "authors"]


class Forms(Strict):
    """Three sets of cases, parallel by construction: each made of the same templates.

    A learner gets form a or b first, drawn by the course secret, the other one at the second
    ``turn``, and form c at a second attempt (blueprint G.1).
    """

    turn: Literal["first", "second"]
    a: tuple[str, ...] = Field(min_length=1)
    b: tuple[str, ...] = Field(min_length=1)
    c: tuple[str, ...] = Field(min_length=1)

    def named(self) -> dict[FormName, tuple[str, ...]]:
        """The cases of each form."""
        return {"a": self.a, "b": self.b, "c": self.c}

    @model_validator(mode="after")
    def _parallel(self) -> Self:
        templates = [
            tuple(case.removesuffix(f"-{name}") for case in cases)
            for name, cases in self.named().items()
        ]
        if not templates[0] == templates[1] == templates[2]:
            raise PydanticCustomError(
                "bilingual",
                "{en}",
                {
                    "vi": "Ba đề a, b, c phải gồm cùng những tình huống theo cùng thứ tự, "
                    "chỉ khác đuôi -a, -b, -c.",
                    "en": "The forms a, b and c have to be of the same cases in the same order, "
                    "which differ in their ending -a, -b, -c alone.",
                },
            )
        return self


class TaskSpec(Strict):
    """One task of a lesson: graded, or practice with its key beside it and no points."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: TaskType
    title: Bilingual
    points: float = Field(ge=0)
    minutes: int | None = Field(default=None, gt=0, description="What the lesson's text says too")
    practice: bool = False
    cases: tuple[str, ...] = Field(description="Of a task with forms: those of all three")
    forms: Forms | None = Field(default=None, description="Instead of cases: a test's three forms")
    tables: tuple[str, ...] = Field(default=(), description="Datasets a verify_data task opens")
    rules: PlantRules = PlantRules()

    @model_validator(mode="before")
    @classmethod
    def _cases_of_forms(cls, given: Any) -> Any:
        if (
            isinstance(given, dict)
            and "cases" not in given
            and isinstance(given.get("forms"), dict)
        ):
            forms = given["forms"]
            every = [case for name in FORMS for case in forms.get(name) or ()]
            return {**given, "cases": every}
        return given

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
    counts: bool = Field(default=True, description="Its points are part of the course's total")
    pretest_of: str | None = Field(
        default=None,
        description="The lesson that asks the same again at the end; feedback waits until then",
    )
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
