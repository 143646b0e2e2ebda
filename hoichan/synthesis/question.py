"""Known-truth questions: what people ask of a dataset, the right answer, and what a usual trap gives.

Each is two functions of the dataset's tables. The trap is the slip that an AI or a hurried reader
makes (visits counted for persons, crude for stratified rates); its category is of the taxonomy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual

Tables = Mapping[str, pd.DataFrame]
Answer = float | int | str | bool | tuple[str, ...]
Rule = Callable[[Tables], Answer]


@dataclass
class Question:
    """A question with its right rule and, once :meth:`trap` is used, the rule of its trap.

    Proportions are 0..1 with unit ``percent``; a tuple is a sorted list of row identifiers.
    """

    id: str
    dataset: str
    category: Category
    unit: str | None
    text: Bilingual
    right: Rule
    trap_text: Bilingual | None = None
    wrong: Rule | None = None

    @property
    def rule(self) -> str:
        """How the right answer is found, in English: the docstring of its function."""
        return " ".join((self.right.__doc__ or "").split())

    def trap(self, *, vi: str, en: str) -> Callable[[Rule], Rule]:
        """Register the rule that gives the trap's answer, and what goes wrong in it."""

        def register(rule: Rule) -> Rule:
            if self.wrong is not None:
                msg = f"question {self.id} has two traps"
                raise RuntimeError(msg)
            self.trap_text = Bilingual(vi=vi, en=en)
            self.wrong = rule
            return rule

        return register


_QUESTIONS: dict[str, Question] = {}


def question(
    id: str,  # noqa: A002 - the word of every other model here
    *,
    dataset: str,
    category: str,
    vi: str,
    en: str,
    unit: str | None = None,
) -> Callable[[Rule], Question]:
    """Register the rule of a question's right answer; gives the :class:`Question` to add a trap to."""

    def register(rule: Rule) -> Question:
        if id in _QUESTIONS:
            msg = f"question registered twice: {id}"
            raise RuntimeError(msg)
        _QUESTIONS[id] = Question(
            id, dataset, Category(category), unit, Bilingual(vi=vi, en=en), rule
        )
        return _QUESTIONS[id]

    return register


def asked(dataset: str | None = None) -> tuple[Question, ...]:
    """Registered questions in order of registration, of one dataset or of all."""
    return tuple(q for q in _QUESTIONS.values() if dataset in (None, q.dataset))
