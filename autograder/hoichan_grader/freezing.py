"""From what authors wrote to frozen pools: compiled, checked, drawn on trial."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.library import inspect_case, published
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.schema.case import CaseHead
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.pool import TaskPool
from hoichan.schema.text import Bilingual
from hoichan_grader.sources import Sources
from hoichan_grader.texts import GraderError, error

SHOWN_PROBLEMS = 100


class CaseProblemsError(GraderError):
    """Cases that cannot be frozen; ``problems`` has every mistake with file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        head = error("bad_cases", count=len(self.problems)).text
        shown = self.problems[:SHOWN_PROBLEMS]
        super().__init__(
            Bilingual(
                vi="\n".join([head.vi, *(f"  {one.show('vi')}" for one in shown)]),
                en="\n".join([head.en, *(f"  {one.show('en')}" for one in shown)]),
            )
        )


@dataclass
class _Compiled:
    cases: dict[str, CaseHead] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def compile_pools(
    sources: Sources,
    spec: LessonSpec,
    *,
    secret: bytes,
    learners: Iterable[str] = (),
    drafts: bool = False,
    step: Callable[[], None] = lambda: None,
) -> list[TaskPool]:
    """Compile and check all cases of a lesson and build its pools, without writing anything.

    With ``drafts`` the pools also hold clinical wordings that experts have yet to confirm, and
    learners see a banner. The variants of ``learners`` are drawn and checked too: every planted unit false, every other
    one true. ``step`` is called after each case and each of these learners.

    Raises:
        CaseProblemsError: every mistake that was found, with file and line.
    """
    made = _Compiled()
    for name in dict.fromkeys(case for task in spec.graded for case in task.cases):
        _compile_one(made, sources, name)
        step()
    if made.problems:
        raise CaseProblemsError(made.problems)
    pools = []
    for task in spec.graded:
        try:
            cases = [made.cases[name] for name in task.cases]
            pools.append(build_pool(task, spec.id, cases, drafts=drafts))
        except PoolError as reason:
            made.problems.append(_in_lesson(sources, spec, reason))
    if made.problems:
        raise CaseProblemsError(made.problems)
    named = sorted({name for case in made.cases.values() for name in case.datasets})
    tables = published(named, sources.lesson_folder(spec.id))
    checks = [(pool, VariantCheck(pool, tables)) for pool in pools]
    for learner in learners:
        for pool, check in checks:
            made.problems += check.problems(*make_variant(pool, secret, learner))
        step()
    if made.problems:
        raise CaseProblemsError(made.problems)
    return pools


def _compile_one(made: _Compiled, sources: Sources, name: str) -> None:
    """Read, compile and check one case; mistakes are collected, so that authors see all of them."""
    try:
        case, problems = inspect_case(sources.cases / name)
    except CaseError as reason:
        made.problems += reason.problems
        return
    made.problems += problems
    made.cases[name] = case


def _in_lesson(sources: Sources, spec: LessonSpec, reason: PoolError) -> Problem:
    return Problem(str(sources.lesson_folder(spec.id) / "lesson.yaml"), 0, reason.text)
