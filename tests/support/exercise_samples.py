"""Variants of the exercise types' gallery lesson, for tests of any layer."""

from functools import cache
from pathlib import Path

from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.documents import Practice
from hoichan.schema.key import Key
from hoichan.schema.lesson import LessonSpec, TaskSpec
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks" / "authors" / "exercise_types" / "lesson.yaml"
SECRET = b"exercise samples"


@cache
def task_specs() -> dict[str, TaskSpec]:
    """The gallery's tasks by id."""
    spec, _lines = read_yaml(LESSON, LessonSpec)
    return {task.id: task for task in spec.tasks}


@cache
def pool_of(task: str) -> TaskPool:
    """The pool of a gallery task; its cases are compiled and checked."""
    spec = task_specs()[task]
    cases = [ready_case(ROOT / "datasets" / "cases" / name) for name in spec.cases]
    return build_pool(spec, "exercise_types", cases)


@cache
def sample(task: str, learner: str = "dd.lan") -> tuple[PublicVariant, Key]:
    """One learner's variant of a gallery task, with its key."""
    return make_variant(pool_of(task), SECRET, learner)


def lay_out(folder: Path, task: str) -> None:
    """Write what a learner's lesson folder holds of a gallery task."""
    variant, key = sample(task)
    name = "practice" if variant.practice else "variants"
    path = folder / name / f"{task}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    if variant.practice:
        both = Practice.model_validate({"variant": variant, "key": key})
        path.write_text(both.model_dump_json(indent=1), encoding="utf-8")
    else:
        path.write_bytes(variant_bytes(variant))
