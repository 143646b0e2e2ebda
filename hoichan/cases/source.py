"""A case as its author wrote it, with file and line of everything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from hoichan.cases.spec import CaseSpec, SpecHead, UnitSpec, WrongSpec
from hoichan.cases.text_file import TextFile
from hoichan.cases.yaml_source import Lines
from hoichan.schema.text import Bilingual, Lang

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


S_co = TypeVar("S_co", bound=SpecHead, covariant=True)


@dataclass(frozen=True)
class Source(Generic[S_co]):
    """``case.yaml`` as a ``spec`` and the texts of both languages."""

    folder: Path
    spec: S_co
    lines: Lines
    texts: dict[Lang, TextFile]

    def text(self, label: str) -> Bilingual:
        """What stands below ``label`` in both files (empty where nothing stands)."""
        return Bilingual(vi=self.texts["vi"].text(label), en=self.texts["en"].text(label))

    def aside(self, label: str) -> Bilingual | None:
        """What stands below ``label``; None where the heading is in neither file."""
        there = any(label in text.sections for text in self.texts.values())
        return self.text(label) if there else None

    @property
    def title(self) -> Bilingual:
        """The case's name."""
        return Bilingual(vi=self.texts["vi"].title.text, en=self.texts["en"].title.text)

    def names_in(self, label: str) -> set[str]:
        """Truths that the texts below ``label`` name as ``{placeholders}``."""
        both = self.text(label)
        return set(PLACEHOLDER.findall(both.vi)) | set(PLACEHOLDER.findall(both.en))


class CaseSource(Source[CaseSpec]):
    """A case of claims as its author wrote it."""

    def wording(self, unit: UnitSpec, wrong: WrongSpec) -> Bilingual:
        """A wrong wording's text; a language left empty takes the true wording's text."""
        own = self.text(f"{unit.id}.{wrong.id}")
        true = self.text(unit.id)
        return Bilingual(vi=own.vi or true.vi, en=own.en or true.en)
