"""Which group stands where: shared by every measure that names a group."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.registry import MeasureError


def ranked(values: pd.Series, rank: int) -> str:
    """Name at ``rank`` of falling ``values``; a tie there is an error, not an accident."""
    ordered = values.sort_values(ascending=False, kind="stable")
    if rank > len(ordered):
        raise MeasureError(
            f"Chỉ có {len(ordered)} nhóm, không có hạng {rank}.",
            f"There are only {len(ordered)} groups, none at rank {rank}.",
        )
    name = ordered.index[rank - 1]
    if int((ordered == ordered.iloc[rank - 1]).sum()) > 1:
        raise MeasureError(
            f"Hạng {rank} có nhiều nhóm bằng nhau.", f"Several groups share rank {rank}."
        )
    return str(name)
