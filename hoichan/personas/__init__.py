"""Persons who follow a rule, one module an exercise type: no trick may score, the reference must.

Each module has ``answers(strategy, variant, key, rng) -> Payload`` for every one of ``STRATEGIES``
and says in its docstring what accepting, rejecting and the typical error mean for its type. A
module may know further tricks of its own in ``TRICKS``; ``answers`` takes their names too.
"""

from __future__ import annotations

from importlib import import_module
from random import Random
from types import ModuleType
from typing import cast

from hoichan.schema.case import TaskType
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.variant import PublicVariant

STRATEGIES = ("blank", "reference", "accept_all", "reject_all", "random", "typical")


def persona_module(task_type: TaskType) -> ModuleType:
    """The module of an exercise type."""
    return import_module(f"{__name__}.{task_type}")


def tricks(task_type: TaskType) -> tuple[str, ...]:
    """Tricks that only this type has."""
    return cast("tuple[str, ...]", getattr(persona_module(task_type), "TRICKS", ()))


def answers(strategy: str, variant: PublicVariant, key: Key, rng: Random) -> Payload:
    """What the person who follows ``strategy`` hands in; only some of them look at the key."""
    return cast("Payload", persona_module(variant.type).answers(strategy, variant, key, rng))
