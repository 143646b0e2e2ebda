"""A case as its author wrote it, with file and line of everything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hoichan.cases.spec import CaseSpec, UnitSpec, WrongSpec
from hoichan.cases.text_file import TextFile
from hoichan.cases.yaml_source import Lines
from hoichan.schema.text import Bilingual, Lang

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class CaseSource:
    """A case as its author wrote it, with file and line of everything."""

    folder: Path
    spec: CaseSpec
    lines: Lines
    texts: dict[Lang, TextFile]

    def text(self, label: str) -> Bilingual:
        """What stands below ``label`` in both files (empty where nothing stands)."""
        return Bilingual(vi=self.texts["vi"].text(label), en=self.texts["en"].text(label))

    @property
    def title(self) -> Bilingual:
        """The case's name."""
        return Bilingual(vi=self.texts["vi"].title.text, en=self.texts["en"].title.text)

    def wording(self, unit: UnitSpec, wrong: WrongSpec) -> Bilingual:
        """A wrong wording's text; a language left empty takes the true wording's text."""
        own = self.text(f"{unit.id}.{wrong.id}")
        true = self.text(unit.id)
        return Bilingual(vi=own.vi or true.vi, en=own.en or true.en)

    def names_in(self, label: str) -> set[str]:
        """Truths that the texts below ``label`` name as ``{placeholders}``."""
        both = self.text(label)
        return set(PLACEHOLDER.findall(both.vi)) | set(PLACEHOLDER.findall(both.en))
