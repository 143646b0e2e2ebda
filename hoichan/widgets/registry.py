"""Looking documents up in the offline registry: search in words, then open an entry.

Both languages are in every reply, so that switching the language asks nothing anew. Nothing here
says whether a reference is right; the learner compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field as Bound
from pydantic import ValidationError

from hoichan import data
from hoichan.answers import OperationRefused
from hoichan.data.registry import Document, documents
from hoichan.data.searching import search_refs, words
from hoichan.i18n import strings
from hoichan.schema.exercises.cite_check import NO_POINT, Citation, DocumentId
from hoichan.schema.text import LANGS, Bilingual, NfcStr, Strict
from hoichan.views.cells import show_date

SHOWN = 12
STEP_LENGTH = 200
_NEAR_SHARE = 0.5  # of the words, when no document has them all
_MOST_WORDS = 24
Text = Annotated[NfcStr, Bound(max_length=240)]
Both = dict[str, str]


class Search(Strict):
    """Some words to look for, as the browser sends them."""

    kind: Literal["search"]
    id: Annotated[str, Bound(max_length=80)]
    text: Text


class Open(Strict):
    """One entry to show."""

    kind: Literal["open"]
    id: Annotated[str, Bound(max_length=80)]
    ref: DocumentId


@cache
def registry() -> Mapping[str, Document]:
    """Every document by its code, read once a process."""
    return documents(data.load("refs"))


def search(raw: object) -> dict[str, Any]:
    """The documents that hold every word; where none does, those that hold at least half of them.

    Raises:
        OperationRefused: the message is damaged or holds no word.
        hoichan.data.DataError: the registry's files are missing or damaged.
    """
    try:
        asked = Search.model_validate(raw)
    except ValidationError as error:
        raise _refused("bad_search") from error
    wanted = list(dict.fromkeys(words(asked.text)))[:_MOST_WORDS]
    if not wanted:
        raise _refused("no_words")
    found = list(search_refs(asked.text, limit=len(registry()))["ref_id"])
    near = not found and len(wanted) > 1
    if near:
        found = _nearest(wanted)
    text = " ".join(asked.text.split())
    return {
        "kind": "found",
        "id": asked.id,
        "text": text,
        "near": near,
        "total": len(found),
        "results": [_line(registry()[ref]) for ref in found[:SHOWN]],
        "step": f"search: {text} -> {0 if near else len(found)}"[:STEP_LENGTH],
    }


def _nearest(wanted: list[str]) -> list[str]:
    """Documents with at least half of the words, those with most of them first."""
    hits = {
        ref: sum(any(known.startswith(word) for known in held) for word in wanted)
        for ref, held in _vocabulary().items()
    }
    least = max(1, int(len(wanted) * _NEAR_SHARE + 0.5))
    good = [ref for ref, number in hits.items() if number >= least]
    return sorted(good, key=lambda ref: -hits[ref])


@cache
def _vocabulary() -> Mapping[str, frozenset[str]]:
    """The words of each document's identifiers, titles and issuer, read once a process."""
    return {
        ref: frozenset(
            words(f"{ref} {one.number} {one.doi} {one.title.vi} {one.title.en} {one.issuer}")
        )
        for ref, one in registry().items()
    }


def open_entry(raw: object) -> dict[str, Any]:
    """One entry with all its details and key points; errors as in :func:`search`."""
    try:
        asked = Open.model_validate(raw)
    except ValidationError as error:
        raise _refused("bad_search") from error
    document = registry().get(asked.ref)
    if document is None:
        raise _refused("unknown_document")
    return {
        "kind": "entry",
        "id": asked.id,
        "entry": _entry(document),
        "step": f"open: {document.ref_id}",
    }


def proof_text(proof: str) -> Bilingual | None:
    """What a chosen proof says, ``HD003``, ``HD003.k1`` or ``HD003.none``; None when unknown."""
    ref, _, name = proof.partition(".")
    document = registry().get(ref)
    if document is None:
        return None
    if not name:
        return document.title
    if name == NO_POINT:
        return strings("cite_check")["entry.none"]
    return document.point(name)


def cited(citation: Citation) -> dict[str, Any]:
    """A printed reference for the browser, its date written out."""
    plain = citation.model_dump(mode="json")
    plain["issued"] = _day(citation.issued)
    return plain


def _refused(key: str) -> OperationRefused:
    return OperationRefused(strings("operations")[f"registry.{key}"])


def _day(text: str) -> Both:
    return {lang: show_date(text, lang) for lang in LANGS}


def _line(document: Document) -> dict[str, Any]:
    """A line of the list of results."""
    year = "" if document.issued is None else str(document.issued.year)
    return {
        "ref": document.ref_id,
        "kind": _label("loai", document.kind),
        "title": document.title.model_dump(),
        "number": document.number or document.doi,
        "issuer": document.issuer,
        "year": year,
    }


def _entry(document: Document) -> dict[str, Any]:
    row = data.load("refs").set_index("ref_id").loc[document.ref_id]
    days = {
        "issued": document.issued,
        "begins": document.begins,
        "ends": document.ends,
    }
    return {
        **_line(document),
        "number": document.number,
        "doi": document.doi,
        **{name: None if day is None else _day(day.isoformat()) for name, day in days.items()},
        "replaces": document.replaces,
        "replaced_by": document.replaced_by,
        "status": _label("tinh_trang_duyet", str(row["tinh_trang_duyet"])),
        "real": document.real,
        "points": [
            {"name": f"k{number}", "text": point.model_dump()}
            for number, point in enumerate(document.points, start=1)
        ],
    }


@cache
def _labels(column: str) -> dict[str, Bilingual]:
    return next(field.labels for field in data.fields("refs") if field.name == column)


def _label(column: str, code: str) -> Both:
    return _labels(column)[code].model_dump()
