"""Parameters of ``bhyt_claims``: the model of its ``generator.yaml``."""

from __future__ import annotations

from hoichan.synthesis.claim_rules import Terms
from hoichan.synthesis.codes import Khoa
from hoichan.synthesis.params import Params

NAME = "bhyt_claims"
Amounts = tuple[int, int, int, int, int]  # drugs, supplies, laboratory, imaging, procedures


class Ages(Params):
    """Weights of bands of age on 1 January, years."""

    weights: tuple[float, ...]
    bands: tuple[tuple[int, int], ...]


class Diagnosis(Params):
    """A main diagnosis on a ward: how often, whom, how long, and median amounts in thousand VND."""

    icd: str
    khoa: Khoa
    weights: tuple[float, float, float]
    ages: tuple[int, int]
    sex: int
    days: int
    visit: Amounts
    stay: Amounts


class Grave(Params):
    """Diagnoses a stay can end badly with, and the shares of each bad result."""

    diagnoses: tuple[str, ...]
    shares: dict[int, float]


class Anchor(Params):
    """Claims that end in this month at this facility hold at least ``R3`` rows that break R3."""

    thang: str
    cskcb: str
    R3: int


class ClaimParams(Params):
    """All parameters of ``bhyt_claims``; amounts in VND unless said otherwise."""

    seed: int
    year: int
    claims: int
    persons: int
    claims_sigma: float
    facilities: dict[str, float]
    kinds: dict[str, float]
    ages: Ages
    female: float
    benefit_codes: tuple[tuple[float, ...], ...]
    terms: Terms
    diagnoses: tuple[Diagnosis, ...]
    spread: float
    days_spread: float
    days_limit: int
    used: dict[str, float]
    day_treatment: float
    visit_fee: dict[str, int]
    bed_day: dict[Khoa, int]
    round_to: int
    outside: float
    outside_part: tuple[float, float]
    comorbidities: dict[str, float]
    results: dict[str, dict[int, float]]
    grave: Grave
    discharges: dict[str, dict[int, float]]
    planted: dict[str, int]
    anchor: Anchor
