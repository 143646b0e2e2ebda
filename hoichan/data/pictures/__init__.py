"""One small picture a dataset: what it is about, or the structure that was planted in it.

A module has ``TITLE``, ``draw(axes, tables, lang)`` and ``alt(tables, lang)``.
"""

from __future__ import annotations

from types import ModuleType

from hoichan.data.pictures import (
    bhyt_claims,
    dengue_weekly,
    immunization,
    ipd_discharges,
    labs,
    monthly_activity,
    notes_phi,
    opd_visits,
    pharmacy,
    refs,
    screening,
    ward_vitals,
)

PICTURES: dict[str, ModuleType] = {
    "opd_visits": opd_visits,
    "ipd_discharges": ipd_discharges,
    "monthly_activity": monthly_activity,
    "ward_vitals": ward_vitals,
    "screening": screening,
    "notes_phi": notes_phi,
    "refs": refs,
    "dengue_weekly": dengue_weekly,
    "immunization": immunization,
    "labs": labs,
    "bhyt_claims": bhyt_claims,
    "pharmacy": pharmacy,
}
