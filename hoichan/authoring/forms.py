"""Cases of a test's parallel forms, written from one template each.

``datasets/forms/<template>/`` holds ``case.yaml``, ``vi.md`` and ``en.md`` with gaps such as
``<<khoa>>``, and ``forms.yaml`` with what fills them in each form. The three cases that come out
differ in nothing else, so that the forms are parallel by construction (blueprint G.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.yaml_source import read_text, read_yaml
from hoichan.schema.lesson import FORMS, FormName
from hoichan.schema.text import Bilingual, Lang, Strict

FILES: Mapping[str, Lang] = {"case.yaml": "vi", "vi.md": "vi", "en.md": "en"}
COMMAND = "hoichan form build"
_GAP = re.compile(r"<<(?P<name>[a-z][a-z0-9_]*)>>")
_NOTE = "# Made by `{command}` from datasets/forms/{template}; change it there.\n"

Filling = str | int | float | Bilingual
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class FormsFile(Strict):
    """``forms.yaml``: what fills the gaps of each form; texts of the cards in both languages."""

    a: dict[Name, Filling]
    b: dict[Name, Filling]
    c: dict[Name, Filling]

    def of(self, form: FormName) -> dict[Name, Filling]:
        """What one form fills in; ``<<form>>`` is its own name."""
        fillings: dict[Name, Filling] = getattr(self, form)
        return {**fillings, "form": form}


def form_cases(template: Path, cases: Path) -> dict[Path, str]:
    """The files of the three cases of a template, with their text.

    Raises:
        CaseError: the template cannot be read, or gaps and fillings do not fit.
    """
    given, _lines = read_yaml(template / "forms.yaml", FormsFile)
    texts = {name: read_text(template / name) for name in FILES}
    problems = list(_problems(template, given, texts))
    if problems:
        raise CaseError(problems)
    made: dict[Path, str] = {}
    for form in FORMS:
        fillings = given.of(form)
        folder = cases / f"{template.name}-{form}"
        note = _NOTE.format(command=COMMAND, template=template.name)
        for name, lang in FILES.items():
            text = _filled(texts[name], fillings, lang)
            made[folder / name] = note + text if name == "case.yaml" else text
    return made


def _filled(text: str, fillings: Mapping[str, Filling], lang: Lang) -> str:
    def said(gap: re.Match[str]) -> str:
        filling = fillings[gap["name"]]
        return filling[lang] if isinstance(filling, Bilingual) else str(filling)

    return _GAP.sub(said, text)


def _problems(template: Path, given: FormsFile, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Gaps that a form leaves open, and fillings for which there is no gap."""
    gaps = {gap["name"] for text in texts.values() for gap in _GAP.finditer(text)}
    for form in FORMS:
        filled = set(given.of(form))
        for name in sorted(gaps - filled):
            yield Problem(
                str(template / "forms.yaml"),
                0,
                Bilingual(
                    vi=f"đề {form}: chưa có giá trị cho <<{name}>>.",
                    en=f"form {form}: there is nothing to fill <<{name}>>.",
                ),
            )
        for name in sorted(filled - gaps - {"form"}):
            yield Problem(
                str(template / "forms.yaml"),
                0,
                Bilingual(
                    vi=f"đề {form}: <<{name}>> không có trong case.yaml, vi.md, en.md.",
                    en=f"form {form}: <<{name}>> is not in case.yaml, vi.md or en.md.",
                ),
            )
