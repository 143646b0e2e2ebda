"""Mortality measures of ``ipd_discharges``: crude, by severity, standardised, and exact tests."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.synthesis.codes import CSKCB, Bound
from hoichan.synthesis.exact_tests import binomial_interval, fisher_p
from hoichan.synthesis.measures.ipd import Than, Where, deaths, other, select, xin_ve
from hoichan.synthesis.registry import divide, measure


class Mortality(Where):
    """Where, and whether patients taken home to die count as deaths."""

    count_xin_ve: bool = False


@measure(
    "ipd_discharges.crude_mortality",
    unit="percent",
    vi="Tỷ lệ tử vong thô = tử vong / ra viện; count_xin_ve=true cộng thêm ca nặng xin về vào tử số; "
    "severity giới hạn ở một mức nặng.",
)
def crude_mortality(table: pd.DataFrame, args: Mortality) -> float:
    """Deaths / discharges; ``count_xin_ve`` adds patients taken home to die; ``severity`` keeps one
    stratum.
    """
    events = deaths(table, args) + (xin_ve(table, args) if args.count_xin_ve else 0.0)
    return divide(events, len(select(table, args)))


class MortalityGap(Than):
    """Two hospitals, and whether patients taken home to die count."""

    count_xin_ve: bool = False


@measure(
    "ipd_discharges.mortality_gap",
    unit="percent",
    vi="Chênh lệch tỷ lệ tử vong (điểm phần trăm): cskcb trừ versus_cskcb.",
)
def mortality_gap(table: pd.DataFrame, args: MortalityGap) -> float:
    """Mortality of ``cskcb`` minus that of ``versus_cskcb``, in points (0.01 = 1 point)."""
    theirs = Mortality(**other(args).model_dump(), count_xin_ve=args.count_xin_ve)
    ours = Mortality(**args.model_dump(exclude={"versus_cskcb"}))
    return crude_mortality(table, ours) - crude_mortality(table, theirs)


@measure(
    "ipd_discharges.mortality_ratio",
    unit="ratio",
    vi="Tỷ số tỷ lệ tử vong: cskcb chia versus_cskcb.",
)
def mortality_ratio(table: pd.DataFrame, args: MortalityGap) -> float:
    """Mortality of ``cskcb`` divided by that of ``versus_cskcb``."""
    theirs = Mortality(**other(args).model_dump(), count_xin_ve=args.count_xin_ve)
    ours = Mortality(**args.model_dump(exclude={"versus_cskcb"}))
    return divide(crude_mortality(table, ours), crude_mortality(table, theirs))


@measure(
    "ipd_discharges.standardised_mortality",
    unit="percent",
    vi="Tỷ lệ tử vong chuẩn hoá trực tiếp theo mức nặng; quần thể chuẩn: cả ba bệnh viện gộp lại.",
)
def standardised_mortality(table: pd.DataFrame, args: Mortality) -> float:
    """Mortality directly standardised for severity; standard population: the three hospitals
    together.
    """
    pooled = select(table, args.model_copy(update={"cskcb": None}))
    total = 0.0
    for level in ("nhe", "nang"):
        weight = float((pooled["muc_nang"] == level).mean())
        total += weight * crude_mortality(table, args.model_copy(update={"severity": level}))
    return total


class Lowest(Mortality):
    """Where, and whether severity is taken into account."""

    adjusted: bool = False
    highest: bool = False


@measure(
    "ipd_discharges.lowest_mortality",
    unit=None,
    vi="Bệnh viện có tỷ lệ tử vong thấp nhất (A, B hoặc C); adjusted=true: đã chuẩn hoá theo mức nặng; "
    "highest=true: cao nhất.",
)
def lowest_mortality(table: pd.DataFrame, args: Lowest) -> str:
    """Hospital with the lowest mortality (A, B or C); ``adjusted`` standardises for severity;
    ``highest`` asks for the highest.
    """
    function = standardised_mortality if args.adjusted else crude_mortality
    where = args.model_dump(exclude={"adjusted", "highest", "cskcb"})
    rates = {name: function(table, Mortality(**where, cskcb=name)) for name in CSKCB}
    choose = max if args.highest else min
    return choose(rates, key=lambda name: rates[name])


class Lower(Than):
    """Two hospitals and how they are compared."""

    by: Literal["crude", "every_stratum", "standardised"] = "crude"


@measure(
    "ipd_discharges.has_lower_mortality",
    unit=None,
    vi="Đúng/sai: cskcb có tỷ lệ tử vong thấp hơn versus_cskcb; by=crude (thô), every_stratum (ở cả hai "
    "mức nặng), standardised (chuẩn hoá).",
)
def has_lower_mortality(table: pd.DataFrame, args: Lower) -> bool:
    """Whether ``cskcb`` has lower mortality than ``versus_cskcb``: crude, in both severity strata
    (every_stratum), or standardised.
    """
    ours = Mortality(**args.model_dump(exclude={"versus_cskcb", "by"}))
    theirs = Mortality(**other(args).model_dump())
    if args.by == "standardised":
        return standardised_mortality(table, ours) < standardised_mortality(table, theirs)
    levels = ("nhe", "nang") if args.by == "every_stratum" else (args.severity,)
    return all(
        crude_mortality(table, ours.model_copy(update={"severity": level}))
        < crude_mortality(table, theirs.model_copy(update={"severity": level}))
        for level in levels
    )


class Differ(Than):
    """Two hospitals and the level of the test."""

    alpha: float = Field(default=0.05, gt=0, lt=1)


def _fisher(table: pd.DataFrame, args: Than) -> float:
    ours, theirs = Where(**args.model_dump(include=set(Where.model_fields))), other(args)
    return fisher_p(
        int(deaths(table, ours)), len(select(table, ours)),
        int(deaths(table, theirs)), len(select(table, theirs)),
    )  # fmt: skip


@measure(
    "ipd_discharges.deaths_differ_p",
    unit="ratio",
    tolerance=0.005,
    vi="Giá trị p hai phía (Fisher chính xác) khi so tỷ lệ tử vong của hai bệnh viện.",
)
def deaths_differ_p(table: pd.DataFrame, args: Than) -> float:
    """Two-sided p of Fisher's exact test that two hospitals share one mortality."""
    return _fisher(table, args)


@measure(
    "ipd_discharges.deaths_differ",
    unit=None,
    vi="Đúng/sai: tỷ lệ tử vong hai bệnh viện khác nhau có ý nghĩa thống kê (Fisher chính xác, hai phía, "
    "p < alpha).",
)
def deaths_differ(table: pd.DataFrame, args: Differ) -> bool:
    """Whether the mortality of two hospitals is distinguishable (Fisher's exact test, two-sided,
    p < alpha).
    """
    return _fisher(table, args) < args.alpha


class Interval(Mortality):
    """Where, which end of the interval and its confidence."""

    bound: Bound
    confidence: float = Field(default=0.95, gt=0, lt=1)


@measure(
    "ipd_discharges.mortality_interval",
    unit="percent",
    vi="Cận dưới (low) hoặc trên (high) của khoảng tin cậy chính xác (Clopper–Pearson) cho tỷ lệ tử vong.",
)
def mortality_interval(table: pd.DataFrame, args: Interval) -> float:
    """Low or high end of the exact (Clopper-Pearson) interval of mortality."""
    rows = select(table, args)
    events = deaths(table, args) + (xin_ve(table, args) if args.count_xin_ve else 0.0)
    divide(events, len(rows))
    low, high = binomial_interval(int(events), len(rows), args.confidence)
    return low if args.bound == "low" else high


class EthnicGap(Where):
    """Where; ethnic group is what is compared."""

    within_distance: bool = Field(default=False, description="true: averaged within distance bands")


# Bands of the synthetic generator: risk rises with distance, not with ethnic group.
_BANDS: tuple[tuple[int, int | None], ...] = ((0, 15), (15, 40), (40, None))


@measure(
    "ipd_discharges.ethnic_mortality_gap",
    unit="percent",
    vi="Tỷ lệ tử vong nhóm dân tộc thiểu số trừ nhóm Kinh (điểm phần trăm); within_distance=true: tính "
    "trong từng nhóm khoảng cách (<15, 15–39, ≥40 km) rồi lấy trung bình theo số người thiểu số.",
)
def ethnic_mortality_gap(table: pd.DataFrame, args: EthnicGap) -> float:
    """Mortality of ethnic minorities minus that of Kinh patients, in points; ``within_distance``:
    inside distance bands (<15, 15-39, >=40 km), averaged by the minority's numbers.
    """
    base = Mortality(**args.model_dump(exclude={"within_distance", "dan_toc"}))
    bands = _BANDS if args.within_distance else ((0, None),)
    total = weights = 0.0
    for low, high in bands:
        part = base.model_copy(update={"tu_km": low, "duoi_km": high})
        minority = part.model_copy(update={"dan_toc": "thieu_so"})
        kinh = part.model_copy(update={"dan_toc": "kinh"})
        number = len(select(table, minority))
        if number == 0:
            continue  # the band weighs nothing
        total += number * (crude_mortality(table, minority) - crude_mortality(table, kinh))
        weights += number
    return divide(total, weights)
