"""Looking up the claims of a variant among the wordings of their cases, truths computed anew.

Shared by the exercise types whose items are claims; nothing of how a variant was drawn is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from hoichan.cases.check_claims import Fresh, recompute, true_problems, wrong_problems
from hoichan.cases.errors import Problem
from hoichan.cases.truths import Tables
from hoichan.cases.variant_check import wrong as wrong_in
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase, Unit, WrongWording
from hoichan.schema.key import Key
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicVariant

Reading = tuple[CompiledCase, Unit, WrongWording | None]
V = TypeVar("V", bound=PublicVariant)
K = TypeVar("K", bound=Key)


class ClaimsPool(Protocol):
    """A pool whose cases are cases of claims."""

    @property
    def cases(self) -> tuple[CompiledCase, ...]:
        """The cases."""


@dataclass(frozen=True)
class Inspection(Generic[V, K]):
    """One variant and its key, with the truths of all cases computed anew."""

    variant: V
    key: K
    fresh: Mapping[str, Fresh]

    def wrong(self, where: str, vi: str, en: str) -> Problem:
        """A mistake in this variant or its key."""
        return wrong_in(self.variant, where, vi, en)

    def false_or_true(self, reading: Reading) -> Iterator[Problem]:
        """Whether the wording is what its place says: a wrong one false, a true one true."""
        case, unit, wrong = reading
        at = Whereabouts(case)
        if wrong is None:
            yield from true_problems(case, unit, self.fresh[case.id], at)
        else:
            yield from wrong_problems(case, unit, wrong, self.fresh[case.id], at)


def claims_inspector(
    pool: ClaimsPool, tables: Tables, find: Callable[[Inspection[V, K]], Iterator[Problem]]
) -> Callable[[V, K], list[Problem]]:
    """A check of variant and key by ``find``; stale truths of the pool come before all else."""
    fresh: dict[str, Fresh] = {}
    stale: list[Problem] = []
    for case in pool.cases:
        fresh[case.id], found = recompute(case, tables, Whereabouts(case))
        stale += found

    def check(variant: V, key: K) -> list[Problem]:
        return list(stale) or list(find(Inspection(variant, key, fresh)))

    return check


def known_wordings(case: CompiledCase) -> dict[Bilingual, Reading]:
    """Every wording of a case by its text; the last part is None for a true one."""
    known: dict[Bilingual, Reading] = {}
    for unit in case.units:
        known[unit.true.text] = (case, unit, None)
        known.update((wrong.text, (case, unit, wrong)) for wrong in unit.wrong)
    return known
