"""The small calculator beside the table tool: a rate needs two sums."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ValidationError

from hoichan.answers import OperationRefused
from hoichan.i18n import fill, strings
from hoichan.schema.numbers import NumberFormatError, parse_number
from hoichan.schema.text import Lang, Strict
from hoichan.views.cells import plain_number
from hoichan.widgets.lookup import Text


class Calculation(Strict):
    """``a / b``, ``(a - b) / b`` or ``a - b``; both sides may be products and sums: ``30 × 28``."""

    kind: Literal["calc"]
    id: Text
    a: Text
    b: Text
    how: Literal["ratio", "change", "difference"] = "ratio"
    lang: Lang = "vi"


def calculate(raw: object) -> dict[str, Any]:
    """Work out a calculation; the reply has the value as it is, in percent and in per mille.

    Raises:
        OperationRefused: a side is not a number, or ``b`` is zero where it divides.
    """
    try:
        task = Calculation.model_validate(raw)
    except ValidationError as error:
        raise OperationRefused(strings("lookup")["bad_query"]) from error
    a, b = (_expression(side, task.lang) for side in (task.a, task.b))
    if b == 0 and task.how != "difference":
        raise OperationRefused(strings("lookup")["divide_by_zero"])
    value = a - b if task.how == "difference" else (a - b if task.how == "change" else a) / b
    forms = {
        form: plain_number(value * scale, task.lang, digits)
        for form, scale, digits in (("plain", 1, 4), ("percent", 100, 2), ("permille", 1000, 2))
    }
    return {"kind": "result", "id": task.id, "forms": forms}


def _expression(text: str, lang: Lang) -> float:
    total = 0.0
    for term in text.split("+"):
        product = 1.0
        for factor in term.replace("*", "×").replace("x", "×").split("×"):
            try:
                product *= parse_number(factor, lang)
            except NumberFormatError:
                raise OperationRefused(
                    fill(strings("lookup")["not_a_number"], text=factor.strip() or "…")
                ) from None
        total += product
    return total
