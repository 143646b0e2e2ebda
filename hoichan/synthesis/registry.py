"""Registry of measures: every number the course states is computed by one of them.

A measure is a function of one table and a validated argument model. Cases and ``truth.json`` name
it (``monthly_activity.bed_occupancy``) with arguments; :func:`evaluate` gives value and unit.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, get_type_hints

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from hoichan.data.catalog import TABLES
from hoichan.schema.case import UnitOfMeasure, Value
from hoichan.schema.text import Bilingual

ScalarArg = str | float | int | bool


class Args(BaseModel):
    """Base of every measure's arguments: an argument nobody declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MeasureError(ValueError):
    """A measure cannot be computed; ``text`` tells the author why, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.text = Bilingual(vi=vi, en=en)


@dataclass(frozen=True)
class Measured:
    """What a measure gave. Proportions are 0..1 with unit ``percent``; facts have no unit."""

    value: Value
    unit: UnitOfMeasure | None
    tolerance: float


@dataclass(frozen=True)
class Unchanging(Mapping[str, pd.DataFrame]):
    """Tables that nobody changes: what :func:`evaluate` found on them once, it remembers.

    A case is compiled, checked and shown by the same few measures; several of these may share
    ``known`` as long as a name means the same table in all of them.
    """

    tables: Mapping[str, pd.DataFrame]
    known: dict[tuple[str, Args], Measured] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


Unit = UnitOfMeasure | None
Function = Callable[[Any, Any], Value]  # a table (or a dataset's tables by name), the arguments
F = TypeVar("F", bound=Function)


@dataclass(frozen=True)
class Measure:
    """A registered measure with its argument model and its meaning in both languages."""

    name: str
    function: Function
    args: type[Args]
    unit: Unit | Callable[[Any], Unit]
    tolerance: float | Callable[[Any], float | None] | None
    meaning: Bilingual

    @property
    def dataset(self) -> str:
        """What the measure reads, a table or a dataset of several: its name before the point."""
        return self.name.partition(".")[0]


_MEASURES: dict[str, Measure] = {}
_GENERAL: dict[str, Measure] = {}


def usual_tolerance(unit: Unit, value: Value) -> float:
    """How far a correctly read and rounded answer may lie from the exact value, in its unit.

    Proportions from 10 % on: 0.1 point; smaller ones: half of the first decimal, so that 0.5 % and
    0.8 % stay apart. A measured quantity in its column's unit: 0.5 % of it.
    """
    if unit == "percent" and isinstance(value, float):
        return 0.001 if abs(value) >= 0.1 else 0.00051
    if unit is None and isinstance(value, float):
        return 0.005 * abs(value)
    return {"ratio": 0.01, "minutes": 0.5}.get(unit or "", 0.0)


def measure(
    name: str,
    *,
    unit: Unit | Callable[[Any], Unit],
    vi: str,
    tolerance: float | Callable[[Any], float | None] | None = None,
) -> Callable[[F], F]:
    """Register a function ``(table, args) -> value``; its docstring is the English meaning.

    Without ``tolerance`` (or when a callable gives None) it is :func:`usual_tolerance`.
    """

    def register(function: F) -> F:
        if name in _MEASURES:
            msg = f"measure registered twice: {name}"
            raise RuntimeError(msg)
        english = " ".join((function.__doc__ or "").split())
        model = get_type_hints(function)["args"]
        _MEASURES[name] = Measure(
            name, function, model, unit, tolerance, Bilingual(vi=vi, en=english)
        )
        return function

    return register


def general(
    name: str,
    *,
    unit: Unit,
    vi: str,
    tolerance: float | Callable[[Any], float | None] | None = None,
) -> Callable[[F], F]:
    """Register a measure that every table has: ``general("count")`` gives ``opd_visits.count`` etc."""

    def register(function: F) -> F:
        english = " ".join((function.__doc__ or "").split())
        model = get_type_hints(function)["args"]
        _GENERAL[name] = Measure(
            name, function, model, unit, tolerance, Bilingual(vi=vi, en=english)
        )
        return function

    return register


def general_measures() -> tuple[Measure, ...]:
    """The measures every table has, sorted by name (without a table's name)."""
    return tuple(_GENERAL[name] for name in sorted(_GENERAL))


def _find(name: str) -> Measure | None:
    """A measure by its full name; the special one of a table wins over the general one."""
    if name in _MEASURES:
        return _MEASURES[name]
    table, _, what = name.rpartition(".")
    known = any(table in its for its in TABLES.values())
    return replace(_GENERAL[what], name=name) if known and what in _GENERAL else None


def registered() -> tuple[Measure, ...]:
    """All measures, sorted by name."""
    return tuple(_MEASURES[name] for name in sorted(_MEASURES))


def evaluate(
    tables: Mapping[str, pd.DataFrame], name: str, args: Mapping[str, ScalarArg]
) -> Measured:
    """Compute measure ``name`` with ``args`` from ``tables`` (as ``hoichan.data.tables`` gives).

    Raises:
        MeasureError: unknown name or argument (the nearest valid ones are named), a table that is
            not there, or a selection without rows.
    """
    found = _find(name)
    if found is None:
        near = _nearest(name, [*_MEASURES, *_general_names(name)])
        raise MeasureError(
            f"Không có phép đo “{name}”. Gần nhất: {near}.",
            f'No measure "{name}". Nearest: {near}.',
        )
    checked = _checked(found, args)
    wanted = _wanted(found, tables)
    if not isinstance(tables, Unchanging):
        return _measured(found, wanted, checked)
    if (name, checked) not in tables.known:
        tables.known[name, checked] = _measured(found, wanted, checked)
    return tables.known[name, checked]


def _measured(found: Measure, wanted: Any, checked: Args) -> Measured:
    value = found.function(wanted, checked)
    if isinstance(value, float) and not math.isfinite(value):
        raise MeasureError(
            f"Phép đo “{found.name}” không ra số (không có dòng nào phù hợp?).",
            f'Measure "{found.name}" gives no number (no matching rows?).',
        )
    unit = found.unit(checked) if callable(found.unit) else found.unit
    tolerance = found.tolerance(checked) if callable(found.tolerance) else found.tolerance
    return Measured(value, unit, usual_tolerance(unit, value) if tolerance is None else tolerance)


def _general_names(name: str) -> list[str]:
    table = name.rpartition(".")[0]
    return [f"{table}.{what}" for what in _GENERAL] if table else []


def _wanted(found: Measure, tables: Mapping[str, pd.DataFrame]) -> Any:
    """What the measure's function takes: its table, or the tables of its dataset by name."""
    its = TABLES.get(found.dataset, (found.dataset,))
    for table in its:
        if table not in tables:
            raise MeasureError(
                f"Phép đo “{found.name}” cần bảng “{table}”, nhưng bảng đó chưa được nêu.",
                f'Measure "{found.name}" needs the table "{table}", which was not given.',
            )
    return tables[its[0]] if its == (found.dataset,) else {table: tables[table] for table in its}


def _checked(found: Measure, args: Mapping[str, ScalarArg]) -> Args:
    """Validate ``args``, turning pydantic's report into one sentence per language."""
    try:
        return found.args(**dict(args))
    except ValidationError as error:
        vi, en = zip(*(_explain(found, item) for item in error.errors()), strict=True)
        raise MeasureError(
            f"Phép đo “{found.name}”: " + "; ".join(vi) + ".",
            f'Measure "{found.name}": ' + "; ".join(en) + ".",
        ) from error


def _explain(found: Measure, item: Any) -> tuple[str, str]:
    """One of pydantic's error details, in plain words."""
    arg = ".".join(str(part) for part in item["loc"]) or "?"
    if item["type"] == "extra_forbidden":
        near = _nearest(arg, found.args.model_fields)
        return (
            f"không có tham số “{arg}”, gần nhất: {near}",
            f'no argument "{arg}", nearest: {near}',
        )
    if item["type"] == "missing":
        return (f"thiếu tham số “{arg}”", f'argument "{arg}" is missing')
    allowed = item.get("ctx", {}).get("expected")
    given = item.get("input")
    if allowed:
        return (
            f"“{arg}” không nhận {given!r}, chỉ nhận {str(allowed).replace(' or ', ' hoặc ')}",
            f'"{arg}" cannot be {given!r}, only {allowed}',
        )
    return (f"“{arg}” không nhận {given!r}", f'"{arg}" cannot be {given!r}: {item["msg"]}')


def _nearest(word: str, among: Iterable[str]) -> str:
    """Up to three names most like ``word``; all of them when nothing is near and they are few."""
    names = sorted(among)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    if not near:
        tail = word.rpartition(".")[2]
        near = [name for name in names if tail and tail in name][:3]
    return ", ".join(near or names[:12])


def divide(top: float, bottom: float) -> float:
    """``top / bottom``; a zero base is a :class:`MeasureError`, never a silent NaN."""
    if bottom == 0:
        raise MeasureError(
            "Mẫu số bằng 0: không có dòng nào phù hợp với điều kiện.",
            "The denominator is 0: no row matches the conditions.",
        )
    return float(top) / float(bottom)
