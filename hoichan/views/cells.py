"""Values of tables as a reader of either language expects to see them."""

from __future__ import annotations

import re
from datetime import date

from hoichan.i18n import strings
from hoichan.schema.case import Column, Value
from hoichan.schema.numbers import format_number
from hoichan.schema.text import Lang

_MONTH = re.compile(r"\d{4}-\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Not strftime's %b, which follows the server's own language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain_number(value: float, lang: Lang, digits: int = 6) -> str:
    """Write ``value`` with at most ``digits`` decimals and no idle zeros: ``1.250``, ``98,6``."""
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text  # "60" has no idle zero
    text = "0" if text == "-0" else text
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def show_date(text: str, lang: Lang) -> str:
    """``2025-03-31`` as 31/03/2025 or 31 Mar 2025, ``2025-02`` as 02/2025 or Feb 2025."""
    try:
        if _MONTH.fullmatch(text):
            first = date.fromisoformat(f"{text}-01")
            return f"{first:%m/%Y}" if lang == "vi" else f"{_MONTHS[first.month - 1]} {first.year}"
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            short = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
            return f"{day:%d/%m/%Y}" if lang == "vi" else short
    except ValueError:
        return text  # a code that only looks like a date
    return text


def show_cell(value: Value | None, column: Column, lang: Lang) -> str:
    """One cell of an evidence table; None reads as "no data" so that it is never taken for zero."""
    if value is None:
        return strings("cells")["none"][lang]
    if isinstance(value, bool):
        return strings("cells")["yes" if value else "no"][lang]
    if isinstance(value, str):
        label = column.labels.get(value)
        return show_date(value, lang) if label is None else label[lang]
    if column.show is not None:
        return format_number(value, column.show, lang)
    return plain_number(value, lang, digits=3)


def is_number(value: Value | None) -> bool:
    """Whether a cell is set flush right."""
    return isinstance(value, int | float) and not isinstance(value, bool)
