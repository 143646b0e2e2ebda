"""X9: charts with captions by an AI, some of them misleading.

A chart is a list of neutral drawing instructions: marks, points, scales, labels. Whether that is
misleading follows from the data behind it, and only the key says so.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from hoichan.schema.case import CaseHead, Provenance
from hoichan.schema.key import Key
from hoichan.schema.numbers import NumberStyle
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual, NfcStr, Strict
from hoichan.schema.variant import PublicVariant

ChartFlaw = Literal[
    "axis_truncated", "dual_axis", "counts_for_rates", "partial_period", "legend_swapped",
    "uneven_time", "window", "area_distortion", "no_denominator", "wrong_order",
]  # fmt: skip
CaptionFlaw = Literal["caption_causal", "caption_trend", "caption_extreme", "caption_unit"]
Flaw = ChartFlaw | CaptionFlaw
CHART_FLAWS: tuple[ChartFlaw, ...] = get_args(ChartFlaw)
CAPTION_FLAWS: tuple[CaptionFlaw, ...] = get_args(CaptionFlaw)
OPTIONS = 10  # lines of each chart's list of flaws
READS = 2

_CATEGORIES: dict[str, Category] = {
    "counts_for_rates": Category.NUM_DENOMINATOR,
    "no_denominator": Category.NUM_DENOMINATOR,
    "caption_causal": Category.INF_CAUSAL,
    "caption_unit": Category.NUM_UNIT,
}


def category_of(flaw: Flaw) -> Category:
    """Where a flaw stands in the taxonomy."""
    return _CATEGORIES.get(flaw, Category.INF_CHART)


# --- the drawing ------------------------------------------------------------------------------------


class Tick(Strict):
    """A place on the horizontal axis: what is written there, its full name, and where it stands."""

    mark: Bilingual
    label: Bilingual
    at: float


class Scale(Strict):
    """A value axis, in the unit of the values as displayed."""

    label: Bilingual
    low: float
    high: float
    step: float = Field(gt=0)


class Series(Strict):
    """Values at the ticks, as displayed. From ``open_from`` on, marks are hollow and lines dashed."""

    name: str
    label: Bilingual
    values: tuple[float, ...]
    axis: Literal["left", "right"] = "left"
    open_from: int | None = Field(default=None, ge=0)


class Chart(Strict):
    """All that is needed to draw a chart and to write its table."""

    title: Bilingual
    marks: Literal["line", "bars", "circles"]
    ticks: tuple[Tick, ...]
    x_label: Bilingual
    left: Scale
    right: Scale | None = None
    series: tuple[Series, ...]
    style: NumberStyle = Field(description="How many decimals the values have")
    unit: Bilingual = Field(description="What stands behind a value: %, phút, ca/100.000 dân")
    open_label: Bilingual | None = Field(default=None, description="What hollow marks mean")


# --- what a learner gets ----------------------------------------------------------------------------


class PublicRead(Strict):
    """A value to be read off the chart."""

    uid: str
    text: Bilingual


class PublicOption(Strict):
    """A line of the list of flaws: about the drawing or about the caption."""

    uid: str
    about: Literal["chart", "caption"]
    label: Bilingual


class PublicDesign(Strict):
    """Another way to show the data."""

    uid: str
    label: Bilingual


class PublicChart(Strict):
    """A chart with its caption and what is asked about it. ``about`` says what the data hold."""

    uid: str
    case_title: Bilingual
    question: Bilingual = Field(description="What the chart is to answer")
    about: Bilingual
    as_of: str
    chart: Chart
    caption: tuple[Bilingual, ...]
    reads: tuple[PublicRead, ...]
    options: tuple[PublicOption, ...]
    designs: tuple[PublicDesign, ...]
    provenance: Provenance = Provenance()

    @property
    def better_uid(self) -> str:
        """The name under which the chosen design is answered."""
        return f"{self.uid}.better"


class ChartCritiqueVariant(PublicVariant):
    """Several charts."""

    type: Literal["chart_critique"] = "chart_critique"
    charts: tuple[PublicChart, ...]

    def items(self) -> tuple[str, ...]:
        """The charts."""
        return tuple(chart.uid for chart in self.charts)

    def names(self) -> frozenset[str]:
        """Charts, their values to read, lines of their lists, and designs."""
        inner: set[str] = set()
        for chart in self.charts:
            inner |= {read.uid for read in chart.reads}
            inner |= {option.uid for option in chart.options}
            inner |= {design.uid for design in chart.designs} | {chart.better_uid}
        return frozenset({*self.items(), *inner})


# --- the key ----------------------------------------------------------------------------------------


class KeyRead(Strict):
    """A value as drawn, and how far off a reading may be."""

    uid: str
    value: float
    tolerance: float = Field(ge=0)


class KeyFlaw(Strict):
    """A planted flaw."""

    uid: str
    flaw: Flaw
    category: Category
    why: Bilingual
    check: Bilingual


class KeyChart(Strict):
    """The key of one chart; no flaws: it is sound."""

    uid: str
    case: str
    chart: str
    reads: tuple[KeyRead, ...]
    flaws: tuple[KeyFlaw, ...] = ()
    better: str
    better_why: Bilingual


class ChartCritiqueKey(Key):
    """The key of every chart, in the order of the variant."""

    type: Literal["chart_critique"] = "chart_critique"
    charts: tuple[KeyChart, ...] = ()


# --- the answers ------------------------------------------------------------------------------------


class ReadAnswer(Strict):
    """A value as read; ``typed`` is kept when it is no number yet."""

    uid: Id
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    value: float | None = Field(default=None, allow_inf_nan=False)


class DesignAnswer(Strict):
    """The design held to be better; ``uid`` is the chart's ``better_uid``."""

    uid: Id
    choice: Id


class ChartCritiquePayload(Payload):
    """Values read, lines ticked, charts declared sound, designs chosen."""

    type: Literal["chart_critique"] = "chart_critique"
    reads: Annotated[tuple[ReadAnswer, ...], Field(max_length=60)] = ()
    flaws: Annotated[tuple[Id, ...], Field(max_length=300)] = ()
    sound: Annotated[tuple[Id, ...], Field(max_length=30)] = Field(
        default=(), description="Charts declared free of flaws"
    )
    better: Annotated[tuple[DesignAnswer, ...], Field(max_length=30)] = ()

    def names(self) -> tuple[str, ...]:
        """Everything that was answered."""
        reads = (read.uid for read in self.reads)
        designs = (name for each in self.better for name in (each.uid, each.choice))
        return (*reads, *self.flaws, *self.sound, *designs)

    def settled(self) -> frozenset[str]:
        """Charts with both values read, flaws ticked or declared absent, and a design chosen."""
        judged = {*self.sound, *(_chart_of(uid) for uid in self.flaws)}
        chosen = {_chart_of(each.uid) for each in self.better}
        read = [_chart_of(each.uid) for each in self.reads if each.value is not None]
        return frozenset(uid for uid in judged & chosen if read.count(uid) >= READS)


def _chart_of(name: str) -> str:
    """``g2.f4`` is of ``g2``."""
    return name.partition(".")[0]


# --- what variants are drawn from -------------------------------------------------------------------


class Query(Strict):
    """A measure with arguments in which ``$tick`` stands for the tick's key."""

    measure: str
    args: dict[str, str | float | int | bool] = Field(default_factory=dict)
    times: float = Field(default=1.0, description="From the measure's unit to the displayed one")


class BaseTick(Strict):
    """A tick of the whole period or list. ``order``: its place by time or by rank."""

    key: str
    mark: Bilingual
    label: Bilingual
    order: float
    complete: float = Field(default=1.0, ge=0, le=1, description="Share of reports that are in")


class Quantity(Strict):
    """What a chart shows: scale, decimals, unit."""

    scale: Scale
    style: NumberStyle
    unit: Bilingual


class BaseSeries(Strict):
    """A series of the sound chart; ``counts`` are the numbers of which it gives the rates."""

    name: str
    label: Bilingual
    query: Query
    values: tuple[float, ...]
    count_query: Query | None = None
    counts: tuple[float, ...] = ()


class WrongSentence(Strict):
    """A sentence of the caption with one flaw."""

    flaw: CaptionFlaw
    text: Bilingual
    why: Bilingual
    check: Bilingual


class Sentence(Strict):
    """A sentence of the caption: templates with ``{max}``, ``{last_said}`` and the like."""

    id: str
    text: Bilingual
    wrong: tuple[WrongSentence, ...] = ()


class Design(Strict):
    """A design described in words."""

    id: str
    label: Bilingual


class Mutation(Strict):
    """A flaw that this chart may get, with what is told about it."""

    flaw: ChartFlaw
    why: Bilingual
    check: Bilingual


class ReadPlace(Strict):
    """A mark whose value may be asked for."""

    series: str
    tick: str


class BaseChart(Strict):
    """The sound chart, and everything it can be turned into."""

    id: str
    title: Bilingual
    question: Bilingual
    about: Bilingual
    marks: Literal["line", "bars"]
    ordered: Literal["time", "scale", "none"]
    x_label: Bilingual
    ticks: tuple[BaseTick, ...]
    complete: Query | None = None
    series: tuple[BaseSeries, ...]
    quantity: Quantity
    counts: Quantity | None = None
    sizes: Query | None = Field(default=None, description="The denominators of the rates")
    bare_label: Bilingual | None = Field(default=None, description="Axis without its denominator")
    per: Bilingual | None = Field(default=None, description="How the axis names its denominator")
    open_label: Bilingual | None = None
    window: tuple[str, str] | None = None
    mutations: tuple[Mutation, ...]
    options: tuple[Flaw, ...]
    caption: tuple[Sentence, ...]
    reads: tuple[ReadPlace, ...]
    best: Design
    best_why: Bilingual
    others: tuple[Design, ...]


class ChartCritiqueCase(CaseHead):
    """Charts of one setting."""

    type: Literal["chart_critique"] = "chart_critique"
    as_of: str
    charts: tuple[BaseChart, ...]


class ChartCritiquePool(TaskPool):
    """Cases of which each gives charts."""

    type: Literal["chart_critique"] = "chart_critique"
    cases: tuple[ChartCritiqueCase, ...]
