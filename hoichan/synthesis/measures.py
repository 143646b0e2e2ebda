"""All measures, ready to evaluate: importing this module registers every measure there is."""

from __future__ import annotations

from hoichan.synthesis import (
    fact_measures,
    figure_measures,
    ipd_measures,
    monthly_measures,
    mortality_measures,
    opd_measures,
    opd_wait_measures,
    ranking_measures,
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
    opd_measures,
    opd_wait_measures,
    ipd_measures,
    mortality_measures,
    monthly_measures,
    figure_measures,
    ranking_measures,
    fact_measures,
)

__all__ = [
    "MODULES", "Measure", "MeasureError", "Measured", "ScalarArg", "evaluate", "measure",
    "registered",
]  # fmt: skip
