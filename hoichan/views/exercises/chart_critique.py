"""What the page of a chart_critique task shows, as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.exercises.chart_critique import (
    ChartCritiqueKey,
    ChartCritiquePayload,
    ChartCritiqueVariant,
    KeyChart,
    PublicChart,
    ReadAnswer,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.scoring.charts import read_credit
from hoichan.views.cells import plain_number, show_date
from hoichan.views.charting import alt_text, number_table, picture
from hoichan.views.tables import TableView, table_view


@dataclass(frozen=True)
class ReadRow:
    """A value: what was read and, for feedback, what is drawn."""

    name: str
    yours: str
    key: str = ""
    result: str = ""


@dataclass(frozen=True)
class FlawItem:
    """A line of the list that was ticked or that is planted."""

    text: str
    about: str
    status: str
    sign: str
    said: str
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class ChartView:
    """One chart with the learner's answers and, for feedback, the key."""

    head: str
    case_title: str
    question: str
    about: str
    as_of: str
    badge: str
    title: str
    source: str
    alt: str
    table: TableView
    caption: str
    reads: tuple[ReadRow, ...]
    flaws: tuple[FlawItem, ...]
    declared: str
    verdict: str
    designs: tuple[str, ...]
    better: ReadRow
    better_why: str


@dataclass(frozen=True)
class ChartPage:
    """All charts, and in feedback one sentence that sums up."""

    charts: tuple[ChartView, ...]
    summary: str


def _say(name: str, lang: Lang, **values: object) -> str:
    return strings("views")[f"chart.{name}"][lang].format(**values)


def _result(right: bool, lang: Lang) -> str:
    words = strings("views")
    return f"✓ {words['right'][lang]}" if right else f"✗ {words['wrong'][lang]}"


def page(
    variant: ChartCritiqueVariant,
    lang: Lang,
    payload: ChartCritiquePayload,
    *,
    key: ChartCritiqueKey | None,
    report: ScoreReport | None,  # noqa: ARG001 - every type's page is called alike
    only: str | None,
) -> ChartPage:
    """Collect everything the template prints."""
    golds = {gold.uid: gold for gold in key.charts} if key is not None else {}
    views = tuple(
        _chart(public, (number, len(variant.charts)), payload, golds.get(public.uid), lang)
        for number, public in enumerate(variant.charts, start=1)
        if only in (None, public.uid)
    )
    summary = ""
    if key is not None:
        statuses = [flaw.status for view in views for flaw in view.flaws]
        hits, misses = statuses.count("hit"), statuses.count("miss")
        summary = strings("views")["summary"][lang].format(
            hits=hits, errors=hits + misses, misses=misses, alarms=statuses.count("alarm")
        )
    return ChartPage(views, summary)


def _chart(
    public: PublicChart,
    place: tuple[int, int],
    payload: ChartCritiquePayload,
    gold: KeyChart | None,
    lang: Lang,
) -> ChartView:
    sound = public.uid in payload.sound
    labels = {design.uid: design.label[lang] for design in public.designs}
    choice = next((a.choice for a in payload.better if a.uid == public.better_uid), None)
    flaws = _flaws(public, payload, gold, lang)
    ticked = any(uid in payload.flaws for uid in (option.uid for option in public.options))
    declared = _say("declared", lang) if sound else "" if ticked else _say("no_flaws", lang)
    verdict = ""
    if gold is not None and not gold.flaws:
        verdict = f"✓ {_say('sound_right', lang)}" if sound else _say("clean", lang)
    elif gold is not None and sound:
        verdict = f"✗ {_say('sound_wrong', lang)}"
    return ChartView(
        head=_say("head", lang, n=place[0], total=place[1]),
        case_title=public.case_title[lang],
        question=public.question[lang],
        about=public.about[lang],
        as_of=show_date(public.as_of, lang),
        badge=strings("widgets")[f"provenance.{public.provenance.kind}"][lang],
        title=public.chart.title[lang],
        source=picture(public.chart, lang),
        alt=alt_text(public.chart, lang),
        table=table_view(number_table(public.chart), lang),
        caption=" ".join(sentence[lang] for sentence in public.caption),
        reads=_reads(public, payload, gold, lang),
        flaws=flaws,
        declared=declared,
        verdict=verdict,
        designs=tuple(labels.values()),
        better=ReadRow(
            name=_say("better", lang),
            yours=labels.get(choice or "", strings("views")["not_chosen"][lang]),
            key=labels[gold.better] if gold else "",
            result=_result(choice == gold.better, lang) if gold else "",
        ),
        better_why=gold.better_why[lang] if gold else "",
    )


def _reads(
    public: PublicChart, payload: ChartCritiquePayload, gold: KeyChart | None, lang: Lang
) -> tuple[ReadRow, ...]:
    answers = {read.uid: read for read in payload.reads}
    golds = {read.uid: read for read in gold.reads} if gold else {}
    rows = []
    for read in public.reads:
        given = answers.get(read.uid, ReadAnswer(uid=read.uid))
        value = given.value
        yours = plain_number(value, lang) if value is not None else given.typed or "–"
        right, result = golds.get(read.uid), ""
        if right is not None:
            credit = read_credit(right, value)
            near = 0 < credit < 1
            result = f"≈ {strings('views')['near'][lang]}" if near else _result(credit == 1, lang)
        shown = plain_number(right.value, lang) if right is not None else ""
        slack = plain_number(right.tolerance, lang) if right is not None else ""
        rows.append(
            ReadRow(read.text[lang], yours, f"{shown} (± {slack})" if shown else "", result)
        )
    return tuple(rows)


_SIGNS = {"mark": "⚑", "hit": "✓", "miss": "✗", "alarm": "!"}


def _flaws(
    public: PublicChart, payload: ChartCritiquePayload, gold: KeyChart | None, lang: Lang
) -> tuple[FlawItem, ...]:
    """Ticked lines; with the key, missed ones too, each explained."""
    planted = {flaw.uid: flaw for flaw in gold.flaws} if gold else {}
    words = strings("views")
    items = []
    for option in public.options:
        ticked, told = option.uid in payload.flaws, planted.get(option.uid)
        if not ticked and told is None:
            continue
        status = "mark"
        if gold is not None:
            status = "alarm" if told is None else "hit" if ticked else "miss"
        said = _say("ticked", lang) if status == "mark" else words[f"status.{status}"][lang]
        items.append(
            FlawItem(
                text=option.label[lang],
                about=_say(f"about.{option.about}", lang),
                status=status,
                sign=_SIGNS[status],
                said=said,
                why=told.why[lang] if told else _say("not_there", lang) if gold else "",
                check=told.check[lang] if told else "",
            )
        )
    return tuple(items)
