"""Lessons of the course with their pools, for tests of content and of the notebooks."""

from functools import cache
from pathlib import Path

from hoichan.authoring.lesson import read_lesson
from hoichan.authoring.places import Places
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.schema.case import CaseHead
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.pool import TaskPool

PLACES = Places.here()
FOLDERS: dict[str, Path] = {
    name: folder
    for name, folder in PLACES.lesson_folders().items()
    if folder.parent.name != "authors"
}
SPECS: dict[str, LessonSpec] = {name: read_lesson(folder).spec for name, folder in FOLDERS.items()}
GRADED = [(name, task.id) for name, spec in SPECS.items() for task in spec.graded]


@cache
def case(name: str) -> CaseHead:
    """A published case, compiled and checked."""
    return ready_case(PLACES.case_folders()[name])


@cache
def pool(lesson: str, task_id: str, *, drafts: bool = False) -> TaskPool:
    """The pool of one task."""
    task = next(task for task in SPECS[lesson].tasks if task.id == task_id)
    return build_pool(task, lesson, [case(name) for name in task.cases], drafts=drafts)
