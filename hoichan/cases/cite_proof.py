"""Proof of a verdict from the table ``refs`` alone; nothing of how a reference was planted is used.

A printed reference is compared with every row: identifier (number, or DOI where there is no number),
title, issuer, date. All equal: it is that document. All but one: its details are wrong. Neither
identifier nor title anywhere: it does not exist. Anything in between would be a matter of opinion.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from hoichan.schema.exercises.cite_check import NO_POINT, Citation, Planting
from hoichan.synthesis.measures.refs import OneOnDay, current, valid_on
from hoichan.synthesis.registry import MeasureError

Doubt = tuple[str, str]
_UNDATED = ("bai_bao", "tieu_chuan", "huong_dan")


class RegistryProof:
    """Looks references up in one table of documents."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table.set_index("ref_id", drop=False)

    def doubts(self, planting: Planting, as_of: str) -> Iterator[Doubt]:
        """Everything that the registry does not bear out, as sentences in vi and en."""
        agreeing = self._agreeing(planting.citation)
        whole = [ref for ref, differing in agreeing.items() if not differing]
        nearly = [ref for ref, differing in agreeing.items() if len(differing) == 1]
        if planting.verdict == "not_found":
            yield from self._not_found(planting)
        elif planting.verdict == "wrong_details":
            if whole or nearly != [planting.cited] or planting.correct != planting.cited:
                yield _doubt(f"{whole or nearly} khớp, không chỉ {planting.cited} sai một chi tiết",
                             f"{whole or nearly} agree: not just {planting.cited} with one detail wrong")  # fmt: skip
            elif agreeing[nearly[0]] != {planting.detail}:
                yield _doubt("chi tiết sai là chi tiết khác", "another detail is the wrong one")
        elif whole != [planting.cited]:
            yield _doubt(f"chi tiết là của {whole}, không phải {planting.cited}", f"these are the details of {whole}, not {planting.cited}")  # fmt: skip
        else:
            yield from self._document(planting, whole[0], date.fromisoformat(as_of))

    def _agreeing(self, citation: Citation) -> dict[str, set[str]]:
        """Documents that agree in identifier or title, each with the details that differ."""
        table = self._table
        title = (table["tieu_de"] == citation.title.vi) & (table["tieu_de_en"] == citation.title.en)
        identifier = (table["so_hieu"] == citation.number) & (table["doi"] == citation.doi)
        rows = table[title | identifier]
        return {str(ref): _differing(citation, row) for ref, row in rows.iterrows()}

    def _not_found(self, planting: Planting) -> Iterator[Doubt]:
        printed, table = planting.citation, self._table
        known = (
            ((table["so_hieu"] == printed.number) & (printed.number != "")).any()
            or ((table["doi"] == printed.doi) & (printed.doi != "")).any()
            or (table["tieu_de"] == printed.title.vi).any()
            or (table["tieu_de_en"] == printed.title.en).any()
        )
        if known or not (printed.number or printed.doi):
            yield _doubt("danh mục có số hiệu, DOI hoặc tên này", "the registry has this number, DOI or title")  # fmt: skip
        if printed.doi and not printed.doi.startswith("10.5555/"):
            yield _doubt("DOI bịa phải bắt đầu bằng 10.5555/", "a made-up DOI begins with 10.5555/")
        real = self._table[self._table["that"]]
        if printed.issuer in set(real["co_quan"]):
            yield _doubt("nơi ban hành có thật", "the issuer is a real one")
        if planting.cited or planting.correct or planting.evidence:
            yield _doubt("tài liệu bịa không có bằng chứng", "what is made up has no proof")

    def _document(self, planting: Planting, ref: str, day: date) -> Iterator[Doubt]:
        row = self._table.loc[ref]
        points = row["key_points"]
        if planting.points != len(points):
            yield _doubt("số điểm chính bị sai", "wrong number of key points")
        end: Any = row["hieu_luc_den"]
        ended = bool(pd.notna(end)) and bool(end.date() < day)
        if (planting.verdict == "superseded") != ended or not (
            ended or self._may_be_cited(ref, day)
        ):
            yield _doubt(f"hiệu lực của {ref} không khớp với kết luận", f"the validity of {ref} does not fit the verdict")  # fmt: skip
        if planting.verdict == "superseded":
            if planting.correct != self._successor(ref, day):
                yield _doubt("văn bản thay thế bị sai", "the wrong successor is named")
            return
        document, _, point = (planting.evidence or "").partition(".")
        registered = [f"k{number}" for number in range(1, len(points) + 1)]
        allowed = [*registered, NO_POINT] if planting.verdict == "unsupported" else registered
        if document != ref or point not in allowed:
            yield _doubt("điểm chính không có trong danh mục", "the key point is not registered")

    def _may_be_cited(self, ref: str, day: date) -> bool:
        row = self._table.loc[[ref]]
        if pd.isna(row["hieu_luc_tu"].iloc[0]):
            return str(row["loai"].iloc[0]) in _UNDATED
        return bool(valid_on(row, day).iloc[0])

    def _successor(self, ref: str, day: date) -> str:
        try:
            return str(current(self._table.reset_index(drop=True), OneOnDay(ref_id=ref, day=day)))
        except MeasureError:
            return ref  # repealed without a successor: the entry itself shows it


def _differing(citation: Citation, row: pd.Series) -> set[str]:
    issued = "" if pd.isna(row["ngay_bh"]) else f"{row['ngay_bh']:%Y-%m-%d}"
    pairs = {
        "title": (citation.title.vi, citation.title.en) == (row["tieu_de"], row["tieu_de_en"]),
        "issuer": citation.issuer == row["co_quan"],
        "issued": citation.issued == (issued[:4] if row["loai"] == "bai_bao" else issued),
        "number": citation.number == row["so_hieu"],
        "doi": citation.doi == row["doi"],
    }
    return {name for name, equal in pairs.items() if not equal}


def _doubt(vi: str, en: str) -> Doubt:
    return f"{vi}.", f"{en}."
