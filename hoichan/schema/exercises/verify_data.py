"""X2: claims to be checked against tables: verdict, true value and its unit."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hoichan.schema.case import CompiledCase, UnitOfMeasure
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual, NfcStr, Strict
from hoichan.schema.variant import PublicVariant

Verdict = Literal["true", "false", "unverifiable"]


class PublicClaim(Strict):
    """One claim."""

    uid: str
    text: Bilingual
    units_offered: tuple[UnitOfMeasure, ...] = Field(description="Choices for the value's unit")


class VerifyDataVariant(PublicVariant):
    """Claims, the story around them, and the datasets to look in."""

    type: Literal["verify_data"] = "verify_data"
    claims: tuple[PublicClaim, ...]
    context: Bilingual | None = Field(default=None, description="Story and AI prompt")
    tables: tuple[str, ...] = Field(default=(), description="Datasets to look in")

    def items(self) -> tuple[str, ...]:
        """The claims."""
        return tuple(claim.uid for claim in self.claims)


class KeyClaim(Strict):
    """The key of one claim. ``value`` is in ``unit`` as displayed: 115.0 percent."""

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


class VerifyDataKey(Key):
    """The key of every claim, in the order of the variant."""

    type: Literal["verify_data"] = "verify_data"
    claims: tuple[KeyClaim, ...] = ()


class ClaimAnswer(Strict):
    """One checked claim. ``value`` is the number as displayed (115 for 115 %)."""

    uid: Id
    verdict: Verdict | None = None
    value: float | None = Field(default=None, allow_inf_nan=False)
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    unit: UnitOfMeasure | None = None
    path: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=60)] = ()

    @property
    def settled(self) -> bool:
        """Whether it is done: a verdict, and value and unit where a value exists."""
        if self.verdict is None or self.verdict == "unverifiable":
            return self.verdict is not None
        return self.value is not None and self.unit is not None


class VerifyDataPayload(Payload):
    """Answered claims."""

    QUIET: ClassVar[frozenset[str]] = frozenset({"path"})  # how one searched is not an answer

    type: Literal["verify_data"] = "verify_data"
    claims: Annotated[tuple[ClaimAnswer, ...], Field(max_length=100)] = ()

    def names(self) -> tuple[str, ...]:
        """The claims that were answered."""
        return tuple(claim.uid for claim in self.claims)

    def settled(self) -> frozenset[str]:
        """Claims that are done."""
        return frozenset(claim.uid for claim in self.claims if claim.settled)


class VerifyDataPool(TaskPool):
    """Cases whose units are the claims to draw from."""

    type: Literal["verify_data"] = "verify_data"
    tables: tuple[str, ...] = Field(default=(), description="Datasets the task opens")
    cases: tuple[CompiledCase, ...]
