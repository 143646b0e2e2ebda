"""The exercise types, one module each: what a variant shows, what its key says, what is answered.

Every layer that treats the types differently has such a package, with one module a type of the
same name; ``module_of`` finds it. Only the types that are used get imported.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from hoichan.schema.case import TaskType


def module_of(layer: str, task_type: TaskType) -> ModuleType:
    """The module of ``task_type`` in ``hoichan.<layer>.exercises``."""
    return import_module(f"hoichan.{layer}.exercises.{task_type}")
