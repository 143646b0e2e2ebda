"""One thing a learner had to judge, and what they made of it: for feedback and reports, not points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual

Kind = Literal[
    "unit", "missing", "claim", "advice", "identifier", "reference", "figure", "chart", "line",
]  # fmt: skip


@dataclass(frozen=True)
class Judgement:
    """One thing judged. ``flagged``: called wrong (or missing, or not to be used) by the learner.

    ``source`` names it across learners, whose uids differ: ``case/unit`` for planted things, the
    text itself otherwise (a variant does not tell where a true unit comes from).
    """

    kind: Kind
    uid: str
    source: str
    text: Bilingual
    is_error: bool
    flagged: bool
    foil: bool = False
    category: Category | None = None
    given: Category | None = None
