"""Measures of ``opd_visits``: visits and persons, waiting, insurance, cost, what is largest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan.schema.case import UnitOfMeasure
from hoichan.synthesis.codes import DoiTuong, Khoa, NhomTuoi, XuTri
from hoichan.synthesis.periods import Period, Versus, Weekday, earlier, months
from hoichan.synthesis.registry import Args, MeasureError, divide, measure

Group = Literal[
    "khoa", "icd10", "thu", "thang", "xa_id", "doi_tuong", "nhom_tuoi", "xu_tri", "gioi"
]


class Where(Args):
    """Which visits count; every argument left out means all."""

    khoa: Khoa | None = None
    thang: Period | None = None
    weekday: Weekday | None = None
    doi_tuong: DoiTuong | None = None
    nhom_tuoi: NhomTuoi | None = None
    gioi: Literal[1, 2] | None = None
    icd10: str | None = None
    xu_tri: XuTri | None = None
    ngay: str | None = Field(default=None, description="one day, YYYY-MM-DD")
    tu_tuoi: int | None = Field(default=None, description="age from, inclusive")
    den_tuoi: int | None = Field(default=None, description="age to, inclusive")


def select(table: pd.DataFrame, args: Where) -> pd.DataFrame:
    """Rows of ``opd_visits`` that match ``args``; ``icd10`` matches by prefix (``J`` = chapter J)."""
    keep = pd.Series(True, index=table.index)
    if args.thang is not None:
        keep &= table["thang"].isin(months(args.thang))
    if args.weekday is not None:
        keep &= table["thu"] == args.weekday
    if args.icd10 is not None:
        keep &= table["icd10"].str.startswith(args.icd10)
    if args.ngay is not None:
        keep &= table["ngay_kham"] == pd.Timestamp(args.ngay)
    if args.tu_tuoi is not None:
        keep &= table["tuoi"] >= args.tu_tuoi
    if args.den_tuoi is not None:
        keep &= table["tuoi"] <= args.den_tuoi
    for column in ("khoa", "doi_tuong", "nhom_tuoi", "gioi", "xu_tri"):
        wanted = getattr(args, column)
        if wanted is not None:
            keep &= table[column] == wanted
    return table[keep]


class Visits(Where):
    """Where, and whether repeated registrations count."""

    dedupe: bool = Field(default=False, description="true: same-day registrations count once")


@measure(
    "opd_visits.visits",
    unit="visits",
    vi="Số lượt đăng ký khám. dedupe: true bỏ các đăng ký trùng trong cùng ngày.",
)
def visits(table: pd.DataFrame, args: Visits) -> float:
    """Registered visits; with ``dedupe`` a person's registrations of one day count once."""
    rows = select(table, args)
    return float(len(rows.drop_duplicates(["nb_id", "ngay_kham"])) if args.dedupe else len(rows))


@measure(
    "opd_visits.persons", unit="persons", vi="Số người bệnh khác nhau (đếm nb_id, mỗi mã một lần)."
)
def persons(table: pd.DataFrame, args: Where) -> float:
    """Different persons (each ``nb_id`` once)."""
    return float(select(table, args)["nb_id"].nunique())


@measure(
    "opd_visits.visits_per_person",
    unit="ratio",
    vi="Số lượt khám bình quân một người bệnh.",
)
def visits_per_person(table: pd.DataFrame, args: Where) -> float:
    """Registered visits divided by different persons."""
    rows = select(table, args)
    return divide(len(rows), rows["nb_id"].nunique())


@measure(
    "opd_visits.duplicates",
    unit="visits",
    vi="Số đăng ký trùng: các dòng sau dòng đầu tiên của cùng một người trong cùng một ngày.",
)
def duplicates(table: pd.DataFrame, args: Where) -> float:
    """Repeated registrations: rows after the first of the same person on the same day."""
    return float(select(table, args).duplicated(["nb_id", "ngay_kham"]).sum())


@measure("opd_visits.duplicate_share", unit="percent", vi="Tỷ lệ đăng ký trùng trên tổng số dòng.")
def duplicate_share(table: pd.DataFrame, args: Where) -> float:
    """Repeated registrations as a share of all rows."""
    return divide(duplicates(table, args), len(select(table, args)))


class Share(Where):
    """Where, and what the share is taken of."""

    per: Literal["nhom", "toan_vien"] = Field(
        default="nhom", description="denominator: the selected group, or the whole hospital"
    )


def _share(table: pd.DataFrame, args: Share, hit: pd.Series) -> float:
    """Share of ``hit`` among the selected rows, or (wrong base) among the whole hospital's."""
    rows = select(table, args)
    base = rows if args.per == "nhom" else select(table, Where(thang=args.thang))
    return divide(hit.loc[rows.index].sum(), len(base))


@measure(
    "opd_visits.bhyt_share",
    unit="percent",
    vi="Tỷ lệ lượt khám BHYT trên số lượt của nhóm đã chọn; per=toan_vien dùng (sai) mẫu số toàn viện.",
)
def bhyt_share(table: pd.DataFrame, args: Share) -> float:
    """Insured visits / visits of the selected group; per=toan_vien takes the whole hospital's visits
    of the period as (wrong) denominator.
    """
    return _share(table, args, table["doi_tuong"] == "BHYT")


@measure(
    "opd_visits.admitted_share",
    unit="percent",
    vi="Tỷ lệ lượt khám được cho nhập viện (xử trí = nhập viện).",
)
def admitted_share(table: pd.DataFrame, args: Share) -> float:
    """Visits that end in admission / visits of the selected group."""
    return _share(table, args, table["xu_tri"] == "nhap_vien")


@measure("opd_visits.transferred_share", unit="percent", vi="Tỷ lệ lượt khám phải chuyển viện.")
def transferred_share(table: pd.DataFrame, args: Share) -> float:
    """Visits transferred to another hospital / visits of the selected group."""
    return _share(table, args, table["xu_tri"] == "chuyen_vien")


@measure(
    "opd_visits.right_line_share",
    unit="percent",
    vi="Tỷ lệ đúng tuyến trong số lượt khám BHYT (người thu phí không có thông tin này).",
)
def right_line_share(table: pd.DataFrame, args: Where) -> float:
    """Visits at the registered level of care / insured visits (fee-payers have no such entry)."""
    known = select(table, args)["dung_tuyen"].dropna()
    return divide(float(known.astype(bool).sum()), len(known))


class GroupShare(Share):
    """Where, and the group whose share is asked."""

    by: Group
    value: str


@measure(
    "opd_visits.group_share",
    unit="percent",
    vi="Tỷ lệ các lượt có cột `by` bằng `value` trong nhóm đã chọn (ví dụ by=khoa, value=NHI).",
)
def group_share(table: pd.DataFrame, args: GroupShare) -> float:
    """Share of visits whose column ``by`` equals ``value`` among the selected (by=khoa, value=NHI)."""
    known = set(table[args.by].astype(str))
    if args.value not in known:
        raise MeasureError(
            f"Cột “{args.by}” không có giá trị “{args.value}”.",
            f'Column "{args.by}" has no value "{args.value}".',
        )
    return _share(table, args, table[args.by].astype(str) == args.value)


@measure(
    "opd_visits.median_wait_minutes",
    unit="minutes",
    vi="Trung vị thời gian chờ (phút) từ lúc đăng ký đến lúc được khám.",
)
def median_wait_minutes(table: pd.DataFrame, args: Where) -> float:
    """Median minutes from registration to being seen."""
    return float(select(table, args)["cho_phut"].median())


@measure(
    "opd_visits.mean_wait_minutes",
    unit="minutes",
    vi="Trung bình cộng thời gian chờ (phút); lớn hơn trung vị vì phân bố lệch phải.",
)
def mean_wait_minutes(table: pd.DataFrame, args: Where) -> float:
    """Arithmetic mean of waiting minutes; above the median because waits are skewed."""
    return float(select(table, args)["cho_phut"].mean())


class WaitGap(Where):
    """Where, with two weekdays to compare."""

    weekday: Weekday = "mon"
    versus: Weekday = "fri"


@measure(
    "opd_visits.median_wait_gap",
    unit="minutes",
    vi="Chênh lệch trung vị thời gian chờ (phút): weekday trừ versus.",
)
def median_wait_gap(table: pd.DataFrame, args: WaitGap) -> float:
    """Median wait on ``weekday`` minus median wait on ``versus``, minutes."""
    other = args.model_copy(update={"weekday": args.versus})
    return median_wait_minutes(table, args) - median_wait_minutes(table, other)


class WaitOver(Where):
    """Where, and a limit in minutes."""

    minutes: int = 60


@measure(
    "opd_visits.wait_over_share",
    unit="percent",
    vi="Tỷ lệ lượt khám phải chờ lâu hơn `minutes` phút.",
)
def wait_over_share(table: pd.DataFrame, args: WaitOver) -> float:
    """Share of visits that waited longer than ``minutes``."""
    rows = select(table, args)
    return divide(float((rows["cho_phut"] > args.minutes).sum()), len(rows))


class PerDay(Where):
    """Where, and which days are counted."""

    days: int | None = Field(
        default=None, description="number of days to divide by, if not counted"
    )


@measure(
    "opd_visits.visits_per_day",
    unit="visits",
    tolerance=0.1,
    vi="Số lượt khám bình quân một ngày (mọi ngày lịch trong kỳ, hoặc các ngày của thứ đã chọn).",
)
def visits_per_day(table: pd.DataFrame, args: PerDay) -> float:
    """Visits / calendar days of the period (or the days of the chosen weekday)."""
    calendar = table if args.thang is None else table[table["thang"].isin(months(args.thang))]
    if args.weekday is not None:
        calendar = calendar[calendar["thu"] == args.weekday]
    number = args.days or calendar["ngay_kham"].nunique()
    return divide(len(select(table, args)), number)


class Busiest(Where):
    """Where, and whether weekdays are compared by their total or by their average day."""

    per: Literal["total", "day"] = "total"
    rank: int = Field(default=1, ge=1, le=7)


@measure(
    "opd_visits.busiest_weekday",
    unit=None,
    vi="Thứ trong tuần đông lượt khám nhất (mon…sun); per=day: tính bình quân một ngày; rank=7: vắng nhất.",
)
def busiest_weekday(table: pd.DataFrame, args: Busiest) -> str:
    """Weekday with most visits (mon..sun); per=day compares average days; rank=7 is the quietest."""
    rows = select(table, args)
    by = rows.groupby("thu")
    counts = by.size() if args.per == "total" else by.size() / by["ngay_kham"].nunique()
    return ranked(counts, args.rank)


class Largest(Where):
    """Where, the grouping column and the rank (1 = largest)."""

    by: Group
    rank: int = Field(default=1, ge=1)
    of: Literal["visits", "persons", "median_wait_minutes", "admitted_share", "bhyt_share"] = (
        "visits"
    )


def ranked(values: pd.Series, rank: int) -> str:
    """Name at ``rank`` of falling ``values``; a tie there is an error, not an accident."""
    ordered = values.sort_values(ascending=False, kind="stable")
    if rank > len(ordered):
        raise MeasureError(
            f"Chỉ có {len(ordered)} nhóm, không có hạng {rank}.",
            f"There are only {len(ordered)} groups, none at rank {rank}.",
        )
    name = ordered.index[rank - 1]
    if int((ordered == ordered.iloc[rank - 1]).sum()) > 1:
        raise MeasureError(
            f"Hạng {rank} có nhiều nhóm bằng nhau.", f"Several groups share rank {rank}."
        )
    return str(name)


@measure(
    "opd_visits.largest",
    unit=None,
    vi="Nhóm (mã của cột `by`) đứng hạng `rank` theo `of`, ví dụ by=icd10: mã bệnh gặp nhiều nhất.",
)
def largest(table: pd.DataFrame, args: Largest) -> str:
    """Code of column ``by`` that stands at ``rank`` by ``of`` (by=icd10: the commonest diagnosis)."""
    groups = select(table, args).groupby(args.by)
    values: dict[str, Callable[[], pd.Series]] = {
        "visits": groups.size,
        "persons": groups["nb_id"].nunique,
        "median_wait_minutes": groups["cho_phut"].median,
        "admitted_share": lambda: groups["xu_tri"].agg(lambda x: (x == "nhap_vien").mean()),
        "bhyt_share": lambda: groups["doi_tuong"].agg(lambda x: (x == "BHYT").mean()),
    }
    return ranked(values[args.of](), args.rank)


@measure(
    "opd_visits.mean_cost_vnd",
    unit="vnd",
    tolerance=1000.0,
    vi="Chi phí trung bình một lượt khám (đồng).",
)
def mean_cost_vnd(table: pd.DataFrame, args: Where) -> float:
    """Mean cost of a visit, VND."""
    return float(select(table, args)["chi_phi"].mean())


@measure(
    "opd_visits.median_cost_vnd",
    unit="vnd",
    tolerance=1000.0,
    vi="Trung vị chi phí một lượt khám (đồng).",
)
def median_cost_vnd(table: pd.DataFrame, args: Where) -> float:
    """Median cost of a visit, VND."""
    return float(select(table, args)["chi_phi"].median())


@measure("opd_visits.total_cost_vnd", unit="vnd", vi="Tổng chi phí (đồng).")
def total_cost_vnd(table: pd.DataFrame, args: Where) -> float:
    """Total cost, VND."""
    return float(select(table, args)["chi_phi"].sum())


Figure = Literal[
    "visits", "persons", "median_wait_minutes", "mean_wait_minutes", "bhyt_share", "admitted_share",
    "duplicates", "visits_per_day",
]  # fmt: skip
_FIGURES = {
    "visits": (visits, Visits),
    "persons": (persons, Where),
    "median_wait_minutes": (median_wait_minutes, Where),
    "mean_wait_minutes": (mean_wait_minutes, Where),
    "bhyt_share": (bhyt_share, Share),
    "admitted_share": (admitted_share, Share),
    "duplicates": (duplicates, Where),
    "visits_per_day": (visits_per_day, PerDay),
}


class Change(Where):
    """Where, with a period and what it is compared with."""

    thang: Period
    of: Figure = "visits"
    versus: Versus = "year"


def _two(table: pd.DataFrame, args: Change) -> tuple[float, float]:
    """The figure now and in the period it is compared with."""
    function, model = _FIGURES[args.of]
    where = {key: value for key, value in args.model_dump().items() if key in Where.model_fields}
    now = model(**where)
    then = model(**{**where, "thang": earlier(args.thang, args.versus)})
    return function(table, now), function(table, then)  # type: ignore[operator]


@measure(
    "opd_visits.change",
    unit="percent",
    vi="Mức tăng/giảm tương đối của `of` so với cùng kỳ (versus=year) hoặc kỳ liền trước (versus=month).",
)
def change(table: pd.DataFrame, args: Change) -> float:
    """Relative change of ``of`` against the same period last year, or the period just before."""
    now, then = _two(table, args)
    return divide(now - then, then)


def _difference_unit(args: Change) -> UnitOfMeasure:
    if args.of.endswith("_share"):
        return "percent"
    if args.of == "persons":
        return "persons"
    return "minutes" if args.of.endswith("_minutes") else "visits"


@measure(
    "opd_visits.difference",
    unit=_difference_unit,
    vi="Hiệu số của `of` so với kỳ khác; với tỷ lệ là điểm phần trăm (0,01 = 1 điểm).",
)
def difference(table: pd.DataFrame, args: Change) -> float:
    """Absolute difference against the other period; for shares in points (0.01 = 1 point)."""
    now, then = _two(table, args)
    return now - then
