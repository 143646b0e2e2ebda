"""What ``case.yaml`` may say. Texts are not here: they stand in ``vi.md`` and ``en.md``."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hoichan.schema.case import Review, TaskType
from hoichan.schema.numbers import NumberStyle
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Strict

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Scalar = str | bool | int | float
Args = dict[str, Scalar]


def wrong_value(vi: str, en: str) -> PydanticCustomError:
    """An error whose sentence in both languages reaches the author."""
    return PydanticCustomError("bilingual", "{en}", {"vi": vi, "en": en})


class TruthSpec(Strict):
    """A truth: either a measure with arguments, or derived from another truth (``of``)."""

    measure: str | None = None
    args: Args = Field(default_factory=dict)
    show: NumberStyle | None = None
    also: tuple[Name, ...] = ()
    of: Name | None = None
    times: float | None = None
    plus: float | None = None
    swap_digits: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.measure is None) == (self.of is None):
            raise wrong_value(
                "Ghi “measure” (phép đo) hoặc “of” (suy ra từ số khác), không ghi cả hai.",
                'Give either "measure" or "of" (derived from another truth), not both.',
            )
        changes = (self.times is not None) + (self.plus is not None) + self.swap_digits
        if changes != (self.of is not None):
            raise wrong_value(
                "Số suy ra bằng “of” cần đúng một trong: times, plus, swap_digits.",
                'A truth with "of" needs exactly one of times, plus, swap_digits.',
            )
        return self


class Fact(Strict):
    """A wrong value for a truth that is a word or yes/no."""

    value: str | bool


class WrongSpec(Strict):
    """One wrong wording: which truths it misstates, and what kind of error that is."""

    id: Name
    shows: dict[Name, Name | Fact] = Field(default_factory=dict)
    category: Category
    severity: Severity
    level: Difficulty


class UnitSpec(Strict):
    """One claim of the answer."""

    id: Name
    about: tuple[Name, ...] = ()
    foil: bool = False
    unverifiable: bool = False
    wrong: tuple[WrongSpec, ...] = ()


class MustSpec(Strict):
    """One line of the "what is missing?" list."""

    id: Name
    unit: Name
    severity: Severity | None = None


class GroupSpec(Strict):
    """The argument that gives one row per value."""

    arg: str
    values: tuple[Scalar, ...]
    names: tuple[Name, ...] = Field(
        default=(), description="Headings with the rows' names, where values are no codes"
    )

    @model_validator(mode="after")
    def _named_each(self) -> Self:
        if self.names and len(self.names) != len(self.values):
            raise wrong_value(
                f"names có {len(self.names)} tên cho {len(self.values)} dòng.",
                f"names has {len(self.names)} names for {len(self.values)} rows.",
            )
        return self


class CellSpec(Strict):
    """The measure of one column of a grouped table."""

    measure: str
    args: Args = Field(default_factory=dict)
    show: NumberStyle | None = None


class EvidenceSpec(Strict):
    """A small table on the card: chosen rows and columns, or one row per group."""

    id: Name
    dataset: str | None = None
    where: dict[str, Scalar | tuple[Scalar, ...]] = Field(default_factory=dict)
    columns: tuple[str, ...] = ()
    group: GroupSpec | None = None
    measures: dict[Name, CellSpec] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        chosen = self.dataset is not None and bool(self.columns)
        grouped = self.group is not None and bool(self.measures)
        if chosen == grouped:
            raise wrong_value(
                "Bảng cần “dataset” và “columns”, hoặc “group” và “measures”.",
                'A table needs "dataset" and "columns", or "group" and "measures".',
            )
        return self


class SpecHead(Strict):
    """What every ``case.yaml`` says, whatever its exercise type."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9\-]*$", max_length=60)
    version: int = Field(ge=1)
    type: TaskType
    role: str
    datasets: tuple[str, ...] = ()
    review: Review


class CaseSpec(SpecHead):
    """``case.yaml`` of a case of claims."""

    as_of: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    truths: dict[Name, TruthSpec] = Field(default_factory=dict)
    evidence: tuple[EvidenceSpec, ...] = ()
    units: tuple[UnitSpec, ...]
    must_have: tuple[MustSpec, ...] = ()
