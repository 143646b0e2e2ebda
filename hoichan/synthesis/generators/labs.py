"""Generator of ``labs``: results that hang together through the patient's illness, with two traps.

Haemolysed samples show a potassium that is not the patient's, and some glucose and creatinine
results are mg/dL under the name of the usual unit. Both are exact numbers of rows; the analyser's
limits keep every wrongly labelled value apart from every right one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hoichan.synthesis.draws import Draws, Floats, Ints, decimals, whole
from hoichan.synthesis.generators.labs_params import AssayParams, LabsParams
from hoichan.synthesis.params import load_params

NAME = "labs"
# Numbers that turn the usual unit into mg/dL: glucose 18.016 g/mol / 10, creatinine 1 / 88.4.
TO_MG_DL: dict[str, float] = {"glucose": 18.016, "creatinine": 1 / 88.4}
HIGH_POTASSIUM = 5.5  # mmol/L


def params() -> LabsParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, LabsParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``labs``, in order of sampling."""
    p = params()
    people = _people(p, Draws(seed, NAME, "people"))
    table = pd.concat(
        [_routine(p, people, seed), _dengue(p, people, Draws(seed, NAME, "dengue"))],
        ignore_index=True,
    )
    _crises(p, table, Draws(seed, NAME, "crises"))
    _haemolyse(p, table, Draws(seed, NAME, "haemolysis"))
    _round(p, table)
    _flags(p, table)
    _slip_units(p, table, Draws(seed, NAME, "units"))
    return {NAME: _finish(p, table)}


def _first(n: int, k: int, draws: Draws) -> NDArray[np.bool_]:
    """``k`` of ``n``, all equally probable."""
    chosen = np.zeros(n, dtype=bool)
    chosen[draws.order(n)[:k]] = True
    return chosen


def _people(p: LabsParams, draws: Draws) -> pd.DataFrame:
    """Age, sex and illness; the first rows are the patients with dengue, hidden by their codes later."""
    n, feverish = p.patients, p.dengue.patients
    older = np.maximum(draws.uniform(n), draws.uniform(n))
    age = p.ages.low + np.floor(older * (p.ages.high - p.ages.low + 1)).astype(np.int64)
    age[:feverish] = draws.integers(*p.dengue.ages, feverish)
    people = pd.DataFrame({"age": age, "dengue": np.arange(n) < feverish})
    people["female"] = draws.happens(np.full(n, p.female))
    for state, share in p.states.items():
        weight = np.where(people["dengue"], 0.0, 1.0)
        if state == "ckd":
            weight = weight * np.where(age >= 60, 2.0, 1.0)
        shuffled = draws.order(n)
        chosen = np.zeros(n, dtype=bool)
        chosen[shuffled[draws.sample(weight[shuffled], round(n * share))]] = True
        people[state] = chosen
    people["code"] = draws.order(n) + 1
    first = np.datetime64(f"{p.year}-01-01", "m").astype(np.int64)
    day, minute = draws.integers(0, 364, n), draws.integers(6 * 60, 16 * 60, n)
    people["time"] = first + day * 1440 + minute
    return people


def _value(p: AssayParams, people: pd.DataFrame, draws: Draws) -> Floats:
    """One result of each person, by their sex and illness, within the analyser's limits."""
    typical = np.where(people["female"], p.female or p.median, p.median).astype(np.float64)
    sigma = np.full(len(people), p.sigma)
    if p.diabetes:
        ill = people["diabetes"].to_numpy()
        typical, sigma = np.where(ill, p.diabetes[0], typical), np.where(ill, p.diabetes[1], sigma)
    for state, effect in (("ckd", p.ckd), ("anaemia", p.anaemia)):
        if effect:
            ill = people[state].to_numpy()
            typical = typical * np.where(ill, effect[0], 1.0)
            sigma = np.where(ill, effect[1], sigma)
    drawn = typical * np.exp(sigma * draws.normal(len(people)))
    return np.clip(np.round(drawn, 6), *p.limits)


def _routine(p: LabsParams, people: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Exact numbers of each routine test, each at most once a person."""
    parts = []
    for assay, number in p.tests.items():
        draws = Draws(seed, NAME, assay)
        asked = people[_first(len(people), number, draws)]
        parts.append(
            asked[["code", "age", "female", "time"]].assign(
                assay=assay, value=_value(p.assays[assay], asked, draws)
            )
        )
    return pd.concat(parts, ignore_index=True)


def _dengue(p: LabsParams, people: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """Daily blood counts; in some patients haematocrit rises by a fifth while platelets fall."""
    d = p.dengue
    ill = people[people["dengue"]].reset_index(drop=True)
    n, days = len(ill), d.days
    month = draws.integers(*d.months, n)
    start = ((p.year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]")
    first = start.astype(np.int64) + draws.integers(0, 24, n)
    day = np.tile(np.arange(days), n)
    person = np.repeat(np.arange(n), days)
    minute = draws.integers(5 * 60 + 30, 7 * 60, len(person))
    base = _value(p.assays["haematocrit"], ill, draws)
    level = draws.lognormal(1.0, 0.05, n)
    noise = draws.lognormal(1.0, 0.015, len(person))
    platelets = np.array(d.platelets)[day] * level[person] * noise
    warning = person < d.warning
    rise = np.where(warning, np.array(d.haematocrit_rise)[day], 1.0)
    white = d.white_cells * draws.lognormal(1.0, 0.2, len(person))
    rows = ill.loc[person, ["code", "age", "female"]].reset_index(drop=True)
    rows["time"] = (first[person] + day) * 1440 + minute
    # A small wobble must not hide the rise, nor make one: it stays below 1 %.
    haematocrit = base[person] * rise * (1 + 0.008 * (draws.uniform(len(person)) - 0.5))
    return pd.concat(
        [
            rows.assign(
                assay="haematocrit", value=np.clip(haematocrit, *p.assays["haematocrit"].limits)
            ),
            rows.assign(assay="platelets", value=np.clip(platelets, *p.assays["platelets"].limits)),
            rows.assign(assay="white_cells", value=np.clip(white, *p.assays["white_cells"].limits)),
        ],
        ignore_index=True,
    )


def _crises(p: LabsParams, table: pd.DataFrame, draws: Draws) -> None:
    """Move the most abnormal results of some tests into the critical range, exact numbers of each."""
    for assay, crisis in p.crises.items():
        rows = np.flatnonzero(table["assay"] == assay)
        value = np.round(table["value"].to_numpy()[rows], 6)
        # Ranges that lie above the usual results take the highest ones, the others the lowest.
        upwards = crisis.range[0] > p.assays[assay].reference[1]
        extreme = rows[np.argsort(-value if upwards else value, kind="stable")[: crisis.rows]]
        low, high = crisis.range
        table.loc[extreme, "value"] = low + (high - low) * draws.uniform(crisis.rows)


def _haemolyse(p: LabsParams, table: pd.DataFrame, draws: Draws) -> None:
    """Mark samples as haemolysed and add what leaked; some cross the limit only through it."""
    potassium = np.flatnonzero(table["assay"] == "potassium")
    potassium = potassium[draws.order(len(potassium))]
    value = np.round(table["value"].to_numpy()[potassium], 1)
    number = round(len(potassium) * p.haemolysis.share)
    near = potassium[(value >= 4.8) & (value <= 5.3)][: p.haemolysis.near_limit]
    calm = potassium[value <= 4.6][: number - len(near)]
    table["mau"] = "tot"
    table.loc[np.concatenate([near, calm]), "mau"] = "tan_huyet"
    table.loc[table["mau"] == "tan_huyet", "value"] += p.haemolysis.adds


def _per_row(p: LabsParams, table: pd.DataFrame, name: str) -> list[object]:
    """A parameter of each row's test."""
    known = {assay: getattr(each, name) for assay, each in p.assays.items()}
    return [known[assay] for assay in table["assay"].tolist()]


def _round(p: LabsParams, table: pd.DataFrame) -> None:
    """Values as the analyser prints them."""
    places = np.array(_per_row(p, table, "decimals"), dtype=np.int64)
    value = table["value"].to_numpy()
    table["value"] = np.where(places == 0, whole(value), decimals(value, 1))


def _flags(p: LabsParams, table: pd.DataFrame) -> None:
    """Reference range by sex, and the flag the analyser sets on the true value."""
    usual = np.array(_per_row(p, table, "reference"), dtype=np.float64)
    women = np.array(
        [found or usual_range for found, usual_range in zip(
            _per_row(p, table, "reference_female"), _per_row(p, table, "reference"), strict=True)],
        dtype=np.float64,
    )  # fmt: skip
    ranges = np.where(table["female"].to_numpy()[:, None], women, usual)
    table["csbt_thap"], table["csbt_cao"] = ranges[:, 0], ranges[:, 1]
    low = {
        name: -np.inf if each.critical[0] is None else each.critical[0]
        for name, each in p.assays.items()
    }
    high = {
        name: np.inf if each.critical[1] is None else each.critical[1]
        for name, each in p.assays.items()
    }
    tested = table["assay"].tolist()
    critical = np.array([(low[name], high[name]) for name in tested], dtype=np.float64)
    value = table["value"].to_numpy()
    table["co"] = np.select(
        [
            (value < critical[:, 0]) | (value > critical[:, 1]),
            value < ranges[:, 0],
            value > ranges[:, 1],
        ],
        ["C", "L", "H"],
        "",
    )


def _slip_units(p: LabsParams, table: pd.DataFrame, draws: Draws) -> None:
    """Store exact numbers of results in mg/dL; the unit's name and the flag stay."""
    each = p.wrong_unit.rows // len(p.wrong_unit.tests)
    for assay in p.wrong_unit.tests:
        rows = np.flatnonzero(table["assay"] == assay)
        rows = rows[draws.order(len(rows))[:each]]
        slipped = table["value"].to_numpy()[rows] * TO_MG_DL[assay]
        table.loc[rows, "value"] = (
            whole(slipped).astype(np.float64) if assay == "glucose" else decimals(slipped, 2)
        )


def _finish(p: LabsParams, table: pd.DataFrame) -> pd.DataFrame:
    """Columns of the released table, in order of sampling."""
    order: Ints = np.array([list(p.assays).index(assay) for assay in table["assay"].tolist()])
    table = table.assign(order=order).sort_values(["time", "code", "order"], kind="stable")
    table = table.reset_index(drop=True)
    table["kq_id"] = [f"KQ{number:06d}" for number in range(1, len(table) + 1)]
    table["nb_id"] = [f"NB{number:06d}" for number in table["code"].tolist()]
    table["tuoi"] = table["age"]
    table["gioi"] = np.where(table["female"], 2, 1)
    time = table["time"].to_numpy().astype("datetime64[m]").astype("datetime64[s]")
    table["t_lay"] = time.astype(str)
    for column, name in (("loinc", "loinc"), ("ten_xn", "name"), ("don_vi", "unit")):
        table[column] = pd.Series(_per_row(p, table, name), dtype="str")
    table["gia_tri"] = table["value"].astype("float64")
    return table[
        ["kq_id", "nb_id", "tuoi", "gioi", "t_lay", "loinc", "ten_xn", "gia_tri", "don_vi",
         "csbt_thap", "csbt_cao", "co", "mau"]
    ]  # fmt: skip
