"""Where in the author's files a part of a compiled case stands, as far as that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hoichan.cases.errors import Problem
from hoichan.cases.source import CaseSource
from hoichan.cases.yaml_source import Place
from hoichan.schema.case import CompiledCase
from hoichan.schema.text import Bilingual, Lang


@dataclass(frozen=True)
class Whereabouts:
    """Makes problems of a compiled case; without its source they name the case and the label."""

    case: CompiledCase
    source: CaseSource | None = None
    _places: Mapping[str, Place] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", dict(_places(self.case)))

    def in_yaml(self, label: str, vi: str, en: str) -> Problem:
        """A mistake in what ``case.yaml`` says about ``label`` (``u2``, ``u2.beds``, ``m1``)."""
        if self.source is None:
            return self._without_source(label, vi, en)
        return self.source.lines.problem(self._places.get(label, (label,)), vi, en)

    def in_text(self, label: str, lang: Lang, vi: str, en: str) -> Problem:
        """A mistake in the text below ``label`` in one language."""
        if self.source is None:
            return self._without_source(label, vi, en)
        return self.source.texts[lang].problem(label, vi, en)

    def _without_source(self, label: str, vi: str, en: str) -> Problem:
        text = Bilingual(vi=f"“{label}”: {vi}", en=f'"{label}": {en}')
        return Problem(self.case.id, 0, text)


def _places(case: CompiledCase) -> Iterator[tuple[str, Place]]:
    for number, unit in enumerate(case.units):
        yield unit.id, ("units", number)
        for index, wrong in enumerate(unit.wrong):
            yield f"{unit.id}.{wrong.id}", ("units", number, "wrong", index)
    for number, must in enumerate(case.must_have):
        yield must.id, ("must_have", number)
    for truth in case.truths:
        yield f"truths.{truth.name}", ("truths", truth.name)
