"""Rendering of the course page. Both languages stand in the page; a style rule shows one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from hoichan.i18n import fill, strings
from hoichan.schema.text import LANGS, Bilingual
from hoichan.server.course import vietnam_time

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def render(page: str, **content: Any) -> str:
    """A page from ``templates/``."""
    return _environment().get_template(page).render(**content)


def both(text: Bilingual) -> Markup:
    """A text in both languages, each marked as what it is."""
    spans = (Markup('<span lang="{}">{}</span>').format(lang, text[lang]) for lang in LANGS)
    return Markup("").join(spans)


def say(key: str, **values: object) -> Markup:
    """An interface text of the course page in both languages, placeholders filled in."""
    return both(fill(strings("course_page")[key], **values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(t=say, both=both, escape=escape)
    environment.filters["time"] = vietnam_time
    return environment
