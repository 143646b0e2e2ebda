"""X9: the learner reads charts, finds what is wrong with them, and chooses better ones.

The browser gets each chart as a picture in both languages and as a table; it draws nothing itself.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from hoichan.answers import AnswerStore
from hoichan.schema.exercises.chart_critique import (
    ChartCritiquePayload,
    ChartCritiqueVariant,
    DesignAnswer,
    PublicChart,
    ReadAnswer,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import LANGS, Lang, NfcStr, Strict
from hoichan.views.cells import show_date
from hoichan.views.charting import alt_text, number_table, picture
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.numbers import echo_of, read_number
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.presenting import evidence_view


class ReadOp(Strict):
    """Type a value. ``typed`` is read as a number in ``lang`` (default: the sheet's language)."""

    do: Literal["read"]
    uid: Id
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    lang: Lang | None = None


class FlawOp(Strict):
    """Tick or untick a line of a list; ticking takes back "no flaw"."""

    do: Literal["flaw"]
    uid: Id
    on: bool


class SoundOp(Strict):
    """Declare a chart free of flaws, or take that back; declaring unticks its lines."""

    do: Literal["sound"]
    uid: Id
    on: bool


class BetterOp(Strict):
    """Choose a design for the chart ``uid``."""

    do: Literal["better"]
    uid: Id
    choice: Id


class Widget(CritiqueWidget[ChartCritiqueVariant, ChartCritiquePayload]):
    """Widget of a ``chart_critique`` task."""

    _script = ("chart_critique.js", "chart_critique_page.js")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "chart_critique")
    _operations = Operations[Any](ReadOp | FlawOp | SoundOp | BetterOp)

    def _applied(
        self, payload: ChartCritiquePayload, operation: Any, lang: Lang
    ) -> ChartCritiquePayload:
        return apply(payload, operation, self.public, lang)

    def _shown(self) -> dict[str, Any]:
        plain = self.public.model_dump(mode="json", exclude={"charts"})
        return plain | {"charts": [_shown_chart(chart) for chart in self.public.charts]}

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        payload = store.sheet.payload
        reads = payload.reads if isinstance(payload, ChartCritiquePayload) else ()
        echo = {read.uid: echo_of(read.value).model_dump() for read in reads if read.typed}
        return super()._state_of(store) | {"echo": echo}


def _shown_chart(public: PublicChart) -> dict[str, Any]:
    chart = public.chart
    plain = public.model_dump(mode="json", exclude={"chart", "as_of"})
    return plain | {
        "as_of": {lang: show_date(public.as_of, lang) for lang in LANGS},
        "title": chart.title.model_dump(),
        "picture": {lang: picture(chart, lang) for lang in LANGS},
        "alt": {lang: alt_text(chart, lang) for lang in LANGS},
        "table": evidence_view(number_table(chart)),
    }


def apply(
    payload: ChartCritiquePayload,
    operation: ReadOp | FlawOp | SoundOp | BetterOp,
    variant: ChartCritiqueVariant,
    lang: Lang,
) -> ChartCritiquePayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    name = operation.uid.partition(".")[0]
    public = next((chart for chart in variant.charts if chart.uid == name), None)
    if public is None:
        raise refused("unknown_item")
    match operation:
        case ReadOp():
            return _read(payload, operation, public, operation.lang or lang)
        case FlawOp():
            return _tick(payload, operation, public)
        case SoundOp():
            return _declare(payload, operation, public)
        case BetterOp():
            return _choose(payload, operation, public)


def _read(
    payload: ChartCritiquePayload, operation: ReadOp, public: PublicChart, lang: Lang
) -> ChartCritiquePayload:
    """What is typed is kept even when it is no number yet, so that nothing typed is ever lost."""
    if operation.uid not in {read.uid for read in public.reads}:
        raise refused("unknown_item")
    typed = operation.typed.strip()
    kept = tuple(read for read in payload.reads if read.uid != operation.uid)
    made = ReadAnswer(uid=operation.uid, typed=typed, value=read_number(typed, lang))
    return payload.model_copy(update={"reads": (*kept, made) if typed else kept})


def _tick(
    payload: ChartCritiquePayload, operation: FlawOp, public: PublicChart
) -> ChartCritiquePayload:
    if operation.uid not in {option.uid for option in public.options}:
        raise refused("unknown_choice")
    flaws = tuple(uid for uid in payload.flaws if uid != operation.uid)
    if not operation.on:
        return payload.model_copy(update={"flaws": flaws})
    sound = tuple(uid for uid in payload.sound if uid != public.uid)
    return payload.model_copy(update={"flaws": (*flaws, operation.uid), "sound": sound})


def _declare(
    payload: ChartCritiquePayload, operation: SoundOp, public: PublicChart
) -> ChartCritiquePayload:
    if operation.uid != public.uid:
        raise refused("unknown_item")
    sound = tuple(uid for uid in payload.sound if uid != public.uid)
    if not operation.on:
        return payload.model_copy(update={"sound": sound})
    lines = {option.uid for option in public.options}
    flaws = tuple(uid for uid in payload.flaws if uid not in lines)
    return payload.model_copy(update={"flaws": flaws, "sound": (*sound, public.uid)})


def _choose(
    payload: ChartCritiquePayload, operation: BetterOp, public: PublicChart
) -> ChartCritiquePayload:
    if operation.uid != public.uid:
        raise refused("unknown_item")
    if operation.choice not in {design.uid for design in public.designs}:
        raise refused("unknown_choice")
    kept = tuple(answer for answer in payload.better if answer.uid != public.better_uid)
    made = DesignAnswer(uid=public.better_uid, choice=operation.choice)
    return payload.model_copy(update={"better": (*kept, made)})
