"""One answer to every exercise type, as a person gives it; given again, it changes what was said.

For tests, pictures and benchmarks that need something to be saved, not for answering well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator


@dataclass(frozen=True)
class Answering:
    """``open`` leads to the control, ``change`` uses it; ``turn`` 0, 1, 2 … gives other answers."""

    change: Callable[[Locator, int], None]
    open: Callable[[Locator], None] = lambda _task: None


def _check(selector: str, choices: int = 2) -> Answering:
    return Answering(lambda task, turn: task.locator(selector).nth(turn % choices).check())


def _click(selector: str, place: int = 0) -> Answering:
    return Answering(lambda task, _turn: task.locator(selector).nth(place).click())


def _select(control: str, opener: str, place: int) -> Answering:
    """Tap a sentence, word or line; say of which kind it is."""
    return Answering(
        lambda task, turn: _select_kind(task.locator(control).first, turn),
        lambda task: task.locator(opener).nth(place).click(),
    )


def _select_kind(control: Locator, turn: int) -> None:
    control.select_option(index=1 + turn % 3)


def _type_figure(task: Locator, turn: int) -> None:
    figure = task.locator("input[data-k^=figure-]").first
    figure.fill(f"{12 + turn},5")
    figure.press("Tab")


# By the number of the type, as tasks of the gallery lesson are named: x3 is graded, p3 practice.
ANSWERING = {
    "1": _select("[data-k=category]", ".hc-unit", 1),
    "2": _check("input[data-k^=verdict-]"),
    "3": _check("[data-change=init]"),
    "4": _click("[data-change=block]"),
    "5": _select("[data-change=kind]", ".hc-word", 3),
    "6": _check("input[data-k^=verdict-]"),
    "7": Answering(_type_figure, lambda task: task.locator("[data-k=open]").click()),
    "8": _check("input[data-k^=init-]"),
    "9": _click("[data-change=flaw]"),
    "10": _click(".hc-line"),
    "11": _select("[data-change=bug]", ".hc-code-line", 1),
}


def first_answer(task: Locator) -> None:
    """Answer something in ``task``, a widget's root element."""
    answering = ANSWERING[(task.get_attribute("data-task") or "")[1:]]
    answering.open(task)
    answering.change(task, 0)
