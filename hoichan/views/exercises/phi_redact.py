"""What the page of a phi_redact task shows, as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.exercises.phi_redact import (
    Identifier,
    KeyNote,
    NoteAnswer,
    PhiRedactKey,
    PhiRedactPayload,
    PhiRedactVariant,
    PublicNote,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.scoring.hiding import clinical, leaks, lost


@dataclass(frozen=True)
class Piece:
    """A stretch of the note, hidden or not."""

    text: str
    hidden: bool


@dataclass(frozen=True)
class Detail:
    """One identifier and what became of it."""

    text: str
    kind: str
    sign: str
    said: str


@dataclass(frozen=True)
class NoteView:
    """One note."""

    head: str
    pieces: tuple[Piece, ...]
    sent: str
    status: str = "plain"
    sign: str = ""
    said: str = ""
    details: tuple[Detail, ...] = ()
    lost: str = ""


@dataclass(frozen=True)
class PhiPage:
    """All notes."""

    prompt: str
    notes: tuple[NoteView, ...]
    summary: str
    explained: bool


def page(
    variant: PhiRedactVariant,
    lang: Lang,
    payload: PhiRedactPayload,
    *,
    key: PhiRedactKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> PhiPage:
    """Collect everything the template prints."""
    answers = {answer.uid: answer for answer in payload.notes}
    golds = {gold.uid: gold for gold in key.notes} if key is not None else {}
    views = tuple(
        _note(number, note, answers.get(note.uid), golds.get(note.uid), lang)
        for number, note in enumerate(variant.notes, start=1)
        if only in (None, note.uid)
    )
    summary = ""
    if report is not None and only is None:
        summary = _say(
            "summary",
            lang,
            hits=len(report.hits),
            total=len(report.hits) + len(report.misses),
            leaks=len(report.misses),
            direct=int(report.parts.get("direct_leaks") or 0),
            lost=len(report.false_alarms),
        )
    return PhiPage(variant.prompt[lang], views, summary, key is not None)


def _say(name: str, lang: Lang, **values: object) -> str:
    return strings("views")[f"phi.{name}"][lang].format(**values)


def _note(
    number: int,
    note: PublicNote,
    answer: NoteAnswer | None,
    gold: KeyNote | None,
    lang: Lang,
) -> NoteView:
    given = answer if answer is not None else NoteAnswer(uid=note.uid)
    head = _say("head", lang, n=number, sort=note.sort[lang])
    sent = _say("sent" if given.sent else "unsent", lang)
    pieces = tuple(_pieces(note, given))
    if gold is None:
        return NoteView(head, pieces, sent)
    leaked = leaks(gold, given.spans)
    gone = lost(clinical(note, gold), given.spans)
    words = ", ".join(note.text[token.start : token.end] for token in gone)
    if leaked:
        said = _say("leaks", lang, n=len(leaked))
    else:
        said = _say("clean" if gold.identifiers else "nothing", lang)
    return NoteView(
        head=head,
        pieces=pieces,
        sent=sent,
        status="miss" if leaked else "part" if gone else "hit",
        sign="✗" if leaked else "≈" if gone else "✓",
        said=said,
        details=tuple(
            _detail(note, one, given, lang, leaked=one in leaked) for one in gold.identifiers
        ),
        lost=_say("lost", lang, n=len(gone), list=words) if gone else "",
    )


def _detail(
    note: PublicNote, one: Identifier, given: NoteAnswer, lang: Lang, *, leaked: bool
) -> Detail:
    said = _say("leaked" if leaked else "found", lang)
    touched = any(
        span.action == "generalise" and span.start < one.end and one.start < span.end
        for span in given.spans
    )
    if leaked and touched:
        said = f"{said}: {_say('general', lang)}"
    return Detail(
        text=note.text[one.start : one.end],
        kind=_say(one.kind, lang),
        sign="✗" if leaked else "✓",
        said=said,
    )


def _pieces(note: PublicNote, given: NoteAnswer) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for span in given.spans:
        pieces.append(Piece(note.text[place : span.start], hidden=False))
        pieces.append(Piece(note.text[span.start : span.end], hidden=True))
        place = span.end
    pieces.append(Piece(note.text[place:], hidden=False))
    return [piece for piece in pieces if piece.text]
