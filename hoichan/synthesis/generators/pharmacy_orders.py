"""Persons, prescriptions and which drugs stand on each of them, with the planted dangers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.synthesis.clinical.conditions import meets
from hoichan.synthesis.draws import Draws, Floats, Ints, allot, decimals, whole
from hoichan.synthesis.generators.pharmacy_params import Knowledge, PharmacyParams

Bools = NDArray[np.bool_]
ADULT_DOSE = 16  # years; below it a dose goes by weight
ADULT = 18  # years; eGFR is of adults only
_LATER = "so_ngay"  # a condition on the length of a course, not on the patient


@dataclass(frozen=True)
class Orders:
    """Prescriptions in order of time, and the drug (position in the knowledge base) of each slot.

    ``drug`` is prescriptions x slots, -1 where a slot stays empty; ``planted`` marks slots that a
    contraindication was planted in, ``paired`` prescriptions with a dangerous pair.
    """

    patients: pd.DataFrame
    drug: Ints
    planted: Bools
    paired: Bools


def orders(p: PharmacyParams, kb: Knowledge, draws: Draws) -> Orders:
    """All prescriptions of the year with their drugs."""
    patients, size = _prescriptions(p, draws)
    names = list(kb.drugs)
    weights = np.array([p.drugs[name].khoa for name in names]).T[patients["ward"].to_numpy()]
    weights[:, [p.drugs[name].tre is None for name in names]] *= (
        patients["tuoi"].to_numpy() >= ADULT_DOSE
    )[:, None]
    usual = np.array([name in p.not_in_pregnancy for name in names])
    habit = weights * ~(usual[None, :] & patients["thai_ky"].to_numpy()[:, None])
    broken = _broken(kb, patients, names)
    plan = _Plan(habit, broken, size, np.full((len(size), max(p.sizes)), -1), draws)
    paired = _plant_pairs(p, kb, patients, plan)
    planted = _plant_contraindications(p, kb, plan, weights)
    _fill(plan, _apart(p, kb, names))
    return Orders(patients, plan.drug, planted, paired)


@dataclass(frozen=True)
class _Plan:
    """The prescriptions in the making; ``broken`` counts contraindications by rule."""

    weights: Floats
    broken: dict[int, tuple[int, Bools]]
    size: Ints
    drug: Ints
    draws: Draws

    def allowed(self, without: int | None = None) -> Bools:
        """Prescriptions x drugs that break no contraindication (but the rule ``without``)."""
        free = np.ones(self.weights.shape, dtype=bool)
        for rule, (drug, met) in self.broken.items():
            if rule != without:
                free[:, drug] &= ~met
        return free

    def pick(self, fits: Bools, number: int, what: str) -> Ints:
        """Random prescriptions among those that fit and hold nothing yet.

        Raises:
            ValueError: too few fit.
        """
        rows = np.flatnonzero(fits & (self.drug[:, 0] < 0))
        if len(rows) < number:
            msg = f"only {len(rows)} of {number} prescriptions fit {what}"
            raise ValueError(msg)
        return rows[self.draws.order(len(rows))[:number]]


def _prescriptions(p: PharmacyParams, draws: Draws) -> tuple[pd.DataFrame, Ints]:
    """One row a prescription, by date; and its number of drugs."""
    people = _people(p, draws)
    number = sum(p.sizes.values())
    again = draws.integers(0, p.persons - 1, number - p.persons)
    person = np.concatenate([np.arange(p.persons), again])
    first = np.datetime64(f"{p.year}-01-01", "D")
    days = int((np.datetime64(f"{p.year + 1}-01-01", "D") - first).astype(int))
    day = np.sort(draws.integers(0, days - 1, number))
    rows = people.iloc[person[draws.order(number)]].reset_index(drop=True)
    size = np.repeat(np.array(list(p.sizes)), list(p.sizes.values()))[draws.order(number)]
    rows.insert(0, "don_id", [f"DT{n:05d}" for n in range(1, number + 1)])
    rows.insert(2, "ngay", np.datetime_as_string(first + day, unit="D"))
    rows["thang"] = (first + day).astype("datetime64[M]").astype(int) % 12 + 1
    return rows, size.astype(np.int64)


def _people(p: PharmacyParams, draws: Draws) -> pd.DataFrame:
    n = p.persons
    wards = np.repeat(np.arange(len(p.wards)), allot(n, [ward.share for ward in p.wards.values()]))[
        draws.order(n)
    ]
    names = np.array(list(p.wards))[wards]
    low, high = np.array([p.ages[name] for name in p.wards])[wards].T
    age = low + np.floor(draws.uniform(n) * (high - low + 1)).astype(np.int64)
    pregnant = draws.happens(np.array([p.pregnant.get(name, 0.0) for name in names]))
    allergy = [*p.allergies, ""]
    share = [*p.allergies.values(), 1 - sum(p.allergies.values())]
    return pd.DataFrame(
        {
            "nb_id": [f"NB{number:06d}" for number in range(1, n + 1)],
            "khoa": names,
            "ward": wards,
            "tuoi": age,
            "can_nang": _weight(age, pregnant, draws),
            "egfr": _egfr(p, age, draws),
            "thai_ky": pregnant,
            "di_ung": np.array(allergy)[draws.choose(n, share)],
        }
    )


def _weight(age: Ints, pregnant: Bools, draws: Draws) -> Floats:
    """Body weight, kg: about 8 kg + 2.4 kg a year in childhood."""
    noise = draws.normal(len(age))
    child = np.where(age == 0, 6.3 + 1.1 * noise, (8 + 2.4 * age) * (1 + 0.1 * noise))
    adult = np.clip(56 + 8.5 * noise, 38, 92) + 7 * pregnant
    return decimals(np.where(age < ADULT_DOSE, np.maximum(child, 3.0), adult), 1)


def _egfr(p: PharmacyParams, age: Ints, draws: Draws) -> NDArray[np.float64]:
    """eGFR of adults, whole numbers; NaN where it was not measured."""
    e, n = p.egfr, len(age)
    healthy = np.clip(e.mean + e.age_slope * (age - 20) + e.spread * draws.normal(n), 60, 130)
    renal = draws.happens(np.full(n, e.renal)) & (age >= ADULT)
    value = np.where(renal, draws.integers(*e.renal_range, n), whole(healthy)).astype(np.float64)
    measured = (age >= ADULT) & draws.happens(np.full(n, e.measured))
    return np.where(measured, value, np.nan)


def _broken(
    kb: Knowledge, patients: pd.DataFrame, names: list[str]
) -> dict[int, tuple[int, Bools]]:
    """By number of a contraindication that is of the patient: its drug, and who must not get it."""
    return {
        number: (names.index(rule.drug), meets(patients, rule.khi).to_numpy())
        for number, rule in enumerate(kb.contraindications)
        if rule.khi and not rule.khi.startswith(_LATER)
    }


def _apart(p: PharmacyParams, kb: Knowledge, names: list[str]) -> Bools:
    """Drugs x drugs that are never put together by chance: known pairs, further ones, itself."""
    apart = np.eye(len(names), dtype=bool)
    pairs = [pair.drugs for pair in kb.interactions]
    pairs += [(one, other) for one, others in p.apart.items() for other in others]
    harmless = {frozenset(pair) for pair in kb.harmless}
    for one, other in pairs:
        if frozenset((one, other)) in harmless:
            msg = f"{one} and {other} are harmless together and kept apart"
            raise ValueError(msg)
        apart[names.index(one), names.index(other)] = True
        apart[names.index(other), names.index(one)] = True
    return apart


def _plant_pairs(p: PharmacyParams, kb: Knowledge, patients: pd.DataFrame, plan: _Plan) -> Bools:
    """Put each dangerous pair on its number of prescriptions, first those that fit fewest."""
    names = list(kb.drugs)
    free = plan.allowed() & (plan.weights > 0)
    fits = []
    for pair in kb.interactions:
        one, other = (names.index(name) for name in pair.drugs)
        fit = free[:, one] & free[:, other] & (plan.size >= 2)
        fits.append((one, other, fit & meets(patients, pair.khi).to_numpy()))
    number = allot(p.planted.pairs, np.ones(len(fits)))
    paired = np.zeros(len(plan.size), dtype=bool)
    for place in np.argsort([fit.sum() for _, _, fit in fits], kind="stable").tolist():
        one, other, fit = fits[place]
        rows = plan.pick(fit, int(number[place]), f"{names[one]} + {names[other]}")
        plan.drug[rows, 0], plan.drug[rows, 1] = one, other
        paired[rows] = True
    return paired


def _plant_contraindications(
    p: PharmacyParams, kb: Knowledge, plan: _Plan, weights: Floats
) -> Bools:
    """Put each contraindicated drug first on its number of prescriptions; true in those slots."""
    planted = np.zeros(plan.drug.shape, dtype=bool)
    for rule, (drug, met) in plan.broken.items():
        fit = met & plan.allowed(without=rule)[:, drug] & (weights[:, drug] > 0)
        what = f"{kb.contraindications[rule].drug}, {kb.contraindications[rule].khi}"
        rows = plan.pick(fit, p.planted.contraindications, what)
        plan.drug[rows, 0] = drug
        planted[rows, 0] = True
    return planted


def _fill(plan: _Plan, apart: Bools) -> None:
    """Fill the other slots by the habits of the ward, with nothing forbidden in them."""
    free = plan.allowed()
    taken = np.zeros(free.shape, dtype=bool)
    for slot in range(plan.drug.shape[1]):
        set_before = plan.drug[:, slot] >= 0
        rows = np.flatnonzero(set_before)
        taken[rows] |= apart[plan.drug[rows, slot]]
    for slot in range(plan.drug.shape[1]):
        rows = np.flatnonzero((plan.drug[:, slot] < 0) & (plan.size > slot))
        chosen = plan.draws.choose_rows(plan.weights[rows] * (free[rows] & ~taken[rows]))
        plan.drug[rows, slot] = chosen
        taken[rows] |= apart[chosen]
