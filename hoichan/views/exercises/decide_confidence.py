"""What the page of a decide_confidence task shows, as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.exercises.decide_confidence import (
    DecideConfidenceKey,
    DecideConfidencePayload,
    DecideConfidenceVariant,
    DecisionAnswer,
    KeyDecision,
    PublicDecision,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.scoring.exercises.decide_confidence import adopts
from hoichan.views.tables import TableView, table_view


@dataclass(frozen=True)
class DecisionView:
    """One decision: own answer, advice, final decision and, for feedback, what was right."""

    head: str
    vignette: str
    question: str
    options: tuple[str, ...]
    own: str
    badge: str
    advice: str
    tables: tuple[TableView, ...]
    final: str
    p_ai: str
    status: str = "plain"
    sign: str = ""
    said: str = ""
    right: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class DecidePage:
    """All decisions, and in feedback what they say about trust."""

    decisions: tuple[DecisionView, ...]
    summary: tuple[str, ...]


def page(
    variant: DecideConfidenceVariant,
    lang: Lang,
    payload: DecideConfidencePayload,
    *,
    key: DecideConfidenceKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> DecidePage:
    """Collect everything the template prints. Advice that was not opened is not printed."""
    answers = {answer.uid: answer for answer in payload.decisions}
    golds = {gold.uid: gold for gold in key.decisions} if key is not None else {}
    views = tuple(
        _decision(number, public, answers.get(public.uid), golds.get(public.uid), lang)
        for number, public in enumerate(variant.decisions, start=1)
        if only in (None, public.uid)
    )
    whole = key is not None and report is not None and only is None
    return DecidePage(views, _summary(report, key, lang) if whole and report and key else ())


def _say(name: str, lang: Lang, **values: object) -> str:
    return strings("views")[f"decide.{name}"][lang].format(**values)


def _summary(report: ScoreReport, key: DecideConfidenceKey, lang: Lang) -> tuple[str, ...]:
    wrong = sum(not gold.ai_right for gold in key.decisions)
    right = len(key.decisions) - wrong
    bias = report.parts.get("bias") or 0.0
    trust = "over" if bias > 0.1 else "under" if bias < -0.1 else "even"
    return (
        _say("summary.over", lang, n=len(report.misses), total=wrong),
        _say("summary.under", lang, n=len(report.false_alarms), total=right),
        _say(f"summary.bias_{trust}", lang),
    )


def _decision(
    number: int,
    public: PublicDecision,
    answer: DecisionAnswer | None,
    gold: KeyDecision | None,
    lang: Lang,
) -> DecisionView:
    labels = {choice.oid: choice.label[lang] for choice in public.options}
    given = answer if answer is not None else DecisionAnswer(uid=public.uid)
    none = strings("views")["not_chosen"][lang]
    open_advice = given.shown or gold is not None
    own = labels.get(given.init or "", none)
    if given.init_p is not None:
        own = f"{own} ({_say('sure', lang, p=given.init_p)})"
    final = none if given.final is None else _say(f"final.{given.final}", lang)
    if given.final == "edit":
        final = f"{final}: {labels.get(given.chosen or '', none)}"
    view = DecisionView(
        head=_say("head", lang, n=number, title=public.title[lang]),
        vignette=public.vignette[lang],
        question=public.question[lang],
        options=tuple(labels.values()),
        own=own,
        badge=strings("widgets")["provenance.generated"][lang],
        advice=public.advice.text[lang] if open_advice else "",
        tables=tuple(table_view(table, lang) for table in public.evidence)
        if given.checked or gold is not None
        else (),
        final=final,
        p_ai=none if given.p_ai is None else f"{given.p_ai}%",
    )
    return view if gold is None else _explained(view, public, given, gold, lang)


def _explained(
    view: DecisionView,
    public: PublicDecision,
    given: DecisionAnswer,
    gold: KeyDecision,
    lang: Lang,
) -> DecisionView:
    labels = {choice.oid: choice.label[lang] for choice in public.options}
    taken = adopts(given, public.advice.oid)
    if taken is None:
        status, sign, said = "miss", "–", "open"
    elif taken is gold.ai_right:
        status, sign, said = "hit", "✓", "used_right" if taken else "dropped_wrong"
    else:
        status, sign, said = "miss", "✗", "used_wrong" if taken else "dropped_right"
    return DecisionView(
        **{
            **vars(view),
            "status": status,
            "sign": sign,
            "said": _say(said, lang),
            "right": labels[gold.right],
            "why": gold.why[lang],
            "check": gold.check[lang],
        }
    )
