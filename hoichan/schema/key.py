"""The key of one variant: what was planted and why. Made again by the grader, never handed out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoichan.schema.case import Span, TaskType, UnitOfMeasure
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Bilingual, Strict

Verdict = Literal["true", "false", "unverifiable"]


class PlantedUnit(Strict):
    """A unit whose wording is false."""

    aid: str
    uid: str
    case: str
    unit: str
    wording: str
    category: Category
    severity: Severity
    level: Difficulty
    core_vi: Span = Field(description="Within the unit's own text")
    core_en: Span
    true_text: Bilingual
    why: Bilingual
    check: Bilingual


class PlantedOmission(Strict):
    """A must-have that was left out of an answer."""

    aid: str
    mid: str
    case: str
    unit: str
    severity: Severity
    category: Category = Category.CLIN_OMISSION
    level: Difficulty = Difficulty.NEAR_TRUTH
    left_out: Bilingual = Field(description="The sentence that is not there")
    why: Bilingual
    check: Bilingual


class KeyClaim(Strict):
    """The key of one verify_data claim. ``value`` is in ``unit`` as displayed: 115.0 percent."""

    uid: str
    case: str
    unit_id: str
    verdict: Verdict
    value: float | None = Field(default=None, description="None when unverifiable")
    shown: float | None = Field(default=None, description="The number the claim itself states")
    unit: UnitOfMeasure | None = None
    tolerance: float = Field(default=0.0, ge=0)
    category: Category | None = None
    why: Bilingual
    check: Bilingual | None = None


class Foil(Strict):
    """A true but surprising unit, with the reason it is true."""

    uid: str
    why: Bilingual


class Key(Strict):
    """What the scorers compare an answer sheet with."""

    schema_id: Literal["hoichan.key/1"] = "hoichan.key/1"
    lesson: str
    task: str
    type: TaskType
    variant: str
    points: float
    planted: tuple[PlantedUnit, ...] = ()
    omissions: tuple[PlantedOmission, ...] = ()
    foils: tuple[Foil, ...] = ()
    clean_answers: tuple[str, ...] = ()
    unit_uids: tuple[str, ...] = Field(default=(), description="Every unit of the variant")
    option_mids: tuple[str, ...] = Field(default=(), description="Every line of the missing lists")
    claims: tuple[KeyClaim, ...] = ()
    pool_sha256: str
