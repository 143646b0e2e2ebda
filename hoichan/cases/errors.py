"""What is told to an author: where the mistake stands and what to do, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoichan.schema.text import Bilingual, Lang


@dataclass(frozen=True)
class Problem:
    """One mistake in a case or lesson. ``line`` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    text: Bilingual

    def show(self, lang: Lang = "vi") -> str:
        """``file:line: sentence`` in ``lang``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.text[lang]}"


class CaseError(ValueError):
    """A case or lesson cannot be used; ``problems`` says everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = (f"{found.show('vi')} / {found.text.en}" for found in self.problems)
        super().__init__("\n".join(lines))


class PoolError(ValueError):
    """A pool cannot give a variant that keeps its own rules; ``text`` says why."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.text = Bilingual(vi=vi, en=en)
