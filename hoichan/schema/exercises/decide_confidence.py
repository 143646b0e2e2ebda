"""X3: decide first, see the AI's advice, decide again and say how likely the AI is right."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class DecideConfidenceVariant(PublicVariant):
    """What is shown."""

    type: Literal["decide_confidence"] = "decide_confidence"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class DecideConfidenceKey(Key):
    """What is right."""

    type: Literal["decide_confidence"] = "decide_confidence"


class DecideConfidencePayload(Payload):
    """What is answered."""

    type: Literal["decide_confidence"] = "decide_confidence"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class DecideConfidenceCase(CaseHead):
    """A compiled case."""

    type: Literal["decide_confidence"] = "decide_confidence"


class DecideConfidencePool(TaskPool):
    """What variants are drawn from."""

    type: Literal["decide_confidence"] = "decide_confidence"
    cases: tuple[DecideConfidenceCase, ...]
