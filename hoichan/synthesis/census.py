"""The daily census of a ward: who was in a bed on which day, added up by month.

Rule (stated in the datasheets): a stay counts on every day from admission up to the day before
discharge; a patient admitted and discharged on one day counts once. So a stay over the end of a
month is split between the months, and ``patient-days / discharges`` of one month is not exactly the
mean length of stay of those discharged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hoichan.synthesis.draws import Draws, Ints


def patient_days(stays: pd.DataFrame) -> pd.Series:
    """Patient-days by (cskcb, khoa, month number since 1970-01) of ``stays`` with day numbers.

    ``stays`` holds ``cskcb``, ``khoa``, ``admitted`` and ``discharged`` (days since 1970-01-01).
    """
    length = np.maximum((stays["discharged"] - stays["admitted"]).to_numpy(), 1)
    rows = np.repeat(np.arange(len(stays)), length)
    turn = np.arange(len(rows)) - np.repeat(np.cumsum(length) - length, length)
    month = month_number(stays["admitted"].to_numpy()[rows] + turn)
    frame = pd.DataFrame(
        {
            "cskcb": stays["cskcb"].to_numpy()[rows],
            "khoa": stays["khoa"].to_numpy()[rows],
            "month": month,
        }
    )
    return frame.groupby(["cskcb", "khoa", "month"]).size()


def month_number(day: Ints) -> Ints:
    """Months since 1970-01 of days since 1970-01-01."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_of(text: str) -> int:
    """Months since 1970-01 of ``YYYY-MM``."""
    return int(np.datetime64(text, "M").astype(np.int64))


def reach(stays: pd.DataFrame, ward: pd.Series, month: int, target: int, draws: Draws) -> None:
    """Make stays of ``ward`` one day longer or shorter until ``month`` has ``target`` patient-days.

    Only the day of admission moves, and only within the month, so discharges stay as they are.
    """
    for _ in range(10):
        here = stays[ward]
        missing = target - int(patient_days(here).groupby("month").sum().loc[month])
        if missing == 0:
            return
        length = here["discharged"] - here["admitted"]
        in_month = month_number(here["discharged"].to_numpy()) == month
        before = month_number(here["admitted"].to_numpy() - 1) == month
        started = month_number(here["admitted"].to_numpy()) == month
        free = here[in_month & (before if missing > 0 else started & (length > 2).to_numpy())]
        chosen = free.index[draws.order(len(free))[: abs(missing)]]
        stays.loc[chosen, "admitted"] -= 1 if missing > 0 else -1
    msg = f"the census of month {month} cannot reach {target} patient-days"
    raise ValueError(msg)
