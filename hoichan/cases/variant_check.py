"""Does a key tell the truth about a variant? Found out from the texts and the data alone.

Nothing of how the variant was drawn is used; each exercise type's module says how its own variants
are looked up among their cases and computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from hoichan.cases.errors import Problem
from hoichan.cases.forms import each_form
from hoichan.cases.truths import Tables
from hoichan.schema.exercises import module_of
from hoichan.schema.key import Key
from hoichan.schema.pool import TaskPool
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicVariant

Check = Callable[[PublicVariant, Key], list[Problem]]


class VariantCheck:
    """Checks variants of one pool; what comes from the data is computed once, when it is made."""

    def __init__(self, pool: TaskPool, tables: Tables) -> None:
        checker = module_of("cases", pool.type).checker
        self._pool = pool
        self._checks = [cast("Check", checker(form, tables)) for form in each_form(pool)]

    def problems(self, variant: PublicVariant, key: Key) -> list[Problem]:
        """Everything in which ``variant`` and ``key`` disagree with each other or with the data."""
        found = [check(variant, key) for check in self._checks]  # one form's cases explain it all
        return [*_headers(self._pool, variant, key), *min(found, key=len)]


def check_variant(
    pool: TaskPool, variant: PublicVariant, key: Key, tables: Tables
) -> list[Problem]:
    """Check one variant; many of one pool are faster with one :class:`VariantCheck`."""
    return VariantCheck(pool, tables).problems(variant, key)


def wrong(variant: PublicVariant, where: str, vi: str, en: str) -> Problem:
    """A mistake in a variant or its key."""
    name = f"{variant.lesson}/{variant.task}/{variant.variant}"
    return Problem(name, 0, Bilingual(vi=f"{where}: {vi}", en=f"{where}: {en}"))


def _headers(pool: TaskPool, variant: PublicVariant, key: Key) -> Iterator[Problem]:
    for name in ("lesson", "task", "type", "points", "variant"):
        ours = getattr(variant, name)
        if getattr(key, name) != ours or getattr(pool, name, ours) != ours:
            yield wrong(variant, name, "không khớp.", "does not agree.")
