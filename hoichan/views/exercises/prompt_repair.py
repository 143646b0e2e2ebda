"""What the page of a prompt_repair task shows, as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.privacy.identifiers import identifiers
from hoichan.schema.exercises.prompt_repair import (
    KeyRepair,
    PlantedRepair,
    PromptRepairKey,
    PromptRepairPayload,
    PromptRepairVariant,
    PublicRepair,
    RepairAnswer,
    RepairUnit,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.scoring.repairing import irrelevant, standing
from hoichan.views.cells import show_date
from hoichan.views.tables import TableView, table_view


@dataclass(frozen=True)
class SentenceView:
    """One sentence of the answer and what became of it."""

    text: str
    status: str = "plain"
    sign: str = ""
    said: str = ""
    how: str = ""
    right: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class PromptView:
    """One prompt with its last answer."""

    head: str
    prompt: str
    added: tuple[str, ...]
    runs: str
    as_of: str
    tables: tuple[TableView, ...]
    badge: str
    sentences: tuple[SentenceView, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RepairPage:
    """All prompts."""

    prompts: tuple[PromptView, ...]
    summary: str


def page(
    variant: PromptRepairVariant,
    lang: Lang,
    payload: PromptRepairPayload,
    *,
    key: PromptRepairKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> RepairPage:
    """Collect everything the template prints."""
    answers = {answer.uid: answer for answer in payload.prompts}
    golds = {gold.uid: gold for gold in key.prompts} if key is not None else {}
    views = tuple(
        _prompt(number, prompt, answers.get(prompt.uid), golds.get(prompt.uid), lang)
        for number, prompt in enumerate(variant.prompts, start=1)
        if only in (None, prompt.uid)
    )
    summary = ""
    if report is not None and only is None:
        summary = _say(
            "summary",
            lang,
            hits=len(report.hits),
            errors=len(report.hits) + len(report.misses),
            alarms=len(report.false_alarms),
        )
    return RepairPage(views, summary)


def _say(name: str, lang: Lang, **values: object) -> str:
    return strings("views")[f"repair.{name}"][lang].format(**values)


def _prompt(
    number: int,
    prompt: PublicRepair,
    answer: RepairAnswer | None,
    gold: KeyRepair | None,
    lang: Lang,
) -> PromptView:
    given = answer if answer is not None else RepairAnswer(uid=prompt.uid)
    labels = {block.id: block.label[lang] for block in prompt.blocks}
    added = [block.text[lang] for block in prompt.blocks if block.id in given.asked]
    notes: list[str] = []
    if gold is not None:
        if set(given.asked) & set(gold.phi) or identifiers(given.free):
            notes.append(_say("phi", lang))
        idle = [labels[block] for block in labels if block in irrelevant(gold) & set(given.asked)]
        if idle:
            notes.append(_say("idle", lang, blocks=", ".join(idle)))
    return PromptView(
        head=_say("head", lang, n=number, title=prompt.title[lang]),
        prompt=prompt.prompt[lang],
        added=(*added, given.free) if given.free else tuple(added),
        runs=_say("runs", lang, n=given.runs),
        as_of=strings("views")["as_of"][lang].format(date=show_date(prompt.as_of, lang)),
        tables=tuple(table_view(table, lang) for table in prompt.evidence),
        badge=strings("widgets")["provenance.generated"][lang],
        sentences=tuple(_sentence(unit, given, gold, labels, lang) for unit in prompt.units),
        notes=tuple(notes),
    )


def _sentence(
    unit: RepairUnit,
    given: RepairAnswer,
    gold: KeyRepair | None,
    labels: dict[str, str],
    lang: Lang,
) -> SentenceView:
    words = strings("views")
    text = unit.reads(given.asked)[lang]
    marked = unit.uid in given.marks
    if gold is None:
        return (
            SentenceView(text, "mark", "⚑", words["status.mark"][lang])
            if marked
            else SentenceView(text)
        )
    bug = next((one for one in gold.planted if one.uid == unit.uid), None)
    wrong = unit.uid in standing(gold, given.asked)
    if bug is None or not wrong:
        if marked:
            return SentenceView(text, "alarm", "!", words["status.alarm"][lang])
        return SentenceView(text, "hit", "✓", _say("removed", lang)) if bug else SentenceView(text)
    status, sign = ("hit", "✓") if marked else ("miss", "✗")
    return SentenceView(
        text,
        status,
        sign,
        words[f"status.{status}"][lang],
        _how(bug, labels, lang),
        bug.true_text[lang],
        bug.why[lang],
        bug.check[lang],
    )


def _how(bug: PlantedRepair, labels: dict[str, str], lang: Lang) -> str:
    if not bug.removed_by:
        return _say("stays", lang)
    return _say("removable", lang, blocks=", ".join(labels[block] for block in bug.removed_by))
