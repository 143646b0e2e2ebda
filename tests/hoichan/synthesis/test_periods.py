from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from hoichan.synthesis.periods import Month, Period, days, earlier, months


def test_february_has_29_days_in_2024_and_28_in_2025():
    assert (days("2024-02"), days("2025-02")) == (29, 28)
    assert (days("2024"), days("2025"), days("2025-Q1")) == (366, 365, 90)


def test_months_of_a_year_a_quarter_and_a_month():
    assert months("2025")[::11] == ["2025-01", "2025-12"]
    assert months("2025-Q4") == ["2025-10", "2025-11", "2025-12"]
    assert months("2025-02") == ["2025-02"]


@pytest.mark.parametrize(
    ("period", "versus", "expected"),
    [
        ("2025-02", "year", "2024-02"),
        ("2025-02", "month", "2025-01"),
        ("2025-01", "month", "2024-12"),
        ("2025-Q1", "month", "2024-Q4"),
        ("2025-Q3", "month", "2025-Q2"),
        ("2025-Q3", "year", "2024-Q3"),
        ("2025", "month", "2024"),
        ("2025", "year", "2024"),
    ],
)
def test_earlier(period, versus, expected):
    assert earlier(period, versus) == expected


@pytest.mark.parametrize("wrong", ["2025-13", "2025-2", "02-2025", "2025-Q5", "", "2025-02-01"])
def test_a_wrong_period_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Period).validate_python(wrong)
    with pytest.raises(ValidationError):
        TypeAdapter(Month).validate_python(wrong)


def test_yaml_reads_a_bare_year_as_a_number():
    assert TypeAdapter(Period).validate_python(2025) == "2025"
