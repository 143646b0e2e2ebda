"""Practice tasks as files: a variant with its key, drawn once and the same for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.schema.documents import MAX_PRACTICE_BYTES, Practice
from hoichan.schema.lesson import LessonSpec, TaskSpec
from hoichan.schema.text import Bilingual

SECRET = b"practice keys are handed out"  # no secret: everybody gets the same file
EVERYBODY = "practice"


def practice_files(
    folder: Path, spec: LessonSpec, cases: Mapping[str, Path]
) -> Iterator[tuple[Path, str]]:
    """``practice/<task>.json`` of a lesson's practice tasks, with the text they should hold.

    Raises:
        CaseError: a case is missing or has mistakes, or its pool cannot keep the task's rules.
    """
    for task in spec.practice:
        yield folder / "practice" / f"{task.id}.json", _text(folder, spec, task, cases)


def leftovers(folder: Path, spec: LessonSpec) -> Iterator[Problem]:
    """Files of tasks that are no practice (any more): a release would hand them out."""
    wanted = {f"{task.id}.json" for task in spec.practice}
    for path in sorted((folder / "practice").glob("*.json")):
        if path.name not in wanted:
            text = Bilingual(
                vi="lesson.yaml không có bài luyện này; hãy xoá tệp.",
                en="lesson.yaml has no such practice task; delete the file.",
            )
            yield Problem(str(path), 0, text)


def _text(folder: Path, spec: LessonSpec, task: TaskSpec, cases: Mapping[str, Path]) -> str:
    try:
        compiled = [ready_case(cases[name]) for name in task.cases if name in cases]
        variant, key = make_variant(build_pool(task, spec.id, compiled), SECRET, EVERYBODY)
    except PoolError as error:
        raise CaseError([Problem(str(folder / "lesson.yaml"), 0, error.text)]) from error
    text = Practice.model_validate({"variant": variant, "key": key}).model_dump_json(indent=1)
    if len(text.encode()) > MAX_PRACTICE_BYTES:
        too_large = Bilingual(
            vi=f"Bài luyện “{task.id}” quá lớn; hãy bớt tình huống.",
            en=f'Practice "{task.id}" is too large; use fewer cases.',
        )
        raise CaseError([Problem(str(folder / "lesson.yaml"), 0, too_large)])
    return text + "\n"


def cases_used_twice(specs: Mapping[str, LessonSpec]) -> Iterator[tuple[str, str, str]]:
    """Practice cases whose key would give away a graded task: lesson, task and case."""
    graded = {
        case
        for spec in specs.values()
        for task in spec.graded
        for case in task.cases
        if spec.pillar != "authors"  # the authors' gallery is never handed out
    }
    for lesson, spec in specs.items():
        if spec.pillar != "authors":
            for task in spec.practice:
                yield from ((lesson, task.id, case) for case in task.cases if case in graded)
