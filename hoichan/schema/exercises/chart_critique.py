"""X9: charts with captions by an AI, some of them misleading."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class ChartCritiqueVariant(PublicVariant):
    """What is shown."""

    type: Literal["chart_critique"] = "chart_critique"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class ChartCritiqueKey(Key):
    """What is right."""

    type: Literal["chart_critique"] = "chart_critique"


class ChartCritiquePayload(Payload):
    """What is answered."""

    type: Literal["chart_critique"] = "chart_critique"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class ChartCritiqueCase(CaseHead):
    """A compiled case."""

    type: Literal["chart_critique"] = "chart_critique"


class ChartCritiquePool(TaskPool):
    """What variants are drawn from."""

    type: Literal["chart_critique"] = "chart_critique"
    cases: tuple[ChartCritiqueCase, ...]
