"""X7: two equivalent reports, one by hand, one with an AI draft, against the clock."""

from __future__ import annotations

from typing import Literal

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant


class TimedReportVariant(PublicVariant):
    """What is shown."""

    type: Literal["timed_report"] = "timed_report"

    def items(self) -> tuple[str, ...]:
        """The items."""
        return ()


class TimedReportKey(Key):
    """What is right."""

    type: Literal["timed_report"] = "timed_report"


class TimedReportPayload(Payload):
    """What is answered."""

    type: Literal["timed_report"] = "timed_report"

    def names(self) -> tuple[str, ...]:
        """The items that were answered."""
        return ()

    def settled(self) -> frozenset[str]:
        """Items that are done."""
        return frozenset()


class TimedReportCase(CaseHead):
    """A compiled case."""

    type: Literal["timed_report"] = "timed_report"


class TimedReportPool(TaskPool):
    """What variants are drawn from."""

    type: Literal["timed_report"] = "timed_report"
    cases: tuple[TimedReportCase, ...]
