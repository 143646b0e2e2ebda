"""Generator of ``opd_visits``: persons come, come again, wait longer on busy days.

Planted truths: fewer persons than visits, same-day repeated registrations, insurance share, waits
that rise with load (Mondays), seasonal diagnoses. Parameters: ``generator.yaml`` of the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from hoichan.synthesis.codes import KHOA, Khoa
from hoichan.synthesis.days import DayParams, Days, clock
from hoichan.synthesis.draws import Draws, Floats, Ints, whole
from hoichan.synthesis.params import Params, load_params

NAME = "opd_visits"
_AGES = {"tre_em": (0, 15), "nguoi_lon": (16, 59), "cao_tuoi": (60, 92)}


class PersonParams(Params):
    """Who comes and how often."""

    chronic_share: float
    chronic_visits: tuple[int, int]
    chronic_gap_days: tuple[int, int]
    second_episode: float
    follow_up: float
    follow_up_days: tuple[int, int]
    age: dict[str, float]
    chronic_cao_tuoi: float
    communes: int
    bhyt: dict[str, float]
    bhyt_not_used: float
    right_line: float


class DepartmentParams(Params):
    """Who goes to a department, and what happens there (minutes, VND, probabilities)."""

    tre_em: float
    nguoi_lon: float
    cao_tuoi: float
    chronic: float
    wait: float
    cost: float
    admit: float
    transfer: float


class WaitParams(Params):
    """Waiting time: lognormal, its median rising with the day's load."""

    load_exponent: float
    sigma: float
    limits: tuple[int, int]


class VisitParams(Params):
    """Time of arrival and of care, in minutes."""

    service_median: float
    service_sigma: float
    service_limits: tuple[int, int]
    morning_share: float


class OpdParams(Params):
    """All parameters of ``opd_visits``."""

    seed: int
    rows: int
    first_day: date
    last_day: date
    duplicate_share: float
    days: DayParams
    persons: PersonParams
    departments: dict[Khoa, DepartmentParams]
    seasons: dict[str, tuple[float, ...]]
    diagnoses: dict[Khoa, tuple[tuple[str, float, str, int, int], ...]]
    chronic_diagnoses: dict[Khoa, dict[str, float]]
    waiting: WaitParams
    visit: VisitParams
    cost_sigma: float


@dataclass(frozen=True)
class _Persons:
    """Attributes of persons, one array element each."""

    chronic: np.ndarray
    group: np.ndarray
    age: Ints  # years on the first day
    sex: Ints
    commune: Ints
    insured: np.ndarray
    right_line: np.ndarray


def params() -> OpdParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, OpdParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``opd_visits``, sorted by day and arrival."""
    return {NAME: visits(seed)}


def visits(seed: int) -> pd.DataFrame:
    """Rows of ``opd_visits``."""
    p = params()
    rows = p.rows
    repeated = round(rows * p.duplicate_share)
    calendar = Days(p.first_day, p.last_day)
    load = calendar.weights(p.days, Draws(seed, NAME, "days"))
    persons = _persons(p, rows, Draws(seed, NAME, "persons"))
    table = _episodes(p, persons, load, rows - repeated, Draws(seed, NAME, "episodes"))
    _departments(p, persons, table, Draws(seed, NAME, "departments"))
    _diagnoses(p, calendar, table, Draws(seed, NAME, "diagnoses"))
    _outcomes(p, persons, table, Draws(seed, NAME, "outcomes"))
    _times(p, table, Draws(seed, NAME, "times"))
    table = _repeat(table, repeated, Draws(seed, NAME, "duplicates"))
    return _finish(table, calendar, Draws(seed, NAME, "ids"))


def _persons(p: OpdParams, rows: int, draws: Draws) -> _Persons:
    """More persons than will be needed, in random order; the surplus never comes."""
    who = p.persons
    n = rows
    chronic = draws.happens(np.full(n, who.chronic_share))
    group = np.array(list(_AGES))[draws.choose(n, [who.age[name] for name in _AGES])]
    elder = draws.happens(np.full(n, who.chronic_cao_tuoi))
    group = np.where(chronic, np.where(elder, "cao_tuoi", "nguoi_lon"), group)
    low = np.array([_AGES[name][0] for name in group.tolist()])
    low = np.where(chronic & (group == "nguoi_lon"), 40, low)
    high = np.array([_AGES[name][1] for name in group.tolist()])
    # The smaller of two draws for children and elders: most are near the lower end of the group.
    first, second = draws.uniform(n), draws.uniform(n)
    point = np.where(group == "nguoi_lon", first, np.minimum(first, second))
    age = low + np.floor(point * (high - low + 1)).astype(np.int64)
    cover = np.where(chronic, who.bhyt["chronic"], [who.bhyt[name] for name in group.tolist()])
    return _Persons(
        chronic=chronic,
        group=group,
        age=age,
        sex=1 + draws.happens(np.full(n, 0.54)).astype(np.int64),
        commune=1 + draws.choose(n, [1 + 0.08 * i for i in reversed(range(who.communes))]),
        insured=draws.happens(np.asarray(cover, dtype=np.float64)),
        right_line=draws.happens(np.full(n, who.right_line)),
    )


def _near(day: Ints, load: Floats, draws: Draws) -> Ints:
    """Move planned days by up to three, to where the clinic is open (in proportion to load)."""
    around = day[:, None] + np.arange(-3, 4)[None, :]
    inside = (around >= 0) & (around < len(load))
    weights = np.where(inside, load[np.clip(around, 0, len(load) - 1)], 0.0)
    weights[:, 3] = np.maximum(weights[:, 3], 0.01)
    return day - 3 + draws.choose_rows(weights)


def _episodes(
    p: OpdParams, persons: _Persons, load: Floats, wanted: int, draws: Draws
) -> pd.DataFrame:
    """One row per visit (person, episode, day), cut to ``wanted`` rows by leaving out persons."""
    who = p.persons
    everyone = np.arange(len(persons.chronic))
    acute, chronic = everyone[~persons.chronic], everyone[persons.chronic]
    again = acute[draws.happens(np.full(len(acute), who.second_episode))]
    starts = np.concatenate([acute, again])
    first = pd.DataFrame({"person": starts, "episode": np.r_[acute * 0, again * 0 + 1]})
    first["day"] = draws.choose(len(first), load)
    seen = first[draws.happens(np.full(len(first), who.follow_up))].copy()
    seen["day"] = _near(
        seen["day"].to_numpy() + draws.integers(*who.follow_up_days, len(seen)), load, draws
    )
    number = draws.integers(*who.chronic_visits, len(chronic))
    gap = draws.integers(*who.chronic_gap_days, len(chronic))
    # Some began before the first day and some go on after the last, so that no hump appears.
    before = (number - 1) * gap
    room = len(load) + before
    begin = np.floor(draws.uniform(len(chronic)) * room).astype(np.int64) - before
    who_comes = np.repeat(np.arange(len(chronic)), number)
    turn = np.arange(len(who_comes)) - np.repeat(np.cumsum(number) - number, number)
    regular = pd.DataFrame({"person": chronic[who_comes], "episode": 0})
    regular["day"] = _near(begin[who_comes] + turn * gap[who_comes], load, draws)
    table = pd.concat([first, seen, regular], ignore_index=True)
    table = table[(table["day"] >= 0) & (table["day"] < len(load))]
    # One real visit a person and day, so that every same-day repetition is a planted one.
    table = table.drop_duplicates(["person", "day"]).sort_values(["person", "day", "episode"])
    return table.head(wanted).reset_index(drop=True)


def _departments(p: OpdParams, persons: _Persons, table: pd.DataFrame, draws: Draws) -> None:
    """Department of each episode by age, sex and chronic illness."""
    person = table["person"].to_numpy()
    elapsed = table["day"].to_numpy() // 365
    table["tuoi"] = persons.age[person] + elapsed
    table["gioi"] = persons.sex[person]
    table["chronic"] = persons.chronic[person]
    episode = table.drop_duplicates(["person", "episode"])
    who = episode["person"].to_numpy()
    kind = np.where(persons.chronic[who], "chronic", persons.group[who])
    weights = np.array(
        [[getattr(p.departments[khoa], name) for khoa in KHOA] for name in kind.tolist()]
    )
    man = persons.sex[who] == 1
    weights[man, KHOA.index("SAN")] = 0.0
    chosen = pd.Series(draws.choose_rows(weights), index=_episode_keys(episode))
    table["khoa"] = np.array(KHOA)[chosen.loc[_episode_keys(table)].to_numpy()]


def _episode_keys(table: pd.DataFrame) -> list[int]:
    """A person's episode as one number."""
    return (table["person"] * 2 + table["episode"]).tolist()


def _diagnoses(p: OpdParams, calendar: Days, table: pd.DataFrame, draws: Draws) -> None:
    """ICD-10 code of each episode by department, age and season of its first visit."""
    first = table.drop_duplicates(["person", "episode"])
    code = pd.Series("", index=first.index, dtype="object")
    for khoa in KHOA:
        acute = first[(first["khoa"] == khoa) & ~first["chronic"]]
        listed = p.diagnoses[khoa]
        month = calendar.month[acute["day"].to_numpy()] - 1
        age = acute["tuoi"].to_numpy()[:, None]
        season = np.array([p.seasons[item[2]] for item in listed])[:, month].T
        ages = (age >= [item[3] for item in listed]) & (age <= [item[4] for item in listed])
        weights = np.array([item[1] for item in listed]) * season * ages
        code.loc[acute.index] = np.array([item[0] for item in listed])[draws.choose_rows(weights)]
        if khoa in p.chronic_diagnoses:
            sick = first[(first["khoa"] == khoa) & first["chronic"]]
            mix = p.chronic_diagnoses[khoa]
            chosen = draws.choose(len(sick), list(mix.values()))
            code.loc[sick.index] = np.array(list(mix))[chosen]
    by_key = pd.Series(code.to_numpy(), index=_episode_keys(first))
    table["icd10"] = by_key.loc[_episode_keys(table)].to_numpy()


def _outcomes(p: OpdParams, persons: _Persons, table: pd.DataFrame, draws: Draws) -> None:
    """Insurance, disposition and cost of each visit."""
    n = len(table)
    person = table["person"].to_numpy()
    unused = draws.happens(np.full(n, p.persons.bhyt_not_used))
    insured = persons.insured[person] & ~unused
    table["doi_tuong"] = np.where(insured, "BHYT", "thu_phi")
    right = np.where(persons.right_line[person], "true", "false")
    table["dung_tuyen"] = np.where(insured, right, "")
    table["xa_id"] = [f"X{number:02d}" for number in persons.commune[person].tolist()]
    khoa = table["khoa"].tolist()
    age = np.where(table["tuoi"] >= 60, 1.35, 0.93)
    calm = np.where(table["chronic"], 0.45, 1.0)
    admit = np.array([p.departments[name].admit for name in khoa]) * age * calm
    transfer = np.array([p.departments[name].transfer for name in khoa]) * age * calm
    point = draws.uniform(n)
    table["xu_tri"] = np.where(
        point < np.round(admit, 9), "nhap_vien",
        np.where(point < np.round(admit + transfer, 9), "chuyen_vien", "ve"),
    )  # fmt: skip
    typical = np.array([p.departments[name].cost for name in khoa])
    table["chi_phi"] = whole(draws.lognormal(typical, p.cost_sigma, n) / 1000) * 1000


def _times(p: OpdParams, table: pd.DataFrame, draws: Draws) -> None:
    """Minutes of arrival, of being seen and of leaving; waits rise with the day's load."""
    n = len(table)
    emergency = (table["khoa"] == "HSCC").to_numpy()
    morning = draws.happens(np.full(n, p.visit.morning_share))
    spread = (draws.uniform(n) + draws.uniform(n)) / 2
    office = np.where(morning, 400 + spread * 250, 780 + spread * 180)
    arrive = np.floor(np.where(emergency, draws.uniform(n) * 1170, office)).astype(np.int64)
    per_day = np.bincount(table["day"], minlength=1)
    mean = n / np.count_nonzero(per_day)
    load = per_day[table["day"]] / mean
    typical = np.array([p.departments[name].wait for name in table["khoa"].tolist()])
    typical = typical * np.where(emergency, 1.0, np.power(load, p.waiting.load_exponent))
    wait = whole(draws.lognormal(typical, p.waiting.sigma, n))
    wait = np.clip(wait, *p.waiting.limits)
    service = whole(draws.lognormal(p.visit.service_median, p.visit.service_sigma, n))
    service = np.clip(service, *p.visit.service_limits)
    table["arrive"] = arrive
    table["seen"] = np.minimum(arrive + wait, 1430)
    table["leave"] = np.minimum(table["seen"] + service, 1439)


def _repeat(table: pd.DataFrame, number: int, draws: Draws) -> pd.DataFrame:
    """Add ``number`` repeated registrations: the same visit entered again minutes later."""
    chosen = table.loc[draws.sample(np.ones(len(table)), number)].copy()
    later = draws.integers(1, 20, number)
    for column, limit in (("arrive", 1410), ("seen", 1430), ("leave", 1439)):
        chosen[column] = np.minimum(chosen[column] + later, limit)
    chosen["seen"] = np.maximum(chosen["seen"], chosen["arrive"] + 2)
    chosen["leave"] = np.maximum(chosen["leave"], chosen["seen"])
    return pd.concat([table, chosen], ignore_index=True)


def _finish(table: pd.DataFrame, calendar: Days, draws: Draws) -> pd.DataFrame:
    """Sort, number the visits and hide the order in which persons were made."""
    table = table.sort_values(["day", "arrive", "person"], kind="stable").reset_index(drop=True)
    people = table["person"].unique()
    people.sort()
    hidden = pd.Series(draws.order(len(people)) + 1, index=people)
    table["visit_id"] = [f"KB{number:06d}" for number in range(1, len(table) + 1)]
    table["nb_id"] = [f"NB{number:06d}" for number in hidden.loc[table["person"]].tolist()]
    table["ngay_kham"] = calendar.dates[table["day"].to_numpy()].astype(str)
    for name, column in (("gio_vao", "arrive"), ("gio_kham", "seen"), ("gio_ra", "leave")):
        table[name] = clock(table[column].to_numpy())
    return table[
        ["visit_id", "nb_id", "ngay_kham", "gio_vao", "gio_kham", "gio_ra", "khoa", "tuoi", "gioi",
         "xa_id", "doi_tuong", "dung_tuyen", "icd10", "xu_tri", "chi_phi"]
    ]  # fmt: skip
