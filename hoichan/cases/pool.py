"""A task's pool: the compiled cases and rules from which every learner's variant is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hoichan.cases.drafts import has_drafts, without_drafts
from hoichan.cases.errors import PoolError
from hoichan.cases.forms import each_form
from hoichan.cases.variant import make_variant
from hoichan.schema.case import CaseHead
from hoichan.schema.exercises import module_of
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.pool import TaskPool

TRIAL_VARIANTS = 25
TRIAL_SECRET = b"trial variants of a pool: never a course secret"
Mistake = tuple[str, str]  # the sentence in vi and en, without the task's name


def build_pool(
    task: TaskSpec, lesson_id: str, cases: Iterable[CaseHead], *, drafts: bool = False
) -> TaskPool:
    """The pool of ``task``, with its cases in the order of ``lesson.yaml``.

    With ``drafts`` it also holds the clinical wordings that two experts have yet to confirm, and
    says so; practice never does. Variants are drawn on trial, so that a pool that cannot keep its rules is refused here and not
    when a learner opens the task.

    Raises:
        PoolError: a case is missing, of a type that does not fit, or the rules cannot be kept.
    """
    by_id = {case.id: case for case in cases}
    missing = [name for name in task.cases if name not in by_id]
    if missing:
        raise PoolError(
            f"Nhiệm vụ “{task.id}”: chưa có tình huống {', '.join(missing)}.",
            f'Task "{task.id}": there is no case {", ".join(missing)}.',
        )
    chosen = [by_id[name] for name in task.cases]
    drafts = drafts and not task.practice and any(has_drafts(case) for case in chosen)
    if not drafts:
        chosen = [without_drafts(case) for case in chosen]
    module = module_of("cases", task.type)
    for vi, en in _mistakes(task, chosen, getattr(module, "CASE_TYPES", (task.type,))):
        raise PoolError(f"Nhiệm vụ “{task.id}”: {vi}", f'Task "{task.id}": {en}')
    pool: TaskPool = module.make_pool(task, lesson_id, chosen)
    pool = pool.model_copy(update={"forms": task.forms, "drafts": drafts})
    for form in each_form(pool):
        for vi, en in module.mistakes(form):
            raise PoolError(f"Nhiệm vụ “{task.id}”: {vi}", f'Task "{task.id}": {en}')
        for number in range(TRIAL_VARIANTS):
            make_variant(form, TRIAL_SECRET, f"trial-{number}")
    return pool


def _mistakes(task: TaskSpec, cases: list[CaseHead], fitting: tuple[str, ...]) -> Iterator[Mistake]:
    """What the cases of any pool cannot be."""
    if len({case.id for case in cases}) < len(cases) or not cases:
        yield (
            "cần ít nhất một tình huống, không tình huống nào hai lần.",
            "at least one case is needed, none of them twice.",
        )
    for case in cases:
        if case.type not in fitting:
            yield (
                f"tình huống {case.id} thuộc loại {case.type}, nhiệm vụ cần {task.type}.",
                f"case {case.id} is of type {case.type}, the task needs {task.type}.",
            )
