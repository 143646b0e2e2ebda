"""Read a case folder: ``case.yaml``, ``vi.md``, ``en.md``, and whether the three agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import ConfigDict

from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.labels import Label, case_labels, label_problems, placeholder_problems
from hoichan.cases.references import (
    folder_problems,
    name_problems,
    reference_problems,
    rule_problems,
)
from hoichan.cases.source import CaseSource, Source
from hoichan.cases.spec import CaseSpec, SpecHead
from hoichan.cases.text_file import TextFile, read_text_file
from hoichan.cases.yaml_source import Lines, read_yaml
from hoichan.schema.case import TaskType
from hoichan.schema.text import LANGS, Lang, Strict

S = TypeVar("S", bound=SpecHead)


class _Kind(Strict):
    """The one line of ``case.yaml`` that says which model reads the rest."""

    model_config = ConfigDict(extra="ignore")

    type: TaskType


def case_type(folder: Path) -> TaskType:
    """The exercise type that a case is for.

    Raises:
        CaseError: ``case.yaml`` is missing, no YAML, or names no known type.
    """
    return read_yaml(folder / "case.yaml", _Kind)[0].type


def read_source(
    folder: Path, model: type[S], labels: Callable[[Source[S]], Iterable[Label]]
) -> Source[S]:
    """Read a case folder with ``model`` for its ``case.yaml``, and check its headings.

    Raises:
        CaseError: with every mistake found, each with file, line and a sentence in vi and en.
    """
    spec, lines = read_yaml(folder / "case.yaml", model)
    texts, problems = _texts(folder)
    source = Source(folder, spec, lines, texts)
    problems += [*folder_problems(source), *label_problems(source, labels(source))]
    if problems:
        raise CaseError(problems)
    return source


def read_case(folder: Path) -> CaseSource:
    """Read and cross-check the folder of a case of claims; errors as in :func:`read_source`."""
    spec, lines = read_yaml(folder / "case.yaml", CaseSpec)
    return claims_source(folder, spec, lines)


def claims_source(
    folder: Path, spec: CaseSpec, lines: Lines, more: Iterable[Label] = ()
) -> CaseSource:
    """The source of a case of claims; ``more`` are headings that its exercise type adds.

    Raises:
        CaseError: as in :func:`read_source`.
    """
    texts, problems = _texts(folder)
    source = CaseSource(folder, spec, lines, texts)
    problems += [
        *folder_problems(source),
        *name_problems(source),
        *reference_problems(source),
        *rule_problems(source),
        *label_problems(source, [*case_labels(source), *more]),
        *placeholder_problems(source),
    ]
    if problems:
        raise CaseError(problems)
    return source


def _texts(folder: Path) -> tuple[dict[Lang, TextFile], list[Problem]]:
    """Both text files and the mistakes in their headings; CaseError when one cannot be read."""
    texts: dict[Lang, TextFile] = {}
    problems: list[Problem] = []
    for lang in LANGS:
        try:
            texts[lang], found = read_text_file(folder / f"{lang}.md", lang)
        except CaseError as error:
            problems += error.problems
        else:
            problems += found
    if len(texts) < len(LANGS):
        raise CaseError(problems)
    return texts, problems
