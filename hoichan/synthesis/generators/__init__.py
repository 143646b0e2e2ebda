"""One module a dataset: ``params()`` reads ``generator.yaml``, ``generate(seed)`` makes the tables.

Cells are what the CSV holds: whole numbers, text, rounded decimals; an empty text is a missing cell.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hoichan.synthesis.generators import (
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

Generator = Callable[[int], dict[str, pd.DataFrame]]

GENERATORS: dict[str, Generator] = {
    "opd_visits": opd_visits.generate,
    "ipd_discharges": ipd_discharges.generate,
    "monthly_activity": monthly_activity.generate,
    "ward_vitals": ward_vitals.generate,
    "screening": screening.generate,
    "notes_phi": notes_phi.generate,
    "refs": refs.generate,
    "dengue_weekly": dengue_weekly.generate,
    "immunization": immunization.generate,
    "labs": labs.generate,
    "bhyt_claims": bhyt_claims.generate,
    "pharmacy": pharmacy.generate,
}
