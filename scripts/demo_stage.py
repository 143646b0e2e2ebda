"""Stages of the demo: a title, a progress bar where it takes long, one line when done, the time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

from tqdm import tqdm


@dataclass
class Stages:
    """Runs one stage after another and keeps how long each took."""

    total: int
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, title: str) -> Iterator[list[str]]:
        """Run one stage; what is appended to the given list becomes its summary line."""
        print(f"[{len(self.seconds) + 1}/{self.total}] {title}", flush=True)
        said: list[str] = []
        start = time.perf_counter()
        yield said
        self.seconds[name] = round(time.perf_counter() - start, 2)
        print(f"    {'; '.join(said)} ({self.seconds[name]:.1f} s)", flush=True)


class Bar:
    """A progress bar that is told ``done`` and ``total``; made at the first call."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._bar: tqdm[NoReturn] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done."""
        if self._bar is None:
            self._bar = tqdm(total=total, unit=f" {self._unit}", leave=False, disable=None)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()
            self._bar = None
