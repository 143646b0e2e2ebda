"""Turn a case's source into the compiled case: truths computed, texts rendered in both languages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from hoichan.cases.cores import core_span
from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.evidence import build_evidence
from hoichan.cases.shown import is_number
from hoichan.cases.source import PLACEHOLDER, CaseSource
from hoichan.cases.spec import Fact, UnitSpec, WrongSpec
from hoichan.cases.truths import Tables, compute_truths
from hoichan.schema.case import (
    CompiledCase,
    MustHave,
    Span,
    Truth,
    Unit,
    Value,
    Wording,
    WrongWording,
)
from hoichan.schema.numbers import format_number
from hoichan.schema.text import LANGS, Bilingual, Lang

FILES = ("case.yaml", "vi.md", "en.md")


def compile_case(source: CaseSource, tables: Tables) -> CompiledCase:
    """Compile ``source`` with the datasets it names.

    Raises:
        CaseError: a truth cannot be computed, or a wrong wording says nothing wrong.
    """
    truths = compute_truths(source, tables)
    rendering = _Rendering(source, {truth.name: truth for truth in truths})
    units = tuple(rendering.unit(number, unit) for number, unit in enumerate(source.spec.units))
    must_have = tuple(
        MustHave(
            id=must.id,
            label=rendering.text(must.id),
            unit=must.unit,
            severity=must.severity,
            why=rendering.aside(f"{must.id}.why"),
            check=rendering.aside(f"{must.id}.check"),
        )
        for must in source.spec.must_have
    )
    if rendering.problems:
        raise CaseError(rendering.problems)
    spec = source.spec
    return CompiledCase(
        id=spec.id,
        version=spec.version,
        type=spec.type,
        role=spec.role,
        as_of=spec.as_of,
        datasets=spec.datasets,
        title=source.title,
        prompt=rendering.text("prompt"),
        truths=truths,
        units=units,
        must_have=must_have,
        evidence=build_evidence(source, tables),
        review=spec.review,
        sha256=_sha256(source, truths),
    )


def _sha256(source: CaseSource, truths: tuple[Truth, ...]) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((source.folder / name).read_bytes())
        digest.update(b"\0")
    content = [truth.model_dump(mode="json") for truth in truths]
    digest.update(json.dumps(content, sort_keys=True).encode())
    return digest.hexdigest()


def filled(source: CaseSource, label: str, truths: Mapping[str, Truth]) -> Bilingual:
    """The text below ``label`` with the numbers of ``truths`` put in."""
    return _Rendering(source, truths).text(label)


@dataclass
class _Rendering:
    """Renders the texts of one case; collects what its author has to mend."""

    source: CaseSource
    truths: Mapping[str, Truth]

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []

    def text(self, label: str, shows: Mapping[str, Value] | None = None) -> Bilingual:
        """The text below ``label`` with its numbers put in."""
        return self.fill(self.source.text(label), shows or {})

    def aside(self, label: str) -> Bilingual | None:
        """The text below ``label``, None where there is none."""
        text = self.text(label)
        return text if text.vi and text.en else None

    def fill(self, template: Bilingual, shows: Mapping[str, Value]) -> Bilingual:
        """Put numbers into placeholders; ``shows`` gives other values than the true ones."""

        def side(lang: Lang) -> str:
            return PLACEHOLDER.sub(
                lambda match: self._number(match[1], shows, lang), template[lang]
            )

        return Bilingual(vi=side("vi"), en=side("en"))

    def _number(self, name: str, shows: Mapping[str, Value], lang: Lang) -> str:
        truth = self.truths[name]
        value = shows.get(name, truth.value)
        if truth.show is None or isinstance(value, str):
            return str(value)  # a mistake that check_case reports: facts are not placeholders
        return format_number(float(value), truth.show, lang)

    def unit(self, number: int, spec: UnitSpec) -> Unit:
        """One unit with its wrong wordings."""
        names = list(dict.fromkeys([*spec.about, *self._named_in(self.source.text(spec.id))]))
        true = Wording(
            text=self.text(spec.id), asserts={name: self.truths[name].value for name in names}
        )
        made = (
            self._wrong(number, index, spec, wrong, true) for index, wrong in enumerate(spec.wrong)
        )
        return Unit(
            id=spec.id,
            true=true,
            wrong=tuple(wording for wording in made if wording is not None),
            foil=spec.foil,
            unverifiable=spec.unverifiable,
            why=self.aside(f"{spec.id}.why"),
        )

    def _named_in(self, template: Bilingual) -> list[str]:
        return PLACEHOLDER.findall(template.vi) + PLACEHOLDER.findall(template.en)

    def _wrong(
        self, number: int, index: int, unit: UnitSpec, spec: WrongSpec, true: Wording
    ) -> WrongWording | None:
        shows: dict[str, Value] = {
            name: shown.value if isinstance(shown, Fact) else self.truths[shown].value
            for name, shown in spec.shows.items()
        }
        template = self.source.wording(unit, spec)
        text = self.fill(template, shows)
        asserts = self._asserted(unit, self._named_in(template), shows)
        cores: dict[Lang, Span] = {}
        for lang in LANGS:
            if text[lang] == true.text[lang]:
                self.problems.append(self._same(number, index, unit, spec, lang))
            else:
                cores[lang] = core_span(true.text[lang], text[lang])
        label = f"{unit.id}.{spec.id}"
        why, check = self.text(f"{label}.why"), self.text(f"{label}.check")
        if len(cores) < len(LANGS):
            return None
        return WrongWording(
            id=spec.id,
            text=text,
            asserts=asserts,
            category=spec.category,
            severity=spec.severity,
            level=spec.level,
            core_vi=cores["vi"],
            core_en=cores["en"],
            why=why,
            check=check,
        )

    def _asserted(
        self, unit: UnitSpec, named: list[str], shows: Mapping[str, Value]
    ) -> dict[str, Value]:
        """What a wrong wording claims: the true value of what it names, except for ``shows``.

        A number that the unit is about but this wording does not show is not claimed by it.
        """
        kept = [
            name
            for name in unit.about
            if name in named or name in shows or not is_number(self.truths[name].value)
        ]
        names = dict.fromkeys([*kept, *named, *shows])
        return {name: shows.get(name, self.truths[name].value) for name in names}

    def _same(
        self, number: int, index: int, unit: UnitSpec, spec: WrongSpec, lang: Lang
    ) -> Problem:
        place = ("units", number, "wrong", index)
        file = f"{lang}.md"
        return self.source.lines.problem(
            place,
            f"Cách viết sai “{unit.id}.{spec.id}” trong {file} giống hệt câu đúng. Hãy viết câu sai, "
            "hoặc dùng “shows” cho một số có trong câu.",
            f'Wrong wording "{unit.id}.{spec.id}" in {file} is the same as the true one. Write a '
            'wrong sentence, or use "shows" with a number of the sentence.',
        )
