"""Generator of ``refs``: real documents as authors wrote them down, and fictional chains of versions.

A fictional provincial guideline has three versions, each in force up to the day before the next; what
they ask for changes ("report within N hours"), so that quoting a superseded one is a visible error.
Hospital cards show the other ways validity goes: replaced, repealed, overlapping, not yet in force.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pandas as pd

from hoichan.data.catalog import folder
from hoichan.synthesis.authored import read_yaml
from hoichan.synthesis.draws import Draws
from hoichan.synthesis.params import Params, load_params

NAME = "refs"
COLUMNS = (
    "ref_id", "loai", "so_hieu", "tieu_de", "tieu_de_en", "co_quan", "ngay_bh", "hieu_luc_tu",
    "hieu_luc_den", "thay_the", "bi_thay_boi", "doi", "ngon_ngu", "chu_de", "that",
    "tinh_trang_duyet", "nguoi_duyet", "nguon", "key_points",
)  # fmt: skip
_FICTIONAL = "Hư cấu, do khoá học đặt ra. / Fictional, made for the course."


class Words(Params):
    """A text in both languages."""

    vi: str
    en: str


class Topic(Words):
    """What a guideline is about; ``chu_de`` is its code."""

    chu_de: str


class Papers(Params):
    """How many fictional papers, published in which years (both included)."""

    number: int
    years: tuple[int, int]


class RefsParams(Params):
    """All parameters of ``refs``."""

    seed: int
    versions: tuple[tuple[int, int], ...]
    hours: tuple[int, ...]
    hospital_years: tuple[tuple[int, int], ...]
    future_year: int
    papers: Papers
    provinces: dict[str, Words]
    hospitals: dict[str, Words]
    journals: tuple[Words, ...]
    topics: tuple[Topic, ...]


Row = dict[str, Any]


def params() -> RefsParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, RefsParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``refs``: real documents, then guideline cards, then papers."""
    p = params()
    rows = [
        *_real(),
        *_cards(p, Draws(seed, NAME, "cards")),
        *_papers(p, Draws(seed, NAME, "papers")),
    ]
    _link_back(rows)
    for row in rows:
        row["key_points"] = json.dumps(row["key_points"], ensure_ascii=False, separators=(",", ":"))
    return {NAME: pd.DataFrame(rows, columns=list(COLUMNS))}


def _row(**known: Any) -> Row:
    return dict.fromkeys(COLUMNS, "") | {"key_points": []} | known


def _real() -> list[Row]:
    """``real.yaml``, in its order."""
    content = read_yaml(folder(NAME) / "real.yaml")
    documents = content["documents"]
    codes = {each["so_hieu"]: f"VB{number:03d}" for number, each in enumerate(documents, 1)}
    rows = []
    for number, each in enumerate(documents, 1):
        source = content["sources"][each["nguon"]]
        row = _row(
            ref_id=f"VB{number:03d}", tieu_de=each["tieu_de"]["vi"], tieu_de_en=each["tieu_de"]["en"],
            that="true", tinh_trang_duyet="needs_review", nguon=f"{source['vi']} / {source['en']}",
        )  # fmt: skip
        plain = ("loai", "so_hieu", "co_quan", "ngay_bh", "hieu_luc_tu", "hieu_luc_den", "doi",
                 "ngon_ngu", "chu_de", "key_points")  # fmt: skip
        row |= {name: each[name] for name in plain if name in each}
        row["thay_the"] = codes[each["thay_the"]] if "thay_the" in each else ""
        rows.append(row)
    return rows


def _day(years: tuple[int, int], draws: Draws) -> date:
    """Some working day in ``years`` (both included), at most 20 December."""
    year = int(draws.integers(years[0], years[1], 1)[0])
    found = date(year, 1, 5) + timedelta(days=int(draws.integers(0, 345, 1)[0]))
    return found - timedelta(days=max(0, found.weekday() - 4))


def _cards(p: RefsParams, draws: Draws) -> list[Row]:
    """Five cards a topic: a province's chain of three versions, and two of a hospital."""
    rows: list[Row] = []
    places, hospitals = list(p.provinces), list(p.hospitals)
    for number, topic in enumerate(p.topics):
        place = places[number % len(places)]
        chain = [_provincial(p, topic, place, version, draws) for version in range(len(p.versions))]
        _follow(chain)
        rows += _numbered(rows, chain)
        pair = _hospital(p, topic, hospitals[number % len(hospitals)], number, draws)
        rows += _numbered(rows, pair)
    return rows


def _numbered(before: list[Row], rows: list[Row]) -> list[Row]:
    """Give codes; a number in ``thay_the`` (position in ``rows``) becomes the code."""
    first = len(before) + 1
    for place, row in enumerate(rows):
        row["ref_id"] = f"HD{first + place:03d}"
        if row["thay_the"] != "":
            row["thay_the"] = f"HD{first + int(row['thay_the']):03d}"
    return rows


def _card(topic: Topic, issued: date, words: tuple[str, str, str], points: list[Words]) -> Row:
    """A fictional guideline; ``words`` are its number, its issuer, and what is added to its title."""
    number, issuer, added = words
    begins = issued + timedelta(days=14)
    return _row(
        loai="huong_dan", so_hieu=number, tieu_de=f"Hướng dẫn {topic.vi}{added}",
        tieu_de_en=f"Guideline: {topic.en}{added}", co_quan=issuer, ngay_bh=issued.isoformat(),
        hieu_luc_tu=begins.isoformat(), ngon_ngu="vi", chu_de=topic.chu_de, that="false",
        tinh_trang_duyet="fictional", nguon=_FICTIONAL,
        key_points=[point.model_dump() for point in points],
    )  # fmt: skip


def _provincial(p: RefsParams, topic: Topic, place: str, version: int, draws: Draws) -> Row:
    issued = _day(p.versions[version], draws)
    hours = p.hours[version]
    number = f"{int(draws.integers(101, 989, 1)[0])}/HD-SYT-{place}"
    issuer = f"Sở Y tế {p.provinces[place].vi} (hư cấu)"
    points = [
        Words(vi=f"Báo cáo lên tuyến trên trong vòng {hours} giờ.", en=f"Report to the next level within {hours} hours."),
        Words(vi=f"Áp dụng cho mọi cơ sở y tế của {p.provinces[place].vi}.", en=f"For all health facilities of {p.provinces[place].en}."),
    ]  # fmt: skip
    return _card(topic, issued, (number, issuer, f" (bản {version + 1})"), points)


def _follow(chain: list[Row]) -> None:
    """Each version replaces the one before, which is in force up to the day before."""
    for place in range(1, len(chain)):
        begins = date.fromisoformat(chain[place]["hieu_luc_tu"])
        chain[place - 1]["hieu_luc_den"] = (begins - timedelta(days=1)).isoformat()
        chain[place]["thay_the"] = place - 1


def _hospital(p: RefsParams, topic: Topic, hospital: str, number: int, draws: Draws) -> list[Row]:
    """Two cards: replaced, repealed without a successor, overlapping, or the second not yet in force."""
    issuer = f"{p.hospitals[hospital].vi}"
    pair = []
    for version, years in enumerate(p.hospital_years):
        issued = _day(years, draws)
        name = f"{int(draws.integers(11, 99, 1)[0])}/QT-BV{hospital}"
        point = Words(
            vi=f"Phân công một người chịu trách nhiệm tại mỗi khoa (bản {version + 1}).",
            en=f"One person in charge in every department (edition {version + 1}).",
        )
        pair.append(
            _card(topic, issued, (name, issuer, f" – quy trình nội bộ, bản {version + 1}"), [point])
        )
    first, second = pair
    kind = number % 4
    if kind == 0:
        _follow(pair)
    elif kind == 1:  # repealed; the second is another procedure
        first["hieu_luc_den"] = (
            date.fromisoformat(first["hieu_luc_tu"]) + timedelta(days=400)
        ).isoformat()
    elif kind == 2:  # a transition of half a year in which both hold
        begins = date.fromisoformat(second["hieu_luc_tu"])
        first["hieu_luc_den"] = (begins + timedelta(days=182)).isoformat()
        second["thay_the"] = 0
    else:
        second["hieu_luc_tu"] = date(p.future_year, 1, 1).isoformat()
        first["hieu_luc_den"] = date(p.future_year - 1, 12, 31).isoformat()
        second["thay_the"] = 0
    return pair


_STUDIES = (
    Words(vi="Thực trạng {vi} tại {place}", en="Current practice in {en}, {place}"),
    Words(vi="Kết quả can thiệp cải tiến {vi} tại {place}", en="Effect of an improvement programme on {en}, {place}"),
    Words(vi="Kiến thức, thái độ và thực hành về {vi} của nhân viên y tế {place}", en="Knowledge, attitudes and practice of staff on {en}, {place}"),
)  # fmt: skip


def _papers(p: RefsParams, draws: Draws) -> list[Row]:
    """Fictional papers on the same topics, so that a search finds both kinds."""
    rows = []
    places = list(p.provinces.values())
    for number in range(1, p.papers.number + 1):
        topic = p.topics[int(draws.integers(0, len(p.topics) - 1, 1)[0])]
        study = _STUDIES[int(draws.integers(0, len(_STUDIES) - 1, 1)[0])]
        place = places[int(draws.integers(0, len(places) - 1, 1)[0])]
        journal = p.journals[int(draws.integers(0, len(p.journals) - 1, 1)[0])]
        issued = _day(p.papers.years, draws)
        n = int(draws.integers(60, 900, 1)[0])
        rows.append(
            _row(
                ref_id=f"BB{number:03d}", loai="bai_bao", tieu_de=study.vi.format(vi=topic.vi, place=place.vi),
                tieu_de_en=study.en.format(en=topic.en, place=place.en), co_quan=journal.vi,
                ngay_bh=issued.isoformat(), doi=f"10.5555/hoichan.{issued.year}.{number:03d}",
                ngon_ngu="vi", chu_de=topic.chu_de, that="false", tinh_trang_duyet="fictional",
                nguon=_FICTIONAL,
                key_points=[{"vi": f"Nghiên cứu hư cấu trên {n} người.", "en": f"A fictional study of {n} persons."}],
            )
        )  # fmt: skip
    return rows


def _link_back(rows: list[Row]) -> None:
    """``bi_thay_boi`` says of the replaced what ``thay_the`` says of the replacing."""
    by_code = {row["ref_id"]: row for row in rows}
    for row in rows:
        if row["thay_the"]:
            by_code[row["thay_the"]]["bi_thay_boi"] = row["ref_id"]
