"""X1: the learner marks what is wrong in AI answers and says what is missing."""

from __future__ import annotations

from typing import ClassVar

from hoichan.schema.taxonomy import CATEGORY_LABELS, SEVERITY_LABELS
from hoichan.schema.text import Bilingual
from hoichan.widgets.base import CritiqueWidget, source


class SpanCritique(CritiqueWidget):
    """Widget of a ``span_critique`` task."""

    _esm = source("dom.js", "queue.js", "base.js", "span_critique.js", "span_critique_page.js")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "span_critique")

    @classmethod
    def _texts(cls) -> dict[str, dict[str, str]]:
        labels: dict[str, Bilingual] = {
            **{f"category.{category}": label for category, label in CATEGORY_LABELS.items()},
            **{f"severity.{int(severity)}": label for severity, label in SEVERITY_LABELS.items()},
        }
        return super()._texts() | {key: label.model_dump() for key, label in labels.items()}
