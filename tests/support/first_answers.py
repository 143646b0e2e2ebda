"""One answer to every exercise type, as a person gives it: enough for something to be saved."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator


def _span(task: Locator) -> None:
    task.locator(".hc-unit").nth(1).click()
    task.locator("[data-k=category]").select_option("num_denominator")


def _report(task: Locator) -> None:
    task.locator("[data-k=open]").click()
    task.locator("input[data-k^=figure-]").first.fill("12,5")
    task.locator("input[data-k^=figure-]").first.press("Tab")


def _redact(task: Locator) -> None:
    task.locator(".hc-word").nth(3).click()
    task.locator("[data-change=kind]").select_option(index=1)


def _prompt(task: Locator) -> None:
    task.locator("[data-change=block]").first.check()


def _code(task: Locator) -> None:
    task.locator(".hc-code-line").nth(1).click()
    task.locator("[data-change=bug]").select_option(index=1)


def _check(selector: str) -> Callable[[Locator], None]:
    return lambda task: task.locator(selector).first.check()


def _click(selector: str) -> Callable[[Locator], None]:
    return lambda task: task.locator(selector).first.click()


# By the number of the type, as tasks of the gallery lesson are named: x3 is graded, p3 practice.
FIRST_ANSWERS: dict[str, Callable[[Locator], None]] = {
    "1": _span,
    "2": _check("input[value=false]"),
    "3": _check("[data-change=init]"),
    "4": _prompt,
    "5": _redact,
    "6": _check("input[type=radio]"),
    "7": _report,
    "8": _check("input[data-k^=init-]"),
    "9": _check("[data-change=flaw]"),
    "10": _click(".hc-line"),
    "11": _code,
}


def first_answer(task: Locator) -> None:
    """Answer something in ``task``, a widget's root element."""
    name = task.get_attribute("data-task") or ""
    FIRST_ANSWERS[name[1:]](task)
