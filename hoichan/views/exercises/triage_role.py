"""What the page of a triage_role task shows, as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hoichan.i18n import strings
from hoichan.schema.exercises.triage_role import (
    KeyTriage,
    PublicTriage,
    TriageAnswer,
    TriageRoleKey,
    TriageRolePayload,
    TriageRoleVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.views.tables import TableView, table_view


@dataclass(frozen=True)
class PatientView:
    """One patient: own level, the AI's, the final one and, for feedback, the right one."""

    head: str
    vignette: str
    table: TableView | None
    own: str
    badge: str
    ai: str
    reason: str
    final: str
    p_ai: str
    acts: str
    status: str = "plain"
    sign: str = ""
    said: str = ""
    right: str = ""
    right_acts: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class TriagePage:
    """All patients, and in feedback what went too low first."""

    patients: tuple[PatientView, ...]
    summary: tuple[str, ...]


def page(
    variant: TriageRoleVariant,
    lang: Lang,
    payload: TriageRolePayload,
    *,
    key: TriageRoleKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> TriagePage:
    """Collect everything the template prints. Advice that was not opened is not printed."""
    answers = {answer.uid: answer for answer in payload.patients}
    golds = {gold.uid: gold for gold in key.patients} if key is not None else {}
    views = tuple(
        _patient(number, public, answers.get(public.uid), golds.get(public.uid), lang)
        for number, public in enumerate(variant.patients, start=1)
        if only in (None, public.uid)
    )
    if report is None or key is None or only is not None:
        return TriagePage(views, ())
    return TriagePage(views, _summary(variant, report, lang))


def _say(name: str, lang: Lang, **values: object) -> str:
    return strings("views")[f"triage.{name}"][lang].format(**values)


def _summary(variant: TriageRoleVariant, report: ScoreReport, lang: Lang) -> tuple[str, ...]:
    counts = {"hits": report.hits, "under": report.misses, "over": report.false_alarms}
    lines = [
        _say(
            "summary",
            lang,
            total=len(variant.patients),
            **{name: len(found) for name, found in counts.items()},
        )
    ]
    if report.misses:
        numbers = {uid: place for place, uid in enumerate(variant.items(), start=1)}
        listed = ", ".join(str(numbers[uid]) for uid in report.misses)
        lines.append(_say("summary.under", lang, list=listed))
    return tuple(lines)


def _patient(
    number: int,
    public: PublicTriage,
    answer: TriageAnswer | None,
    gold: KeyTriage | None,
    lang: Lang,
) -> PatientView:
    given = answer if answer is not None else TriageAnswer(uid=public.uid)
    none = strings("views")["not_chosen"][lang]
    names = {act.id: act.label[lang] for act in public.acts}

    def level(value: int | None) -> str:
        return none if value is None else public.levels[value][lang]

    opened = given.shown or gold is not None
    view = PatientView(
        head=_say("head", lang, n=number, title=public.title[lang]),
        vignette=public.vignette[lang],
        table=table_view(public.table, lang) if public.table is not None else None,
        own=level(given.init),
        badge=strings("widgets")["provenance.generated"][lang],
        ai=level(public.advice.level) if opened else "",
        reason=public.advice.reason[lang] if opened else "",
        final=level(given.final),
        p_ai=none if given.p_ai is None else f"{given.p_ai}%",
        acts="; ".join(names[name] for name in given.acts if name in names) or none,
    )
    if gold is None:
        return view
    status, sign, said = _result(given, gold, lang)
    return replace(
        view,
        status=status,
        sign=sign,
        said=said,
        right=level(gold.level),
        right_acts="; ".join(names[name] for name in gold.acts),
        why=gold.why[lang],
        check=gold.check[lang],
    )


def _result(given: TriageAnswer, gold: KeyTriage, lang: Lang) -> tuple[str, str, str]:
    if not given.shown or given.final is None:
        return "miss", "–", _say("open", lang)
    steps = given.final - gold.level
    if steps == 0:
        return "hit", "✓", _say("hit", lang)
    if steps < 0:
        return "miss", "✗", _say("under", lang, n=-steps)
    return "part", "!", _say("over", lang, n=steps)
