"""X10: two blind answers to one question: which is safer, more accurate, clearer."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CompiledCase
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class CompareTwoVariant(PublicVariant):
    """What is shown."""

    type: Literal["compare_two"] = "compare_two"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class CompareTwoKey(Key):
    """What is right."""

    type: Literal["compare_two"] = "compare_two"


class CompareTwoPayload(Payload):
    """What is answered."""

    type: Literal["compare_two"] = "compare_two"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class CompareTwoPool(TaskPool):
    """What variants are drawn from."""

    type: Literal["compare_two"] = "compare_two"
    cases: tuple[CompiledCase, ...]
