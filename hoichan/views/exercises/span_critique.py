"""What the page of a span_critique task shows, worked out as plain values for the template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from hoichan.i18n import strings
from hoichan.schema.exercises.span_critique import (
    Flag,
    PlantedUnit,
    PublicAnswer,
    SpanCritiqueKey,
    SpanCritiquePayload,
    SpanCritiqueVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.taxonomy import CATEGORY_LABELS, SEVERITY_LABELS, Category
from hoichan.schema.text import Bilingual, Lang
from hoichan.views.cells import show_date
from hoichan.views.tables import TableView, table_view

Status = Literal["plain", "mark", "hit", "miss", "beside", "alarm", "grazed"]
SIGNS: dict[Status, str] = {
    "plain": "", "mark": "⚑", "hit": "✓", "miss": "✗", "beside": "✗", "alarm": "!", "grazed": "○",
}  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One row "yours / key": texts, and in words how they agree."""

    name: str
    yours: str
    key: str
    result: str


@dataclass(frozen=True)
class Item:
    """A statement or a missing-list line with what is to be said about it."""

    number: int | None
    text: str
    status: Status
    sign: str
    said: str = ""
    note: str = ""
    compared: tuple[Compared, ...] = ()
    right_label: str = ""
    right_text: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class AnswerView:
    """One AI answer."""

    title: str
    count: str
    badge: str
    as_of: str
    prompt: str
    tables: tuple[TableView, ...]
    units: tuple[Item, ...]
    missing: tuple[Item, ...]
    declared: str
    verdict: str
    explained: tuple[Item, ...]


@dataclass(frozen=True)
class CritiquePage:
    """All answers, and in feedback one sentence that sums up."""

    answers: tuple[AnswerView, ...]
    summary: str


@dataclass
class _Context:
    """What the functions below need all the time."""

    lang: Lang
    payload: SpanCritiquePayload
    key: SpanCritiqueKey | None
    report: ScoreReport | None
    words: dict[str, Bilingual] = field(default_factory=lambda: strings("views"))

    def say(self, name: str) -> str:
        return self.words[name][self.lang]


def page(
    variant: SpanCritiqueVariant,
    lang: Lang,
    payload: SpanCritiquePayload,
    *,
    key: SpanCritiqueKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> CritiquePage:
    """Collect everything the template of a span_critique task prints."""
    context = _Context(lang, payload, key, report)
    answers = tuple(
        _answer(context, answer, number, len(variant.answers))
        for number, answer in enumerate(variant.answers, start=1)
        if only in (None, answer.aid)
    )
    return CritiquePage(answers=answers, summary=_summary(context, answers))


def _summary(context: _Context, answers: tuple[AnswerView, ...]) -> str:
    if context.key is None:
        return ""
    statuses = [item.status for answer in answers for item in (*answer.units, *answer.missing)]
    hits = statuses.count("hit")
    errors = hits + statuses.count("miss") + statuses.count("beside")
    return context.say("summary").format(
        hits=hits, errors=errors, misses=errors - hits, alarms=statuses.count("alarm")
    )


def _answer(context: _Context, answer: PublicAnswer, number: int, total: int) -> AnswerView:
    lang = context.lang
    numbers = iter(range(1, len(answer.units) + 1))
    units = tuple(_unit(context, unit.uid, unit.text[lang], numbers) for unit in answer.units)
    missing = tuple(_missing(context, each.mid, each.label[lang]) for each in answer.missing)
    declared = answer.aid in context.payload.no_error
    kind = f"provenance.{answer.provenance.kind}"
    wanted: tuple[Status, ...] = ("mark",) if context.key is None else _EXPLAINED
    explained = tuple(item for item in (*units, *missing) if item.status in wanted)
    return AnswerView(
        title=answer.title[lang],
        count=context.say("answer_of").format(n=number, total=total),
        badge=strings("widgets")[kind][lang],
        as_of=context.say("as_of").format(date=show_date(answer.as_of, lang)),
        prompt=answer.prompt[lang],
        tables=tuple(table_view(table, lang) for table in answer.evidence),
        units=units,
        missing=missing,
        declared=context.say("declared") if declared else "",
        verdict=_on_declaration(context, answer.aid, declared=declared),
        explained=explained,
    )


_EXPLAINED: tuple[Status, ...] = ("hit", "miss", "beside", "alarm", "grazed")


def _on_declaration(context: _Context, aid: str, *, declared: bool) -> str:
    if context.key is None:
        return ""
    clean = aid in context.key.clean_answers
    if declared:
        return context.say("declared_right" if clean else "declared_wrong")
    return context.say("clean_answer") if clean else ""


def _status(context: _Context, name: str, *, marked: bool, planted: bool) -> Status:
    """How a mark compares with the key; the report knows about drags beside the error."""
    if context.key is None:
        return "mark" if marked else "plain"
    if planted:
        if context.report is not None and marked and name not in context.report.hits:
            return "beside"
        return "hit" if marked else "miss"
    if not marked:
        return "plain"
    if context.report is not None and name not in context.report.false_alarms:
        return "grazed"
    return "alarm"


def _unit(context: _Context, uid: str, text: str, numbers: Iterator[int]) -> Item:
    flag = next((each for each in context.payload.flags if each.uid == uid), None)
    planted = next((each for each in _planted(context) if each.uid == uid), None)
    status = _status(context, uid, marked=flag is not None, planted=planted is not None)
    if status == "plain":
        return Item(number=None, text=text, status=status, sign="")
    item = Item(
        number=next(numbers),
        text=text,
        status=status,
        sign=SIGNS[status],
        said=context.say(f"status.{status}"),
        note=flag.note if flag else "",
        compared=_labels(context, flag, planted),
    )
    if planted is not None:
        return replace(
            item,
            right_label=context.say("true_text"),
            right_text=planted.true_text[context.lang],
            why=planted.why[context.lang],
            check=planted.check[context.lang],
        )
    return item if context.key is None else replace(item, why=_why_true(context, uid))


def _planted(context: _Context) -> tuple[PlantedUnit, ...]:
    return context.key.planted if context.key is not None else ()


def _why_true(context: _Context, uid: str) -> str:
    foils = context.key.foils if context.key is not None else ()
    reason = next((foil.why[context.lang] for foil in foils if foil.uid == uid), "")
    return f"{context.say('is_true')} {reason}".strip()


def _labels(
    context: _Context, flag: Flag | None, planted: PlantedUnit | None
) -> tuple[Compared, ...]:
    """Category and severity: the learner's, the key's, and how they agree."""
    lang = context.lang
    if flag is None and planted is None:
        return ()
    category = flag.category if flag else None
    severity = flag.severity if flag else None
    none = context.say("not_chosen") if flag else "–"
    return (
        Compared(
            name=context.say("category"),
            yours=CATEGORY_LABELS[category][lang] if category else none,
            key=CATEGORY_LABELS[planted.category][lang] if planted else "",
            result=_agreement(context, category, planted.category) if planted and flag else "–",
        ),
        Compared(
            name=context.say("severity"),
            yours=SEVERITY_LABELS[severity][lang] if severity else none,
            key=SEVERITY_LABELS[planted.severity][lang] if planted else "",
            result=_same(context, severity == planted.severity) if planted and severity else "–",
        ),
    )


def _agreement(context: _Context, given: Category | None, gold: Category) -> str:
    if given is not None and given != gold and given.group == gold.group:
        return f"≈ {context.say('same_group')}"
    return _same(context, given == gold)


def _same(context: _Context, same: bool) -> str:
    return f"✓ {context.say('same')}" if same else f"✗ {context.say('differs')}"


def _missing(context: _Context, mid: str, text: str) -> Item:
    lang = context.lang
    ticked = mid in context.payload.missing
    omissions = context.key.omissions if context.key is not None else ()
    omitted = next((each for each in omissions if each.mid == mid), None)
    status = _status(context, mid, marked=ticked, planted=omitted is not None)
    if status == "plain":
        return Item(number=None, text=text, status=status, sign="")
    said = context.say("ticked" if status == "mark" else f"status.{status}")
    item = Item(number=None, text=text, status=status, sign=SIGNS[status], said=said)
    if omitted is not None:
        return replace(
            item,
            right_label=context.say("left_out"),
            right_text=omitted.left_out[lang],
            why=omitted.why[lang],
            check=omitted.check[lang],
        )
    return item if context.key is None else replace(item, why=context.say("was_said"))
