"""Parameters of ``labs``."""

from __future__ import annotations

from typing import Literal

from hoichan.synthesis.params import Params

Assay = Literal[
    "glucose", "hba1c", "creatinine", "potassium", "haemoglobin", "platelets", "white_cells",
    "haematocrit", "crp", "ast", "alt",
]  # fmt: skip
State = Literal["diabetes", "ckd", "anaemia"]


class AssayParams(Params):
    """One test: its names, ranges and distribution, in its unit.

    ``median`` and ``sigma`` are those of a lognormal in health; ``diabetes`` gives a median and sigma
    of its own, ``ckd`` and ``anaemia`` a factor and sigma. ``limits`` are the analyser's.
    """

    loinc: str
    name: str
    unit: str
    decimals: int
    reference: tuple[float, float]
    reference_female: tuple[float, float] | None = None
    critical: tuple[float | None, float | None]
    limits: tuple[float, float]
    median: float
    female: float | None = None
    sigma: float
    diabetes: tuple[float, float] | None = None
    ckd: tuple[float, float] | None = None
    anaemia: tuple[float, float] | None = None


class AgeParams(Params):
    """Ages of patients without dengue, years."""

    low: int
    high: int


class DengueParams(Params):
    """The daily series of patients with dengue."""

    patients: int
    warning: int
    days: int
    ages: tuple[int, int]
    months: tuple[int, int]
    platelets: tuple[float, ...]
    haematocrit_rise: tuple[float, ...]
    white_cells: float


class CrisisParams(Params):
    """How many results of a test are critical, and between which values."""

    rows: int
    range: tuple[float, float]


class HaemolysisParams(Params):
    """Haemolysed potassium samples: share, what it adds (mmol/L), how many cross 5.5 by it alone."""

    share: float
    adds: float
    near_limit: int


class WrongUnitParams(Params):
    """Rows stored in mg/dL under the usual unit's name, shared equally by the tests."""

    rows: int
    tests: tuple[Assay, ...]


class LabsParams(Params):
    """All parameters of ``labs``."""

    seed: int
    patients: int
    year: int
    female: float
    ages: AgeParams
    states: dict[State, float]
    tests: dict[Assay, int]
    dengue: DengueParams
    crises: dict[Assay, CrisisParams]
    haemolysis: HaemolysisParams
    wrong_unit: WrongUnitParams
    assays: dict[Assay, AssayParams]
