"""All known-truth questions: importing this package registers every question there is."""

from __future__ import annotations

from types import ModuleType

from hoichan.synthesis.question import Answer, Question, Tables, asked
from hoichan.synthesis.questions import (
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

MODULES: tuple[ModuleType, ...] = (
    opd_visits,
    ipd_discharges,
    monthly_activity,
    labs,
    dengue_weekly,
    immunization,
    refs,
    notes_phi,
    screening,
    ward_vitals,
    bhyt_claims,
    pharmacy,
)

__all__ = ["MODULES", "Answer", "Question", "Tables", "asked"]
