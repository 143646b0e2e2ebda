"""X6: references an AI gives are looked up in the offline registry and judged."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class CiteCheckVariant(PublicVariant):
    """What is shown."""

    type: Literal["cite_check"] = "cite_check"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class CiteCheckKey(Key):
    """What is right."""

    type: Literal["cite_check"] = "cite_check"


class CiteCheckPayload(Payload):
    """What is answered."""

    type: Literal["cite_check"] = "cite_check"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class CiteCheckCase(CaseHead):
    """A compiled case."""

    type: Literal["cite_check"] = "cite_check"


class CiteCheckPool(TaskPool):
    """What variants are drawn from."""

    type: Literal["cite_check"] = "cite_check"
    cases: tuple[CiteCheckCase, ...]
