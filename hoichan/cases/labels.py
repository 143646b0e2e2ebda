"""Whether ``vi.md`` and ``en.md`` have the headings and placeholders that ``case.yaml`` asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hoichan.cases.errors import Problem
from hoichan.cases.source import PLACEHOLDER, CaseSource, Source
from hoichan.cases.spec import EvidenceSpec, MustSpec, SpecHead
from hoichan.cases.text_file import ASIDES, TextFile
from hoichan.cases.yaml_source import Place, nearest
from hoichan.schema.text import LANGS


@dataclass(frozen=True)
class Label:
    """A heading that the case needs: may its text be empty, and where case.yaml asks for it."""

    name: str
    place: Place
    may_be_empty: bool = False
    may_be_missing: bool = False


def case_labels(source: CaseSource) -> Iterator[Label]:
    """The headings of a case of claims."""
    yield Label("prompt", ())
    for number, table in enumerate(source.spec.evidence):
        yield Label(table.id, ("evidence", number))
        for name, required in _column_labels(table):
            label = f"{table.id}.{name}"
            yield Label(label, ("evidence", number), may_be_missing=not required)
    for number, unit in enumerate(source.spec.units):
        place: Place = ("units", number)
        yield Label(unit.id, place)
        asks_why = unit.foil or unit.unverifiable
        yield Label(f"{unit.id}.why", place, may_be_missing=not asks_why)
        for index, wrong in enumerate(unit.wrong):
            own = (*place, "wrong", index)
            label = f"{unit.id}.{wrong.id}"
            yield Label(label, own, may_be_empty=True)
            yield from (Label(f"{label}.{aside}", own) for aside in ASIDES)
    for number, must in enumerate(source.spec.must_have):
        yield from _must_labels(must, ("must_have", number))


def _must_labels(must: MustSpec, place: Place) -> Iterator[Label]:
    yield Label(must.id, place)
    for aside in ASIDES:
        yield Label(f"{must.id}.{aside}", place, may_be_missing=must.severity is None)


def _column_labels(table: EvidenceSpec) -> Iterator[tuple[str, bool]]:
    """Columns whose label stands in the text files, and whether it has to."""
    for name in (*table.measures, *(table.group.names if table.group else ())):
        yield name, True
    for name in (*table.columns, *([table.group.arg] if table.group else [])):
        yield name, False


def label_problems(source: Source[SpecHead], labels: Iterable[Label]) -> Iterator[Problem]:
    """Headings that are missing, empty or unknown, in either language."""
    expected = {label.name: label for label in labels}
    for lang in LANGS:
        text = source.texts[lang]
        other = source.texts["en" if lang == "vi" else "vi"]
        for label in expected.values():
            yield from _one_label(source, text, other, label)
        for name in text.sections:
            if name not in expected:
                hint = nearest(name, list(expected))
                yield text.problem(
                    name,
                    f"Mục “{name}” không có trong case.yaml"
                    + (f"; có phải là “{hint}”?" if hint else "."),
                    f'Heading "{name}" is not in case.yaml'
                    + (f'; did you mean "{hint}"?' if hint else "."),
                )


def _one_label(
    source: Source[SpecHead], text: TextFile, other: TextFile, label: Label
) -> Iterator[Problem]:
    name = label.name
    if name in text.sections:
        if not text.text(name) and not label.may_be_empty:
            yield text.problem(name, f"Mục “{name}” còn trống.", f'Heading "{name}" has no text.')
        return
    if name in other.sections or not label.may_be_missing:
        line = other.line(name) if name in other.sections else source.lines.at(*label.place)
        where = Path(other.file if name in other.sections else source.lines.file).name
        yield text.problem(
            name,
            f"Thiếu mục “{name}” (xem {where}, dòng {line}).",
            f'Heading "{name}" is missing (see {where}, line {line}).',
        )


def placeholder_problems(source: CaseSource) -> Iterator[Problem]:
    """Placeholders that name nothing, or a truth that has no way to be shown."""
    truths = source.spec.truths
    wordings = {unit.id for unit in source.spec.units}

    for lang in LANGS:
        text = source.texts[lang]
        for label, section in text.sections.items():
            for name in PLACEHOLDER.findall(section.text):
                if name not in truths:
                    hint = nearest(name, list(truths))
                    yield text.problem(
                        label,
                        f"Mục “{label}”: {{{name}}} không có trong truths của case.yaml"
                        + (f"; có phải là {{{hint}}}?" if hint else "."),
                        f'Heading "{label}": {{{name}}} is not among the truths of case.yaml'
                        + (f"; did you mean {{{hint}}}?" if hint else "."),
                    )
                elif truths[name].show is None and not _inherits_show(source, name):
                    yield text.problem(
                        label,
                        f"Mục “{label}”: {{{name}}} chưa có “show” trong case.yaml (ví dụ show: int).",
                        f'Heading "{label}": {{{name}}} has no "show" in case.yaml (such as show: int).',
                    )
                elif truths[name].of and label in wordings:
                    yield text.problem(
                        label,
                        f"Mục “{label}” là cách viết đúng, không được dùng số suy ra {{{name}}}.",
                        f'Heading "{label}" is a true wording and cannot use the derived {{{name}}}.',
                    )


def _inherits_show(source: CaseSource, name: str) -> bool:
    """A derived truth is shown like the truth it comes from."""
    origin = source.spec.truths[name].of
    return bool(origin and origin in source.spec.truths and source.spec.truths[origin].show)
