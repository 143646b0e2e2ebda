"""Generator of ``screening``: one test quality, five prevalences, exact numbers in every stratum."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.synthesis.draws import Draws, Floats, Ints
from hoichan.synthesis.params import Params, load_params

NAME = "screening"


class ProgrammeParams(Params):
    """Prevalence of a programme's illness in each stratum; ``by`` says which strata."""

    by: Literal["all", "nhom", "tuoi"]
    prevalence: dict[str, float]


class AgeParams(Params):
    """Ages of the younger and the older half, years, both ends included."""

    young: tuple[int, int]
    old: tuple[int, int]


class ScreeningParams(Params):
    """All parameters of ``screening``."""

    seed: int
    persons: int
    contacts: int
    under_45: int
    ages: AgeParams
    female: float
    sensitivity: float
    specificity: float
    programmes: dict[str, ProgrammeParams]


def params() -> ScreeningParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, ScreeningParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``screening``: a row for every person and programme, by person."""
    p = params()
    people = _people(p, Draws(seed, NAME, "people"))
    parts = [
        _screened(p, people, each, Draws(seed, NAME, programme)).assign(chuong_trinh=programme)
        for programme, each in p.programmes.items()
    ]
    table = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    return {NAME: table[["nb_id", "chuong_trinh", "nhom", "tuoi", "gioi", "test_pos", "gold_pos"]]}


def _people(p: ScreeningParams, draws: Draws) -> pd.DataFrame:
    """Group and age half in exact numbers, the rest by chance."""
    n = p.persons
    contact = _chosen(n, p.contacts, draws)
    young = _chosen(n, p.under_45, draws)
    low = np.where(young, p.ages.young[0], p.ages.old[0])
    width = np.where(young, p.ages.young[1], p.ages.old[1]) - low + 1
    return pd.DataFrame(
        {
            "nb_id": [f"NB{number:06d}" for number in range(1, n + 1)],
            "nhom": np.where(contact, "nguoi_nha", "cong_dong"),
            "tuoi": low + np.floor(draws.uniform(n) * width).astype(np.int64),
            "gioi": 1 + draws.happens(_constant(p.female, n)).astype(np.int64),
            "half": np.where(young, "young", "old"),
        }
    )


def _constant(value: float, n: int) -> Floats:
    return np.full(n, value, dtype=np.float64)


def _chosen(n: int, k: int, draws: Draws) -> NDArray[np.bool_]:
    """``k`` of ``n``, all equally probable."""
    chosen = np.zeros(n, dtype=bool)
    chosen[draws.order(n)[:k]] = True
    return chosen


def _screened(
    p: ScreeningParams, people: pd.DataFrame, programme: ProgrammeParams, draws: Draws
) -> pd.DataFrame:
    """Diagnosis and test of everyone in one programme, in exact numbers per stratum."""
    strata = {"all": None, "nhom": people["nhom"], "tuoi": people["half"]}[programme.by]
    ill = np.zeros(len(people), dtype=bool)
    positive = np.zeros(len(people), dtype=bool)
    for stratum, prevalence in programme.prevalence.items():
        here = np.arange(len(people))
        if strata is not None:
            here = np.flatnonzero((strata == stratum).to_numpy())
        here = here[draws.order(len(here))]
        number = round(len(here) * prevalence)
        ill[here[:number]] = True
        positive[_first(here[:number], p.sensitivity)] = True
        positive[_first(here[number:], 1 - p.specificity)] = True
    words = {"test_pos": positive, "gold_pos": ill}
    return people.assign(**{name: np.where(yes, "true", "false") for name, yes in words.items()})


def _first(rows: Ints, share: float) -> Ints:
    """The first ``share`` of rows already in random order."""
    return rows[: int(len(rows) * share + 0.5)]
