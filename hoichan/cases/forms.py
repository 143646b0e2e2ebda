"""Which of a test's three parallel forms a learner gets.

Half of the learners begin with form a, the others with form b; whoever had one form before the
course gets the other one after it (counter-balanced, blueprint G.1). A second attempt is form c.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from hoichan.schema.lesson import FORMS, FormName, Forms
from hoichan.schema.pool import TaskPool


def form_of(forms: Forms, secret: bytes, learner: str, attempt: int = 1) -> FormName:
    """The form of ``learner``: the same one in every task of a test, the other one in the other."""
    if attempt > 1:
        return "c"
    drawn = hmac.new(secret, f"form|{learner}".encode(), hashlib.sha256).digest()[0] % 2
    return "ab"[drawn if forms.turn == "first" else 1 - drawn]  # type: ignore[return-value]


def only_form(pool: TaskPool, name: FormName) -> TaskPool:
    """The pool with the cases of one form, in the form's order."""
    if pool.forms is None:
        return pool
    cases = {case.id: case for case in pool.cases}
    chosen = tuple(cases[case] for case in pool.forms.named()[name])
    return pool.model_copy(update={"cases": chosen, "forms": None})


def each_form(pool: TaskPool) -> Iterator[TaskPool]:
    """The pool as its forms; a pool without forms as it is."""
    if pool.forms is None:
        yield pool
    else:
        yield from (only_form(pool, name) for name in FORMS)
