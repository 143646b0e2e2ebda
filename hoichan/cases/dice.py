"""Random choices that come out the same on every machine and every Python version."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices from one integer seed.

    Only ``random.Random(int).random()`` is used: its sequence is guaranteed between Python
    versions, while ``shuffle``, ``choice`` and ``randrange`` have changed before.
    """

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)

    def below(self, n: int) -> int:
        """An integer from 0 to ``n - 1``."""
        return int(self._source.random() * n)

    def between(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def one_in(self, n: int) -> bool:
        """True once in ``n`` times on average."""
        return self.below(n) == 0

    def pick(self, items: Sequence[T]) -> T:
        """One of ``items``."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """``items`` in a random order (Fisher and Yates)."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed
