from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hoichan.synthesis.census import month_number, month_of, patient_days, reach
from hoichan.synthesis.draws import Draws


def day(text):
    return int(np.datetime64(text, "D").astype(np.int64))


def stays(*pairs):
    return pd.DataFrame(
        {
            "cskcb": "A",
            "khoa": "NOI",
            "admitted": [day(first) for first, _ in pairs],
            "discharged": [day(last) for _, last in pairs],
        }
    )


def days_in(month, *pairs):
    return int(patient_days(stays(*pairs)).get(("A", "NOI", month_of(month)), 0))


def test_a_stay_over_the_end_of_a_month_is_split():
    pair = ("2025-01-30", "2025-02-03")
    assert days_in("2025-01", pair) == 2
    assert days_in("2025-02", pair) == 2


def test_a_day_case_counts_once_and_discharge_day_not():
    assert days_in("2025-02", ("2025-02-10", "2025-02-10")) == 1
    assert days_in("2025-02", ("2025-02-10", "2025-02-11")) == 1


def test_month_numbers():
    assert month_of("1970-01") == 0
    assert month_number(np.array([day("2025-02-28"), day("2025-03-01")])).tolist() == [
        month_of("2025-02"),
        month_of("2025-03"),
    ]


@pytest.mark.parametrize("target", [27, 30, 33])
def test_reach_moves_admissions_only_and_only_inside_the_month(target):
    rows = stays(
        *[("2025-02-10", f"2025-02-{15 + i}") for i in range(5)], ("2025-01-01", "2025-02-01")
    )
    month, before = month_of("2025-02"), rows.copy()
    reach(rows, rows["khoa"] == "NOI", month, target, Draws(1, "x"))
    assert int(patient_days(rows).loc[("A", "NOI", month)]) == target
    assert rows["discharged"].equals(before["discharged"])
    assert int(patient_days(rows).loc[("A", "NOI", month - 1)]) == 31


def test_an_impossible_target_is_refused():
    rows = stays(("2025-02-10", "2025-02-11"))
    with pytest.raises(ValueError, match="cannot reach 500"):
        reach(rows, rows["khoa"] == "NOI", month_of("2025-02"), 500, Draws(1, "x"))
