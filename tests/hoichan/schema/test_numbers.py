"""Numbers are read as the person who typed them meant them, and shown by the habits of a language."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoichan.schema.numbers import (
    NumberFormatError,
    format_number,
    parse_number,
    rounding_unit,
    style_scale,
)

STYLES = ("int", "dec1", "dec2", "pct0", "pct1", "pct2", "permille1")


@pytest.mark.parametrize(
    ("typed", "vi", "en"),
    [
        ("115", 115, 115),
        ("98,6", 98.6, 98.6),
        ("98.6", 98.6, 98.6),
        ("98,6%", 98.6, 98.6),
        ("98,6 %", 98.6, 98.6),
        ("2,5‰", 2.5, 2.5),
        ("1.250", 1250, 1.25),
        ("1,250", 1.25, 1250),
        ("1.234,5", 1234.5, 1234.5),
        ("1,234.5", 1234.5, 1234.5),
        ("1 234,5", 1234.5, 1234.5),
        ("12\u00a0345", 12345, 12345),
        ("1\u202f234\u202f567,8", 1234567.8, 1234567.8),
        ("1.234.567", 1234567, 1234567),
        ("1,234,567", 1234567, 1234567),
        ("0.125", 0.125, 0.125),
        ("0,125", 0.125, 0.125),
        (",5", 0.5, 0.5),
        ("12.", 12, 12),
        ("-3,2%", -3.2, -3.2),
        ("−3,2", -3.2, -3.2),
        ("- 5", -5, -5),
        ("+5", 5, 5),
        ("  7  ", 7, 7),
    ],
)
def test_typed_numbers(typed, vi, en):
    assert parse_number(typed, "vi") == vi
    assert parse_number(typed, "en") == en


@pytest.mark.parametrize("typed", ["98,6%", "1 234,5", "−3"])
def test_decomposed_text_reads_the_same(typed):
    assert parse_number(unicodedata.normalize("NFD", typed)) == parse_number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "", "  ", "%", "abc", "khoảng 5", "5 ngày", "1e5", "nan", "inf", "--5", "5-6", "1/2", "½",
        "3²", "115 98", "12 34", "1 23", "1 234 56", "1.23.456", "1,23.5", "1234,567.8", "1.2.3",
        "0.125.000", "1,234,5", "9" * 400,
    ],
)  # fmt: skip
def test_what_is_not_one_number_is_refused(typed):
    for lang in ("vi", "en"):
        with pytest.raises(NumberFormatError):
            parse_number(typed, lang)


@pytest.mark.parametrize(
    ("value", "style", "vi", "en"),
    [
        (1.15, "pct1", "115,0%", "115.0%"),
        (0.98571, "pct1", "98,6%", "98.6%"),
        (0.0435, "permille1", "43,5‰", "43.5‰"),
        (12345, "int", "12.345", "12,345"),
        (1234567.891, "dec2", "1.234.567,89", "1,234,567.89"),
        (-0.032, "pct1", "-3,2%", "-3.2%"),
        (-0.0001, "pct1", "0,0%", "0.0%"),
        (0, "int", "0", "0"),
    ],
)
def test_shown_numbers(value, style, vi, en):
    assert format_number(value, style, "vi") == vi
    assert format_number(value, style, "en") == en


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (22.5, "int", "23"),
        (0.9125, "pct1", "91.3%"),
        (0.285, "pct0", "29%"),
        (2.675, "dec2", "2.68"),
    ],
)
def test_halves_round_up_as_taught_at_school(value, style, shown):
    assert format_number(value, style, "en") == shown


def test_numbers_of_numpy_are_shown_like_any_other():
    assert format_number(np.float64(0.25), "pct1", "vi") == "25,0%"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_finite_is_never_shown(value):
    with pytest.raises(ValueError):
        format_number(value, "int", "vi")


def test_rounding_unit_and_scale_belong_together():
    assert rounding_unit("pct1") == pytest.approx(0.001)
    assert rounding_unit("permille1") == pytest.approx(0.0001)
    assert rounding_unit("int") == 1
    assert style_scale("pct0") == 100
    assert style_scale("dec2") == 1


@given(
    value=st.floats(min_value=-1e6, max_value=1e6),
    style=st.sampled_from(STYLES),
    lang=st.sampled_from(["vi", "en"]),
)
def test_what_is_shown_reads_back(value, style, lang):
    shown = format_number(value, style, lang)
    # A lone group of three digits is the one ambiguous form; each language reads its own.
    read = parse_number(shown, lang) / style_scale(style)
    assert abs(read - value) <= rounding_unit(style) * 0.5 + 1e-9 * max(1, abs(value))
