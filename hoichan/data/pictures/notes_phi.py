"""Picture of ``notes_phi``: how many notes hold each type of identifying detail."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from hoichan.data.pictures.style import BLUE, ORANGE, numbers, said
from hoichan.schema.text import Bilingual, Lang

TITLE = Bilingual(
    vi="Tên người bệnh hay gặp nhất, nhưng mười một loại khác cũng chỉ ra một con người",
    en="Patients' names are most common, but eleven other types point to a person too",
)
_WORDS = {
    "NAME": Bilingual(vi="Tên người bệnh", en="Patient's name"),
    "RELATIVE": Bilingual(vi="Tên người nhà", en="Relative's name"),
    "STAFF": Bilingual(vi="Tên nhân viên", en="Staff name"),
    "DOB": Bilingual(vi="Ngày sinh", en="Date of birth"),
    "ADDRESS": Bilingual(vi="Địa chỉ", en="Address"),
    "PHONE": Bilingual(vi="Điện thoại", en="Telephone"),
    "CCCD": Bilingual(vi="Số CCCD", en="Identity card"),
    "BHYT": Bilingual(vi="Thẻ BHYT", en="Insurance card"),
    "MRN": Bilingual(vi="Số bệnh án", en="Record number"),
    "DATE": Bilingual(vi="Ngày", en="Date"),
    "EMAIL": Bilingual(vi="Thư điện tử", en="E-mail"),
    "QUASI": Bilingual(vi="Gián tiếp", en="Indirect"),
}


def _notes(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Number of notes with each type, most first."""
    spans = tables["notes_phi"]["phi_spans"]
    held = spans.map(lambda found: sorted({span["type"] for span in found}))
    counted: pd.Series = held.explode().dropna().value_counts().sort_index()
    return counted.sort_values(ascending=False, kind="stable")


def draw(axes: Axes, tables: Mapping[str, pd.DataFrame], lang: Lang) -> None:
    """A bar a type, the indirect one apart."""
    notes = _notes(tables)
    places = range(len(notes))
    colours = [ORANGE if kind == "QUASI" else BLUE for kind in notes.index]
    axes.barh(places, notes.to_numpy(), color=colours)
    axes.set_yticks(
        list(places), [getattr(_WORDS[str(kind)], lang) for kind in notes.index], fontsize=8
    )
    axes.invert_yaxis()
    numbers(axes, lang, x=0)
    axes.set_xlabel({"vi": "Số ghi chép có loại này", "en": "Notes that hold the type"}[lang])


def alt(tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """The most common type, and the indirect one."""
    notes = _notes(tables)
    names, quasi = said(int(notes["NAME"]), lang), said(int(notes["QUASI"]), lang)
    if lang == "vi":
        return f"{names} ghi chép có tên người bệnh; {quasi} ghi chép không có tên mà vẫn chỉ ra một người."
    return f"{names} notes hold a patient's name; {quasi} hold none and still point to one person."
