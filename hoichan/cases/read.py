"""Read a case folder: ``case.yaml``, ``vi.md``, ``en.md``, and whether the three agree."""

from __future__ import annotations

from pathlib import Path

from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.labels import label_problems, placeholder_problems
from hoichan.cases.references import name_problems, reference_problems, rule_problems
from hoichan.cases.source import CaseSource
from hoichan.cases.spec import CaseSpec
from hoichan.cases.text_file import TextFile, read_text_file
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.text import LANGS, Lang


def read_case(folder: Path) -> CaseSource:
    """Read and cross-check a case folder.

    Raises:
        CaseError: with every mistake found, each with file, line and a sentence in vi and en.
    """
    spec, lines = read_yaml(folder / "case.yaml", CaseSpec)
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
    source = CaseSource(folder, spec, lines, texts)
    problems += [
        *name_problems(source),
        *reference_problems(source),
        *rule_problems(source),
        *label_problems(source),
        *placeholder_problems(source),
    ]
    if problems:
        raise CaseError(problems)
    return source
