"""What the grader says to people, in both languages: findings about submissions, and errors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from hoichan.schema.report import Finding
from hoichan.schema.text import Bilingual, Strict


class _FindingText(Strict):
    look: bool
    vi: str
    en: str


class _Texts(Strict):
    findings: dict[str, _FindingText]
    errors: dict[str, Bilingual]


class GraderError(Exception):
    """The run cannot go on; ``text`` says in both languages what to do. For staff to read."""

    def __init__(self, text: Bilingual) -> None:
        super().__init__(f"{text.vi}\n{text.en}")
        self.text = text


@cache
def _texts() -> _Texts:
    raw = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
    return _Texts.model_validate(raw)


def finding_codes() -> frozenset[str]:
    """Every code a finding can have."""
    return frozenset(_texts().findings)


def finding(
    code: str,
    values: Mapping[str, int | str] | None = None,
    *,
    task: str | None = None,
    title: Bilingual | None = None,
    names: Bilingual | None = None,
) -> Finding:
    """Make the finding ``code``; ``title`` and ``names`` are filled in in each language.

    Raises:
        KeyError: no such code, or a value that its text needs is missing.
    """
    entry = _texts().findings[code]

    def say(lang: Literal["vi", "en"]) -> str:
        own: dict[str, int | str] = dict(values or {})
        if title is not None:
            own["title"] = title[lang]
        if names is not None:
            own["names"] = names[lang]
        return (entry.vi if lang == "vi" else entry.en).format(**own)

    text = Bilingual(vi=say("vi"), en=say("en"))
    return Finding(code=code, text=text, needs_look=entry.look, task=task)


def error(code: str, **values: object) -> GraderError:
    """Make the error ``code`` with its values filled in, ready to be raised."""
    entry = _texts().errors[code]
    return GraderError(Bilingual(vi=entry.vi.format(**values), en=entry.en.format(**values)))
