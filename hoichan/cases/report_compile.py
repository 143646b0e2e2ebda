"""A report form compiled: its arms as cases of claims, and the independent check of its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from hoichan.cases.check import check_case
from hoichan.cases.compile import compile_case, filled
from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.library import published
from hoichan.cases.report_form import FigureSpec, ReportSpec, left_words, read_form
from hoichan.cases.shown import as_displayed, is_number, rounded, tolerance_displayed
from hoichan.cases.source import CaseSource, Source
from hoichan.cases.truths import MIN_SHARE, MIN_STEPS
from hoichan.schema.case import CompiledCase, Truth, Unit, WrongWording
from hoichan.schema.exercises.timed_report import (
    FigureWrong,
    FormFigure,
    FormPart,
    ReportArm,
    TimedReportCase,
)
from hoichan.schema.numbers import rounding_unit
from hoichan.schema.taxonomy import Difficulty

_SLACK = 1e-9


def load_report(folder: Path) -> tuple[TimedReportCase, list[Problem]]:
    """Read, compile and check a form.

    Raises:
        CaseError: it cannot be read or compiled.
    """
    form, sources = read_form(folder)
    tables = published(form.spec.datasets, folder)
    compiled: dict[str, CompiledCase] = {}
    problems: list[Problem] = []
    for name, source in sources.items():
        try:
            compiled[name] = compile_case(source, tables)
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(list(dict.fromkeys(problems)))
    arms = tuple(_arm(form, name, sources[name], case) for name, case in compiled.items())
    for arm in arms:
        problems += check_case(arm.claims, tables, sources[arm.id])
        problems += _figure_problems(form, arm)
        problems += _sentence_problems(form, arm)
    problems += _equal_figures(form, arms)
    digest = hashlib.sha256("".join(arm.claims.sha256 for arm in arms).encode()).hexdigest()
    spec = form.spec
    case = TimedReportCase(
        id=spec.id,
        version=spec.version,
        role=spec.role,
        datasets=spec.datasets,
        title=form.title if "{" not in form.title.vi else arms[0].claims.title,
        review=spec.review,
        sha256=digest,
        minutes=spec.form.minutes,
        arms=arms,
    )
    return case, list(dict.fromkeys(problems))


def _arm(
    form: Source[ReportSpec], name: str, source: CaseSource, claims: CompiledCase
) -> ReportArm:
    truths = {truth.name: truth for truth in claims.truths}
    left = {}
    for unit in claims.units:
        for wrong in unit.wrong:
            label = f"{unit.id}.{wrong.id}"
            words = (left_words(source, label, "vi"), left_words(source, label, "en"))
            if words[0] or words[1]:
                left[label] = words
    return ReportArm(
        id=name,
        claims=claims,
        task=filled(source, "task", truths),
        figures=tuple(_figure(source, figure, truths) for figure in form.spec.form.fields),
        parts=tuple(
            FormPart(id=part.id, title=source.text(part.id), units=part.units)
            for part in form.spec.form.parts
        ),
        left=left,
    )


def _figure(source: CaseSource, spec: FigureSpec, truths: Mapping[str, Truth]) -> FormFigure:
    tolerance = spec.tol if spec.tol is not None else tolerance_displayed(truths[spec.truth])
    return FormFigure(
        id=spec.id,
        label=source.text(spec.id),
        truth=spec.truth,
        tolerance=tolerance,
        wrong=tuple(
            FigureWrong(
                id=wrong.id,
                truth=wrong.shows,
                category=wrong.category,
                severity=wrong.severity,
                level=wrong.level,
                why=filled(source, f"{spec.id}.{wrong.id}.why", truths),
                check=filled(source, f"{spec.id}.{wrong.id}.check", truths),
            )
            for wrong in spec.wrong
        ),
    )


def displayed(truth: Truth) -> float:
    """The number a text shows for ``truth``: 98.6 for 0.9857 as ``pct1``."""
    if truth.show is None:
        msg = f"{truth.name} is not shown as a number"
        raise ValueError(msg)
    return rounded(float(truth.value), truth.show)


def misstated(unit: Unit, wrong: WrongWording) -> tuple[str, ...]:
    """Truths to which a wrong wording gives another value than the true one."""
    true = unit.true.asserts
    return tuple(n for n, value in wrong.asserts.items() if n in true and value != true[n])


def _figure_problems(form: Source[ReportSpec], arm: ReportArm) -> Iterator[Problem]:
    """Whether every figure is a number, and every wrong figure is false beyond dispute."""
    for number, figure in enumerate(arm.figures):
        place = ("form", "fields", number)
        truth = arm.truth(figure.truth)
        if not is_number(truth.value):
            yield form.lines.problem(
                place,
                f"“{figure.truth}” không phải là số nên không điền vào ô được.",
                f'"{figure.truth}" is no number, so it cannot be a field.',
            )
            continue
        for wrong in figure.wrong:
            said, true = float(arm.truth(wrong.truth).value), float(truth.value)
            least = MIN_STEPS * rounding_unit(truth.show) if truth.show else 0.0
            if wrong.category.group == "num" and wrong.level < Difficulty.NEAR_TRUTH:
                least = max(least, MIN_SHARE * abs(true))
            if abs(said - true) < max(least, 2 * truth.tolerance) - _SLACK:
                yield form.lines.problem(
                    (*place, "wrong"),
                    f"“{figure.id}.{wrong.id}” ({arm.id}): {said:g} quá gần giá trị đúng {true:g}.",
                    f'"{figure.id}.{wrong.id}" ({arm.id}): {said:g} is too near the true {true:g}.',
                )


def _sentence_problems(form: Source[ReportSpec], arm: ReportArm) -> Iterator[Problem]:
    """Whether it can be told of an edited sentence that its error is gone."""
    fields = {figure.truth for figure in arm.figures}
    for number, unit in enumerate(arm.claims.units):
        right = {
            displayed(arm.truth(name))
            for name, value in unit.true.asserts.items()
            if is_number(value) and arm.truth(name).show
        }
        for index, wrong in enumerate(unit.wrong):
            place = ("units", number, "wrong", index)
            label = f"{unit.id}.{wrong.id}"
            numbers = [n for n in misstated(unit, wrong) if is_number(wrong.asserts[n])]
            for name in numbers:
                style = arm.truth(name).show
                said = rounded(float(wrong.asserts[name]), style) if style else None
                if said in right:
                    yield form.lines.problem(
                        place,
                        f"“{label}” ({arm.id}): số sai {said:g} cũng là một số đúng của câu, nên "
                        "không biết được câu đã sửa còn lỗi hay không.",
                        f'"{label}" ({arm.id}): the wrong {said:g} is also a right number of the '
                        "sentence, so an edited sentence cannot be judged.",
                    )
            if not numbers:
                yield from _left_problems(form, arm, label, place, (unit, wrong))
            if not numbers and fields & set(misstated(unit, wrong)):
                yield form.lines.problem(
                    place,
                    f"“{label}” nói sai một ô của biểu mẫu mà không có con số.",
                    f'"{label}" misstates a field of the form without a number.',
                )


def _left_problems(
    form: Source[ReportSpec],
    arm: ReportArm,
    label: str,
    place: tuple[str | int, ...],
    said: tuple[Unit, WrongWording],
) -> Iterator[Problem]:
    """A wrong sentence without a wrong number needs words by which its error is known."""
    unit, wrong = said
    both = arm.left.get(label, ((), ()))
    for lang, words in zip(("vi", "en"), both, strict=True):
        true, false = (
            (unit.true.text.vi, wrong.text.vi)
            if lang == "vi"
            else (unit.true.text.en, wrong.text.en)
        )
        fits = [w for w in words if w.lower() in false.lower() and w.lower() not in true.lower()]
        if not words or len(fits) < len(words):
            yield form.lines.problem(
                place,
                f"“{label}” không có số sai: cần “#### left” trong {lang}.md, gồm những chữ (cách "
                "nhau bằng |) chỉ có trong câu sai.",
                f'"{label}" has no wrong number: it needs "#### left" in {lang}.md with words '
                "(between bars |) that only the wrong sentence has.",
            )


def _equal_figures(form: Source[ReportSpec], arms: tuple[ReportArm, ...]) -> Iterator[Problem]:
    """A figure that fits both arms could be copied from one report to the other."""
    first, second = arms
    for number, (one, other) in enumerate(zip(first.figures, second.figures, strict=True)):
        values = [arm.truth(f.truth).value for arm, f in ((first, one), (second, other))]
        if not all(is_number(value) for value in values):
            continue
        ours, theirs = (as_displayed(a.truth(f.truth)) for a, f in ((first, one), (second, other)))
        if abs(ours - theirs) <= one.tolerance + other.tolerance:
            yield form.lines.problem(
                ("form", "fields", number),
                f"“{one.id}” gần như bằng nhau ở hai nhánh ({ours:g} và {theirs:g}): chép từ báo cáo "
                "này sang báo cáo kia cũng đúng.",
                f'"{one.id}" is nearly the same in both arms ({ours:g} and {theirs:g}): copied from '
                "one report into the other it would be right.",
            )
