"""Sections of a dataset's ``DATASHEET.md``: as written, and as safe HTML for pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from hoichan.data.catalog import folder

NAME = "DATASHEET.md"
_HEADING = re.compile(r"^#{2,3} +(.+?) *$", re.MULTILINE)


def raw_sections(dataset: str, root: Path | None = None) -> dict[str, str]:
    """Text below each heading of the datasheet, by heading, in order; empty without a datasheet."""
    path = folder(dataset, root) / NAME
    if not path.is_file():
        return {}
    parts = _HEADING.split(path.read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


def section(dataset: str, heading: str, root: Path | None = None) -> Markup:
    """The section below ``heading``, empty when the datasheet has none; HTML in it stays text."""
    found = raw_sections(dataset, root).get(heading, "")
    return Markup(_markdown().render(found))  # noqa: S704 - html=False escapes what it holds


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
