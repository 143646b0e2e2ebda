"""All measures, ready to evaluate: importing this module registers every measure there is."""

from __future__ import annotations

from hoichan.synthesis.measures import (
    bhyt_claims,
    dengue_weekly,
    facts,
    figures,
    general,
    immunization,
    ipd,
    labs,
    monthly,
    mortality,
    notes_phi,
    opd,
    opd_waits,
    pharmacy,
    rankings,
    refs,
    screening,
    ward_vitals,
)
from hoichan.synthesis.registry import (
    Measure,
    Measured,
    MeasureError,
    ScalarArg,
    evaluate,
    measure,
    registered,
)

MODULES = (
    opd,
    opd_waits,
    ipd,
    mortality,
    monthly,
    figures,
    rankings,
    facts,
    general,
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

__all__ = [
    "MODULES", "Measure", "MeasureError", "Measured", "ScalarArg", "evaluate", "measure",
    "registered",
]  # fmt: skip
