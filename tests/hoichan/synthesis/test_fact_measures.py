"""Yes/no facts: each is seen both true and false on tables small enough to check by eye."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan.synthesis.measures import MeasureError, evaluate

MONTHLY = pd.DataFrame(
    {
        "thang": ["2024-02", "2025-01", "2025-02"],
        "khoa": ["NOI"] * 3,
        "tu_vong": [9, 8, 9],
        "ra_vien": [100, 100, 100],
    }
)

# Hospital A is shorter in both strata and longer overall: it has most of the severe cases.
STAYS = pd.DataFrame(
    {
        "cskcb": ["A"] * 4 + ["B"] * 4,
        "muc_nang": ["nhe", "nang", "nang", "nang", "nhe", "nhe", "nhe", "nang"],
        "so_ngay": [3, 6, 6, 6, 4, 4, 4, 7],
        "thang": ["2025-01"] * 8,
    }
)


def rose(versus: str) -> object:
    args = {"column": "tu_vong", "khoa": "NOI", "thang": "2025-02", "versus": versus}
    return evaluate({"monthly_activity": MONTHLY}, "monthly_activity.rose", args).value


def test_rose_compares_with_the_period_asked_for() -> None:
    assert rose("month") is True
    assert rose("year") is False  # 9 against 9: standing still is not rising


def test_shorter_stay_needs_both_strata() -> None:
    def shorter(table: pd.DataFrame) -> object:
        args = {"cskcb": "A", "versus_cskcb": "B"}
        return evaluate({"ipd_discharges": table}, "ipd_discharges.has_shorter_stay", args).value

    assert shorter(STAYS) is True
    mild = (STAYS["cskcb"] == "A") & (STAYS["muc_nang"] == "nhe")
    assert shorter(STAYS.assign(so_ngay=STAYS["so_ngay"].mask(mild, 5))) is False


@pytest.mark.parametrize("dataset", ["opd_visits", "monthly_activity", "screening"])
def test_has_column_says_what_a_table_records(dataset: str) -> None:
    tables = {dataset: MONTHLY}
    assert evaluate(tables, f"{dataset}.has_column", {"column": "tu_vong"}).value is True
    assert evaluate(tables, f"{dataset}.has_column", {"column": "nguyen_nhan"}).value is False
    with pytest.raises(MeasureError, match="column"):
        evaluate(tables, f"{dataset}.has_column", {"colum": "tu_vong"})
