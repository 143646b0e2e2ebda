"""Running the authors' own analysis snippets, to prove that a planted bug changes the result.

Only code that stands in a case of this repository is run here, never a learner's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

MAX_SHOWN = 1_500
IDENTIFIERS = ("nb_id", "visit_id", "case_id", "stay_id", "rx_id", "don_id", "report_id", "cccd")


class SnippetError(Exception):
    """A snippet that does not run; the text says which line and why."""


def run(lines: Sequence[str], tables: Mapping[str, pd.DataFrame], output: str) -> Any:
    """The value of ``output`` after all lines; ``pd``, ``np`` and the tables are there by name.

    Raises:
        SnippetError: a line fails, or sets no such variable.
    """
    space: dict[str, Any] = {"pd": pd, "np": np}
    space.update({name: table.copy() for name, table in tables.items()})
    for number, line in enumerate(lines, start=1):
        try:
            exec(compile(line, f"line {number}", "exec"), space)  # noqa: S102 - the authors' own
        except Exception as error:
            msg = f"line {number}: {type(error).__name__}: {error}"
            raise SnippetError(msg) from error
    if output not in space:
        msg = f"no variable {output}"
        raise SnippetError(msg)
    return space[output]


def shown(value: Any) -> str:
    """A result as text: the same on every machine, cut where it is long."""
    if isinstance(value, pd.DataFrame | pd.Series):
        text = value.round(6).to_string(max_rows=12)
    elif isinstance(value, float | np.floating):
        text = f"{float(value):.6g}"
    else:
        text = str(value)
    return text[:MAX_SHOWN]


def identifies(value: Any) -> bool:
    """Whether a result holds a column, or an index, that identifies somebody."""
    if isinstance(value, pd.DataFrame):
        names = [*map(str, value.columns), *map(str, value.index.names)]
    elif isinstance(value, pd.Series):
        names = [str(value.name), *map(str, value.index.names)]
    else:
        return False
    return any(name in IDENTIFIERS for name in names)
