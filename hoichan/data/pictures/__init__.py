"""One small picture a dataset: what it is about, or the structure that was planted in it.

A module has ``TITLE``, ``draw(axes, tables, lang)`` and ``alt(tables, lang)``.
"""

from __future__ import annotations

from types import ModuleType

PICTURES: dict[str, ModuleType] = {}
