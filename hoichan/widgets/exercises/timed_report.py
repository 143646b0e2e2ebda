"""X7: two reports against the clock, one by hand and one from an AI's draft."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from hoichan.answers import AnswerStore, OperationRefused
from hoichan.schema.exercises.timed_report import (
    Clock,
    FigureAnswer,
    PartAnswer,
    Phase,
    PublicFigure,
    PublicReport,
    SentenceAnswer,
    SignOff,
    TimedReportPayload,
    TimedReportVariant,
    clock_of,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import LANGS, Lang, NfcStr, Strict
from hoichan.views.cells import show_date
from hoichan.widgets.base import CritiqueWidget, texts
from hoichan.widgets.calculator import calculate
from hoichan.widgets.numbers import echo_of, read_number
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.presenting import evidence_view
from hoichan.widgets.work_clock import counted

MAX_SPAN_MS = 900_000  # a browser tells its time at least every quarter of an hour
MAX_FELT_MINUTES = 600
_LATEST_MS = 2**53


class StartOp(Strict):
    """Open a report; its clock begins."""

    do: Literal["start"]
    uid: Id


class ClockOp(Strict):
    """A stretch of active time on a report, in milliseconds since 1970."""

    do: Literal["clock"]
    uid: Id
    phase: Phase
    begin: int = Field(ge=0, le=_LATEST_MS)
    end: int = Field(ge=0, le=_LATEST_MS)
    peeked: bool = False

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if not 0 <= self.end - self.begin <= MAX_SPAN_MS:
            msg = "a stretch of time runs forward and is short"
            raise ValueError(msg)
        return self


class FigureOp(Strict):
    """Fill in a figure, read as a number in ``lang`` (default: the sheet's language)."""

    do: Literal["figure"]
    uid: Id
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    lang: Lang | None = None


class SentenceOp(Strict):
    """Keep, edit or strike out a sentence of the draft."""

    do: Literal["sentence"]
    uid: Id
    handling: Literal["keep", "edit", "strike"]
    text: Annotated[NfcStr, Field(max_length=1_000)] = ""
    lang: Lang | None = None


class PartOp(Strict):
    """Write below a heading."""

    do: Literal["part"]
    uid: Id
    text: Annotated[NfcStr, Field(max_length=2_000)] = ""


class SignOp(Strict):
    """Stand by a report; ``felt`` are the minutes it felt like, as typed."""

    do: Literal["sign"]
    uid: Id
    felt: Annotated[NfcStr, Field(max_length=60)] = ""
    lang: Lang | None = None


class UnsignOp(Strict):
    """Take the signature back to go on working."""

    do: Literal["unsign"]
    uid: Id


class Widget(CritiqueWidget[TimedReportVariant, TimedReportPayload]):
    """Widget of a ``timed_report`` task; it also calculates (``{"kind": "calc"}``).

    A report's data, form and draft reach the browser when it is opened, as its clock begins.
    """

    _script = ("work_clock.js", "timed_report.js", "timed_report_page.js")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "timed_report")
    _operations = Operations[Any](
        StartOp | ClockOp | FigureOp | SentenceOp | PartOp | SignOp | UnsignOp
    )

    def _applied(
        self, payload: TimedReportPayload, operation: Any, lang: Lang
    ) -> TimedReportPayload:
        return apply(payload, operation, self.public, lang)

    @classmethod
    def _texts(cls) -> dict[str, dict[str, str]]:
        units = {f"unit.{unit}": text for unit, text in texts("units").items()}
        return super()._texts() | units

    def _shown(self) -> dict[str, Any]:
        plain = self.public.model_dump(mode="json", exclude={"reports"})
        plain["reports"] = [
            {"uid": report.uid, "draft": report.draft, "title": report.title.model_dump()}
            for report in self.public.reports
        ]
        return plain

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        payload = store.sheet.payload
        state = super()._state_of(store)
        if not isinstance(payload, TimedReportPayload):
            return state
        started = {clock.uid for clock in payload.clocks}
        echo = {f.uid: echo_of(f.value).model_dump() for f in payload.figures if f.typed}
        opened = {
            report.uid: report_view(report)
            for report in self.public.reports
            if clock_of(report.uid) in started
        }
        return state | {"echo": echo, "opened": opened}

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        if message.get("kind") != "calc":
            return super()._answer(message)
        try:
            return calculate(message)
        except OperationRefused as error:
            name = str(message.get("id", ""))
            return {"kind": "error", "id": name, "error": error.text.model_dump()}


def report_view(report: PublicReport) -> dict[str, Any]:
    """A report as JSON, its date and tables written out; few rows stand side by side."""
    plain = report.model_dump(mode="json", exclude={"evidence", "as_of"})
    plain["as_of"] = {lang: show_date(report.as_of, lang) for lang in LANGS}
    plain["evidence"] = [turned(evidence_view(table)) for table in report.evidence]
    return plain


def turned(table: dict[str, Any]) -> dict[str, Any]:
    """A table of few long rows with rows and columns exchanged, so that it fits beside a form."""
    rows, columns = table["rows"], table["columns"]
    if len(rows) >= len(columns):
        return table
    heads = [{"label": {lang: row[0][lang] for lang in LANGS}, "number": True} for row in rows]
    lines = [
        [{"number": False} | column["label"], *(row[place] for row in rows)]
        for place, column in enumerate(columns)
        if place > 0
    ]
    first = {"label": columns[0]["label"], "number": False}
    return {"title": table["title"], "columns": [first, *heads], "rows": lines}


def apply(
    payload: TimedReportPayload, operation: Any, variant: TimedReportVariant, lang: Lang
) -> TimedReportPayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    uid = operation.uid.partition(".")[0]
    report = next((each for each in variant.reports if each.uid == uid), None)
    if report is None or operation.uid not in report.names():
        raise refused("unknown_report")
    if isinstance(operation, StartOp):
        return _clocked(payload, variant, payload.clock(uid))
    if clock_of(uid) not in {clock.uid for clock in payload.clocks}:
        raise refused("report_not_opened")
    if isinstance(operation, ClockOp):
        return _ticked(payload, variant, operation)
    if isinstance(operation, UnsignOp):
        sign = payload.sign_off(uid).model_copy(update={"signed": False})
        return _put(payload, "reports", sign, variant.items())
    if payload.sign_off(uid).signed:
        raise refused("report_signed")
    return _written(payload, operation, report, variant, lang)


def _written(
    payload: TimedReportPayload,
    operation: SignOp | FigureOp | SentenceOp | PartOp,
    report: PublicReport,
    variant: TimedReportVariant,
    lang: Lang,
) -> TimedReportPayload:
    """An operation on an open report."""
    match operation:
        case SignOp():
            return _signed(payload, operation, report, variant, operation.lang or lang)
        case FigureOp():
            return _figure(payload, operation, report, variant, operation.lang or lang)
        case SentenceOp():
            return _sentence(payload, operation, report, variant, operation.lang or lang)
        case PartOp():
            return _part(payload, operation, report, variant)


def _ticked(
    payload: TimedReportPayload, variant: TimedReportVariant, operation: ClockOp
) -> TimedReportPayload:
    """A signed report's clock stands still: what comes late is not counted."""
    if payload.sign_off(operation.uid).signed:
        return payload
    clock = payload.clock(operation.uid)
    others = [span for each in payload.clocks if each.uid != clock.uid for span in each.spans]
    after = counted(clock, (operation.begin, operation.end), operation.phase, others)
    peeked = clock.peeked or operation.peeked
    return _clocked(payload, variant, after.model_copy(update={"peeked": peeked}))


def _clocked(
    payload: TimedReportPayload, variant: TimedReportVariant, clock: Clock
) -> TimedReportPayload:
    return _put(payload, "clocks", clock, [clock_of(uid) for uid in variant.items()])


def _figure(
    payload: TimedReportPayload,
    operation: FigureOp,
    report: PublicReport,
    variant: TimedReportVariant,
    lang: Lang,
) -> TimedReportPayload:
    """What is typed is kept even when it is no number yet; what equals the draft is no change."""
    public = next((f for f in report.figures if f.uid == operation.uid), None)
    if public is None:
        raise refused("unknown_report")
    typed = operation.typed.strip()
    order = [f.uid for each in variant.reports for f in each.figures]
    untouched = typed == (public.draft[lang] if public.draft is not None else "")
    if untouched:
        return _without(payload, "figures", public.uid)
    answer = FigureAnswer(uid=public.uid, typed=typed, value=read_number(typed, lang))
    return _put(payload, "figures", answer, order)


def _sentence(
    payload: TimedReportPayload,
    operation: SentenceOp,
    report: PublicReport,
    variant: TimedReportVariant,
    lang: Lang,
) -> TimedReportPayload:
    if operation.uid not in {one.uid for part in report.parts for one in part.sentences}:
        raise refused("unknown_report")
    if operation.handling == "keep":
        return _without(payload, "sentences", operation.uid)
    text = operation.text if operation.handling == "edit" else ""
    answer = SentenceAnswer(uid=operation.uid, handling=operation.handling, text=text, lang=lang)
    order = [s.uid for each in variant.reports for p in each.parts for s in p.sentences]
    return _put(payload, "sentences", answer, order)


def _part(
    payload: TimedReportPayload,
    operation: PartOp,
    report: PublicReport,
    variant: TimedReportVariant,
) -> TimedReportPayload:
    if report.draft or operation.uid not in {part.uid for part in report.parts}:
        raise refused("unknown_report")
    if not operation.text.strip():
        return _without(payload, "parts", operation.uid)
    order = [part.uid for each in variant.reports for part in each.parts]
    return _put(payload, "parts", PartAnswer(uid=operation.uid, text=operation.text), order)


def _signed(
    payload: TimedReportPayload,
    operation: SignOp,
    report: PublicReport,
    variant: TimedReportVariant,
    lang: Lang,
) -> TimedReportPayload:
    """Nobody signs a form with holes. The first felt minutes stand: they were said blind."""
    figures = {answer.uid: answer for answer in payload.figures}
    open_figures = sum(_empty(figure, figures.get(figure.uid)) for figure in report.figures)
    written = {part.uid for part in payload.parts}
    open_parts = 0 if report.draft else sum(part.uid not in written for part in report.parts)
    if open_figures:
        raise refused("figures_open", n=open_figures)
    if open_parts:
        raise refused("parts_open", n=open_parts)
    sign = payload.sign_off(report.uid)
    felt = sign.felt_minutes or read_number(operation.felt, lang)
    if felt is None or not 0 < felt <= MAX_FELT_MINUTES:
        raise refused("felt_missing", n=MAX_FELT_MINUTES)
    done = SignOff(uid=report.uid, signed=True, felt_minutes=felt)
    return _put(payload, "reports", done, variant.items())


def _empty(figure: PublicFigure, answer: FigureAnswer | None) -> bool:
    return figure.draft is None if answer is None else answer.value is None


def _put(payload: TimedReportPayload, field: str, entry: Any, order: Any) -> TimedReportPayload:
    """``entry`` in its list, in the order of the task."""
    entries = {each.uid: each for each in getattr(payload, field)} | {entry.uid: entry}
    places = {uid: place for place, uid in enumerate(order)}
    known = sorted(entries.values(), key=lambda each: places.get(each.uid, len(places)))
    return payload.model_copy(update={field: tuple(known)})


def _without(payload: TimedReportPayload, field: str, uid: str) -> TimedReportPayload:
    kept = tuple(each for each in getattr(payload, field) if each.uid != uid)
    return payload.model_copy(update={field: kept})
