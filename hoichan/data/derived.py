"""Columns that are not in the files: worked out at loading, so that nobody has to program a filter."""

from __future__ import annotations

import calendar
from collections.abc import Callable

import pandas as pd

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def derive(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Typed rows of ``table`` with its derived columns added; the input stays as it is."""
    rows = rows.copy()
    if table in DERIVE:
        DERIVE[table](rows)
    return rows


def _opd_visits(rows: pd.DataFrame) -> None:
    rows["thang"] = rows["ngay_kham"].dt.strftime("%Y-%m")
    rows["thu"] = rows["ngay_kham"].dt.day_of_week.map(dict(enumerate(_WEEKDAYS)))
    rows["cho_phut"] = _minutes(rows["gio_kham"]) - _minutes(rows["gio_vao"])
    rows["nhom_tuoi"] = age_group(rows["tuoi"])


def _ipd_discharges(rows: pd.DataFrame) -> None:
    rows["thang"] = rows["ngay_ra"].dt.strftime("%Y-%m")
    rows["nhom_tuoi"] = age_group(rows["tuoi"])


def _monthly_activity(rows: pd.DataFrame) -> None:
    rows["so_ngay"] = rows["thang"].map(
        lambda month: calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    )
    rows["pt_tong"] = rows[["pt_db", "pt_loai1", "pt_loai2", "pt_loai3"]].sum(axis=1)


def _refs(rows: pd.DataFrame) -> None:
    rows["nam_bh"] = rows["ngay_bh"].dt.strftime("%Y").fillna("").astype("str")


def _dengue_weekly(rows: pd.DataFrame) -> None:
    week = rows["tuan"].astype("str").str.zfill(2)
    rows["nam_tuan"] = rows["nam"].astype("str") + "-W" + week
    rows["ty_suat"] = (rows["ca_mac"] * 100_000 / rows["dan_so"]).round(3)
    rows["ca_uoc_tinh"] = (rows["ca_mac"] / rows["ty_le_day_du"]).round(1)


def _immunization(rows: pd.DataFrame) -> None:
    month = rows["thang"].str.slice(5, 7).astype("int64")
    rows["quy"] = rows["thang"].str.slice(0, 4) + "-Q" + ((month + 2) // 3).astype("str")


def _labs(rows: pd.DataFrame) -> None:
    rows["thang"] = rows["t_lay"].dt.strftime("%Y-%m")
    rows["nhom_tuoi"] = age_group(rows["tuoi"])


def _screening(rows: pd.DataFrame) -> None:
    group = pd.Series("duoi_45", index=rows.index, dtype="str")
    rows["nhom_tuoi45"] = group.mask(rows["tuoi"] >= 45, "tu_45")


def _ward_vitals(rows: pd.DataFrame) -> None:
    rows["ngay"] = rows["t"].dt.strftime("%Y-%m-%d")
    rows["gio"] = rows["t"].dt.strftime("%H:%M")


def _bhyt_claims(rows: pd.DataFrame) -> None:
    rows["thang"] = rows["NGAY_RA"].dt.strftime("%Y-%m")
    born, came = rows["NGAY_SINH"].dt, rows["NGAY_VAO"].dt
    before = came.month * 100 + came.day < born.month * 100 + born.day
    rows["tuoi"] = (came.year - born.year - before.astype("int64")).astype("int64")
    rows["nhom_tuoi"] = age_group(rows["tuoi"])


def _dispense(rows: pd.DataFrame) -> None:
    rows["thang"] = rows["ngay"].dt.strftime("%Y-%m")
    rows["nhom_tuoi"] = age_group(rows["tuoi"])
    # Rounded, because a product such as 3 x 0.1 is not written as people write it.
    rows["lieu_ngay"] = (rows["lieu_lan"] * rows["so_lan_ngay"]).round(6)


def _minutes(clock: pd.Series) -> pd.Series:
    """Minutes since midnight of ``HH:MM``."""
    return clock.str.slice(0, 2).astype("int64") * 60 + clock.str.slice(3, 5).astype("int64")


def age_group(age: pd.Series) -> pd.Series:
    """``tre_em`` below 16 years, ``nguoi_lon`` 16-59, ``cao_tuoi`` from 60."""
    group = pd.Series("nguoi_lon", index=age.index, dtype="str")
    return group.mask(age < 16, "tre_em").mask(age >= 60, "cao_tuoi")


DERIVE: dict[str, Callable[[pd.DataFrame], None]] = {
    "opd_visits": _opd_visits,
    "ipd_discharges": _ipd_discharges,
    "monthly_activity": _monthly_activity,
    "ward_vitals": _ward_vitals,
    "screening": _screening,
    "labs": _labs,
    "dengue_weekly": _dengue_weekly,
    "immunization": _immunization,
    "refs": _refs,
    "bhyt_claims": _bhyt_claims,
    "dispense": _dispense,
}
