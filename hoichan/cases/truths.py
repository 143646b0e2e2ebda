"""Compute a case's truths from the data, and the wrong values that are derived from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.shown import is_number
from hoichan.cases.source import CaseSource
from hoichan.cases.spec import TruthSpec
from hoichan.schema.case import Truth, Value
from hoichan.schema.numbers import NumberStyle, format_number, parse_number, style_scale
from hoichan.synthesis.measures import MeasureError, evaluate

MIN_SHARE = 0.10
MIN_STEPS = 3

Tables = Mapping[str, pd.DataFrame]


def plain_value(value: object) -> Value:
    """A measure's value as text, yes/no or float; the types of numpy and integers disappear."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return bool(value)
    return float(value)  # type: ignore[arg-type]  # numpy's scalars and int have __float__


def compute_truths(source: CaseSource, tables: Tables) -> tuple[Truth, ...]:
    """All truths of the case in the order of ``case.yaml``.

    Raises:
        CaseError: a measure is unknown or gives no value, or a wrong value cannot be derived.
    """
    found: dict[str, Truth] = {}
    problems: list[Problem] = []
    for name, spec in source.spec.truths.items():
        if spec.measure is None:
            continue
        try:
            found[name] = _measured(name, spec, tables)
        except MeasureError as error:
            problems.append(Problem(source.lines.file, source.lines.at("truths", name), error.text))
    if not problems:
        for name, spec in source.spec.truths.items():
            if spec.of is not None:
                made = _derived(source, name, spec, found[spec.of])
                if isinstance(made, Problem):
                    problems.append(made)
                else:
                    found[name] = made
    problems += _show_problems(source, found)
    if problems:
        raise CaseError(problems)
    return tuple(found[name] for name in source.spec.truths)


def _measured(name: str, spec: TruthSpec, tables: Tables) -> Truth:
    measured = evaluate(tables, spec.measure or "", spec.args)
    return Truth(
        name=name,
        value=plain_value(measured.value),
        unit=measured.unit,
        show=spec.show,
        tolerance=measured.tolerance,
        measure=spec.measure,
        args=spec.args,
        also=spec.also,
    )


def _show_problems(source: CaseSource, found: Mapping[str, Truth]) -> Iterator[Problem]:
    """A word or yes/no cannot be shown as a number."""
    for name, truth in found.items():
        if truth.show is not None and not is_number(truth.value):
            yield source.lines.problem(
                ("truths", name, "show"),
                f"“{name}” không phải là số ({truth.value!r}), hãy bỏ “show”.",
                f'"{name}" is not a number ({truth.value!r}), leave "show" out.',
            )


def _derived(source: CaseSource, name: str, spec: TruthSpec, origin: Truth) -> Truth | Problem:
    show = spec.show or origin.show
    value = origin.value
    if not isinstance(value, float) or isinstance(value, bool):
        return source.lines.problem(
            ("truths", name),
            f"“{origin.name}” không phải là số nên không suy ra “{name}” được.",
            f'"{origin.name}" is not a number, so "{name}" cannot be derived from it.',
        )
    if spec.swap_digits:
        swapped = None if show is None else swap_digits(value, show)
        if swapped is None:
            return source.lines.problem(
                ("truths", name),
                f"Không đổi chỗ được hai chữ số cạnh nhau của “{origin.name}” để sai khác rõ rệt.",
                f'No two neighbouring digits of "{origin.name}" can be swapped for a clear difference.',
            )
        value = swapped
    elif spec.times is not None:
        value = value * spec.times
    else:
        value = value + (spec.plus or 0.0)
    return Truth(name=name, value=value, unit=origin.unit, show=show)


def swap_digits(value: float, show: NumberStyle) -> float | None:
    """``value`` with two neighbouring digits swapped as they are shown: 161 becomes 611 or 116.

    The first swap from the left that differs by at least 10 % and three rounding steps; ``None``
    when there is none. Both digits must stand together, on one side of the decimal mark.
    """
    text = format_number(value, show, "en").replace(",", "").rstrip("%‰")
    shown = parse_number(text, "en")
    step = 10.0 ** -len(text.partition(".")[2]) if "." in text else 1.0
    for place in range(len(text) - 1):
        first, second = text[place], text[place + 1]
        if not (first.isdigit() and second.isdigit()) or first == second:
            continue
        if second == "0" and place == len(text) - len(text.lstrip("-")):
            continue  # no number begins with 0
        swapped = parse_number(text[:place] + second + first + text[place + 2 :], "en")
        if abs(swapped - shown) >= max(MIN_SHARE * abs(shown), MIN_STEPS * step) - 1e-9:
            return swapped / style_scale(show)
    return None
