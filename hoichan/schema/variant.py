"""The public text of one learner's variant: what is handed out at fetch. Holds no key."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoichan.schema.case import Provenance, TaskType
from hoichan.schema.text import Bilingual, Strict

MAX_VARIANT_BYTES = 512_000


class PublicVariant(Strict):
    """All a widget needs to show one task to one learner; each exercise type adds its content.

    Read a file with ``hoichan.schema.documents.read_variant``, which gives the type's own class.
    """

    schema_id: Literal["hoichan.variant/1"] = "hoichan.variant/1"
    lesson: str
    task: str
    type: TaskType
    variant: str = Field(description="HMAC id; the key cannot be worked out from it")
    learner: str
    attempt: int = Field(default=1, ge=1)
    points: float = Field(ge=0, description="0 for practice")
    title: Bilingual
    practice: bool = Field(default=False, description="The key lies beside it; worth no points")
    drafts: bool = Field(
        default=False, description="May hold clinical wordings that experts have yet to confirm"
    )
    provenance: Provenance = Provenance()

    def items(self) -> tuple[str, ...]:
        """Names of what a learner deals with one after the other: answers, claims, cases, ..."""
        raise NotImplementedError

    def names(self) -> frozenset[str]:
        """Every name that an answer to this variant may speak of."""
        return frozenset(self.items())
