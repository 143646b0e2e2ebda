"""A task's pool: the compiled cases and rules from which every learner's variant is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from hoichan.cases.errors import PoolError
from hoichan.cases.variant import make_variant
from hoichan.schema.case import CompiledCase, TaskPool
from hoichan.schema.lesson import TaskSpec

TRIAL_VARIANTS = 25
TRIAL_SECRET = b"trial variants of a pool: never a course secret"


def build_pool(task: TaskSpec, lesson_id: str, cases: Iterable[CompiledCase]) -> TaskPool:
    """The pool of ``task``, with its cases in the order of ``lesson.yaml``.

    Variants are drawn on trial, so that a pool that cannot keep its rules is refused here and not
    when a learner opens the task.

    Raises:
        PoolError: a case is missing, of another type, or the rules cannot be kept.
    """
    by_id = {case.id: case for case in cases}
    missing = [name for name in task.cases if name not in by_id]
    if missing:
        raise PoolError(
            f"Nhiệm vụ “{task.id}”: chưa có tình huống {', '.join(missing)}.",
            f'Task "{task.id}": there is no case {", ".join(missing)}.',
        )
    pool = TaskPool(
        lesson=lesson_id,
        task=task.id,
        type=task.type,
        title=task.title,
        points=task.points,
        rules=task.rules,
        tables=task.tables,
        cases=tuple(by_id[name] for name in task.cases),
    )
    for vi, en in _mistakes(pool):
        raise PoolError(f"Nhiệm vụ “{task.id}”: {vi}", f'Task "{task.id}": {en}')
    for number in range(TRIAL_VARIANTS):
        make_variant(pool, TRIAL_SECRET, f"trial-{number}")
    return pool


def _mistakes(pool: TaskPool) -> Iterator[tuple[str, str]]:
    """What the rules and cases of a pool cannot be."""
    low, high = pool.rules.planted
    if not 1 <= low <= high:
        yield (
            f"planted phải là [ít nhất, nhiều nhất], ít nhất là 1; đang là [{low}, {high}].",
            f"planted must be [least, most] with at least 1; it is [{low}, {high}].",
        )
    if len({case.id for case in pool.cases}) < len(pool.cases) or not pool.cases:
        yield (
            "cần ít nhất một tình huống, không tình huống nào hai lần.",
            "at least one case is needed, none of them twice.",
        )
    for case in pool.cases:
        if case.type != pool.type:
            yield (
                f"tình huống {case.id} thuộc loại {case.type}, nhiệm vụ cần {pool.type}.",
                f"case {case.id} is of type {case.type}, the task needs {pool.type}.",
            )
        unlisted = set(case.datasets) - set(pool.tables)
        if pool.type == "verify_data" and unlisted:
            yield (
                f"tình huống {case.id} cần bảng {', '.join(sorted(unlisted))}: thêm vào tables.",
                f"case {case.id} needs the table {', '.join(sorted(unlisted))}: add it to tables.",
            )
    share = pool.rules.clean_answers
    if pool.type == "span_critique" and math.ceil(len(pool.cases) * share) >= len(pool.cases):
        yield (
            "clean_answers quá lớn: không còn câu trả lời nào để cài lỗi.",
            "clean_answers is too large: no answer is left to hold an error.",
        )
    texts = [unit.true.text for case in pool.cases for unit in case.units]
    if pool.type == "verify_data" and len(set(texts)) < len(texts):
        yield ("có hai nhận định giống hệt nhau.", "two claims read exactly the same.")
