"""Measures of ``pharmacy``: risk of reports by drug, doses beyond the limit, pairs, contraindications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from hoichan.synthesis.clinical.conditions import meets
from hoichan.synthesis.measures.general import Where, select
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

Tables = Mapping[str, pd.DataFrame]
Method = Literal["counts", "crude", "adjusted"]
MIN_COURSES = 20  # on every ward, for a ward-adjusted rate to mean something
TOLERANCE = 0.00051  # of a rate per 1,000 courses that is read to whole numbers
SLIP = 40  # a single dose this many times above or below the strength is a slip of the unit
CHILD = 16  # years; below it the limit by weight holds as well
_MICROGRAMS = {"mg": 1000.0, "mcg": 1.0}


class Compared(Args):
    """How drugs are compared; only those with enough courses on every ward take part."""

    method: Method = Field(default="adjusted", description="counts, crude or adjusted")
    min_courses: int = Field(default=MIN_COURSES, ge=1, description="courses on every ward")


class OfDrug(Compared):
    """One drug."""

    hoat_chat: str


class OfWard(Args):
    """One ward, or (left out) all."""

    khoa: str | None = None


class OverLimit(Where):
    """Which rows; and whether the written number is taken without its unit."""

    units: bool = Field(default=True, description="false: compare numbers without their units")


class OfPair(Where):
    """Which rows, and one pair (``cap_id``) or one level of severity."""

    cap_id: str | None = None
    muc_do: Literal["chong_chi_dinh", "nghiem_trong"] | None = None


class OfRule(Where):
    """Which rows, and one contraindication (``cap_id``)."""

    cap_id: str | None = None


# ------------------------------------------------------------------ reports of adverse reactions


def risks(tables: Tables, min_courses: int = MIN_COURSES) -> pd.DataFrame:
    """By drug: reports (``counts``), reports per course ``crude`` and ``adjusted``.

    Adjusted is direct standardisation over wards: the drug's rate on each ward, weighted by that
    ward's share of all courses (WHO; Breslow and Day 1987). If a ward reports all drugs equally
    well, ratios of adjusted rates are ratios of risk. Drugs with fewer courses on a ward are left out.
    """
    courses = _cells(tables["dispense"], "hoat_chat")
    reports = _cells(tables["adr"], "thuoc_nghi_ngo")
    reports = reports.reindex(index=courses.index, columns=courses.columns, fill_value=0)
    weight = courses.sum() / courses.to_numpy().sum()
    enough = (courses >= min_courses).all(axis=1)
    courses, reports = courses[enough], reports[enough]
    return pd.DataFrame(
        {
            "counts": reports.sum(axis=1),
            "crude": reports.sum(axis=1) / courses.sum(axis=1),
            "adjusted": (reports / courses).mul(weight, axis=1).sum(axis=1),
        }
    )


def _cells(rows: pd.DataFrame, drug: str) -> pd.DataFrame:
    """Number of rows, drugs x wards."""
    return pd.crosstab(rows[drug].astype("str"), rows["khoa"].astype("str"))


def first_by(tables: Tables, method: Method, min_courses: int = MIN_COURSES) -> str:
    """The drug with the largest figure; two equal ones, or none, are a MeasureError."""
    figures = risks(tables, min_courses)[method].sort_values(ascending=False, kind="stable")
    if figures.empty or (len(figures) > 1 and figures.iloc[0] == figures.iloc[1]):
        raise MeasureError(
            f"Không có thuốc nào đủ {min_courses} đợt dùng ở mỗi khoa, hoặc hai thuốc bằng nhau.",
            f"No drug has {min_courses} courses on every ward, or two drugs are equal.",
        )
    return str(figures.index[0])


def _figure(tables: Tables, args: OfDrug) -> tuple[pd.Series, float]:
    found = risks(tables, args.min_courses)
    if args.hoat_chat not in found.index:
        raise MeasureError(
            f"“{args.hoat_chat}” không có đủ {args.min_courses} đợt dùng ở mỗi khoa.",
            f'"{args.hoat_chat}" does not have {args.min_courses} courses on every ward.',
        )
    return found[args.method], float(found.loc[args.hoat_chat, args.method])  # type: ignore[arg-type]


@measure(
    "pharmacy.adr_first",
    unit=None,
    vi="Thuốc đứng đầu về ADR: theo số báo cáo (counts), theo báo cáo trên đợt dùng (crude), hoặc chuẩn hoá theo khoa (adjusted).",
)
def adr_first(tables: Tables, args: Compared) -> str:
    """The drug that leads: by reports (counts), reports per course (crude), ward-adjusted (adjusted)."""
    return first_by(tables, args.method, args.min_courses)


@measure("pharmacy.adr_rank", unit="count", vi="Thứ hạng của một thuốc về ADR (1 là cao nhất).")
def adr_rank(tables: Tables, args: OfDrug) -> int:
    """Rank of one drug by reports or rate, 1 = highest, among drugs with enough courses."""
    figures, mine = _figure(tables, args)
    return 1 + int((figures > mine).sum())


@measure(
    "pharmacy.adr_rate",
    unit="permille",
    tolerance=TOLERANCE,
    vi="Số báo cáo ADR trên 1.000 đợt dùng một thuốc.",
)
def adr_rate(tables: Tables, args: OfDrug) -> float:
    """Reports per course of one drug, crude or standardised over wards."""
    if args.method == "counts":
        raise MeasureError(
            "Hãy chọn method crude hoặc adjusted.", "Choose the method crude or adjusted."
        )
    return _figure(tables, args)[1]


@measure(
    "pharmacy.reporting",
    unit="permille",
    tolerance=TOLERANCE,
    vi="Số báo cáo ADR trên 1.000 đợt dùng của một khoa.",
)
def reporting(tables: Tables, args: OfWard) -> float:
    """Reports per course of one ward, or of all."""
    where = None if args.khoa is None else f"khoa={args.khoa}"
    return divide(len(select(tables["adr"], where)), len(select(tables["dispense"], where)))


# ------------------------------------------------------------------ doses


def _with_facts(tables: Tables, where: str | None) -> pd.DataFrame:
    """Rows of ``dispense`` with unit and limits of their drug."""
    facts = tables["drug_kb"][["hoat_chat", "don_vi", "lieu_toi_da_ngay", "toi_da_kg"]]
    facts = facts.rename(columns={"don_vi": "don_vi_kb"}).set_index("hoat_chat")
    return select(tables["dispense"], where).join(facts, on="hoat_chat")


def _factor(rows: pd.DataFrame) -> pd.Series:
    """What a number in the row's unit is multiplied by to be in the drug's unit."""
    same = rows["don_vi"].astype("str") == rows["don_vi_kb"].astype("str")
    written, own = (
        rows[column].astype("str").map(_MICROGRAMS) for column in ("don_vi", "don_vi_kb")
    )
    return (written / own).where(~same, 1.0)


def is_slip(rows: pd.DataFrame) -> pd.Series:
    """Whether a dose in mg or mcg, converted, is far from the strength of what was dispensed."""
    ratio = rows["lieu_lan"].astype("float64") * _factor(rows) / rows["ham_luong"]
    weighed = rows["don_vi"].isin(list(_MICROGRAMS))
    return weighed & ((ratio > SLIP) | (ratio < 1 / SLIP))


def slips(tables: Tables, where: str | None = None) -> pd.DataFrame:
    """Rows whose unit slipped (mg for mcg or mcg for mg)."""
    rows = _with_facts(tables, where)
    return rows[is_slip(rows)]


def over_limit(tables: Tables, where: str | None = None, *, units: bool = True) -> pd.DataFrame:
    """Rows above the highest daily dose, converted to one unit and without slips.

    With ``units=False`` the written number is held against the limit's number, as a hurried reader does.
    """
    rows = _with_facts(tables, where)
    limit = rows["lieu_toi_da_ngay"].astype("float64")
    by_weight = (rows["toi_da_kg"].astype("float64") * rows["can_nang"]).where(rows["tuoi"] < CHILD)
    limit = pd.concat([limit, by_weight], axis=1).min(axis=1)
    daily = rows["lieu_lan"].astype("float64") * rows["so_lan_ngay"]
    if not units:
        return rows[daily > limit + 1e-9]
    return rows[(daily * _factor(rows) > limit + 1e-9) & ~is_slip(rows)]


@measure(
    "pharmacy.slipped",
    unit="count",
    vi="Số dòng thuốc ghi trượt đơn vị (liều một lần lệch hàm lượng trên 40 lần).",
)
def slipped(tables: Tables, args: Where) -> int:
    """Rows whose unit slipped: the single dose is more than 40 times off the strength."""
    return len(slips(tables, args.where))


@measure(
    "pharmacy.over_limit",
    unit="count",
    vi="Số dòng thuốc vượt liều tối đa một ngày sau khi đổi về cùng đơn vị (không tính dòng trượt đơn vị); units=false: so số mà không xem đơn vị.",
)
def count_over_limit(tables: Tables, args: OverLimit) -> int:
    """Rows above the highest daily dose in one unit, slips left out; units=false ignores the units."""
    return len(over_limit(tables, args.where, units=args.units))


# ------------------------------------------------------------------ pairs and contraindications


def pairs_found(
    tables: Tables, where: str | None = None, kinds: tuple[str, ...] = ("tuong_tac",)
) -> pd.DataFrame:
    """Pairs of ``drug_pairs`` on the same prescription: ``don_id``, ``cap_id``, ``muc_do``."""
    pairs = tables["drug_pairs"]
    pairs = pairs[pairs["loai"].isin(kinds)]
    pairs = pairs[["cap_id", "thuoc_1", "thuoc_2", "dieu_kien", "muc_do"]]
    rows = select(tables["dispense"], where)
    met = rows.merge(pairs, left_on="hoat_chat", right_on="thuoc_1")
    other = rows[["don_id", "hoat_chat"]].rename(columns={"hoat_chat": "thuoc_2"})
    met = met.merge(other, on=["don_id", "thuoc_2"])
    kept = met[_conditions(met)]
    return kept[["don_id", "cap_id", "muc_do"]].drop_duplicates().reset_index(drop=True)


def _conditions(rows: pd.DataFrame) -> pd.Series:
    """Whether each row meets the condition in its column ``dieu_kien``."""
    kept = np.zeros(len(rows), dtype=bool)
    text = rows["dieu_kien"].fillna("").astype("str").to_numpy()
    for condition in sorted(set(text)):
        kept |= (text == condition) & meets(rows, condition).to_numpy()
    return pd.Series(kept, index=rows.index)


def contraindicated(tables: Tables, where: str | None = None) -> pd.DataFrame:
    """Rows of ``dispense`` that break a contraindication the table can tell, with its ``cap_id``."""
    rules = tables["drug_pairs"]
    told = rules["dieu_kien"].fillna("").astype("str") != ""
    rules = rules[(rules["loai"] == "chong_chi_dinh") & told]
    rows = select(tables["dispense"], where)
    met = rows.merge(
        rules[["cap_id", "thuoc_1", "dieu_kien"]], left_on="hoat_chat", right_on="thuoc_1"
    )
    return met[_conditions(met)].reset_index(drop=True)


def _listed(tables: Tables, cap_id: str | None, kind: str) -> None:
    pairs = tables["drug_pairs"]
    if cap_id is not None and cap_id not in set(pairs.loc[pairs["loai"] == kind, "cap_id"]):
        raise MeasureError(
            f"Bảng drug_pairs không có dòng “{cap_id}” loại {kind}.",
            f'The table drug_pairs has no row "{cap_id}" of the kind {kind}.',
        )


def _prescriptions_with(tables: Tables, args: OfPair) -> int:
    _listed(tables, args.cap_id, "tuong_tac")
    found = pairs_found(tables, args.where)
    if args.cap_id is not None:
        found = found[found["cap_id"] == args.cap_id]
    if args.muc_do is not None:
        found = found[found["muc_do"] == args.muc_do]
    return int(found["don_id"].nunique())


@measure("pharmacy.pair_prescriptions", unit="count", vi="Số đơn có cặp thuốc tương tác nguy hiểm.")
def pair_prescriptions(tables: Tables, args: OfPair) -> int:
    """Prescriptions with a dangerous pair of ``drug_pairs``."""
    return _prescriptions_with(tables, args)


@measure("pharmacy.pair_share", unit="percent", vi="Tỷ lệ đơn có cặp thuốc tương tác nguy hiểm.")
def pair_share(tables: Tables, args: OfPair) -> float:
    """Share of prescriptions with a dangerous pair of ``drug_pairs``."""
    base = select(tables["dispense"], args.where)["don_id"].nunique()
    return divide(_prescriptions_with(tables, args), base)


@measure(
    "pharmacy.contraindicated",
    unit="count",
    vi="Số dòng thuốc phạm chống chỉ định mà bảng tra được (eGFR, thai kỳ, tuổi, dị ứng, số ngày).",
)
def count_contraindicated(tables: Tables, args: OfRule) -> int:
    """Rows that break a contraindication by eGFR, pregnancy, age, allergy or days of use."""
    _listed(tables, args.cap_id, "chong_chi_dinh")
    found = contraindicated(tables, args.where)
    if args.cap_id is not None:
        found = found[found["cap_id"] == args.cap_id]
    return int(found["rx_id"].nunique())
