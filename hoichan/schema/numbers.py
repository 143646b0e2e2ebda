"""Numbers as people write them: Vietnamese (1.234,5) and English (1,234.5), read and shown."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from hoichan.schema.text import Lang, nfc

NumberStyle = Literal["int", "dec1", "dec2", "pct0", "pct1", "pct2", "permille1"]

_SCALE = {"pct": 100.0, "permille": 1000.0}
_SUFFIX = {"pct": "%", "permille": "‰"}
_NOISE = 9  # decimals kept before rounding: 0.285 * 100 is 28.499999999999996
# A gap may only stand where it groups thousands: "1 234,5" is one number, "115 98" is two.
_SPACED = re.compile(r"^\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d \u00a0\u202f])")
_DIGITS = re.compile(r"^[.,]?\d[\d.,]*$")
# Nobody writes a thousands mark behind a zero: "0.125" is a fraction in every language.
_GROUPED = re.compile(r"^[1-9]\d{0,2}(?:[.,]\d{3})+$")


class NumberFormatError(ValueError):
    """The text is not one number; the message is for the person who typed it."""


def format_number(value: float, style: NumberStyle, lang: Lang) -> str:
    """Write ``value`` as a reader of ``lang`` expects.

    ``pct*`` and ``permille*`` take a proportion (0.986 -> ``98,6%``); the digit in the style is
    the number of decimals. Halves round away from zero, as taught at school (22.5 -> 23), not to
    the even neighbour as Python's ``round`` does. Thousands are grouped with ``.`` in Vietnamese and ``,`` in English.
    """
    kind = style.rstrip("0123456789")
    decimals = 0 if style == "int" else int(style[len(kind) :])
    scaled = float(value) * _SCALE.get(kind, 1.0)
    if not math.isfinite(scaled):
        msg = f"not a number that can be shown: {value!r}"
        raise ValueError(msg)
    exact = Decimal(repr(round(scaled, _NOISE)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    shown = f"{rounded or abs(rounded):,.{decimals}f}"
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
    sign = -1.0 if raw[:1] in {"-", "−"} else 1.0
    body = raw[1:].lstrip() if raw[:1] in {"-", "−", "+"} else raw
    spaced = _SPACED.match(body)
    if spaced is not None:
        body = re.sub(r"[ \u00a0\u202f]", "", spaced.group()) + body[spaced.end() :]
    if not _DIGITS.match(body):
        raise _not_a_number(text)
    value = sign * float(_plain(body, "," if lang == "vi" else ".", text))
    if not math.isfinite(value):
        raise _not_a_number(text)
    return value


def _not_a_number(text: str) -> NumberFormatError:
    return NumberFormatError(f"not a number: {text!r}")


def _plain(body: str, decimal: str, original: str) -> str:
    """Turn digits with separators into what ``float`` reads."""
    marks = {mark for mark in body if mark in ".,"}
    if not marks:
        return body
    if len(marks) == 2:  # the last one is the decimal mark, the other groups thousands
        decimal = max(marks, key=body.rfind)
        whole, _, fraction = body.rpartition(decimal)
        if decimal in whole or not _GROUPED.match(whole):
            raise _not_a_number(original)
        return re.sub(r"[.,]", "", whole) + "." + fraction
    mark = marks.pop()
    grouped = _GROUPED.match(body) is not None
    if body.count(mark) > 1 and not grouped:
        raise _not_a_number(original)
    if grouped and (body.count(mark) > 1 or mark != decimal):
        return body.replace(mark, "")
    return body.replace(mark, ".")
