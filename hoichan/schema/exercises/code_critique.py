"""X11: an AI-written analysis snippet; the learner marks the faulty lines."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class CodeCritiqueVariant(PublicVariant):
    """What is shown."""

    type: Literal["code_critique"] = "code_critique"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class CodeCritiqueKey(Key):
    """What is right."""

    type: Literal["code_critique"] = "code_critique"


class CodeCritiquePayload(Payload):
    """What is answered."""

    type: Literal["code_critique"] = "code_critique"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class CodeCritiqueCase(CaseHead):
    """A compiled case."""

    type: Literal["code_critique"] = "code_critique"


class CodeCritiquePool(TaskPool):
    """What variants are drawn from."""

    type: Literal["code_critique"] = "code_critique"
    cases: tuple[CodeCritiqueCase, ...]
