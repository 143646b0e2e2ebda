"""X2: the learner checks an AI's claims against the tables, without writing code."""

from __future__ import annotations

from typing import ClassVar

from hoichan.widgets.base import CritiqueWidget, source


class VerifyData(CritiqueWidget):
    """Widget of a ``verify_data`` task."""

    _esm = source("dom.js", "queue.js", "base.js")
    _css = source("base.css")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "units")
