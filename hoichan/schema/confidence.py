"""How sure a learner is, on the seven stops that every exercise type uses."""

from __future__ import annotations

from typing import Literal, get_args

Stop = Literal[1, 10, 25, 50, 75, 90, 99]
STOPS: tuple[Stop, ...] = get_args(Stop)


def probability(stop: Stop) -> float:
    """The stop as a probability: 90 is 0.9."""
    return stop / 100
