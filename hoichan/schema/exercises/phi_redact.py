"""X5: identifiers in a clinical note are hidden before it is sent to an AI."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class PhiRedactVariant(PublicVariant):
    """What is shown."""

    type: Literal["phi_redact"] = "phi_redact"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class PhiRedactKey(Key):
    """What is right."""

    type: Literal["phi_redact"] = "phi_redact"


class PhiRedactPayload(Payload):
    """What is answered."""

    type: Literal["phi_redact"] = "phi_redact"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class PhiRedactCase(CaseHead):
    """A compiled case."""

    type: Literal["phi_redact"] = "phi_redact"


class PhiRedactPool(TaskPool):
    """What variants are drawn from."""

    type: Literal["phi_redact"] = "phi_redact"
    cases: tuple[PhiRedactCase, ...]
