"""Read ``vi.md`` or ``en.md`` of a case: headings are labels, what stands below is the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from hoichan.cases.errors import Problem
from hoichan.cases.yaml_source import read_text
from hoichan.schema.text import Bilingual, Lang

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ASIDES = ("why", "check")


@dataclass(frozen=True)
class Section:
    """The text below one heading, paragraphs joined by an empty line; ``line`` is its heading's."""

    text: str
    line: int


@dataclass
class TextFile:
    """One language of a case: its title and the sections by label (``u2``, ``u2.beds.why``)."""

    lang: Lang
    file: str
    title: Section
    sections: dict[str, Section] = field(default_factory=dict)

    def text(self, label: str) -> str:
        """Text below ``label``, empty when there is no such heading."""
        section = self.sections.get(label)
        return section.text if section else ""

    def line(self, label: str) -> int:
        """Line of the heading, or of the nearest heading around it; 1 when there is none."""
        while label not in self.sections and "." in label:
            label = label.rpartition(".")[0]
        section = self.sections.get(label)
        return section.line if section else 1

    def problem(self, label: str, vi: str, en: str) -> Problem:
        """A mistake in the text below ``label``."""
        return Problem(self.file, self.line(label), Bilingual(vi=vi, en=en))


def read_text_file(path: Path, lang: Lang) -> tuple[TextFile, list[Problem]]:
    """Split a file at its headings. Mistakes in the headings come back as problems.

    Raises:
        CaseError: the file is missing or not UTF-8.
    """
    text = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), read_text(path))
    read = TextFile(lang, str(path), Section("", 1))
    problems: list[Problem] = []
    label, start, parent = "", 1, ""
    body: list[str] = []

    def close() -> None:
        if label in ("", "#"):
            if label == "" and any(line.strip() for line in body):
                problems.append(_stray(path, start))
            return
        if label in read.sections:
            problems.append(_twice(path, start, label))
        read.sections[label] = Section(_paragraphs(body), start)

    for number, line in enumerate(text.split("\n"), start=1):
        heading = _HEADING.match(line)
        if heading is None:
            body.append(line)
            continue
        close()
        body, start = [], number
        depth, words = len(heading[1]), heading[2]
        if depth == 1:
            read.title, label = Section(words, number), "#"
            continue
        if " " in words or not words or depth not in (2, 3, 4):
            problems.append(_bad_heading(path, number, words))
        if depth == 4:
            label = f"{parent}.{words}"
        else:
            label = parent = words
    close()
    if not read.title.text:
        problems.append(_no_title(path))
    return read, problems


def _paragraphs(lines: list[str]) -> str:
    """Join the lines of each paragraph; paragraphs are kept apart by one empty line."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(" ".join(line.split()))
        elif blocks[-1]:
            blocks.append([])
    return "\n\n".join(" ".join(block) for block in blocks if block)


def _stray(path: Path, line: int) -> Problem:
    return Problem(
        str(path),
        line,
        Bilingual(
            vi="Có chữ đứng trước tiêu đề đầu tiên. Tệp phải bắt đầu bằng “# Tên tình huống”.",
            en='There is text before the first heading. The file begins with "# Title of the case".',
        ),
    )


def _twice(path: Path, line: int, label: str) -> Problem:
    return Problem(
        str(path),
        line,
        Bilingual(vi=f"Mục “{label}” bị ghi hai lần.", en=f'Heading "{label}" stands twice.'),
    )


def _bad_heading(path: Path, line: int, words: str) -> Problem:
    return Problem(
        str(path),
        line,
        Bilingual(
            vi=f"Tiêu đề “{words}” phải là một nhãn không có dấu cách: ## u2, ### u2.ten_cach_sai, "
            "#### why hoặc #### check.",
            en=f'Heading "{words}" must be one label without spaces: ## u2, ### u2.wording, '
            "#### why or #### check.",
        ),
    )


def _no_title(path: Path) -> Problem:
    return Problem(
        str(path),
        1,
        Bilingual(
            vi="Thiếu dòng tên tình huống: “# Tên tình huống”.",
            en='The title is missing: "# Title of the case".',
        ),
    )
