"""Find the numbers in a Vietnamese or English sentence, so that a rendered text can be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hoichan.schema.numbers import NumberFormatError, parse_number
from hoichan.schema.text import Lang

# A word that begins with a letter is one token, digits and all: J18.9, NEWS2, x28.
_TOKEN = re.compile(
    r"[^\W\d_]\w*(?:[.\-]\d+)*|(?P<number>(?<![\d.,/])[-−](?=\d))?(?P<digits>\d+(?:[.,]\d+)*)\s?(?P<sign>[%‰])?"
)
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTHS_VI = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip
# "may" is also a verb: the month stands beside a number, or after "in", "of" and the like.
_MONTH_EN = re.compile(
    r"\b(?:(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|May\b(?=\s+\d)|(?<=\d )May\b|(?<=\b[Ii]n )May\b|(?<=\bof )May\b|(?<=\bto )May\b)"
)
_MONTH_VI = re.compile(
    r"\b(tháng\s+)(" + "|".join(sorted(_MONTHS_VI, key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_WEEKDAY_VI = re.compile(r"\bthứ\s+[2-7]\b", re.IGNORECASE)
_QUARTER = re.compile(r"\bQ([1-4])\b")


@dataclass(frozen=True, order=True)
class Numeral:
    """A number as a sentence shows it: 98.6 and ``%``."""

    value: float
    sign: str = ""


def numerals(text: str, lang: Lang) -> list[Numeral]:
    """The numbers of ``text`` in order, read by the habits of ``lang``.

    Names of months count as numbers (February is 2), so that both languages can be compared;
    "thứ 2" is a weekday, and digits inside a code (J18.9) are none.
    """
    if lang == "en":
        text = _MONTH_EN.sub(lambda match: str(_MONTHS_EN.index(match[0]) + 1), text)
    else:
        text = _WEEKDAY_VI.sub(" ", text)
        text = _MONTH_VI.sub(lambda match: match[1] + _month_vi(match[2]), text)
    text = _QUARTER.sub(r"\1", text)
    found: list[Numeral] = []
    for match in _TOKEN.finditer(text):
        digits = match["digits"]
        if digits is None:
            continue
        sign = -1.0 if match["number"] else 1.0
        found += [Numeral(sign * value, match["sign"] or "") for value in _values(digits, lang)]
    return found


def _values(digits: str, lang: Lang) -> list[float]:
    """One number, or several when the marks between the digits do not make one (28.2.2025)."""
    try:
        return [parse_number(digits, lang)]
    except NumberFormatError:
        return [float(part) for part in re.split(r"[.,]", digits)]


def _month_vi(word: str) -> str:
    return str(_MONTHS_VI.index(word.lower()) + 1)
