"""X1: the learner marks what is wrong in AI answers and says what is missing."""

from __future__ import annotations

from typing import ClassVar

from hoichan.widgets.base import CritiqueWidget, source


class SpanCritique(CritiqueWidget):
    """Widget of a ``span_critique`` task."""

    _esm = source("dom.js", "queue.js", "base.js", "span_critique.js", "span_critique_page.js")
    _css = source("base.css", "span_critique.css")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "span_critique")
