"""Whether every true wording is true and every wrong one false, worked out again from the data.

How far a wrong number must lie from the true one, under the truth and all its ``also`` definitions:

- ``num_*`` at level 1 or 2: at least 10 % of the true value and three rounding steps;
- level 3 (a right number with another meaning, found by working it out and not by looking) and all
  other categories: at least three rounding steps and twice the measure's tolerance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from hoichan.cases.errors import Problem
from hoichan.cases.shown import is_number
from hoichan.cases.truths import MIN_SHARE, MIN_STEPS, Tables, plain_value
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase, Truth, Unit, Value, Wording, WrongWording
from hoichan.schema.numbers import rounding_unit, style_scale
from hoichan.schema.numerals import Numeral, numerals
from hoichan.schema.taxonomy import Difficulty
from hoichan.schema.text import LANGS
from hoichan.synthesis.measures import MeasureError, evaluate

_SLACK = 1e-9
_SIGN = {"pct": "%", "permille": "‰"}

Fresh = Mapping[str, Value]


def recompute(case: CompiledCase, tables: Tables, at: Whereabouts) -> tuple[Fresh, list[Problem]]:
    """Every measured truth of ``case`` computed anew, and where that gives something else."""
    fresh: dict[str, Value] = {}
    problems: list[Problem] = []
    for truth in case.truths:
        if truth.measure is None:
            continue
        label = f"truths.{truth.name}"
        try:
            measured = evaluate(tables, truth.measure, truth.args)
        except MeasureError as error:
            problems.append(at.in_yaml(label, error.text.vi, error.text.en))
            continue
        fresh[truth.name] = plain_value(measured.value)
        if measured.unit != truth.unit:
            problems.append(
                at.in_yaml(
                    label,
                    f"Đơn vị của phép đo là {measured.unit}, không phải {truth.unit}.",
                    f"The measure's unit is {measured.unit}, not {truth.unit}.",
                )
            )
        if not same(fresh[truth.name], truth.value):
            problems.append(
                at.in_yaml(
                    label,
                    f"Tính lại từ dữ liệu được {fresh[truth.name]!r}, không phải {truth.value!r}.",
                    f"The data give {fresh[truth.name]!r}, not {truth.value!r}.",
                )
            )
    return fresh, problems


def same(first: Value, second: Value) -> bool:
    """Equal, for numbers within float noise."""
    if is_number(first) and is_number(second):
        return math.isclose(float(first), float(second), rel_tol=_SLACK, abs_tol=_SLACK)
    return first == second


def true_problems(
    case: CompiledCase, unit: Unit, fresh: Fresh, at: Whereabouts
) -> Iterator[Problem]:
    """Why the true wording of ``unit`` is not shown to be true."""
    truths = {truth.name: truth for truth in case.truths}
    for name, value in unit.true.asserts.items():
        if name not in fresh:
            yield at.in_yaml(
                unit.id,
                f"câu đúng dựa vào “{name}”, không phải phép đo nào.",
                f'the true wording rests on "{name}", which is no measure.',
            )
        elif not same(value, fresh[name]):
            yield at.in_yaml(
                unit.id,
                f"câu đúng nói “{name}” là {value!r}, dữ liệu cho {fresh[name]!r}.",
                f'the true wording says "{name}" is {value!r}, the data give {fresh[name]!r}.',
            )
    yield from number_problems(unit.id, unit.true, truths, at)


def wrong_problems(
    case: CompiledCase, unit: Unit, wrong: WrongWording, fresh: Fresh, at: Whereabouts
) -> Iterator[Problem]:
    """Why a wrong wording is not surely false."""
    truths = {truth.name: truth for truth in case.truths}
    label = f"{unit.id}.{wrong.id}"
    misstated = [
        name
        for name, value in wrong.asserts.items()
        if name in fresh and not same(value, fresh[name])
    ]
    if wrong.category.group == "num" and not any(is_number(fresh[name]) for name in misstated):
        yield at.in_yaml(
            label,
            f"lỗi {wrong.category.value} phải nói sai ít nhất một con số (dùng “shows”).",
            f'a {wrong.category.value} error must misstate a number (use "shows").',
        )
    for name in misstated:
        definitions = [name, *(other for other in truths[name].also if other in fresh)]
        for other in definitions:
            if not _far(wrong, truths[name], wrong.asserts[name], fresh[other]):
                yield at.in_yaml(
                    label,
                    f"“{name}” bị nói là {wrong.asserts[name]!r}, quá gần giá trị đúng "
                    f"{fresh[other]!r} (theo “{other}”).",
                    f'"{name}" is said to be {wrong.asserts[name]!r}, too near the true '
                    f'{fresh[other]!r} (by "{other}").',
                )
    yield from number_problems(label, wrong, truths, at)


def _far(wrong: WrongWording, truth: Truth, said: Value, true: Value) -> bool:
    """Whether ``said`` lies far enough from ``true`` to be false beyond dispute."""
    if not (is_number(said) and is_number(true)):
        return said != true
    difference = abs(float(said) - float(true))
    return difference >= least_difference(wrong, truth, float(true)) - _SLACK


def least_difference(wrong: WrongWording, truth: Truth, true: float) -> float:
    """The least distance of a wrong value from ``true``, in the unit of the value."""
    steps = MIN_STEPS * rounding_unit(truth.show) if truth.show else 0.0
    if wrong.category.group == "num" and wrong.level < Difficulty.NEAR_TRUTH:
        return max(MIN_SHARE * abs(true), steps)
    return max(2 * truth.tolerance, steps)


def number_problems(
    label: str, wording: Wording, truths: Mapping[str, Truth], at: Whereabouts
) -> Iterator[Problem]:
    """Asserted numbers that a reader would not find in the text, in either language."""
    for lang in LANGS:
        found = numerals(wording.text[lang], lang)
        for name, value in wording.asserts.items():
            truth = truths[name]
            if truth.show is None or not isinstance(value, float):
                continue
            if not any(_reads(numeral, value, truth) for numeral in found):
                yield at.in_text(
                    label,
                    lang,
                    f"không đọc lại được “{name}” = {value * style_scale(truth.show):g} từ câu đã "
                    f"dựng: {wording.text[lang]}",
                    f'"{name}" = {value * style_scale(truth.show):g} cannot be read back from the '
                    f"rendered text: {wording.text[lang]}",
                )


def _reads(numeral: Numeral, value: float, truth: Truth) -> bool:
    """Whether the numeral is ``value`` within half a rounding step, with the right sign."""
    if truth.show is None:
        return False
    scale = style_scale(truth.show)
    half = rounding_unit(truth.show) * scale / 2
    sign = _SIGN.get(truth.show.rstrip("0123456789"), "")
    return numeral.sign == sign and abs(numeral.value - value * scale) <= half + _SLACK * scale
