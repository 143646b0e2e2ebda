"""What the page of a verify_data task shows, worked out as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.case import UnitOfMeasure
from hoichan.schema.exercises.verify_data import (
    ClaimAnswer,
    KeyClaim,
    PublicClaim,
    VerifyDataKey,
    VerifyDataPayload,
    VerifyDataVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.scoring.verify import claim_score, value_credit
from hoichan.views.cells import plain_number


@dataclass(frozen=True)
class Row:
    """One line of a claim's table: verdict, value or unit; ``result`` is empty without a key."""

    name: str
    yours: str
    key: str = ""
    result: str = ""


@dataclass(frozen=True)
class ClaimView:
    """One claim with the learner's answer and, for feedback, the key."""

    head: str
    text: str
    status: str
    sign: str
    said: str
    rows: tuple[Row, ...]
    path: tuple[str, ...]
    why: str
    check: str


@dataclass(frozen=True)
class VerifyPage:
    """All claims."""

    badge: str
    context: str
    claims: tuple[ClaimView, ...]
    summary: str


def page(
    variant: VerifyDataVariant,
    lang: Lang,
    payload: VerifyDataPayload,
    *,
    key: VerifyDataKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> VerifyPage:
    """Collect everything the template of a verify_data task prints."""
    answers = {answer.uid: answer for answer in payload.claims}
    gold = {claim.uid: claim for claim in key.claims} if key is not None else {}
    claims = tuple(
        _claim(
            number,
            claim,
            answer=answers.get(claim.uid),
            gold=gold.get(claim.uid),
            report=report,
            lang=lang,
        )
        for number, claim in enumerate(variant.claims, start=1)
        if only in (None, claim.uid)
    )
    summary = ""
    if key is not None:
        right = sum(claim.status == "hit" for claim in claims)
        text = strings("views")["claims_summary"][lang]
        summary = text.format(right=right, total=len(claims))
    return VerifyPage(
        badge=strings("widgets")[f"provenance.{variant.provenance.kind}"][lang],
        context=variant.context[lang] if variant.context is not None else "",
        claims=claims,
        summary=summary,
    )


def _claim(
    number: int,
    claim: PublicClaim,
    *,
    answer: ClaimAnswer | None,
    gold: KeyClaim | None,
    report: ScoreReport | None,
    lang: Lang,
) -> ClaimView:
    words = strings("views")
    given = answer if answer is not None else ClaimAnswer(uid=claim.uid)
    blank = given.verdict is None and not given.typed
    status, sign, said = "plain", "", words["unanswered"][lang] if blank else ""
    if gold is not None:
        right = claim.uid in report.hits if report is not None else _right(given, gold)
        credit = claim_score(gold, answer)
        status, sign = ("hit", "✓") if right else ("part", "≈") if credit > 0 else ("miss", "✗")
        word = "right" if right else "partly" if credit > 0 else "wrong"
        said = words["unanswered" if blank else word][lang]
        said = said[:1].upper() + said[1:]
    return ClaimView(
        head=words["claim"][lang].format(n=number),
        text=claim.text[lang],
        status=status,
        sign=sign,
        said=said,
        rows=_rows(given, gold, lang),
        path=given.path,
        why=gold.why[lang] if gold is not None else "",
        check=gold.check[lang] if gold is not None and gold.check is not None else "",
    )


def _rows(given: ClaimAnswer, gold: KeyClaim | None, lang: Lang) -> tuple[Row, ...]:
    words = strings("views")
    none = words["not_chosen"][lang]
    yours = (
        words[f"verdict.{given.verdict}"][lang] if given.verdict else none,
        plain_number(given.value, lang) if given.value is not None else given.typed or "–",
        _unit(given.unit, lang) or "–",
    )
    if gold is None:
        names = (words[name][lang] for name in ("verdict", "value", "unit"))
        return tuple(Row(name, mine) for name, mine in zip(names, yours, strict=True))
    return (
        Row(
            words["verdict"][lang],
            yours[0],
            words[f"verdict.{gold.verdict}"][lang],
            _result(given.verdict == gold.verdict, lang),
        ),
        Row(words["value"][lang], yours[1], _gold_value(gold, lang), _on_value(given, gold, lang)),
        Row(
            words["unit"][lang],
            yours[2],
            _unit(gold.unit, lang) or words["no_value_needed"][lang],
            _result(given.unit == gold.unit, lang) if gold.unit and given.unit else "",
        ),
    )


def _gold_value(gold: KeyClaim, lang: Lang) -> str:
    if gold.value is None:
        return strings("views")["no_value_needed"][lang]
    return plain_number(gold.value, lang, digits=2)


def _on_value(given: ClaimAnswer, gold: KeyClaim, lang: Lang) -> str:
    if gold.value is None:
        return "" if given.value is None else _result(False, lang)
    if given.value is None:
        return _result(False, lang)
    credit = value_credit(gold.value, gold.tolerance, given.value)
    if 0 < credit < 1:
        return f"≈ {strings('views')['near'][lang]}"
    return _result(credit == 1, lang)


def _right(given: ClaimAnswer, gold: KeyClaim) -> bool:
    """Verdict and value right, for when no score report is at hand."""
    if given.verdict != gold.verdict:
        return False
    if gold.value is None:
        return given.value is None
    return value_credit(gold.value, gold.tolerance, given.value) == 1


def _result(right: bool, lang: Lang) -> str:
    words = strings("views")
    return f"✓ {words['right'][lang]}" if right else f"✗ {words['wrong'][lang]}"


def _unit(unit: UnitOfMeasure | None, lang: Lang) -> str:
    return strings("units")[unit][lang] if unit is not None else ""
