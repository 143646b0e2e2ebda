"""What a learner may do with each column of a table: choose a value, set a range, average it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

from hoichan import data
from hoichan.i18n import fill, strings
from hoichan.schema.text import LANGS, Bilingual, Lang, Strict
from hoichan.views.cells import plain_number, show_date

Kind = Literal["choice", "number", "date", "time", "text"]
MOST_CHOICES = 60
_MONTH = re.compile(r"\d{4}-\d{2}")


class Choice(Strict):
    """A value of a column that can be ticked in a list."""

    value: str
    label: Bilingual


class TableColumn(Strict):
    """A column as the table tool offers it."""

    name: str
    label: Bilingual
    hint: Bilingual
    kind: Kind
    timed: bool = False  # dates with a time of day
    choices: tuple[Choice, ...] = ()
    extent: Bilingual | None = None

    @property
    def months(self) -> bool:
        """Whether the choices are months, which have an order and so can be a range."""
        return bool(self.choices) and all(_MONTH.fullmatch(each.value) for each in self.choices)

    def code_of(self, value: Any) -> str:
        """The code of a cell's value, as ``Choice.value`` spells it."""
        code = str(value)
        # numpy's booleans are no `bool`, but are spelt like one.
        return code.lower() if code in ("True", "False") else code

    def label_of(self, value: Any) -> Bilingual | None:
        """What a cell's value means, when the column has a list of meanings."""
        code = self.code_of(value)
        return next((choice.label for choice in self.choices if choice.value == code), None)


@cache
def table_columns(name: str) -> tuple[TableColumn, ...]:
    """Columns of a published table, in file order, derived ones last."""
    frame = data.load(name)
    columns = []
    for field in data.fields(name):
        values = frame[field.name].dropna()
        kind, choices = _kind(field, values)
        columns.append(
            TableColumn(
                name=field.name,
                label=field.title,
                hint=field.description,
                kind=kind,
                timed=field.type == "datetime",
                choices=choices,
                extent=_extent(kind, values),
            )
        )
    return tuple(columns)


def _extent(kind: Kind, values: Any) -> Bilingual | None:
    """From the smallest to the largest value, so that a range can be typed sensibly."""
    if kind in ("choice", "text") or values.empty:
        return None
    ends = {
        lang: " – ".join(_end(kind, value, lang) for value in (values.min(), values.max()))
        for lang in LANGS
    }
    return fill(strings("lookup")["extent"], ends=Bilingual(**ends))


def _end(kind: Kind, value: Any, lang: Lang) -> str:
    if kind == "date":
        return f"{value:%d/%m/%Y}"  # as it can be typed
    return plain_number(float(value), lang) if kind == "number" else str(value)


def describe_table(name: str) -> dict[str, Any]:
    """A table for the browser: its title, number of rows and columns."""
    title = data.resource(name)["hoichan:title"]  # a dataset may have several tables
    return {
        "name": name,
        "label": {"vi": title["vi"], "en": title["en"]},
        "rows": len(data.load(name)),
        "columns": [
            column.model_dump(mode="json") | {"months": column.months}
            for column in table_columns(name)
        ],
    }


def _kind(field: data.Field, values: Any) -> tuple[Kind, tuple[Choice, ...]]:
    if field.labels:
        found = tuple(Choice(value=code, label=label) for code, label in field.labels.items())
        return "choice", found
    if field.type == "boolean":
        words = strings("cells")
        yes, no = Choice(value="true", label=words["yes"]), Choice(value="false", label=words["no"])
        return "choice", (yes, no)
    if field.type in ("integer", "number"):
        return "number", ()
    if field.type in ("date", "datetime"):
        return "date", ()
    distinct = values.unique()
    if len(distinct) <= MOST_CHOICES:
        return "choice", tuple(
            _bare_choice(str(value)) for value in sorted(distinct) if value != ""
        )
    clock = bool(values.str.fullmatch(r"\d{2}:\d{2}").all())
    return ("time" if clock else "text"), ()


def _bare_choice(value: str) -> Choice:
    label = Bilingual(vi=show_date(value, "vi"), en=show_date(value, "en"))
    return Choice(value=value, label=label)
