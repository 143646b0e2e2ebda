"""What the page of a compare_two task shows, as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.exercises.compare_two import (
    BlindAnswer,
    CompareTwoKey,
    CompareTwoPayload,
    CompareTwoVariant,
    KeyPair,
    PairAnswer,
    PublicPair,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.views.cells import show_date
from hoichan.views.tables import TableView, table_view


@dataclass(frozen=True)
class Line:
    """One sentence of an answer and what became of it."""

    text: str
    status: str = "plain"
    sign: str = ""
    said: str = ""
    right: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class Side:
    """One answer."""

    name: str
    opening: str
    lines: tuple[Line, ...]
    closing: str


@dataclass(frozen=True)
class Verdict:
    """One question: yours, the key's, and how they agree."""

    name: str
    yours: str
    key: str = ""
    result: str = ""


@dataclass(frozen=True)
class PairView:
    """One pair."""

    head: str
    prompt: str
    as_of: str
    tables: tuple[TableView, ...]
    badge: str
    sides: tuple[Side, Side]
    verdicts: tuple[Verdict, ...]
    note: str


@dataclass(frozen=True)
class ComparePage:
    """All pairs."""

    pairs: tuple[PairView, ...]
    summary: tuple[str, ...]


def page(
    variant: CompareTwoVariant,
    lang: Lang,
    payload: CompareTwoPayload,
    *,
    key: CompareTwoKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> ComparePage:
    """Collect everything the template prints."""
    answers = {answer.uid: answer for answer in payload.pairs}
    golds = {gold.uid: gold for gold in key.pairs} if key is not None else {}
    views = tuple(
        _pair(number, pair, answers.get(pair.uid), golds.get(pair.uid), lang)
        for number, pair in enumerate(variant.pairs, start=1)
        if only in (None, pair.uid)
    )
    if report is None or only is not None:
        return ComparePage(views, ())
    lines = [
        _say(
            "summary",
            lang,
            hits=len(report.hits),
            errors=len(report.hits) + len(report.misses),
            alarms=len(report.false_alarms),
        )
    ]
    bias = report.parts.get("fluency_bias")
    if bias is not None:
        lines.append(_say("bias", lang, share=round(100 * bias)))
    return ComparePage(views, tuple(lines))


def _say(name: str, lang: Lang, **values: object) -> str:
    return strings("views")[f"compare.{name}"][lang].format(**values)


def _pair(
    number: int,
    pair: PublicPair,
    answer: PairAnswer | None,
    gold: KeyPair | None,
    lang: Lang,
) -> PairView:
    given = answer if answer is not None else PairAnswer(uid=pair.uid)
    words = strings("views")
    return PairView(
        head=_say("head", lang, n=number, title=pair.title[lang]),
        prompt=pair.prompt[lang],
        as_of=words["as_of"][lang].format(date=show_date(pair.as_of, lang)),
        tables=tuple(table_view(table, lang) for table in pair.evidence),
        badge=strings("widgets")["provenance.generated"][lang],
        sides=(_side(pair.a, given, gold, lang), _side(pair.b, given, gold, lang)),
        verdicts=_verdicts(given, gold, lang),
        note=_say("polite", lang, side=gold.polite) if gold is not None else "",
    )


def _verdicts(given: PairAnswer, gold: KeyPair | None, lang: Lang) -> tuple[Verdict, ...]:
    words = strings("views")
    rows = []
    for name in ("accurate", "safer", "clearer"):
        said = getattr(given, name)
        yours = _say(f"choice.{said}", lang) if said else words["not_chosen"][lang]
        right = getattr(gold, name, None)
        if right is None:
            rows.append(Verdict(_say(name, lang), yours))
            continue
        same = said == right
        result = f"✓ {words['right'][lang]}" if same else f"✗ {words['wrong'][lang]}"
        rows.append(Verdict(_say(name, lang), yours, _say(f"choice.{right}", lang), result))
    return tuple(rows)


def _side(blind: BlindAnswer, given: PairAnswer, gold: KeyPair | None, lang: Lang) -> Side:
    return Side(
        name=_say("side", lang, side=blind.side),
        opening=blind.opening[lang] if blind.opening is not None else "",
        lines=tuple(
            _line(
                unit.uid, unit.text[lang], tapped=unit.uid in given.decisive, gold=gold, lang=lang
            )
            for unit in blind.units
        ),
        closing=blind.closing[lang] if blind.closing is not None else "",
    )


def _line(uid: str, text: str, *, tapped: bool, gold: KeyPair | None, lang: Lang) -> Line:
    words = strings("views")
    if gold is None:
        if not tapped:
            return Line(text)
        return Line(text, "mark", "⚑", words["status.mark"][lang])
    wrong = next((one for one in gold.planted if one.uid == uid), None)
    if wrong is None:
        said = words["status.alarm"][lang]
        return Line(text, "alarm", "!", said) if tapped else Line(text)
    status, sign = ("hit", "✓") if tapped else ("miss", "✗")
    return Line(
        text,
        status,
        sign,
        words[f"status.{status}"][lang],
        wrong.true_text[lang],
        wrong.why[lang],
        wrong.check[lang],
    )
