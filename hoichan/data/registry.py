"""The registry of documents, row by row: details, validity, succession and key points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from hoichan.schema.text import Bilingual

LEGAL_KINDS = frozenset({"luat", "nghi_dinh", "thong_tu", "quyet_dinh"})


@dataclass(frozen=True)
class Document:
    """One row of ``refs``; a date is None where the registry has none."""

    ref_id: str
    kind: str
    title: Bilingual
    issuer: str
    number: str
    doi: str
    issued: date | None
    begins: date | None
    ends: date | None
    replaces: str
    replaced_by: str
    real: bool
    points: tuple[Bilingual, ...]

    def point(self, name: str) -> Bilingual | None:
        """The key point ``k1``, ``k2``, ...; None when there is no such one."""
        number = int(name[1:]) if name[:1] == "k" and name[1:].isdigit() else 0
        return self.points[number - 1] if 1 <= number <= len(self.points) else None

    def expired(self, day: date) -> bool:
        """Whether the registry gives a last day in force that lies before ``day``."""
        return self.ends is not None and self.ends < day

    def usable(self, day: date) -> bool:
        """Whether it can be cited on ``day`` as far as the registry says.

        A law, decree, circular or decision needs a known first day; papers, specifications and
        international guidelines have no time of validity.
        """
        if self.begins is None:
            return self.kind not in LEGAL_KINDS and not self.expired(day) and not self.replaced_by
        return self.begins <= day and not self.expired(day)


def documents(table: pd.DataFrame) -> dict[str, Document]:
    """Every document of ``refs`` by its code, in the order of the table."""
    return {row["ref_id"]: _document(row) for row in table.to_dict("records")}


def successor(of: str, registry: Mapping[str, Document], day: date) -> str | None:
    """Code of the document in force on ``day`` along the chain that replaces ``of``, None if none is."""
    seen: set[str] = set()
    while of and of not in seen:
        seen.add(of)
        if registry[of].usable(day):
            return of
        of = registry[of].replaced_by
    return None


def _document(row: Mapping[Any, Any]) -> Document:
    return Document(
        ref_id=row["ref_id"],
        kind=row["loai"],
        title=Bilingual(vi=row["tieu_de"], en=row["tieu_de_en"]),
        issuer=_text(row["co_quan"]),
        number=_text(row["so_hieu"]),
        doi=_text(row["doi"]),
        issued=_day(row["ngay_bh"]),
        begins=_day(row["hieu_luc_tu"]),
        ends=_day(row["hieu_luc_den"]),
        replaces=_text(row["thay_the"]),
        replaced_by=_text(row["bi_thay_boi"]),
        real=bool(row["that"]),
        points=tuple(Bilingual.model_validate(point) for point in row["key_points"]),
    )


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
