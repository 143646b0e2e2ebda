"""What a simulated learner does on a task, as the operations a browser would send to the widget.

Each exercise type has its module beside this one, with ``ops(learner, variant, key, rng)``; a
simulated class so exercises the same code as a real one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from random import Random
from typing import cast

from hoichan.schema.key import Key
from hoichan.schema.variant import PublicVariant
from hoichan_grader.simulation.learner import SimulatedLearner

Op = dict[str, object]
_AT_ONCE = 25  # operations sent in one message; a widget takes up to a hundred


def answer_ops(learner: SimulatedLearner, variant: PublicVariant, key: Key, seed: int) -> list[Op]:
    """What ``learner`` does on one task, as widget operations in order."""
    rng = Random(f"{seed}|{learner.name}|{variant.lesson}|{variant.task}")
    module = import_module(f"hoichan_grader.simulation.exercises.{variant.type}")
    own = cast("Iterator[Op]", module.ops(learner, variant, key, rng))
    return [{"do": "lang", "lang": learner.lang}, *own]


def in_bursts(ops: Sequence[Op]) -> Iterator[Op]:
    """The same operations in fewer messages, each of which is saved as one change."""
    first, own = ops[0], ops[1:]
    yield first
    for start in range(0, len(own), _AT_ONCE):
        yield {"do": "many", "ops": [*own[start : start + _AT_ONCE]]}
