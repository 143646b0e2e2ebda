"""What ``case.yaml`` of a ``chart_critique`` case may say, and the headings it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from hoichan.cases.labels import Label
from hoichan.cases.source import Source
from hoichan.cases.spec import Args, Name, SpecHead, wrong_value
from hoichan.schema.exercises.chart_critique import CaptionFlaw, ChartFlaw
from hoichan.schema.text import Strict

ChartStyle = Literal["int", "dec1", "dec2"]


class QuerySpec(Strict):
    """A measure; ``$tick`` in an argument is the tick. ``times``: to the displayed unit."""

    measure: str
    args: Args = Field(default_factory=dict)
    times: float = 1.0


class TicksSpec(Strict):
    """The whole horizontal axis: weeks, months, or codes of a column."""

    kind: Literal["week", "month", "code"]
    keys: tuple[str | int, ...] = ()
    span: tuple[int, int] | None = Field(default=None, description="First and last week or month")
    year: int | None = None
    table: str | None = None
    column: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> TicksSpec:
        if bool(self.keys) == (self.span is not None):
            raise wrong_value(
                "ghi “keys” hoặc “span”, không ghi cả hai.", 'give either "keys" or "span".'
            )
        if self.kind == "code" and (self.table is None or self.column is None or self.span):
            raise wrong_value(
                "loại code cần “keys”, “table” và “column”.",
                'the kind code needs "keys", "table" and "column".',
            )
        if self.kind == "month" and self.span is not None and self.year is None:
            raise wrong_value("thiếu “year”.", '"year" is missing.')
        return self


class AxisSpec(Strict):
    """The value axis of the sound chart: from 0 to ``top``."""

    top: float = Field(gt=0)
    step: float = Field(gt=0)


class SeriesSpec(QuerySpec):
    """A series; ``count`` is the number it gives the rate of."""

    id: Name
    count: QuerySpec | None = None


class CountsSpec(Strict):
    """How the counts are drawn, where the chart may show them in place of rates."""

    show: ChartStyle = "int"
    axis: AxisSpec


class SentenceSpec(Strict):
    """A sentence of the caption and the flaws it can have."""

    id: Name
    wrong: tuple[CaptionFlaw, ...] = ()


class ReadSpec(Strict):
    """A mark whose value may be asked for."""

    series: Name
    tick: str | int


class BetterSpec(Strict):
    """The design that answers the question, and two or three that do not."""

    best: Name
    others: tuple[Name, ...] = Field(min_length=2, max_length=3)


class ChartSpec(Strict):
    """A chart: its data, its drawing without flaws, and the flaws it may get."""

    id: Name
    marks: Literal["line", "bars"]
    ordered: Literal["time", "scale", "none"]
    ticks: TicksSpec
    series: tuple[SeriesSpec, ...] = Field(min_length=1, max_length=2)
    show: ChartStyle
    axis: AxisSpec
    counts: CountsSpec | None = None
    sizes: QuerySpec | None = None
    complete: QuerySpec | None = None
    window: tuple[str | int, str | int] | None = None
    flaws: tuple[ChartFlaw, ...]
    avoid: tuple[ChartFlaw, ...] = ()
    caption: tuple[SentenceSpec, ...] = Field(min_length=2, max_length=6)
    reads: tuple[ReadSpec, ...] = Field(min_length=4)
    better: BetterSpec


class ChartCaseSpec(SpecHead):
    """``case.yaml`` of a case of charts."""

    type: Literal["chart_critique"]
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    charts: tuple[ChartSpec, ...] = Field(min_length=1)


ChartSource = Source[ChartCaseSpec]


def chart_labels(source: ChartSource) -> Iterator[Label]:
    """The headings of every chart."""
    for number, chart in enumerate(source.spec.charts):
        place = ("charts", number)
        for name in _names(chart):
            yield Label(name, place)
        for flaw in chart.flaws:
            yield Label(f"{chart.id}.flaw.{flaw}", place, may_be_missing=True)
        for index, sentence in enumerate(chart.caption):
            own = (*place, "caption", index)
            yield Label(f"{chart.id}.{sentence.id}", own)
            for wrong in sentence.wrong:
                label = f"{chart.id}.{sentence.id}.{wrong}"
                yield Label(label, own)
                yield Label(f"{label}.why", own, may_be_missing=True)


def _names(chart: ChartSpec) -> Iterator[str]:
    yield chart.id
    for part in ("question", "about", "x", "y", "unit"):
        yield f"{chart.id}.{part}"
    for series in chart.series:
        yield f"{chart.id}.{series.id}"
    if chart.complete is not None:
        yield f"{chart.id}.open"
    if chart.counts is not None:
        yield from (f"{chart.id}.counts_y", f"{chart.id}.counts_unit")
    if "no_denominator" in chart.flaws:
        yield from (f"{chart.id}.bare", f"{chart.id}.per")
    for design in (chart.better.best, *chart.better.others):
        yield f"{chart.id}.better.{design}"
    yield f"{chart.id}.better.{chart.better.best}.why"
