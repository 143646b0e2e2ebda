"""Search the offline registry of documents, with or without Vietnamese accents."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from hoichan.data.reading import load

_WORD = re.compile(r"[^\W_]+")
# Where a word was found counts: in the number most, then the titles, then the rest.
_WEIGHTS = {"so_hieu": 5, "ref_id": 5, "doi": 5, "tieu_de": 3, "tieu_de_en": 3, "co_quan": 1, "key_points": 1}  # fmt: skip


def folded(text: str) -> str:
    """Lower case without accents: ``Sốt xuất huyết Đông Lĩnh`` becomes ``sot xuat huyet dong linh``."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Words of a text, folded, in order."""
    return _WORD.findall(folded(text))


def search_refs(text: str, limit: int = 10) -> pd.DataFrame:
    """Documents of ``refs`` that hold every word of ``text``, best first, at most ``limit`` rows.

    A word is found where some word of the document begins with it. Ties keep the order of the
    registry, so that the same search always gives the same list; no words give no rows.
    """
    table = load("refs")
    wanted = list(dict.fromkeys(words(text)))
    score = pd.Series(0, index=table.index)
    if not wanted:
        return table.head(0)
    columns = {column: table[column].astype("str").map(words) for column in _WEIGHTS}
    everywhere = pd.Series(True, index=table.index)
    for word in wanted:
        best = pd.Series(0, index=table.index)
        for column, weight in _WEIGHTS.items():
            hit = columns[column].map(
                lambda found, word=word: any(w.startswith(word) for w in found)
            )
            best = best.mask(hit & (best < weight), weight)
        everywhere &= best > 0
        score += best
    # Score first: a column given to an empty frame would bring its own rows.
    found = table.assign(_score=score)[everywhere]
    return (
        found.sort_values("_score", ascending=False, kind="stable")
        .drop(columns="_score")
        .head(limit)
    )
