"""Numbers as people write them: Vietnamese (1.234,5) and English (1,234.5), read and shown."""

from __future__ import annotations

import re
from typing import Literal

from hoichan.schema.text import Lang, nfc

NumberStyle = Literal["int", "dec1", "dec2", "pct0", "pct1", "pct2", "permille1"]

_SCALE = {"pct": 100.0, "permille": 1000.0}
_SUFFIX = {"pct": "%", "permille": "‰"}
_NUMBER = re.compile(r"^[+\-−]?\d[\d.,\s\u00a0\u202f]*$")
_GROUPED = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")


class NumberFormatError(ValueError):
    """The text is not one number; the message is for the person who typed it."""


def format_number(value: float, style: NumberStyle, lang: Lang) -> str:
    """Write ``value`` as a reader of ``lang`` expects.

    ``pct*`` and ``permille*`` take a proportion (0.986 -> ``98,6%``); the digit in the style is
    the number of decimals. Thousands are grouped with ``.`` in Vietnamese and ``,`` in English.
    """
    kind = style.rstrip("0123456789")
    decimals = 0 if style == "int" else int(style[len(kind) :])
    shown = f"{value * _SCALE.get(kind, 1.0):,.{decimals}f}"
    if lang == "vi":
        shown = shown.translate(str.maketrans(",.", ".,"))
    return shown + _SUFFIX.get(kind, "")


def rounding_unit(style: NumberStyle) -> float:
    """The step between neighbouring values that ``style`` can show, in the unit of the value."""
    kind = style.rstrip("0123456789")
    decimals = 0 if style == "int" else int(style[len(kind) :])
    return float(10.0**-decimals / _SCALE.get(kind, 1.0))


def style_scale(style: NumberStyle) -> float:
    """How many times the value the displayed number is: 100 for ``pct*``, 1000 for ``permille*``."""
    return _SCALE.get(style.rstrip("0123456789"), 1.0)


def parse_number(text: str, lang: Lang = "vi") -> float:
    """Read a number typed by a person, with comma or point, grouped or not, ``%``/``‰`` ignored.

    One separator followed by exactly three digits is read by the habit of ``lang``: ``1.250`` is
    1250 in Vietnamese and 1.25 in English. The caller must echo what was understood.

    Raises:
        NumberFormatError: the text holds no number, or more than one reading is left.
    """
    raw = nfc(text).strip().rstrip("%‰").strip()
    if not _NUMBER.match(raw):
        msg = f"not a number: {text!r}"
        raise NumberFormatError(msg)
    sign = -1.0 if raw[0] in "-−" else 1.0
    body = re.sub(r"[\s\u00a0\u202f]", "", raw.lstrip("+-−"))
    return sign * float(_plain(body, "," if lang == "vi" else ".", text))


def _plain(body: str, decimal: str, original: str) -> str:
    """Turn digits with separators into what ``float`` reads."""
    marks = {mark for mark in body if mark in ".,"}
    if len(marks) == 2:  # the last one is the decimal mark, the other groups thousands
        decimal = max(marks, key=body.rfind)
        group = (marks - {decimal}).pop()
        if body.count(decimal) > 1:
            msg = f"not a number: {original!r}"
            raise NumberFormatError(msg)
        return body.replace(group, "").replace(decimal, ".")
    if not marks:
        return body
    mark = marks.pop()
    grouped = _GROUPED.match(body) is not None
    if body.count(mark) > 1 and not grouped:
        msg = f"not a number: {original!r}"
        raise NumberFormatError(msg)
    if grouped and (body.count(mark) > 1 or mark != decimal):
        return body.replace(mark, "")
    return body.replace(mark, ".")
