"""Does the key of a report say what the data say? Nothing of how it was drawn is used."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator

from hoichan.cases.check_claims import Fresh
from hoichan.cases.claims_check import Inspection, Reading, known_wordings
from hoichan.cases.errors import Problem
from hoichan.schema.case import CompiledCase, WrongWording
from hoichan.schema.exercises.timed_report import (
    FigureWrong,
    FormFigure,
    KeyFigure,
    KeyReport,
    KeySentence,
    PublicFigure,
    PublicReport,
    ReportArm,
    TimedReportCase,
    TimedReportKey,
    TimedReportPool,
    TimedReportVariant,
)
from hoichan.schema.numbers import format_number, parse_number, rounding_unit, style_scale
from hoichan.schema.numerals import numerals
from hoichan.schema.text import LANGS

Seen = Inspection[TimedReportVariant, TimedReportKey]
_SLACK = 1e-6


class Arms:
    """A pool seen as cases of claims, one an arm."""

    def __init__(self, pool: TimedReportPool) -> None:
        self._claims = tuple(arm.claims for case in pool.cases for arm in case.arms)

    @property
    def cases(self) -> tuple[CompiledCase, ...]:
        """The arms' claims."""
        return self._claims


def report_problems(pool: TimedReportPool, seen: Seen) -> Iterator[Problem]:
    """Everything in which both reports differ from the data, from the forms or from each other."""
    reports, keys = seen.variant.reports, seen.key.reports
    if [r.uid for r in reports] != [k.uid for k in keys] or len(reports) != 2:
        yield seen.wrong("reports", "cần đúng hai báo cáo, khoá khớp.", "two reports with keys.")
        return
    if sum(report.draft for report in reports) != 1:
        yield seen.wrong("reports", "đúng một báo cáo có bản nháp.", "exactly one has a draft.")
    found = [_arm_of(pool, report) for report in reports]
    for report, key, place in zip(reports, keys, found, strict=True):
        if place is None:
            yield seen.wrong(report.uid, "không thuộc biểu mẫu nào.", "belongs to no form.")
            continue
        case, arm = place
        if (key.case, key.arm, key.draft, key.minutes) != (
            case.id,
            arm.id,
            report.draft,
            case.minutes,
        ):
            yield seen.wrong(report.uid, "khoá của nhánh khác.", "the key is of another arm.")
            continue
        yield from _report(seen, arm, report, key)
    names = {(place[0].id, place[1].id) for place in found if place is not None}
    if len(names) != 2 or len({case for case, _ in names}) != 1:
        yield seen.wrong("reports", "hai báo cáo phải là hai nhánh.", "must be the two arms.")


def _arm_of(
    pool: TimedReportPool, report: PublicReport
) -> tuple[TimedReportCase, ReportArm] | None:
    for case in pool.cases:
        for arm in case.arms:
            if (arm.claims.title, arm.claims.evidence) == (report.title, report.evidence):
                return case, arm
    return None


def _report(seen: Seen, arm: ReportArm, report: PublicReport, key: KeyReport) -> Iterator[Problem]:
    fresh = seen.fresh[arm.claims.id]
    if not len(report.figures) == len(key.figures) == len(arm.figures):
        yield seen.wrong(report.uid, "thiếu hoặc thừa ô.", "too many or too few fields.")
        return
    readings = yield from _sentences(seen, arm, report, key)
    for form, public, entry in zip(arm.figures, report.figures, key.figures, strict=True):
        yield from _figure(seen, (arm, form, fresh), public, entry)
        if report.draft:
            yield from _draft(seen, (arm, form, fresh), public, entry, readings)
    missing = {round(_shown(arm, n, float(v)), 6) for n, v in fresh.items() if _has_style(arm, n)}
    if {round(value, 6) for value in key.known} != missing:
        yield seen.wrong(report.uid, "các số đã biết bị sai.", "wrong list of known numbers.")


def _has_style(arm: ReportArm, name: str) -> bool:
    return arm.truth(name).show is not None


def _shown(arm: ReportArm, name: str, value: float) -> float:
    """``value`` of a truth as a reader sees it: written out and read back."""
    style = arm.truth(name).show
    return parse_number(format_number(value, style, "en"), "en") if style else value


Place = tuple[ReportArm, FormFigure, Fresh]


def _figure(seen: Seen, at: Place, public: PublicFigure, entry: KeyFigure) -> Iterator[Problem]:
    """The right figure, worked out from the data once more."""
    arm, form, fresh = at
    truth = arm.truth(form.truth)
    scale = style_scale(truth.show) if truth.show else 1.0
    value = float(fresh[form.truth]) * scale
    if not math.isclose(entry.value, value, rel_tol=_SLACK, abs_tol=_SLACK):
        yield seen.wrong(
            public.uid,
            f"khoá ghi {entry.value:g}, dữ liệu cho {value:g}.",
            f"the key says {entry.value:g}, the data give {value:g}.",
        )
    half = rounding_unit(truth.show) * scale / 2 if truth.show else 0.0
    if entry.tolerance != form.tolerance or entry.tolerance < half - _SLACK:
        yield seen.wrong(public.uid, "sai số cho phép bị sai.", "wrong tolerance.")
    if (public.label, public.unit, entry.unit, entry.uid, entry.truth) != (
        form.label,
        truth.unit,
        truth.unit,
        public.uid,
        form.truth,
    ):
        yield seen.wrong(public.uid, "ô không khớp biểu mẫu.", "does not fit the form.")
    if (public.draft is None) != (public.draft_value is None) or public.draft_value != entry.draft:
        yield seen.wrong(public.uid, "số trong bản nháp bị sai.", "wrong figure of the draft.")


def _draft(
    seen: Seen,
    at: Place,
    public: PublicFigure,
    entry: KeyFigure,
    readings: dict[str, Reading],
) -> Iterator[Problem]:
    """What the draft fills in is right, or wrong in the way that the key says."""
    arm, form, fresh = at
    if public.draft is None or public.draft_value is None:
        yield seen.wrong(public.uid, "bản nháp bỏ trống ô này.", "the draft leaves it empty.")
        return
    for lang in LANGS:
        read = [each.value for each in numerals(public.draft[lang], lang)]
        if len(read) != 1 or not math.isclose(read[0], public.draft_value, abs_tol=_SLACK):
            yield seen.wrong(public.uid, "số hiện ra không đọc lại được.", "cannot be read back.")
    right = abs(public.draft_value - entry.value) <= entry.tolerance + _SLACK
    said = _said_wrongly(arm, form, readings, entry.planted)
    if entry.planted is None:
        told = _misstated_anywhere(form, readings, fresh)
        if not right or told:
            yield seen.wrong(public.uid, "sai mà khoá không nói.", "wrong, and not in the key.")
    elif right or said is None:
        yield seen.wrong(public.uid, "khoá nói sai mà số đúng.", "key says wrong, it is right.")
    else:
        value, wrong = said
        told_ = (wrong.category, wrong.severity, wrong.why, wrong.check)
        ours = (entry.category, entry.severity, entry.why, entry.check)
        shown = _shown(arm, form.truth, value)
        if told_ != ours or not math.isclose(shown, public.draft_value, abs_tol=_SLACK):
            yield seen.wrong(public.uid, "khoá không khớp lỗi.", "key does not fit the error.")


def _said_wrongly(
    arm: ReportArm, form: FormFigure, readings: dict[str, Reading], planted: str | None
) -> tuple[float, FigureWrong | WrongWording] | None:
    """The wrong value by the name the key gives it: the field's own, or a sentence's."""
    owner, _, name = (planted or "").partition(".")
    own: FigureWrong | None = next((w for w in form.wrong if w.id == name), None)
    if owner == form.id and own is not None:
        return float(arm.truth(own.truth).value), own
    reading = readings.get(owner)
    if reading is None or reading[2] is None or reading[2].id != name:
        return None
    value = reading[2].asserts.get(form.truth)
    return None if value is None else (float(value), reading[2])


def _misstated_anywhere(form: FormFigure, readings: dict[str, Reading], fresh: Fresh) -> bool:
    values = [
        wrong.asserts[form.truth]
        for _, _, wrong in readings.values()
        if wrong is not None and form.truth in wrong.asserts
    ]
    return any(not math.isclose(float(v), float(fresh[form.truth])) for v in values)


def _sentences(
    seen: Seen, arm: ReportArm, report: PublicReport, key: KeyReport
) -> Generator[Problem, None, dict[str, Reading]]:
    """Problems of the sentences; returns what each unit's sentence says."""
    known = known_wordings(arm.claims)
    shown = [one for part in report.parts for one in part.sentences]
    readings: dict[str, Reading] = {}
    if [part.title for part in report.parts] != [part.title for part in arm.parts]:
        yield seen.wrong(report.uid, "các mục không khớp biểu mẫu.", "headings differ.")
    if not report.draft:
        if shown or key.sentences or key.model != tuple(u.true.text for u in arm.claims.units):
            yield seen.wrong(report.uid, "bản làm tay có câu của AI.", "by hand, yet sentences.")
        return readings
    if [one.uid for one in shown] != [entry.uid for entry in key.sentences] or key.model:
        yield seen.wrong(report.uid, "khoá thiếu hoặc thừa câu.", "sentences and key differ.")
        return readings
    for one, entry in zip(shown, key.sentences, strict=True):
        reading = known.get(one.text)
        if reading is None:
            yield seen.wrong(one.uid, "không thuộc biểu mẫu.", "belongs to no form.")
            continue
        readings[reading[1].id] = reading
        yield from seen.false_or_true(reading)
        yield from _sentence(seen, arm, entry, reading)
    units = [u for part in arm.parts for u in part.units]
    if list(readings) != units:
        yield seen.wrong(report.uid, "thiếu câu hoặc sai thứ tự.", "sentences missing or moved.")
    return readings


def _sentence(
    seen: Seen, arm: ReportArm, entry: KeySentence, reading: Reading
) -> Iterator[Problem]:
    """Whether the key knows the sentence: true or how wrong, and by what it is recognised."""
    _, unit, wrong = reading
    fresh = seen.fresh[arm.claims.id]
    right = {
        name: _shown(arm, name, float(fresh[name]))
        for name in unit.true.asserts
        if _has_style(arm, name)
    }
    told = (entry.unit, entry.true_text, entry.wording, entry.category, entry.severity)
    found = (
        unit.id,
        unit.true.text,
        wrong.id if wrong else None,
        wrong.category if wrong else None,
        wrong.severity if wrong else None,
    )
    if told != found or set(entry.right) != set(right.values()):
        yield seen.wrong(entry.uid, "khoá không khớp với câu.", "key does not fit the sentence.")
    said = wrong.asserts if wrong else {}
    shown = {n: _shown(arm, n, float(v)) for n, v in said.items() if n in right}
    off = {name for name, value in shown.items() if value != right[name]}
    if set(entry.wrong) != {shown[n] for n in off} or set(entry.mended) != {right[n] for n in off}:
        yield seen.wrong(entry.uid, "số sai trong khoá không khớp.", "wrong numbers differ.")
    if wrong is None:
        return
    if (entry.why, entry.check) != (wrong.why, wrong.check):
        yield seen.wrong(entry.uid, "lời giải không khớp.", "explanation differs.")
    for said_, words in ((wrong.text.vi, entry.left_vi), (wrong.text.en, entry.left_en)):
        text = said_.lower()
        if (not off and not words) or any(word.lower() not in text for word in words):
            yield seen.wrong(entry.uid, "không nhận ra được lỗi.", "error cannot be recognised.")
