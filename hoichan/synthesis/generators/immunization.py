"""Generator of ``immunization``: targets that miss the children there are, and a vaccine that ran out.

The year's totals of every commune are set first, in whole numbers; months only divide them. So
coverage, dropout and the showcase commune's 118 % are exact, and catching up loses no dose.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from hoichan.synthesis.draws import Draws, Floats, Ints, allot, whole
from hoichan.synthesis.params import Params, load_params

NAME = "immunization"
MONTHS = 12
Kind = Literal["dong_bang", "mien_nui", "vung_sau", "khu_cong_nghiep"]
PENTAVALENT = ("DPT-VGB-Hib1", "DPT-VGB-Hib2", "DPT-VGB-Hib3")
DOSES = ("BCG", "VGB0", *PENTAVALENT, "bOPV3", "IPV1", "Soi1", "MR2", "DPT4")


class KindParams(Params):
    """Communes of one kind; ranges are uniform, ``bias`` is (projected - true) / true."""

    communes: int
    births: int
    bias: tuple[float, float]
    first: tuple[float, float]
    dropout: tuple[float, float]


class Showcase(Params):
    """The commune whose measles coverage against its target is set."""

    xa_id: str
    coverage: float


class StockOut(Params):
    """Where and when the pentavalent vaccine ran out; shares of missed doses given in later months."""

    provinces: tuple[str, ...]
    months: tuple[int, ...]
    catch_up: dict[int, float]


class ImmunizationParams(Params):
    """All parameters of ``immunization``."""

    seed: int
    year: int
    provinces: int
    kinds: dict[Kind, KindParams]
    births_sigma: float
    births_limits: tuple[int, int]
    month_noise: float
    doses: dict[str, float]
    bopv3_of_dpt3: float
    showcase: Showcase
    stock_out: StockOut
    stock: tuple[int, int]


def params() -> ImmunizationParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, ImmunizationParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``immunization``: a row for every commune, month and dose."""
    p = params()
    communes = _communes(p, Draws(seed, NAME, "communes"))
    given = _given(p, communes)
    due, targets = _by_month(p, communes, given, Draws(seed, NAME, "months"))
    done = np.stack([_divided(given[:, dose], due[:, dose]) for dose in range(len(DOSES))], axis=1)
    _run_out(p, communes, done)
    return {NAME: _table(p, communes, (due, targets, done), Draws(seed, NAME, "stock"))}


def _within(limits: tuple[float, float], n: int, draws: Draws) -> Floats:
    return np.asarray(limits[0] + (limits[1] - limits[0]) * draws.uniform(n))


def _communes(p: ImmunizationParams, draws: Draws) -> pd.DataFrame:
    """Kind, province, children a year, projection and shares of every commune."""
    kinds = np.repeat(list(p.kinds), [each.communes for each in p.kinds.values()])
    kinds = kinds[draws.order(len(kinds))]
    showcase = int(p.showcase.xa_id.removeprefix("XA")) - 1
    other = int(np.flatnonzero(kinds == "khu_cong_nghiep")[0])
    kinds[showcase], kinds[other] = kinds[other], kinds[showcase]
    n = len(kinds)
    table = pd.DataFrame({"kind": kinds, "province": np.arange(n) * p.provinces // n})
    for name in ("children", "bias", "first", "dropout"):
        table[name] = 0.0
    for kind, each in p.kinds.items():
        here = np.flatnonzero(kinds == kind)
        k = len(here)
        births = draws.lognormal(float(each.births), p.births_sigma, k)
        table.loc[here, "children"] = whole(np.clip(births, *p.births_limits)).astype(np.float64)
        for name in ("bias", "first", "dropout"):
            table.loc[here, name] = np.round(_within(getattr(each, name), k, draws), 6)
    # Large enough for 118 % to come out within half a point.
    table.loc[showcase, "children"] = 400.0
    table["children"] = table["children"].astype("int64")
    table["xa_id"] = [f"XA{number:03d}" for number in range(1, n + 1)]
    table["tinh_id"] = [f"T{number + 1:02d}" for number in table["province"].tolist()]
    return table


def _given(p: ImmunizationParams, communes: pd.DataFrame) -> Ints:
    """Children vaccinated in the year, by commune and dose; nobody gets a dose 3 without a dose 1."""
    children = communes["children"].to_numpy().astype(np.int64)
    first = _share(children, communes["first"].to_numpy())
    third = _share(first, 1 - communes["dropout"].to_numpy())
    second = (first + third + 1) // 2
    known = {name: np.minimum(_share(first, share), children) for name, share in p.doses.items()}
    known |= dict(zip(PENTAVALENT, (first, second, third), strict=True))
    known["bOPV3"] = _share(third, p.bopv3_of_dpt3)
    return np.stack([known[dose] for dose in DOSES], axis=1)


def _share(number: Ints, share: Floats | float) -> Ints:
    return whole(np.asarray(number * share, dtype=np.float64))


def _by_month(
    p: ImmunizationParams, communes: pd.DataFrame, given: Ints, draws: Draws
) -> tuple[Ints, Ints]:
    """Children due and children projected, by commune, dose and month."""
    n = len(communes)
    due = np.zeros((n, len(DOSES), MONTHS), dtype=np.int64)
    targets = np.zeros_like(due)
    projected = whole(communes["children"].to_numpy() * (1 + communes["bias"].to_numpy()))
    for dose, name in enumerate(DOSES):
        noise = draws.lognormal(1.0, p.month_noise, n * MONTHS).reshape(n, MONTHS)
        for commune, children in enumerate(communes["children"].tolist()):
            due[commune, dose] = allot(children, noise[commune])
            year = int(projected[commune])
            if name == "Soi1" and communes["xa_id"][commune] == p.showcase.xa_id:
                year = round(int(given[commune, dose]) / p.showcase.coverage)
            targets[commune, dose] = allot(year, np.ones(MONTHS))
    return due, targets


def _divided(year: Ints, due: Ints) -> Ints:
    """The year's doses of each commune, divided as the children fall due."""
    return np.array([allot(int(total), row) for total, row in zip(year, due, strict=True)])


def _run_out(p: ImmunizationParams, communes: pd.DataFrame, done: Ints) -> None:
    """No pentavalent dose in the months of the stock-out; all of them later."""
    here = np.flatnonzero(communes["tinh_id"].isin(p.stock_out.provinces))
    months = np.array(p.stock_out.months) - 1
    later = np.array(list(p.stock_out.catch_up)) - 1
    for dose in (DOSES.index(name) for name in PENTAVALENT):
        for commune in here:
            missed = int(done[commune, dose, months].sum())
            done[commune, dose, months] = 0
            done[commune, dose, later] += allot(missed, list(p.stock_out.catch_up.values()))


def _table(
    p: ImmunizationParams, communes: pd.DataFrame, counts: tuple[Ints, Ints, Ints], draws: Draws
) -> pd.DataFrame:
    """Long form, by commune, month and dose."""
    n = len(communes)
    stock = draws.integers(*p.stock, n * len(DOSES) * MONTHS).reshape(n, len(DOSES), MONTHS)
    first = DOSES.index(PENTAVALENT[0])
    out = np.flatnonzero(communes["tinh_id"].isin(p.stock_out.provinces))
    stock[np.ix_(out, np.array([first]), np.array(p.stock_out.months) - 1)] = 0
    for name in PENTAVALENT[1:]:
        stock[:, DOSES.index(name)] = stock[:, first]
    names = ("tre_thuc_te", "muc_tieu", "da_tiem", "ton_kho")
    flat = {
        name: block.transpose(0, 2, 1).ravel()
        for name, block in zip(names, (*counts, stock), strict=True)
    }
    each = MONTHS * len(DOSES)
    table = pd.DataFrame(flat)
    for column, source in (("xa_id", "xa_id"), ("tinh_id", "tinh_id"), ("loai_xa", "kind")):
        table[column] = np.repeat(communes[source].to_numpy(), each)
    months = [f"{p.year}-{month:02d}" for month in range(1, MONTHS + 1)]
    table["thang"] = np.tile(np.repeat(months, len(DOSES)), n)
    table["vac_xin"] = np.tile(DOSES, n * MONTHS)
    return table[
        ["xa_id", "tinh_id", "loai_xa", "thang", "vac_xin", "muc_tieu", "tre_thuc_te", "da_tiem",
         "ton_kho"]
    ]  # fmt: skip
