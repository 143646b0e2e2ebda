"""One small picture a dataset: what it is about, or the structure that was planted in it.

A module has ``TITLE``, ``draw(axes, tables, lang)`` and ``alt(tables, lang)``.
"""

from __future__ import annotations

from types import ModuleType

from hoichan.data.pictures import ward_vitals

PICTURES: dict[str, ModuleType] = {
    "ward_vitals": ward_vitals,
}
