"""What the page of a timed_report shows, worked out as plain values for the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.exercises.timed_report import (
    FigureAnswer,
    KeyFigure,
    KeyReport,
    KeySentence,
    PublicFigure,
    PublicReport,
    SentenceAnswer,
    TimedReportKey,
    TimedReportPayload,
    TimedReportVariant,
)
from hoichan.schema.numbers import NumberStyle, format_number
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Bilingual, Lang
from hoichan.scoring.edits import Fate
from hoichan.scoring.exercises.timed_report import minutes_of, outcomes
from hoichan.scoring.timed import Outcome, figure_right, filled_in
from hoichan.views.cells import plain_number
from hoichan.views.tables import TableView, table_view

_AREA = "views"


@dataclass(frozen=True)
class FigureRow:
    """One figure: what stands in the report, what the draft said, what is right."""

    label: str
    yours: str
    draft: str
    key: str = ""
    result: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class SentenceView:
    """One sentence of the draft and what became of it; ``status`` is empty without a key."""

    number: int
    text: str
    handling: str
    edited: str
    status: str = "plain"
    sign: str = ""
    said: str = ""
    right: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class PartView:
    """A heading with the draft's sentences, or with what the learner wrote."""

    title: str
    sentences: tuple[SentenceView, ...]
    own: str


@dataclass(frozen=True)
class ReportView:
    """One report."""

    head: str
    title: str
    kind: str
    draft: bool
    task: str
    prompt: str
    signature: str
    gate: str
    gate_met: bool
    tables: tuple[TableView, ...]
    figures: tuple[FigureRow, ...]
    parts: tuple[PartView, ...]
    model: tuple[str, ...]


@dataclass(frozen=True)
class TimeRow:
    """Felt and measured time of one report, and the errors that were shipped in it."""

    kind: str
    felt: str
    measured: str
    shipped: str


@dataclass(frozen=True)
class TimedPage:
    """Both reports with their times."""

    badge: str
    reports: tuple[ReportView, ...]
    times: tuple[TimeRow, ...]
    ratio: str
    summary: str


def page(
    variant: TimedReportVariant,
    lang: Lang,
    payload: TimedReportPayload,
    *,
    key: TimedReportKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> TimedPage:
    """Collect everything the template of a timed_report prints."""
    keys = {each.uid: each for each in key.reports} if key is not None else {}
    found = outcomes(key, payload, variant) if key is not None else {}
    chosen = [(n, r) for n, r in enumerate(variant.reports, 1) if only in (None, r.uid)]
    return TimedPage(
        badge=strings("widgets")[f"provenance.{variant.provenance.kind}"][lang],
        reports=tuple(
            _report(n, one, lang, payload, _judged(one.uid, keys, found)) for n, one in chosen
        ),
        times=tuple(
            _times(one, lang, payload, found.get(one.uid))
            for _, one in chosen
            if payload.sign_off(one.uid).signed
        ),
        ratio=_ratio(variant, payload, lang),
        summary=_summary(report, lang) if report is not None and only is None else "",
    )


def _judged(
    uid: str, keys: Mapping[str, KeyReport], found: Mapping[str, Outcome]
) -> tuple[KeyReport, Outcome] | None:
    """A report's key with what was made of it; None without a key."""
    return (keys[uid], found[uid]) if uid in keys else None


def _word(name: str, lang: Lang, **values: object) -> str:
    return strings(_AREA)[f"timed_report.{name}"][lang].format(**values)


def _summary(report: ScoreReport, lang: Lang) -> str:
    right = len(report.hits)
    return _word("summary", lang, right=right, total=right + len(report.misses))


def _ratio(variant: TimedReportVariant, payload: TimedReportPayload, lang: Lang) -> str:
    """C5: a ratio of the two, never minutes saved; only when both reports are signed."""
    if not all(payload.sign_off(report.uid).signed for report in variant.reports):
        return ""
    by_kind = {report.draft: report.uid for report in variant.reports}
    measured = [minutes_of(payload, by_kind[draft]) for draft in (True, False)]
    felt = [payload.sign_off(by_kind[draft]).felt_minutes or 0 for draft in (True, False)]
    if not all((*measured, *felt)):
        return ""
    shares = [format_number(100 * ai / hand, "int", lang) for ai, hand in (measured, felt)]
    return _word("ratio", lang, measured=shares[0], felt=shares[1])


def clock_text(minutes: float) -> str:
    """Minutes as ``mm:ss``."""
    seconds = int(minutes * 60 + 1e-6)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def _times(
    report: PublicReport, lang: Lang, payload: TimedReportPayload, found: Outcome | None
) -> TimeRow:
    felt = payload.sign_off(report.uid).felt_minutes
    clock = payload.clock(report.uid)
    minutes = minutes_of(payload, report.uid)
    peeked = f" ({_word('peeked', lang)})" if clock.peeked else ""
    return TimeRow(
        kind=_kind(report, lang),
        felt=(plain_number(felt, lang, digits=1) if felt else "–") + peeked,
        measured=clock_text(minutes) if minutes else "–",
        shipped=str(found.shipped) if found is not None else "",
    )


def _kind(report: PublicReport, lang: Lang) -> str:
    return _word("kind.draft" if report.draft else "kind.hand", lang)


def _report(
    number: int,
    report: PublicReport,
    lang: Lang,
    payload: TimedReportPayload,
    judged: tuple[KeyReport, Outcome] | None,
) -> ReportView:
    key, found = judged if judged is not None else (None, None)
    figures = {answer.uid: answer for answer in payload.figures}
    gold = {figure.uid: figure for figure in key.figures} if key is not None else {}
    signed = payload.sign_off(report.uid).signed
    gate = ""
    if found is not None:
        gate = _word("gate.met" if found.gate else "gate.missed", lang)
    return ReportView(
        head=_word("report", lang, n=number),
        title=report.title[lang],
        kind=_kind(report, lang),
        draft=report.draft,
        task=report.task[lang],
        prompt=report.prompt[lang] if report.prompt is not None else "",
        signature=_word("signed" if signed else "unsigned", lang),
        gate=gate,
        gate_met=found.gate if found is not None else False,
        tables=tuple(table_view(table, lang) for table in report.evidence),
        figures=tuple(
            _figure(one, figures.get(one.uid), gold.get(one.uid), lang) for one in report.figures
        ),
        parts=_parts(report, lang, payload, key, found),
        model=tuple(text[lang] for text in key.model) if key is not None else (),
    )


def _figure(
    public: PublicFigure, answer: FigureAnswer | None, gold: KeyFigure | None, lang: Lang
) -> FigureRow:
    draft = public.draft[lang] if public.draft is not None else ""
    if answer is None:
        yours = draft or "–"
    else:
        yours = (
            plain_number(answer.value, lang) if answer.value is not None else answer.typed or "–"
        )
    row = FigureRow(label=public.label[lang], yours=yours, draft=draft)
    if gold is None:
        return row
    right = figure_right(gold, filled_in(gold, answer))
    return FigureRow(
        label=row.label,
        yours=yours,
        draft=draft,
        key=_rounded(gold, lang),
        result=_result(right, lang),
        why=gold.why[lang] if gold.why is not None else "",
        check=gold.check[lang] if gold.check is not None else "",
    )


def _rounded(gold: KeyFigure, lang: Lang) -> str:
    """The right figure with as many decimals as its tolerance (half a step) asks for."""
    styles: tuple[NumberStyle, ...] = ("int", "dec1", "dec2")
    halves = (0.5, 0.05, 0.005)
    fits = [style for style, half in zip(styles, halves, strict=True) if gold.tolerance >= half]
    return format_number(gold.value, fits[0] if fits else "dec2", lang)


def _result(right: bool, lang: Lang) -> str:
    words = strings(_AREA)
    return f"✓ {words['right'][lang]}" if right else f"✗ {words['wrong'][lang]}"


def _parts(
    report: PublicReport,
    lang: Lang,
    payload: TimedReportPayload,
    key: KeyReport | None,
    found: Outcome | None,
) -> tuple[PartView, ...]:
    answers = {answer.uid: answer for answer in payload.sentences}
    own = {part.uid: part.text for part in payload.parts}
    gold = {entry.uid: entry for entry in key.sentences} if key is not None else {}
    fates: Mapping[str, Fate] = found.fates if found is not None else {}
    number = 0
    parts: list[PartView] = []
    for part in report.parts:
        sentences: list[SentenceView] = []
        for one in part.sentences:
            number += 1
            judged = (gold[one.uid], fates[one.uid]) if one.uid in gold else None
            sentences.append(_sentence(number, one.text, answers.get(one.uid), judged, lang))
        parts.append(PartView(part.title[lang], tuple(sentences), own.get(part.uid, "")))
    return tuple(parts)


def _sentence(
    number: int,
    text: Bilingual,
    answer: SentenceAnswer | None,
    judged: tuple[KeySentence, Fate] | None,
    lang: Lang,
) -> SentenceView:
    handling = answer.handling if answer is not None else "keep"
    edited = answer.text if answer is not None and answer.handling == "edit" else ""
    plain = SentenceView(number, text[lang], _word(f"handling.{handling}", lang), edited)
    if judged is None:
        return plain
    gold, fate = judged
    good = fate in ("kept", "mended")
    return SentenceView(
        number=number,
        text=text[lang],
        handling=plain.handling,
        edited=edited,
        status="hit" if good else "miss",
        sign="✓" if good else "✗",
        said=_word(f"fate.{fate}", lang),
        right=gold.true_text[lang] if gold.wording is not None or fate == "lost" else "",
        why=gold.why[lang] if gold.why is not None else "",
        check=gold.check[lang] if gold.check is not None else "",
    )
