"""What every exercise type's answers have in common."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from hoichan.schema.text import NfcStr, Strict

Note = Annotated[NfcStr, Field(max_length=2_000)]
Id = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_.\-]+$")]


class Payload(Strict):
    """Base of the answers of one task; subclasses fix ``type`` and add fields that all have defaults.

    An entry of a list is either a name of the variant or an object with ``uid``, so that undo can
    tell entries apart. ``QUIET`` are fields of such objects that are recorded but never taken back.
    """

    QUIET: ClassVar[frozenset[str]] = frozenset()

    type: str

    def names(self) -> tuple[str, ...]:
        """Everything of the variant that these answers speak of; each has to be there, once."""
        raise NotImplementedError

    def settled(self) -> frozenset[str]:
        """Names of the items (``PublicVariant.items``) that have been dealt with."""
        raise NotImplementedError
