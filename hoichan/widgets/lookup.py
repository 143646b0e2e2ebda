"""Looking something up in a table without code: filter, then count, sum or average.

The browser sends what was chosen, pandas does the work here, and the answer goes back as text in
the learner's language with at most ``SHOWN_ROWS`` rows.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field as Bound
from pydantic import ValidationError

from hoichan import data
from hoichan.answers import OperationRefused
from hoichan.i18n import fill, strings
from hoichan.schema.numbers import parse_number
from hoichan.schema.text import Bilingual, Lang, NfcStr, Strict
from hoichan.views.cells import plain_number, show_date
from hoichan.widgets.columns import Choice, TableColumn, table_columns

SHOWN_ROWS = 50
STEP_LENGTH = 200
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_MOMENT = re.compile(r"(\S+)[ T]+(\d{1,2}:\d{2})")
Text = Annotated[NfcStr, Bound(max_length=80)]


class Filter(Strict):
    """Keep rows whose ``column`` has one of the ``chosen`` values / lies between ``low`` and ``high``."""

    column: Text
    cond: Literal["in", "not_in", "between", "equals", "starts"]
    chosen: Annotated[tuple[Text, ...], Bound(max_length=60)] = ()
    low: Text = ""
    high: Text = ""


class Query(Strict):
    """One look into a table, as the browser sends it."""

    kind: Literal["query"]
    id: Text
    table: Text
    filters: Annotated[tuple[Filter, ...], Bound(max_length=12)] = ()
    how: Literal["rows", "count", "distinct", "sum", "mean", "median"]
    column: Text | None = None
    group: Text | None = None
    lang: Lang = "vi"


def look_up(raw: object, allowed: tuple[str, ...]) -> dict[str, Any]:
    """Answer a query about one of the ``allowed`` tables with the reply for the browser.

    Raises:
        OperationRefused: the query makes no sense; the text says which part.
        hoichan.data.DataError: the table's files are missing or damaged.
    """
    try:
        query = Query.model_validate(raw)
    except ValidationError as error:
        raise _refused("bad_query") from error
    if query.table not in allowed:
        raise _refused("unknown_table")
    columns = {column.name: column for column in table_columns(query.table)}
    frame = data.load(query.table)
    for each in query.filters:
        frame = frame[_keep(frame, each, _column(columns, each.column), query.lang)]
    shown = [columns[name] for name in frame.columns if name in columns]
    if query.how == "rows":
        heads, rows = shown, frame.head(SHOWN_ROWS).to_numpy(dtype=object).tolist()
        cells = [[_cell(v, c, query.lang) for v, c in zip(row, heads, strict=True)] for row in rows]
        labels = [{"text": c.label[query.lang], "number": c.kind == "number"} for c in heads]
        total = len(frame)
    else:
        labels, cells, total = _summary(frame, query, columns)
    return {
        "kind": "rows",
        "id": query.id,
        "matched": plain_number(len(frame), query.lang),
        "sentence": _sentence(query, columns),
        "columns": labels,
        "rows": cells[:SHOWN_ROWS],
        "shown": min(total, SHOWN_ROWS),
        "total": plain_number(total, query.lang),
        "cut": total > SHOWN_ROWS,
        "step": _step(query, columns),
    }


def _refused(key: str) -> OperationRefused:
    return OperationRefused(strings("lookup")[key])


def _column(columns: dict[str, TableColumn], name: str | None) -> TableColumn:
    if name not in columns:
        raise _refused("unknown_column")
    return columns[str(name)]


# --- filters ----------------------------------------------------------------------------------------


def _keep(frame: pd.DataFrame, each: Filter, column: TableColumn, lang: Lang) -> pd.Series[bool]:
    """Which rows a filter keeps. A missing value never matches."""
    values = frame[column.name]
    if each.cond in ("in", "not_in"):
        if not each.chosen:
            raise OperationRefused(fill(strings("lookup")["no_values"], column=column.label))
        codes = values.map(column.code_of, na_action="ignore")
        found = codes.isin(each.chosen)
        return found if each.cond == "in" else ~found & values.notna()
    if each.cond == "between":
        if column.kind == "text" or (column.kind == "choice" and not column.months):
            raise _refused("bad_query")
        return _between(values, each, column, lang)
    text = values.astype("str").str.casefold()
    wanted = each.low.strip().casefold()
    if not wanted:
        raise OperationRefused(fill(strings("lookup")["no_values"], column=column.label))
    match = text == wanted if each.cond == "equals" else text.str.startswith(wanted)
    return match & values.notna()


def _between(
    values: pd.Series[Any], each: Filter, column: TableColumn, lang: Lang
) -> pd.Series[bool]:
    keep = values.notna()
    for bound, low in ((each.low.strip(), True), (each.high.strip(), False)):
        if bound:
            limit = _limit(bound, column, lang)
            # A day without a time is the whole day, also at the end of a range.
            days = column.timed and not _MOMENT.fullmatch(bound)
            compared = values.dt.normalize() if days else values
            keep &= compared >= limit if low else compared <= limit
    if not each.low.strip() and not each.high.strip():
        raise OperationRefused(fill(strings("lookup")["no_values"], column=column.label))
    return keep.fillna(value=False).astype(bool)


def _limit(text: str, column: TableColumn, lang: Lang) -> Any:
    if column.months:
        return text
    try:
        if column.kind == "date":
            return pd.Timestamp(_iso_moment(text) if column.timed else _iso_date(text))
        if column.kind == "time":
            return f"{datetime.strptime(text, '%H:%M'):%H:%M}"  # noqa: DTZ007 - a time of day
        return parse_number(text, lang)
    except ValueError:
        words = {"date": "not_a_date", "time": "not_a_time"}.get(column.kind, "not_a_number")
        raise OperationRefused(fill(strings("lookup")[words], text=text)) from None


def _iso_date(text: str) -> str:
    """``31/3/2025`` (also with ``-`` or ``.``) or ``2025-03-31`` as ISO 8601."""
    found = _DAY_FIRST.fullmatch(text)
    day, month, year = found.groups() if found else text.split("-")[::-1]
    return date(int(year), int(month), int(day)).isoformat()


def _iso_moment(text: str) -> str:
    """``31/3/2025 6:00`` as ISO 8601; without a time it is a day."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return _iso_date(text)
    clock = datetime.strptime(found.group(2), "%H:%M")  # noqa: DTZ007 - a time of day
    return f"{_iso_date(found.group(1))}T{clock:%H:%M}"


# --- summaries --------------------------------------------------------------------------------------


def _summary(
    frame: pd.DataFrame, query: Query, columns: dict[str, TableColumn]
) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]], int]:
    lang = query.lang
    column = None if query.how == "count" else _column(columns, query.column)
    if column is not None and query.how != "distinct" and column.kind != "number":
        raise OperationRefused(fill(strings("lookup")["not_numeric"], column=column.label))
    head = {"text": _measure_name(query, column)[lang], "number": True}
    if query.group is None:
        return [head], [[_number(_reduce(frame, query.how, column), lang)]], 1
    group = _column(columns, query.group)
    if group.kind != "choice":
        raise OperationRefused(fill(strings("lookup")["not_a_group"], column=group.label))
    parts = {group.code_of(value): part for value, part in frame.groupby(group.name)}
    ordered = [choice for choice in group.choices if choice.value in parts]
    rows = [
        [
            {"text": choice.label[lang], "number": None},
            _number(_reduce(parts[choice.value], query.how, column), lang),
        ]
        for choice in ordered
    ]
    return [{"text": group.label[lang], "number": False}, head], rows, len(rows)


def _reduce(frame: pd.DataFrame, how: str, column: TableColumn | None) -> float | None:
    """One number from many rows; None where there is nothing to average."""
    if column is None:
        return float(len(frame))
    values = frame[column.name]
    if how == "distinct":
        return float(values.nunique())
    if how == "sum":
        return float(values.sum())
    if not values.notna().any():
        return None
    return float(values.mean() if how == "mean" else values.median())


def _measure_name(query: Query, column: TableColumn | None) -> Bilingual:
    words = strings("lookup")
    if column is None:
        return words["how.count"]
    return fill(words[f"of.{query.how}"], column=column.label)


def _number(value: float | None, lang: Lang) -> dict[str, Any]:
    text = "–" if value is None else plain_number(value, lang, digits=4)
    return {"text": text, "number": value}


def _cell(value: Any, column: TableColumn, lang: Lang) -> dict[str, Any]:
    if pd.isna(value) or value == "":
        return {"text": "–", "number": None}
    if column.kind == "number":
        return _number(float(value), lang)
    if column.kind == "date":
        clock = f" {value:%H:%M}" if column.timed else ""
        return {"text": show_date(f"{value:%Y-%m-%d}", lang) + clock, "number": None}
    label = column.label_of(value)
    return {"text": label[lang] if label else str(value), "number": None}


# --- saying what was looked up ----------------------------------------------------------------------


def _sentence(query: Query, columns: dict[str, TableColumn]) -> str:
    """The query in words, so that a learner sees what the number means."""
    lang = query.lang
    words = strings("lookup")
    column = columns.get(query.column or "") if query.how not in ("rows", "count") else None
    first = words["how.rows"] if query.how == "rows" else _measure_name(query, column)
    parts = [
        first[lang],
        *(_filter_words(each, columns[each.column], lang) for each in query.filters),
    ]
    if query.group is not None and query.how != "rows":
        parts.append(fill(words["by"], column=columns[query.group].label)[lang])
    return " · ".join(parts)


def _filter_words(each: Filter, column: TableColumn, lang: Lang) -> str:
    words = strings("lookup")
    label = column.label[lang]
    if each.cond in ("in", "not_in"):
        by_value: dict[str, Choice] = {choice.value: choice for choice in column.choices}
        named = [by_value[v].label[lang] if v in by_value else v for v in each.chosen]
        sign = "=" if each.cond == "in" else "≠"
        return f"{label} {sign} " + f" {words['or'][lang]} ".join(named)
    if each.cond == "between":
        low, high = (_end_words(end, lang) for end in _ends(each, column))
        if low and high:
            return f"{label} {low}–{high}"
        return f"{label} ≥ {low}" if low else f"{label} ≤ {high}"
    return f"{label} {words[f'cond.{each.cond}'][lang]} {each.low.strip()}"


def _end_words(end: str, lang: Lang) -> str:
    day, _, clock = end.partition("T")
    return f"{show_date(day, lang)} {clock}" if clock else show_date(end, lang)


def _step(query: Query, columns: dict[str, TableColumn]) -> str:
    """The query in a short fixed form for the record of how a claim was checked."""
    filters = [_filter_step(each, columns[each.column]) for each in query.filters]
    group = f" by {query.group}" if query.group and query.how != "rows" else ""
    target = f"{query.how}({query.column or ''})"
    return f"{query.table}: {'; '.join(filters) or '*'} -> {target}{group}"[:STEP_LENGTH]


def _filter_step(each: Filter, column: TableColumn) -> str:
    if each.cond == "between":
        return f"{each.column}={'..'.join(_ends(each, column))}"
    signs = {"in": "=", "not_in": "!=", "equals": "=", "starts": "^="}
    return f"{each.column}{signs[each.cond]}{'|'.join(each.chosen) or each.low}"


def _ends(each: Filter, column: TableColumn) -> tuple[str, ...]:
    """Both ends of a range, dates in ISO 8601, an open end empty."""
    ends = (each.low.strip(), each.high.strip())
    return tuple(_iso_moment(end) if end and column.kind == "date" else end for end in ends)
