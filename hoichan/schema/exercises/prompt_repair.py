"""X4: a poor prompt is improved with blocks; a simulated answer changes with it."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class PromptRepairVariant(PublicVariant):
    """What is shown."""

    type: Literal["prompt_repair"] = "prompt_repair"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class PromptRepairKey(Key):
    """What is right."""

    type: Literal["prompt_repair"] = "prompt_repair"


class PromptRepairPayload(Payload):
    """What is answered."""

    type: Literal["prompt_repair"] = "prompt_repair"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class PromptRepairCase(CaseHead):
    """A compiled case."""

    type: Literal["prompt_repair"] = "prompt_repair"


class PromptRepairPool(TaskPool):
    """What variants are drawn from."""

    type: Literal["prompt_repair"] = "prompt_repair"
    cases: tuple[PromptRepairCase, ...]
