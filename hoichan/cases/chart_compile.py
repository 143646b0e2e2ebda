"""From a chart as its author describes it to the sound chart with all its data and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hoichan import data
from hoichan.cases.chart_proof import evaluated
from hoichan.cases.chart_spec import AxisSpec, ChartSource, ChartSpec, QuerySpec, SeriesSpec
from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.source import PLACEHOLDER
from hoichan.cases.truths import Tables
from hoichan.i18n import fill, strings
from hoichan.schema.exercises.chart_critique import (
    CAPTION_FLAWS,
    CHART_FLAWS,
    OPTIONS,
    BaseChart,
    BaseSeries,
    BaseTick,
    CaptionFlaw,
    ChartFlaw,
    Design,
    Flaw,
    Mutation,
    Quantity,
    Query,
    ReadPlace,
    Scale,
    Sentence,
    WrongSentence,
)
from hoichan.schema.numbers import NumberStyle, format_number
from hoichan.schema.text import Bilingual, Lang
from hoichan.synthesis.measures import MeasureError
from hoichan.views.cells import show_date

_CHART_LINES = OPTIONS - len(CAPTION_FLAWS)


def compile_charts(source: ChartSource, tables: Tables) -> tuple[BaseChart, ...]:
    """All charts of a case.

    Raises:
        CaseError: a measure or placeholder that does not exist, or data that are not there.
    """
    made: list[BaseChart] = []
    problems: list[Problem] = []
    for number, spec in enumerate(source.spec.charts):
        place = ("charts", number)
        try:
            made.append(_chart(source, spec, tables))
        except (MeasureError, data.DataError) as error:
            line = source.lines.at(*place)
            problems.append(Problem(source.lines.file, line, error.text))
        except _NoSuchValueError as error:
            problems.append(
                source.lines.problem(
                    place,
                    f"biểu đồ {spec.id}: không có {{{error.name}}}.",
                    f"chart {spec.id}: there is no {{{error.name}}}.",
                )
            )
    if problems:
        raise CaseError(problems)
    return tuple(made)


class _NoSuchValueError(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _chart(source: ChartSource, spec: ChartSpec, tables: Tables) -> BaseChart:
    def text(name: str) -> Bilingual:
        return source.text(f"{spec.id}.{name}")

    ticks = _ticks(spec, tables)
    series = tuple(_series(one, text(one.id), ticks, tables) for one in spec.series)
    quantity = Quantity(scale=_scale(spec.axis, text("y")), style=spec.show, unit=text("unit"))
    counts = spec.counts and Quantity(
        scale=_scale(spec.counts.axis, text("counts_y")),
        style=spec.counts.show,
        unit=text("counts_unit"),
    )
    values = _Values(spec, ticks, series, quantity.style, tables)
    bare = "no_denominator" in spec.flaws
    best = spec.better.best
    return BaseChart(
        id=spec.id,
        title=source.text(spec.id),
        question=text("question"),
        about=values.put_in(text("about")),
        marks=spec.marks,
        ordered=spec.ordered,
        x_label=text("x"),
        ticks=ticks,
        complete=_query(spec.complete),
        series=series,
        quantity=quantity,
        counts=counts,
        sizes=_query(spec.sizes),
        bare_label=text("bare") if bare else None,
        per=text("per") if bare else None,
        open_label=text("open") if spec.complete is not None else None,
        window=(str(spec.window[0]), str(spec.window[1])) if spec.window else None,
        mutations=tuple(_mutation(source, spec, flaw, values) for flaw in spec.flaws),
        options=listed(spec),
        caption=tuple(_sentences(source, spec)),
        reads=tuple(ReadPlace(series=one.series, tick=str(one.tick)) for one in spec.reads),
        best=Design(id=best, label=text(f"better.{best}")),
        best_why=values.put_in(text(f"better.{best}.why")),
        others=tuple(Design(id=o, label=text(f"better.{o}")) for o in spec.better.others),
    )


def listed(spec: ChartSpec) -> tuple[Flaw, ...]:
    """The ten lines: what the chart can have, filled up with what it never has, in one order."""
    fillers = [flaw for flaw in CHART_FLAWS if flaw not in (*spec.flaws, *spec.avoid)]
    own = {*spec.flaws, *fillers[: max(0, _CHART_LINES - len(spec.flaws))]}
    return (*(flaw for flaw in CHART_FLAWS if flaw in own), *CAPTION_FLAWS)


def _scale(axis: AxisSpec, label: Bilingual) -> Scale:
    return Scale(label=label, low=0.0, high=axis.top, step=axis.step)


def _query(spec: QuerySpec | None) -> Query | None:
    if spec is None:
        return None
    return Query(measure=spec.measure, args=spec.args, times=spec.times)


def _ticks(spec: ChartSpec, tables: Tables) -> tuple[BaseTick, ...]:
    own = spec.ticks
    keys = [str(key) for key in own.keys]
    if own.span is not None:
        numbers = range(own.span[0], own.span[1] + 1)
        keys = [f"{own.year}-{n:02d}" if own.kind == "month" else str(n) for n in numbers]
    labels = data.code_labels(own.table, own.column) if own.table and own.column else {}
    complete = _query(spec.complete)

    def share(key: str) -> float:
        return 1.0 if complete is None else evaluated(complete, key, tables)

    return tuple(
        _tick(own.kind, key, place, labels).model_copy(update={"complete": share(key)})
        for place, key in enumerate(keys)
    )


def _tick(kind: str, key: str, place: int, labels: Mapping[str, Bilingual]) -> BaseTick:
    if kind == "week":
        label = fill(strings("chart_flaws")["tick.week"], n=key)
        return BaseTick(key=key, mark=Bilingual(vi=key, en=key), label=label, order=float(key))
    if kind == "month":
        year, month = (int(part) for part in key.split("-"))
        label = Bilingual(vi=f"tháng {month}/{year}", en=show_date(key, "en"))
        mark = Bilingual(vi=str(month), en=str(month))
        return BaseTick(key=key, mark=mark, label=label, order=float(12 * year + month))
    if key not in labels:
        raise data.DataError(f"Không có mã “{key}”.", f'There is no code "{key}".')
    return BaseTick(key=key, mark=labels[key], label=labels[key], order=float(place))


def _series(
    spec: SeriesSpec, label: Bilingual, ticks: tuple[BaseTick, ...], tables: Tables
) -> BaseSeries:
    query = Query(measure=spec.measure, args=spec.args, times=spec.times)
    count = _query(spec.count)
    return BaseSeries(
        name=spec.id,
        label=label,
        query=query,
        values=tuple(round(evaluated(query, tick.key, tables), 9) for tick in ticks),
        count_query=count,
        counts=tuple(evaluated(count, tick.key, tables) for tick in ticks) if count else (),
    )


class _Values:
    """Computed numbers that explanations may name: ``{cases.36}``, ``{size.T01}``."""

    def __init__(
        self,
        spec: ChartSpec,
        ticks: tuple[BaseTick, ...],
        series: tuple[BaseSeries, ...],
        style: NumberStyle,
        tables: Tables,
    ) -> None:
        self._known: dict[str, Callable[[Lang], str]] = {}
        sizes = _query(spec.sizes)
        for place, tick in enumerate(ticks):
            self._known[f"name.{tick.key}"] = lambda lang, tick=tick: tick.label[lang]  # type: ignore[misc]
            self._add(f"complete.{tick.key}", tick.complete, "pct0")
            if sizes is not None:
                self._add(f"size.{tick.key}", evaluated(sizes, tick.key, tables), "int")
            for one in series:
                self._add(f"{one.name}.{tick.key}", one.values[place], style)
                if one.counts:
                    self._add(f"count.{tick.key}", one.counts[place], "int")

    def _add(self, name: str, value: float, style: NumberStyle) -> None:
        self._known[name] = lambda lang: format_number(value, style, lang)

    def put_in(self, text: Bilingual) -> Bilingual:
        """``text`` with its placeholders filled."""
        return Bilingual(vi=self._filled(text.vi, "vi"), en=self._filled(text.en, "en"))

    def _filled(self, text: str, lang: Lang) -> str:
        return PLACEHOLDER.sub(lambda match: self._say(match[1], lang), text)

    def _say(self, name: str, lang: Lang) -> str:
        if name not in self._known:
            raise _NoSuchValueError(name)
        return self._known[name](lang)


def told(flaw: Flaw, own: Bilingual | None) -> tuple[Bilingual, Bilingual]:
    """Why a flaw misleads (the case's own words first) and how to check for it."""
    words = strings("chart_flaws")
    why = words[f"{flaw}.why"]
    if own is not None and own.vi:
        why = Bilingual(vi=f"{own.vi} {why.vi}", en=f"{own.en} {why.en}")
    return why, words[f"{flaw}.check"]


def _mutation(source: ChartSource, spec: ChartSpec, flaw: ChartFlaw, values: _Values) -> Mutation:
    own = source.aside(f"{spec.id}.flaw.{flaw}")
    why, check = told(flaw, values.put_in(own) if own else None)
    return Mutation(flaw=flaw, why=why, check=check)


def _sentences(source: ChartSource, spec: ChartSpec) -> Iterator[Sentence]:
    for sentence in spec.caption:
        label = f"{spec.id}.{sentence.id}"
        yield Sentence(
            id=sentence.id,
            text=source.text(label),
            wrong=tuple(_wrong(source, label, flaw) for flaw in sentence.wrong),
        )


def _wrong(source: ChartSource, label: str, flaw: CaptionFlaw) -> WrongSentence:
    why, check = told(flaw, source.aside(f"{label}.{flaw}.why"))
    return WrongSentence(flaw=flaw, text=source.text(f"{label}.{flaw}"), why=why, check=check)
