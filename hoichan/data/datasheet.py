"""Sections of a dataset's ``DATASHEET.md`` as safe HTML, for pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from hoichan.data.catalog import folder

NAME = "DATASHEET.md"
_HEADING = re.compile(r"^#{2,3} +(.+?) *$", re.MULTILINE)


def section(dataset: str, heading: str, root: Path | None = None) -> Markup:
    """The section below ``heading``, empty when the datasheet has none; HTML in it stays text."""
    path = folder(dataset, root) / NAME
    if not path.is_file():
        return Markup()
    parts = _HEADING.split(path.read_text(encoding="utf-8"))
    found = dict(zip(parts[1::2], parts[2::2], strict=True)).get(heading, "")
    return Markup(_markdown().render(found.strip()))  # noqa: S704 - html=False escapes what it holds


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
