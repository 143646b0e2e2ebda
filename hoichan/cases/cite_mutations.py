"""How references go wrong by rule: one detail changed, or a whole document made up.

Nothing here can hit a document of the registry. Made-up documents only have numbers of fictional
offices and DOIs of the prefix 10.5555, which is given to nobody: a number of a real ministry that is
not in the registry may well exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from hoichan.cases.cite_spec import Change
from hoichan.cases.dice import Dice
from hoichan.data.registry import Document
from hoichan.schema.exercises.cite_check import Citation, Detail
from hoichan.schema.text import Bilingual

FICTIONAL_DOI = "10.5555/"
PER_CHANGE = 2
FABRICATIONS = 3
_PROVINCES = ("Sông Ngân", "Bình Sa", "Đông Lĩnh", "Lam Giang")
_NUMBER = re.compile(r"^(\d+)(/.+)$")
_DOI = re.compile(r"^(10\.5555/hoichan\.)(\d{4})\.(\d{3})$")
_YEAR = re.compile(r"\((20\d\d)\)")

Registry = Mapping[str, Document]


def as_printed(document: Document) -> Citation:
    """The document as a careful author cites it; of a paper only the year is printed."""
    issued = "" if document.issued is None else document.issued.isoformat()
    return Citation(
        title=document.title,
        issuer=document.issuer,
        number=document.number,
        doi=document.doi,
        issued=issued[:4] if document.kind == "bai_bao" else issued,
    )


def perturbed(
    document: Document, change: Change, registry: Registry, as_of: date, dice: Dice
) -> list[tuple[Citation, Detail]]:
    """At most two ways to cite ``document`` with one detail wrong; none where the rule does not fit."""
    ways = {
        "number": lambda: _numbers(document, registry),
        "title": lambda: _titles(document, registry),
        "year": lambda: _years(document, as_of),
        "issuer": lambda: _issuers(document, registry),
    }
    return dice.shuffled(list(ways[change]()))[:PER_CHANGE]


def _numbers(document: Document, registry: Registry) -> Iterator[tuple[Citation, Detail]]:
    printed = as_printed(document)
    taken = {each.number for each in registry.values()} | {each.doi for each in registry.values()}
    found = _NUMBER.match(document.number)
    if found is not None:
        for digits in _other_digits(found[1]):
            if (number := digits + found[2]) not in taken:
                yield printed.model_copy(update={"number": number}), "number"
        return
    # Only fictional DOIs: a real one with a changed digit may lead to somebody else's article.
    if (parts := _DOI.match(document.doi)) is not None:
        for digits in _other_digits(parts[3]):
            if (doi := f"{parts[1]}{parts[2]}.{digits}") not in taken:
                yield printed.model_copy(update={"doi": doi}), "doi"


def _other_digits(digits: str) -> list[str]:
    """Numbers of the same length that are easily taken for this one: neighbours swapped, one off."""
    swapped = [
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        for place in range(len(digits) - 1)
    ]
    off = [str(int(digits) + step).zfill(len(digits)) for step in (10, -10, 100, 1)]
    good = [each for each in (*swapped, *off) if each != digits and len(each) == len(digits)]
    return [each for each in dict.fromkeys(good) if each[0] != "0" or digits[0] == "0"]


def _titles(document: Document, registry: Registry) -> Iterator[tuple[Citation, Detail]]:
    printed = as_printed(document)
    known = {each.title for each in registry.values()}
    for old, new in _exchanges(document.title):
        title = Bilingual(
            vi=document.title.vi.replace(old, new), en=document.title.en.replace(old, new)
        )
        if title not in known:
            yield printed.model_copy(update={"title": title}), "title"


def _exchanges(title: Bilingual) -> Iterator[tuple[str, str]]:
    """What may be exchanged in both languages: a province's name, else the year in brackets."""
    places = [name for name in _PROVINCES if name in title.vi and name in title.en]
    for old in places:
        yield from ((old, new) for new in _PROVINCES if new != old)
    year = _YEAR.search(title.vi)
    if not places and year is not None and year[0] in title.en:
        yield from ((year[0], f"({int(year[1]) + step})") for step in (1, -1, 2))


def _years(document: Document, as_of: date) -> Iterator[tuple[Citation, Detail]]:
    printed = as_printed(document)
    if document.issued is None:
        return
    for step in (-1, 1, -2, 2):
        day = min(document.issued.day, 28)
        issued = date(document.issued.year + step, document.issued.month, day)
        if issued <= as_of and day == document.issued.day:
            text = issued.isoformat()[: len(printed.issued)]
            yield printed.model_copy(update={"issued": text}), "issued"


def _issuers(document: Document, registry: Registry) -> Iterator[tuple[Citation, Detail]]:
    """Another journal: only papers, since an office's name is also part of its numbers."""
    if document.kind != "bai_bao" or document.real:
        return
    for issuer in _journals(registry):
        if issuer != document.issuer:
            yield as_printed(document).model_copy(update={"issuer": issuer}), "issuer"


def _journals(registry: Registry) -> list[str]:
    papers = (each for each in registry.values() if each.kind == "bai_bao" and not each.real)
    return list(dict.fromkeys(each.issuer for each in papers))


def fabricated(
    like: Document, title: Bilingual, registry: Registry, as_of: date, dice: Dice
) -> list[Citation]:
    """Made-up references called ``title``, of the kind of ``like``; none for a real document."""
    if like.real:
        return []
    make = _made_up_paper if like.kind == "bai_bao" else _made_up_document
    made: list[Citation] = []
    while len(made) < FABRICATIONS:
        new = make(like, title, registry, as_of, dice)
        if (new.number, new.doi) not in {(each.number, each.doi) for each in made}:
            made.append(new)
    return made


def _made_up_document(
    like: Document, title: Bilingual, registry: Registry, as_of: date, dice: Dice
) -> Citation:
    found = _NUMBER.match(like.number)
    if found is None:
        msg = f"{like.ref_id}: no number to make another like it"
        raise ValueError(msg)
    taken = {each.number for each in registry.values()}
    lowest = 10 ** (len(found[1]) - 1)
    number = like.number
    while number in taken:
        number = f"{dice.between(lowest + 1, 10 * lowest - 1)}{found[2]}"
    issued = as_of - timedelta(days=dice.between(200, 1000))
    issued -= timedelta(days=max(0, issued.weekday() - 4))
    return Citation(title=title, issuer=like.issuer, number=number, issued=issued.isoformat())


def _made_up_paper(
    like: Document, title: Bilingual, registry: Registry, as_of: date, dice: Dice
) -> Citation:
    taken = {each.doi for each in registry.values()}
    doi = like.doi
    year = as_of.year
    while doi in taken:
        year = as_of.year - dice.between(1, 6)
        doi = f"{FICTIONAL_DOI}hoichan.{year}.{dice.between(1, 60):03d}"
    return Citation(title=title, issuer=dice.pick(_journals(registry)), doi=doi, issued=str(year))
