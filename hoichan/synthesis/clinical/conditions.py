"""One-clause conditions on prescribing rows, as a knowledge base writes them: ``egfr<30``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

import pandas as pd

_CLAUSE = re.compile(r"(\w+)(<|>|=)(\w+)")
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {"<": operator.lt, ">": operator.gt}


def meets(rows: pd.DataFrame, condition: str) -> pd.Series:
    """Whether each row meets ``condition``; "" is met by all, an empty cell meets nothing.

    Raises:
        ValueError: a condition that is not ``column<number``, ``column>number`` or ``column=value``.
    """
    if condition == "":
        return pd.Series(data=True, index=rows.index)
    found = _CLAUSE.fullmatch(condition)
    if found is None or found[1] not in rows.columns:
        msg = f"cannot read the condition {condition!r}"
        raise ValueError(msg)
    column, sign, value = found.groups()
    cells = rows[column]
    if sign != "=":
        met = _COMPARE[sign](cells, float(value))
    elif pd.api.types.is_bool_dtype(cells.dtype):
        met = cells == (value == "true")
    else:
        met = cells.astype("str") == value
    return pd.Series(met.fillna(value=False).astype("bool"), index=rows.index)
