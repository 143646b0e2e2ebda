"""Numbers as a claim shows them: 1.15 of unit percent is shown, typed and scored as 115."""

from __future__ import annotations

from hoichan.schema.case import CompiledCase, Truth, Unit, Value, Wording
from hoichan.schema.numbers import (
    NumberStyle,
    format_number,
    parse_number,
    rounding_unit,
    style_scale,
)

_DIGITS = 9  # of a displayed value in a key: enough for any rounding, and free of float noise


def is_number(value: Value) -> bool:
    """Whether a truth's value is a number; ``True`` is a fact, not 1."""
    return isinstance(value, float) and not isinstance(value, bool)


def main_truth(case: CompiledCase, unit: Unit) -> Truth | None:
    """The number a claim is about: the first number it states; None when it states none."""
    named = {truth.name: truth for truth in case.truths}
    for name in unit.true.asserts:
        if is_number(named[name].value) and named[name].show is not None:
            return named[name]
    return None


def rounded(value: float, style: NumberStyle) -> float:
    """The displayed number (98.6 for 0.9857 shown as ``pct1``), rounded as the text rounds it."""
    return parse_number(format_number(value, style, "en"), "en")


def stated(truth: Truth, said: Wording) -> float | None:
    """The displayed number that a wording gives for ``truth``; None when it gives none."""
    value = said.asserts.get(truth.name)
    if truth.show is None or value is None or not isinstance(value, float):
        return None
    return rounded(value, truth.show)


def as_displayed(truth: Truth) -> float:
    """The truth in displayed units, not rounded to what the text shows."""
    return round(float(truth.value) * _scale(truth), _DIGITS)


def tolerance_displayed(truth: Truth) -> float:
    """How far a typed value may be off: half a rounding unit, at least the measure's tolerance."""
    half = rounding_unit(truth.show) / 2 if truth.show else 0.0
    return round(max(half, truth.tolerance) * _scale(truth), _DIGITS)


def _scale(truth: Truth) -> float:
    return style_scale(truth.show) if truth.show else 1.0
