"""Numbers that identify a person, found in text as people type it.

A first sieve for texts that learners write: card, insurance and record numbers, phones, dates of birth
and e-mail, also where digits are split by a space (any kind), a dot or a dash. It is a seat-belt, not a
proof that a text is safe: names and places are not looked for here, and a number of an invented person
counts like a real one. Source: course blueprint F.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from hoichan.schema.text import nfc

Kind = Literal["citizen", "insurance", "phone", "birth", "email", "record"]

_SPLIT = r"[\s.\-\u2013]?"  # a no-break space and an en dash come with text from elsewhere


def _digits(count: int) -> str:
    return _SPLIT.join([r"\d"] * count)


_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")),
    (
        "insurance",
        re.compile(
            rf"(?<![A-Z0-9])[A-Z]{{2}}{_SPLIT}[1-5]{_SPLIT}{_digits(12)}(?!\d)", re.IGNORECASE
        ),
    ),
    # A landline with its country code has as many digits as a card: the sign before it decides.
    ("phone", re.compile(rf"\+84{_SPLIT}2{_SPLIT}{_digits(9)}(?!\d)")),
    ("citizen", re.compile(rf"(?<!\d){_digits(12)}(?!\d)")),
    ("phone", re.compile(rf"(?<!\d)0{_SPLIT}2{_SPLIT}{_digits(9)}(?!\d)")),
    ("phone", re.compile(rf"(?<!\d)(?:\+?84|0){_SPLIT}[235789]{_SPLIT}{_digits(8)}(?!\d)")),
    (
        "birth",
        re.compile(
            r"(?:ngày sinh|sinh ngày|sinh|NS|DOB)\D{0,8}\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}",
            re.IGNORECASE,
        ),
    ),
    (
        "record",
        re.compile(
            rf"(?:mã (?:bệnh án|BN|hồ sơ)|MRN|CMND|BHXH)\D{{0,8}}\d(?:{_SPLIT}\d){{4,}}",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True)
class Found:
    """One identifier: its kind, and where it stands in the NFC text (code points)."""

    kind: Kind
    start: int
    end: int


def identifiers(text: str) -> tuple[Found, ...]:
    """Every identifier in ``text``, from the left; of overlapping ones the first kind listed."""
    plain = nfc(text)
    found: list[Found] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Found(kind, match.start(), match.end()))
    return tuple(sorted(found, key=lambda one: one.start))
