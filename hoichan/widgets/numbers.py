"""Numbers that learners type: read in either form, and said back before anything is handed in."""

from __future__ import annotations

from hoichan.i18n import fill, strings
from hoichan.schema.numbers import NumberFormatError, parse_number
from hoichan.schema.text import LANGS, Bilingual, Lang
from hoichan.views.cells import plain_number


def read_number(typed: str, lang: Lang) -> float | None:
    """The number a learner typed, None when it is empty or cannot be read."""
    try:
        return parse_number(typed, lang) if typed.strip() else None
    except NumberFormatError:
        return None


def echo_of(value: float | None) -> Bilingual:
    """How the system understood what was typed."""
    words = strings("widgets")
    if value is None:
        return words["echo.none"]
    vi, en = (plain_number(value, lang) for lang in LANGS)
    return fill(words["echo"], value=Bilingual(vi=vi, en=en))
