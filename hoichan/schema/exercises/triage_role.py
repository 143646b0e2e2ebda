"""X8: triage decisions before and after an AI's advice."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class TriageRoleVariant(PublicVariant):
    """What is shown."""

    type: Literal["triage_role"] = "triage_role"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class TriageRoleKey(Key):
    """What is right."""

    type: Literal["triage_role"] = "triage_role"


class TriageRolePayload(Payload):
    """What is answered."""

    type: Literal["triage_role"] = "triage_role"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class TriageRoleCase(CaseHead):
    """A compiled case."""

    type: Literal["triage_role"] = "triage_role"


class TriageRolePool(TaskPool):
    """What variants are drawn from."""

    type: Literal["triage_role"] = "triage_role"
    cases: tuple[TriageRoleCase, ...]
