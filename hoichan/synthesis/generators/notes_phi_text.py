"""Putting a note together from fixed and filled pieces, with the place of every identifying detail."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Protocol

_SLOT = re.compile(r"<([A-Za-z0-9]+)>")
# Slots that are other words for a type of span.
TYPES = {"GIVEN": "NAME", "PET": "NAME"}


class Filler(Protocol):
    """What gives the text of a slot."""

    def fill(self, slot: str) -> str:
        """Text of a slot; the same slot gives the same text throughout a note."""
        ...


@dataclass(frozen=True)
class Piece:
    """A part of a note; ``type`` is that of its gold span, None for text that identifies nobody."""

    text: str
    type: str | None = None


def marked(template: str) -> tuple[str, str]:
    """A template without its mark, and whom it is about (``adult`` where there is none)."""
    if not template.startswith("@"):
        return template, "adult"
    mark, _, text = template.partition(" ")
    return text, mark.removeprefix("@")


def pieces_of(template: str, filler: Filler) -> list[Piece]:
    """A template cut at its slots, slots filled; capital slots are identifying details."""
    parts = _SLOT.split(template)
    found = []
    for place, part in enumerate(parts):
        if place % 2 == 0:
            found.append(Piece(part))
        else:
            found.append(
                Piece(filler.fill(part), TYPES.get(part, part) if part.isupper() else None)
            )
    return [piece for piece in found if piece.text]


def joined(pieces: list[Piece], hard: frozenset[str]) -> tuple[str, list[dict[str, Any]]]:
    """The text as stored and its spans ``{start, end, type}``, half-open, in its own code points."""
    text = ""
    spans = []
    for piece in pieces:
        part = stored(piece.text, hard)
        if piece.type is not None:
            spans.append({"start": len(text), "end": len(text) + len(part), "type": piece.type})
        text += part
    return text, spans


def stored(text: str, hard: frozenset[str]) -> str:
    """Composed Unicode, decomposed for ``nfd``, base letters only for ``no_diacritics``."""
    if "nfd" in hard:
        return unicodedata.normalize("NFD", text)
    if "no_diacritics" in hard:
        return without_accents(text)
    return unicodedata.normalize("NFC", text)


def without_accents(text: str) -> str:
    """``Đặng Thị Hồng`` as ``Dang Thi Hong``."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
