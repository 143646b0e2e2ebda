"""X7. Accepting all: the draft signed as it is, its figures copied into the other report as well.

Rejecting all: every sentence struck out, every figure emptied. The typical clinician copies figures
well, slips in two of the calculations, and finds half of what is wrong in the draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from hoichan.schema.exercises.timed_report import (
    Clock,
    FigureAnswer,
    KeyFigure,
    KeyReport,
    PartAnswer,
    PublicReport,
    SentenceAnswer,
    SignOff,
    TimedReportKey,
    TimedReportPayload,
    TimedReportVariant,
    clock_of,
)

TRICKS = (
    "sign_at_once", "one_number", "strike_numbers", "strike_words", "row_in_order", "gut_all",
    "copy_draft_fast", "empty_figures",
)  # fmt: skip
_FAST_MS = 1_000
_SLOW = 0.9
_QUICK = 0.4


def answers(
    strategy: str, variant: TimedReportVariant, key: TimedReportKey, rng: Random
) -> TimedReportPayload:
    """What one person hands in."""
    if strategy == "blank":
        return TimedReportPayload()
    keys = {report.uid: report for report in key.reports}
    made = [_report(strategy, report, keys[report.uid], key, rng) for report in variant.reports]
    return TimedReportPayload(
        figures=tuple(figure for each in made for figure in each.figures),
        sentences=tuple(sentence for each in made for sentence in each.sentences),
        parts=tuple(part for each in made for part in each.parts),
        reports=tuple(report for each in made for report in each.reports),
        clocks=tuple(clock for each in made for clock in each.clocks),
    )


def _report(
    strategy: str, public: PublicReport, key: KeyReport, whole: TimedReportKey, rng: Random
) -> TimedReportPayload:
    pace = {"reference": _QUICK, "typical": _SLOW}.get(strategy)
    ms = _FAST_MS if pace is None else int(pace * key.minutes * 60_000)
    return TimedReportPayload(
        figures=_figures(strategy, public, key, whole, rng),
        sentences=_sentences(strategy, public, key, rng),
        parts=() if public.draft else tuple(PartAnswer(uid=p.uid, text="…") for p in public.parts),
        reports=(SignOff(uid=public.uid, signed=True, felt_minutes=5),),
        clocks=(Clock(uid=clock_of(public.uid), edit_ms=ms),),
    )


def _figures(
    strategy: str, public: PublicReport, key: KeyReport, whole: TimedReportKey, rng: Random
) -> tuple[FigureAnswer, ...]:
    draft = next(report for report in whole.reports if report.draft)
    cells = [cell for cell in public.evidence[0].rows[-1] if isinstance(cell, float)]
    copied = [] if public.draft else [figure.draft for figure in draft.figures]
    typed: dict[str, list[float | None]] = {
        "reference": [figure.value for figure in key.figures],
        "accept_all": copied,
        "copy_draft_fast": copied,
        "one_number": [key.figures[0].value] * len(key.figures),
        "row_in_order": [*cells],
    }
    if strategy in ("reject_all", "empty_figures", "gut_all"):
        return tuple(FigureAnswer(uid=figure.uid) for figure in key.figures)
    if strategy == "random":
        return tuple(
            FigureAnswer(uid=f.uid, typed="x", value=round(rng.uniform(0, 200), 1))
            for f in key.figures
            if not public.draft or rng.random() < 0.3
        )
    if strategy == "typical":
        return tuple(a for f in key.figures for a in _typical(f, drafted=public.draft, rng=rng))
    return _typed(key, typed.get(strategy, []))


def _typed(key: KeyReport, values: Iterable[float | None]) -> tuple[FigureAnswer, ...]:
    pairs = zip(key.figures, values, strict=False)
    return tuple(FigureAnswer(uid=f.uid, typed=f"{v}", value=v) for f, v in pairs if v is not None)


def _typical(figure: KeyFigure, *, drafted: bool, rng: Random) -> tuple[FigureAnswer, ...]:
    if drafted:
        mends = figure.planted is not None and rng.random() < 0.5
        value = figure.value if mends else None
    else:
        value = figure.value * (1.1 if rng.random() < 0.25 else 1)
    return () if value is None else (FigureAnswer(uid=figure.uid, typed="x", value=value),)


def _sentences(
    strategy: str, public: PublicReport, key: KeyReport, rng: Random
) -> tuple[SentenceAnswer, ...]:
    struck: list[str] = []
    for entry in key.sentences:
        planted, numeric = entry.wording is not None, bool(entry.right)
        strikes = {
            "reference": planted,
            "reject_all": True,
            "strike_numbers": numeric,
            "strike_words": not numeric,
            "random": rng.random() < 0.25,
            "typical": planted and rng.random() < 0.5,
        }
        if strikes.get(strategy, False):
            struck.append(entry.uid)
    if strategy == "gut_all":
        uids = [one.uid for part in public.parts for one in part.sentences]
        return tuple(SentenceAnswer(uid=uid, handling="edit", text="Đã sửa.") for uid in uids)
    return tuple(SentenceAnswer(uid=uid, handling="strike") for uid in struck)
