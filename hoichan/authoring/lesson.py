"""Read a lesson's sources: ``lesson.yaml``, ``lesson.vi.md`` and ``lesson.en.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.yaml_source import Lines, nearest, read_text, read_yaml
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.text import LANGS, Bilingual, Lang

_HEADING = re.compile(r"^##\s+(?P<words>.*?)\s*\{#(?P<label>[^}]*)\}\s*$")
_ANY_HEADING = re.compile(r"^#{1,2}\s")
_LABEL = re.compile(r"^[a-z][a-z0-9-]{0,40}$")
_OPEN = re.compile(r"^:::\s*\{(?P<kind>[^}]*)\}\s*(?P<arg>\S*)\s*$")
_CLOSE = re.compile(r"^:::\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
RESERVED = ("about", "banner")


@dataclass
class Part:
    """Markdown, or (with ``task``) the place of a task."""

    text: str = ""
    task: str | None = None


@dataclass
class Block:
    """What stands below one ``##`` heading."""

    label: str
    line: int
    parts: list[Part] = field(default_factory=list)

    def tasks(self) -> list[str]:
        """Ids of the tasks in this block, in order."""
        return [part.task for part in self.parts if part.task is not None]


@dataclass(frozen=True)
class LessonSource:
    """A lesson as its author wrote it; the blocks of both languages agree."""

    folder: Path
    spec: LessonSpec
    blocks: dict[Lang, tuple[Block, ...]]


def read_lesson(folder: Path) -> LessonSource:
    """Read and cross-check a lesson folder.

    Raises:
        CaseError: with every mistake found, each with file, line and a sentence in vi and en.
    """
    spec, lines = read_yaml(folder / "lesson.yaml", LessonSpec)
    problems = list(_spec_problems(folder, spec, lines))
    files: dict[Lang, _File] = {}
    for lang in LANGS:
        path = folder / f"lesson.{lang}.md"
        try:
            files[lang] = _File(path, read_text(path))
        except CaseError as error:
            problems += error.problems
        else:
            problems += files[lang].problems
    if not problems:
        problems += _agreement(files["vi"], files["en"])
        problems += _tasks(spec, lines, files["vi"])
    if problems:
        raise CaseError(problems)
    return LessonSource(folder, spec, {lang: tuple(files[lang].blocks) for lang in LANGS})


def _spec_problems(folder: Path, spec: LessonSpec, lines: Lines) -> Iterator[Problem]:
    name = folder.resolve().name
    if spec.id != name:
        yield lines.problem(
            ("id",),
            f"id “{spec.id}” phải trùng tên thư mục “{name}”.",
            f'id "{spec.id}" must be the folder\'s name "{name}".',
        )
    ids = [task.id for task in spec.tasks]
    for place, task in enumerate(spec.tasks):
        if task.id in ids[:place]:
            yield lines.problem(
                ("tasks", place, "id"),
                f"Nhiệm vụ “{task.id}” bị ghi hai lần.",
                f'Task "{task.id}" stands twice.',
            )


class _File:
    """One language of a lesson, split at its headings and directives."""

    def __init__(self, path: Path, text: str) -> None:
        self.name = str(path)
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._open_task = 0
        self._in_code = False
        self._body: list[str] = []
        for number, line in enumerate(text.split("\n"), start=1):
            self._take(number, line)
        self._close_text()
        if self._open_task:
            self._problem(
                self._open_task,
                "Chỉ dẫn “:::{task}” chưa được đóng bằng một dòng “:::”.",
                'The directive ":::{task}" is not closed by a line ":::".',
            )

    def _problem(self, line: int, vi: str, en: str) -> None:
        self.problems.append(Problem(self.name, line, Bilingual(vi=vi, en=en)))

    def _take(self, number: int, line: str) -> None:
        if _FENCE.match(line):
            self._in_code = not self._in_code
        if self._in_code:
            self._body.append(line)
        elif self._open_task:
            self._inside_directive(number, line)
        elif _ANY_HEADING.match(line):
            self._heading(number, line)
        elif line.startswith(":::"):
            self._directive(number, line)
        else:
            if line.strip() and not self.blocks:
                self._problem(
                    number,
                    "Có chữ đứng trước tiêu đề “## … {#nhan}” đầu tiên.",
                    'There is text before the first heading "## ... {#label}".',
                )
                self.blocks.append(Block("", number))
            self._body.append(line)

    def _inside_directive(self, number: int, line: str) -> None:
        if _CLOSE.match(line):
            self._open_task = 0
        elif line.strip():
            self._problem(
                number,
                "Giữa “:::{task}” và “:::” không được có chữ.",
                'There must be no text between ":::{task}" and ":::".',
            )

    def _heading(self, number: int, line: str) -> None:
        self._close_text()
        match = _HEADING.match(line)
        label = match["label"] if match else ""
        if match is None or not _LABEL.match(label):
            self._problem(
                number,
                "Tiêu đề cấp hai cần nhãn ở cuối, chữ thường không dấu: “## Tiêu đề {#nhan}”. "
                "(Tên bài nằm trong lesson.yaml.)",
                'A heading needs a label at its end, small letters: "## Heading {#label}". '
                "(The lesson's title is in lesson.yaml.)",
            )
        elif label in RESERVED or any(label == block.label for block in self.blocks):
            self._problem(
                number, f"Nhãn “{label}” đã được dùng.", f'Label "{label}" is already used.'
            )
        self.blocks.append(Block(label, number))
        self._body = [f"## {match['words']}" if match else line]

    def _directive(self, number: int, line: str) -> None:
        match = _OPEN.match(line)
        if match is None or match["kind"] != "task" or not match["arg"]:
            self._problem(
                number,
                f"Không hiểu chỉ dẫn “{line.strip()}”. Hiện chỉ có “:::{{task}} ten_nhiem_vu” và “:::”.",
                f'Unknown directive "{line.strip()}". There are only ":::{{task}} task_id" and ":::".',
            )
            return
        self._close_text()
        self._open_task = number
        if not self.blocks:
            self.blocks.append(Block("", number))
        self.blocks[-1].parts.append(Part(task=match["arg"]))

    def _close_text(self) -> None:
        text = "\n".join(self._body).strip()
        self._body = []
        if text and self.blocks:
            self.blocks[-1].parts.append(Part(text=text))


def _agreement(vi: _File, en: _File) -> Iterator[Problem]:
    """Both languages have the same blocks in the same order, built of the same parts."""
    ours = [block.label for block in vi.blocks]
    theirs = [block.label for block in en.blocks]
    for mine, other, labels in ((vi, en, theirs), (en, vi, ours)):
        for block in mine.blocks:
            if block.label not in labels:
                text = Bilingual(
                    vi=f"Thiếu phần “{{#{block.label}}}” (có ở {Path(mine.name).name}, dòng "
                    f"{block.line}).",
                    en=f'Block "{{#{block.label}}}" is missing (it is in {Path(mine.name).name}, line '
                    f"{block.line}).",
                )
                yield Problem(other.name, 0, text)
    if set(ours) != set(theirs):
        return
    for first, second in zip(vi.blocks, en.blocks, strict=True):
        if first.label != second.label:
            text = Bilingual(
                vi=f"Thứ tự các phần khác nhau: vi có “{first.label}”, en có “{second.label}”.",
                en=f'The blocks come in another order: vi has "{first.label}", en "{second.label}".',
            )
            yield Problem(en.name, second.line, text)
            return
        if [part.task for part in first.parts] != [part.task for part in second.parts]:
            text = Bilingual(
                vi=f"Phần “{first.label}”: nhiệm vụ và đoạn chữ không cùng thứ tự với bản vi.",
                en=f'Block "{first.label}": tasks and text do not come in the order of the vi file.',
            )
            yield Problem(en.name, second.line, text)


def _tasks(spec: LessonSpec, lines: Lines, vi: _File) -> Iterator[Problem]:
    """Every task of lesson.yaml stands in the text exactly once."""
    placed = [(task, block) for block in vi.blocks for task in block.tasks()]
    ids = [task.id for task in spec.tasks]
    for number, (name, block) in enumerate(placed):
        if name not in ids:
            hint = nearest(name, ids)
            text = Bilingual(
                vi=f"Không có nhiệm vụ “{name}” trong lesson.yaml"
                + (f"; có phải là “{hint}”?" if hint else "."),
                en=f'There is no task "{name}" in lesson.yaml'
                + (f'; did you mean "{hint}"?' if hint else "."),
            )
            yield Problem(vi.name, block.line, text)
        elif name in [earlier for earlier, _ in placed[:number]]:
            text = Bilingual(
                vi=f"Nhiệm vụ “{name}” đứng hai lần.", en=f'Task "{name}" stands twice.'
            )
            yield Problem(vi.name, block.line, text)
    for number, name in enumerate(ids):
        if name not in [task for task, _ in placed]:
            yield lines.problem(
                ("tasks", number, "id"),
                f"Nhiệm vụ “{name}” chưa có chỗ trong bài (“:::{{task}} {name}”).",
                f'Task "{name}" has no place in the text (":::{{task}} {name}").',
            )
