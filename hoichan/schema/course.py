"""What ``notebooks/course.yaml`` may say: the map of the course."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hoichan.schema.case import TaskType
from hoichan.schema.lesson import Pillar
from hoichan.schema.text import Bilingual, Strict

Role = Literal["doctor", "pharmacist", "nurse", "administration"]
ROLES: tuple[Role, ...] = get_args(Role)


class Module(Strict):
    """One lesson's place on the map: what it is for, how long it takes, what it is worth."""

    code: str = Field(pattern=r"^[A-Z][A-Za-z0-9-]{1,7}$")
    lesson: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Its folder, and its assignment")
    pillar: Pillar
    role: Role | None = Field(default=None, description="None: for everybody")
    optional: bool = Field(default=False, description="Counts neither points nor minutes")
    title: Bilingual
    datasets: tuple[str, ...]
    types: tuple[TaskType, ...] = Field(min_length=1)
    minutes: int = Field(gt=0)
    points: int = Field(ge=0)


class CourseMap(Strict):
    """All modules in the order in which they are taken."""

    title: Bilingual
    minutes: int = Field(gt=0, description="Of the whole course with one role's track")
    points: int = Field(gt=0, description="Of the whole course with one role's track")
    modules: tuple[Module, ...]

    def track(self, role: Role) -> tuple[Module, ...]:
        """What somebody of ``role`` takes: the common modules and the role's own."""
        return tuple(m for m in self.modules if m.role in (None, role) and not m.optional)

    @model_validator(mode="after")
    def _sums(self) -> Self:
        for vi, en in self._mistakes():
            raise PydanticCustomError("bilingual", "{en}", {"vi": vi, "en": en})
        return self

    def _mistakes(self) -> Iterator[tuple[str, str]]:
        for name in ("code", "lesson"):
            values = [getattr(module, name) for module in self.modules]
            for value in sorted({each for each in values if values.count(each) > 1}):
                yield f"{name} “{value}” bị dùng hai lần.", f'{name} "{value}" is used twice.'
        for role in ROLES:
            track = self.track(role)
            for name in ("points", "minutes"):
                found, wanted = sum(getattr(m, name) for m in track), getattr(self, name)
                if found != wanted:
                    yield (
                        f"{role}: tổng {name} là {found}, phải là {wanted}.",
                        f"{role}: the sum of {name} is {found}, it has to be {wanted}.",
                    )
