"""Periods as authors write them: ``2025``, ``2025-Q1`` or ``2025-02``, and what they contain."""

from __future__ import annotations

import calendar
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

_PERIOD = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$")
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")

Versus = Literal["month", "year"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _text(value: object) -> object:
    """YAML reads an unquoted year as an integer."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _period(value: str) -> str:
    if not _PERIOD.match(value):
        msg = "write 2025, 2025-Q1 or 2025-02"
        raise ValueError(msg)
    return value


def _month(value: str) -> str:
    if not _MONTH.match(value):
        msg = "write a month like 2025-02"
        raise ValueError(msg)
    return value


Period = Annotated[str, BeforeValidator(_text), AfterValidator(_period)]
Month = Annotated[str, AfterValidator(_month)]


def months(period: str) -> list[str]:
    """The months ``YYYY-MM`` of a year, quarter or month."""
    year, _, rest = period.partition("-")
    if not rest:
        return [f"{year}-{month:02d}" for month in range(1, 13)]
    if rest.startswith("Q"):
        first = 3 * int(rest[1]) - 2
        return [f"{year}-{month:02d}" for month in range(first, first + 3)]
    return [period]


def days(period: str) -> int:
    """Calendar days of a year, quarter or month (February 2024 has 29)."""
    return sum(calendar.monthrange(int(m[:4]), int(m[5:]))[1] for m in months(period))


def earlier(period: str, versus: Versus) -> str:
    """The period just before (``month``: one step of the same length) or one year before."""
    year, _, rest = period.partition("-")
    if versus == "year" or not rest:
        return "-".join(part for part in (str(int(year) - 1), rest) if part)
    if rest.startswith("Q"):
        quarter = int(rest[1])
        return f"{year}-Q{quarter - 1}" if quarter > 1 else f"{int(year) - 1}-Q4"
    month = int(rest)
    return f"{year}-{month - 1:02d}" if month > 1 else f"{int(year) - 1}-12"
