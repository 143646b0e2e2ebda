"""Parameters of ``pharmacy`` (``generator.yaml``) and its knowledge base (``kb.yaml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from hoichan.data import DataError, folder
from hoichan.synthesis.authored import checked, read_yaml
from hoichan.synthesis.params import Params

Range = tuple[float, float]
Unit = Literal["mg", "mcg", "IU", "mL"]


class Ward(Params):
    """Share of persons, and probability that a reaction on the ward is reported."""

    share: float
    reported: float


class Egfr(Params):
    """Estimated glomerular filtration of adults, mL/min/1.73 m2."""

    measured: float
    renal: float
    renal_range: tuple[int, int]
    mean: float
    age_slope: float
    spread: float


class Habit(Params):
    """How a drug is prescribed here: weights by ward, hazard per 1,000 courses, doses, days."""

    khoa: tuple[float, ...]
    nguy_co: float
    ke: tuple[tuple[float, float, int], ...]
    tre: tuple[float, float, int, float] | None = None
    ngay: tuple[int, int]


class Planted(Params):
    """Exact numbers of what was planted."""

    pairs: int
    contraindications: int
    breaches_a_month: int
    breach_factor: Range
    slips: int
    other_unit: dict[str, float]


class Onset(Params):
    """Hours from the first dose to the reaction."""

    median: float
    sigma: float
    range: Range


class PharmacyParams(Params):
    """All parameters of ``pharmacy``."""

    seed: int
    year: int
    sizes: dict[int, int]
    persons: int
    wards: dict[str, Ward]
    ages: dict[str, tuple[int, int]]
    pregnant: dict[str, float]
    allergies: dict[str, float]
    egfr: Egfr
    not_in_pregnancy: tuple[str, ...]
    apart: dict[str, tuple[str, ...]]
    drugs: dict[str, Habit]
    planted: Planted
    reports: int
    severity: tuple[float, ...]
    causality: dict[str, float]
    reporters: dict[str, float]
    onset_hours: Onset
    reactions: dict[str, tuple[str, ...]]


class Drug(Params):
    """Facts on one drug; ``max`` in ``dv`` a day, ``max_kg`` in mg/kg a day below 16 years."""

    atc: str
    nhom: str
    duong: str
    dv: Unit
    max: float | None = None
    max_kg: float | None = None
    nguon: str


class Interaction(Params):
    """Two drugs that must not meet, or only under watch; ``khi`` narrows it to some patients."""

    drugs: tuple[str, str]
    khi: str = ""
    muc_do: Literal["chong_chi_dinh", "nghiem_trong"]
    xu_tri: Literal["dung", "theo_doi"]
    nguon: str
    vi: str
    en: str


class Contraindication(Params):
    """One drug that some patients must not get; ``khi`` is empty where the table cannot tell."""

    drug: str
    khi: str
    nguon: str
    vi: str
    en: str


class Knowledge(Params):
    """The knowledge base: what ``drug_kb`` and ``drug_pairs`` are made of."""

    status: Literal["needs_review", "reviewed"]
    reviewer: str
    drugs: dict[str, Drug] = Field(max_length=60)
    interactions: tuple[Interaction, ...]
    contraindications: tuple[Contraindication, ...]
    harmless: tuple[tuple[str, str], ...]


def load_knowledge(root: Path | None = None) -> Knowledge:
    """Read ``kb.yaml``; a wrong file, or a drug that is not listed, is a :class:`DataError`."""
    path = folder("pharmacy", root) / "kb.yaml"
    found = checked(read_yaml(path), Knowledge, path)
    named = {one for each in found.interactions for one in each.drugs}
    named |= {each.drug for each in found.contraindications}
    named |= {one for pair in found.harmless for one in pair}
    for name in sorted(named - set(found.drugs)):
        raise DataError(
            f"{path}: “{name}” không có trong mục drugs.", f'{path}: "{name}" is not under drugs.'
        )
    return found
