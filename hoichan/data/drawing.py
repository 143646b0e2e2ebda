"""A dataset's picture as SVG that is the same on every machine and stands alone or in a page.

Text stays text: letters are drawn by the reader's own fonts, can be searched and read out, and no
font is fetched. Matplotlib's state is left as it was, and pyplot is never imported.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from html import escape
from importlib import resources
from types import ModuleType
from typing import Any

import pandas as pd

from hoichan.schema.text import Lang

INCHES = (6.4, 3.2)
# DejaVu Sans is what Matplotlib measures with; Verdana is as wide, the others are narrower.
_FONTS = "'DejaVu Sans', Verdana, 'Noto Sans', 'Segoe UI', Arial, sans-serif"
_FAMILY = re.compile(r" font-family: [^;\"]*DejaVu Sans[^;\"]*;?")
_GROUP_ID = re.compile(r'<g id="[^"]*"')
_HEAD = re.compile(r"^.*?<svg [^>]*?viewBox=\"([^\"]+)\"[^>]*>\s*", re.DOTALL)
_GLOBAL_STYLE = re.compile(r"<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>\s*")


def picture_of(dataset: str) -> ModuleType | None:
    """The picture module of ``dataset``, None when it has no picture."""
    from hoichan.data.pictures import PICTURES

    return PICTURES.get(dataset)


def drawn_from(dataset: str) -> str:
    """SHA-256 over the code that draws ``dataset``."""
    digest = hashlib.sha256()
    here = resources.files("hoichan.data")
    for name in ("drawing", "pictures/style", f"pictures/{dataset}"):
        source = here.joinpath(*f"{name}.py".split("/"))
        digest.update(source.read_bytes() if source.is_file() else b"")
    return digest.hexdigest()


def draw_svg(
    dataset: str,
    module: ModuleType,
    tables: Mapping[str, pd.DataFrame],
    lang: Lang,
    label: str,
) -> str:
    """The picture as an ``<svg>`` element with ``label`` as its name for screen readers."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    from hoichan.data.pictures.style import SETTINGS

    out = io.StringIO()
    with mpl.rc_context():
        mpl.rcdefaults()  # a reader's own matplotlibrc must not change a published picture
        settings: Any = mpl.rcParams  # the annotations know each name, a dict of ours does not
        settings.update(SETTINGS)
        settings.update({"svg.fonttype": "none", "svg.hashsalt": f"{dataset}-{lang}"})
        figure = Figure(figsize=INCHES, layout="constrained")
        FigureCanvasSVG(figure)
        module.draw(figure.add_subplot(), tables, lang)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", metadata=nothing)
    return _for_a_page(out.getvalue(), lang, label)


def _for_a_page(text: str, lang: Lang, label: str) -> str:
    """Drop what would meddle with a page: prolog, a style for every element, ids of groups."""
    found = _HEAD.match(text)
    if found is None:
        msg = "Matplotlib gave no SVG"
        raise ValueError(msg)
    _, _, width, height = found[1].split()
    body = _GROUP_ID.sub("<g", _GLOBAL_STYLE.sub("", text[found.end() :], count=1))
    body = re.sub(r"\n\s*", " ", _FAMILY.sub("", body)).replace("> <", ">\n<").strip()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'role="img" lang="{lang}" aria-label="{escape(label)}" '
        f'viewBox="{found[1]}" width="{width}pt" height="{height}pt" '
        f'font-family="{_FONTS}" stroke-linejoin="round" stroke-linecap="butt">\n{body}\n'
    )
