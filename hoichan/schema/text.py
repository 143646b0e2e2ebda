"""Bilingual text, Unicode rules and the strict base model that every schema builds on."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")


def nfc(text: str) -> str:
    """Return ``text`` in Unicode NFC with line feeds as the only line ends.

    Offsets in this project count code points of exactly this form.
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


NfcStr = Annotated[str, AfterValidator(nfc)]


class Strict(BaseModel):
    """Base of every schema: immutable, and a field nobody declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Strict):
    """The same text in Vietnamese (first) and English."""

    vi: NfcStr
    en: NfcStr

    def __getitem__(self, lang: Lang) -> str:
        """Text in ``lang``."""
        return self.vi if lang == "vi" else self.en
