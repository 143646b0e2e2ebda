"""Generator of ``ipd_discharges``: three fictional hospitals with a planted Simpson's reversal.

Hospital A treats mostly severe cases: its crude mortality is the highest although it does better in
both severity strata. Deaths are allotted exactly per stratum, then spread by diagnosis, age and
distance, so the reversal holds in the released rows and not only on average.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hoichan.synthesis.census import month_of, reach
from hoichan.synthesis.codes import CSKCB, KHOA, Cskcb, Khoa
from hoichan.synthesis.draws import Draws, Floats, Ints, allot, whole
from hoichan.synthesis.params import Params, load_params

NAME = "ipd_discharges"


class HospitalParams(Params):
    """A hospital's size, case mix and mortality in each severity stratum."""

    discharges: int
    severe: float
    mortality: dict[str, float]
    xin_ve: float


class DepartmentParams(Params):
    """A department's share of its hospital's discharges and its season."""

    share: float
    season: str


class DiagnosisParams(Params):
    """A main diagnosis in a department."""

    weight: float
    season: str
    ages: tuple[int, int]
    severe: float
    risk: float
    stay: tuple[float, float]
    operated: float
    readmitted: float


class Distance(Params):
    """Lognormal distance from home, km."""

    median: float
    sigma: float


class DistanceParams(Params):
    """Distance by ethnic group."""

    kinh: Distance
    thieu_so: Distance
    limits: tuple[int, int]


class Anchor(Params):
    """A ward and month whose discharges and patient-days are set exactly."""

    cskcb: Cskcb
    khoa: Khoa
    thang: str
    ra_vien: int
    ngay_dt: int


class IpdParams(Params):
    """All parameters of ``ipd_discharges``."""

    seed: int
    first_month: str
    months: int
    tail_months: int
    hospitals: dict[Cskcb, HospitalParams]
    departments: dict[Khoa, DepartmentParams]
    month_noise: float
    second_year: float
    tet: tuple[str, ...]
    tet_factor: float
    seasons: dict[str, tuple[float, ...]]
    diagnoses: dict[Khoa, dict[str, DiagnosisParams]]
    stay_sigma: float
    stay_limit: int
    stay_hospital: dict[Cskcb, float]
    ethnic_minority: float
    distance_km: DistanceParams
    distance_risk: dict[str, float]
    age_risk: dict[str, float]
    results: dict[str, dict[str, float]]
    comorbidities: dict[str, float]
    weekday_of_discharge: tuple[float, ...]
    anchors: tuple[Anchor, ...]


def params() -> IpdParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, IpdParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``ipd_discharges``, sorted by day of discharge."""
    stays = all_stays(seed)
    return {NAME: _finish(stays[~stays["tail"]], Draws(seed, NAME, "ids"))}


def all_stays(seed: int) -> pd.DataFrame:
    """Stays with day numbers, those discharged after the last month (``tail``) included.

    The tail is not released; the census of ``monthly_activity`` needs it at the end of the series.
    """
    p = params()
    stays = _wards(p, Draws(seed, NAME, "wards"))
    _patients(p, stays, Draws(seed, NAME, "patients"))
    _severity(p, stays, Draws(seed, NAME, "severity"))
    _dates(p, stays, Draws(seed, NAME, "dates"))
    _deaths(p, stays, Draws(seed, NAME, "deaths"))
    _other_results(p, stays, Draws(seed, NAME, "results"))
    for anchor in p.anchors:
        ward = (stays["cskcb"] == anchor.cskcb) & (stays["khoa"] == anchor.khoa)
        draws = Draws(seed, NAME, "anchors", anchor.thang)
        reach(stays, ward, month_of(anchor.thang), anchor.ngay_dt, draws)
    return stays


def _wards(p: IpdParams, draws: Draws) -> pd.DataFrame:
    """Hospital, department and month of every stay, in exact numbers."""
    first = month_of(p.first_month)
    months = first + np.arange(p.months + p.tail_months)
    year = (months - first) // 12
    factor = np.where(year == 0, 1.0, p.second_year)
    factor = factor * np.where(np.isin(months, [month_of(m) for m in p.tet]), p.tet_factor, 1.0)
    parts = []
    for cskcb in CSKCB:
        total = p.hospitals[cskcb].discharges
        weights = np.array(
            [
                p.departments[khoa].share
                * np.array(p.seasons[p.departments[khoa].season])[months % 12]
                * factor
                * draws.lognormal(1.0, p.month_noise, len(months))
                for khoa in KHOA
            ]
        )
        released, tail = weights[:, : p.months].copy(), weights[:, p.months :]
        fixed = np.zeros_like(released, dtype=np.int64)
        for anchor in p.anchors:
            if anchor.cskcb == cskcb:
                place = KHOA.index(anchor.khoa), month_of(anchor.thang) - first
                fixed[place], released[place] = anchor.ra_vien, 0.0
        number = allot(total - int(fixed.sum()), released.ravel()).reshape(released.shape) + fixed
        later = whole(tail * (total / weights[:, : p.months].sum()))
        counts = np.concatenate([number, later], axis=1)
        khoa, month = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), len(months))
        part = pd.DataFrame({"khoa": np.array(KHOA)[khoa], "month": months[month]})
        parts.append(part.assign(cskcb=cskcb, tail=month >= p.months))
    return pd.concat(parts, ignore_index=True)


def _patients(p: IpdParams, stays: pd.DataFrame, draws: Draws) -> None:
    """Diagnosis, age, sex, ethnic group and distance."""
    n = len(stays)
    code = np.full(n, "", dtype=object)
    age = np.zeros(n, dtype=np.int64)
    for khoa in KHOA:
        here = np.flatnonzero(stays["khoa"] == khoa)
        mix = p.diagnoses[khoa]
        season = np.array([p.seasons[item.season] for item in mix.values()])
        weights = np.array([item.weight for item in mix.values()]) * (
            season[:, stays["month"].to_numpy()[here] % 12].T
        )
        chosen = draws.choose_rows(weights)
        code[here] = np.array(list(mix))[chosen]
        low, high = np.array([item.ages for item in mix.values()])[chosen].T
        one, two = draws.uniform(len(here)), draws.uniform(len(here))
        # Children are mostly small, adults mostly old: the smaller or the larger of two draws.
        if khoa == "NHI":
            point = np.minimum(one, two)
        elif khoa == "SAN":
            point = (one + two) / 2
        else:
            point = np.maximum(one, two)
        age[here] = low + np.floor(point * (high - low + 1)).astype(np.int64)
    stays["icd_chinh"] = code.astype("str")
    stays["tuoi"] = age
    sex = 1 + draws.happens(np.full(n, 0.48)).astype(np.int64)
    stays["gioi"] = np.where(stays["khoa"] == "SAN", 2, sex)
    minority = draws.happens(np.full(n, p.ethnic_minority))
    stays["dan_toc_nhom"] = np.where(minority, "thieu_so", "kinh")
    normal = draws.normal(n)
    far, near = p.distance_km.thieu_so, p.distance_km.kinh
    km = np.where(
        minority, far.median * np.exp(far.sigma * normal), near.median * np.exp(near.sigma * normal)
    )
    stays["khoang_cach_km"] = np.clip(whole(km), *p.distance_km.limits)


def _of_diagnosis(p: IpdParams, stays: pd.DataFrame, name: str) -> Floats:
    """A parameter of each stay's diagnosis."""
    known = {
        (khoa, code): getattr(item, name)
        for khoa, mix in p.diagnoses.items()
        for code, item in mix.items()
    }
    pairs = zip(stays["khoa"].tolist(), stays["icd_chinh"].tolist(), strict=True)
    return np.array([known[pair] for pair in pairs], dtype=np.float64)


def _severity(p: IpdParams, stays: pd.DataFrame, draws: Draws) -> None:
    """Exactly the hospital's share of severe cases: those with the highest scores."""
    score = _of_diagnosis(p, stays, "severe") + 1.1 * draws.normal(len(stays))
    score = np.round(score + np.where(stays["tuoi"] >= 60, 0.4, 0.0), 6)
    severe = np.zeros(len(stays), dtype=bool)
    for cskcb in CSKCB:
        for tail in (False, True):
            here = np.flatnonzero((stays["cskcb"] == cskcb) & (stays["tail"] == tail))
            number = round(len(here) * p.hospitals[cskcb].severe)
            severe[here[np.argsort(-score[here], kind="stable")[:number]]] = True
    stays["muc_nang"] = np.where(severe, "nang", "nhe")


def _dates(p: IpdParams, stays: pd.DataFrame, draws: Draws) -> None:
    """Day of discharge by weekday, then day of admission by length of stay."""
    n = len(stays)
    severe = (stays["muc_nang"] == "nang").to_numpy().astype(np.int64)
    typical = _of_diagnosis(p, stays, "stay")[np.arange(n), severe]
    typical = typical * np.array([p.stay_hospital[name] for name in stays["cskcb"].tolist()])
    length = np.minimum(whole(draws.lognormal(typical, p.stay_sigma, n)), p.stay_limit)
    weekday = np.array(p.weekday_of_discharge)
    discharged = np.zeros(n, dtype=np.int64)
    month = stays["month"].to_numpy()
    for number in np.unique(month):
        start, end = np.array([number, number + 1]).astype("datetime64[M]").astype("datetime64[D]")
        days = np.arange(start, end).astype(np.int64)
        here = np.flatnonzero(month == number)
        # 1970-01-01 was a Thursday, weekday 3.
        discharged[here] = days[draws.choose(len(here), weekday[(days + 3) % 7])]
    stays["discharged"] = discharged
    stays["admitted"] = discharged - length


def _risk(p: IpdParams, stays: pd.DataFrame) -> Floats:
    """Relative risk of dying by diagnosis, age and distance (ethnic group plays no part)."""
    km, age = stays["khoang_cach_km"], stays["tuoi"]
    by_km = p.distance_risk
    distance = np.select([km < 15, km < 40], [by_km["near"], by_km["middle"]], by_km["far"])
    by_age = p.age_risk
    ages = np.select(
        [age < 16, age < 60], [by_age["tre_em"], by_age["nguoi_lon"]], by_age["cao_tuoi"]
    )
    return np.asarray(_of_diagnosis(p, stays, "risk") * distance * ages, dtype=np.float64)


def _deaths(p: IpdParams, stays: pd.DataFrame, draws: Draws) -> None:
    """Exact deaths per hospital and stratum, then exact ``xin_ve`` among the severe who live."""
    risk = _risk(p, stays)
    result = np.full(len(stays), "", dtype=object)
    shuffled = draws.order(len(stays))
    km = stays["khoang_cach_km"].to_numpy()
    band = np.digitize(km, [15, 40])
    # Sampling runs through the rows in this order, which spreads deaths evenly over distance and
    # ethnic group instead of leaving the planted "no ethnic effect" to chance.
    order = np.lexsort([shuffled, stays["khoa"], stays["dan_toc_nhom"], band])
    cskcb, level = stays["cskcb"].to_numpy()[order], stays["muc_nang"].to_numpy()[order]
    tail = stays["tail"].to_numpy()[order]
    for name, hospital in p.hospitals.items():
        for severity, mortality in hospital.mortality.items():
            here = order[(cskcb == name) & (level == severity) & ~tail]
            number = round(len(here) * mortality)
            result[here[draws.sample(risk[here], number)]] = "tu_vong"
        everyone = int(((cskcb == name) & ~tail).sum())
        here = order[(cskcb == name) & (level == "nang") & ~tail]
        here = here[result[here] == ""]
        result[here[draws.sample(risk[here], round(everyone * hospital.xin_ve))]] = "xin_ve"
    stays["ket_qua"] = result.astype("str")


def _other_results(p: IpdParams, stays: pd.DataFrame, draws: Draws) -> None:
    """Result of those who live, operation, readmission and accompanying diagnoses."""
    n = len(stays)
    result = stays["ket_qua"].to_numpy().astype(object)
    for severity, mix in p.results.items():
        chosen = np.array(list(mix))[draws.choose(n, list(mix.values()))]
        here = (result == "") & (stays["muc_nang"] == severity).to_numpy()
        result[here] = chosen[here]
    stays["ket_qua"] = result.astype("str")
    operated = draws.happens(_of_diagnosis(p, stays, "operated"))
    stays["pttt"] = np.where(operated, "true", "false")
    worse = np.where(stays["muc_nang"] == "nang", 1.2, 0.8)
    back = draws.happens(_of_diagnosis(p, stays, "readmitted") * worse)
    gone = np.isin(result, ["tu_vong", "xin_ve"])
    stays["tai_nhap_30d"] = np.where(gone, "", np.where(back, "true", "false"))
    grown = (stays["tuoi"] >= 40).to_numpy()
    others = []
    for code, share in p.comorbidities.items():
        has = (
            draws.happens(np.full(n, share))
            & grown
            & (stays["icd_chinh"].str[:3] != code[:3]).to_numpy()
        )
        others.append(np.where(has, code, ""))
    stays["icd_kem"] = [";".join(filter(None, codes)) for codes in zip(*others, strict=True)]


def _finish(stays: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """Columns of the released table, in the order of discharge."""
    stays = stays.assign(mixed=draws.order(len(stays)))
    table = stays.sort_values(["discharged", "mixed"]).reset_index(drop=True)
    length = (table["discharged"] - table["admitted"]).to_numpy()
    days = np.maximum(length, 1)
    extra = table["ket_qua"].isin(["tu_vong", "xin_ve", "nang_hon"]).to_numpy() & (length > 0)
    table["case_id"] = [f"RV{number:06d}" for number in range(1, len(table) + 1)]
    table["ngay_vao"] = _iso(table["admitted"].to_numpy())
    table["ngay_ra"] = _iso(table["discharged"].to_numpy())
    table["so_ngay"] = days
    table["ngay_giuong"] = days + extra
    return table[
        ["case_id", "cskcb", "khoa", "ngay_vao", "ngay_ra", "so_ngay", "tuoi", "gioi",
         "dan_toc_nhom", "icd_chinh", "icd_kem", "muc_nang", "pttt", "ket_qua", "tai_nhap_30d",
         "khoang_cach_km", "ngay_giuong"]
    ]  # fmt: skip


def _iso(day: Ints) -> np.ndarray:
    return day.astype("datetime64[D]").astype(str)
