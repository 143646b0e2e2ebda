"""What the page of a cite_check task shows, worked out as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.exercises.cite_check import (
    DETAILS,
    NO_POINT,
    CiteCheckKey,
    CiteCheckPayload,
    CiteCheckVariant,
    Detail,
    KeyRef,
    PublicRef,
    RefAnswer,
    Verdict,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.scoring.citations import VERDICT_SHARE, proof_credit, ref_score
from hoichan.views.cells import show_date

_SLACK = 1e-9


@dataclass(frozen=True)
class Row:
    """One line of a reference's table: verdict or proof; ``result`` is empty without a key."""

    name: str
    yours: str
    key: str = ""
    result: str = ""


@dataclass(frozen=True)
class RefView:
    """One reference with the learner's answer and, for feedback, the key."""

    number: int
    head: str
    text: str
    details: tuple[tuple[str, str], ...]
    status: str
    sign: str
    said: str
    rows: tuple[Row, ...]
    path: tuple[str, ...]
    why: str
    check: str


@dataclass(frozen=True)
class AnswerView:
    """One AI answer: what was asked, when, and its references."""

    title: str
    badge: str
    prompt: str
    as_of: str
    refs: tuple[RefView, ...]


@dataclass(frozen=True)
class CitePage:
    """All answers."""

    answers: tuple[AnswerView, ...]
    summary: str


def page(
    variant: CiteCheckVariant,
    lang: Lang,
    payload: CiteCheckPayload,
    *,
    key: CiteCheckKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> CitePage:
    """Collect everything the template of a cite_check task prints.

    The scoring rule itself decides what counts as right, so the report adds nothing here.
    """
    del report
    given = {answer.uid: answer for answer in payload.refs}
    gold = {ref.uid: ref for ref in key.refs} if key is not None else {}
    shown = {
        ref.uid: _ref(number, ref, given.get(ref.uid), gold.get(ref.uid), lang)
        for number, ref in enumerate(variant.refs, start=1)
        if only in (None, ref.uid)
    }
    words = strings("views")
    answers = tuple(
        AnswerView(
            title=answer.title[lang],
            badge=strings("widgets")[f"provenance.{answer.provenance.kind}"][lang],
            prompt=answer.prompt[lang],
            as_of=words["cite_check.as_of"][lang].format(date=show_date(answer.as_of, lang)),
            refs=tuple(
                shown[ref.uid] for ref in variant.refs if ref.aid == answer.aid and ref.uid in shown
            ),
        )
        for answer in variant.answers
    )
    summary = ""
    if key is not None:
        right = sum(view.status == "hit" for view in shown.values())
        summary = words["cite_check.summary"][lang].format(right=right, total=len(shown))
    return CitePage(answers=tuple(each for each in answers if each.refs), summary=summary)


def _ref(
    number: int, ref: PublicRef, answer: RefAnswer | None, gold: KeyRef | None, lang: Lang
) -> RefView:
    words = strings("views")
    given = answer if answer is not None else RefAnswer(uid=ref.uid)
    blank = given.verdict is None
    status, sign, said = "plain", "", words["cite_check.unanswered"][lang] if blank else ""
    if gold is not None:
        score = ref_score(gold, answer)
        # The verdict right and something of the proof: what the scorer lists as a hit.
        right = score > VERDICT_SHARE + _SLACK
        status, sign = ("hit", "✓") if right else ("part", "≈") if score > 0 else ("miss", "✗")
        word = "right" if right else "partly" if score > 0 else "wrong"
        said = words["cite_check.unanswered" if blank else word][lang]
        said = said[:1].upper() + said[1:]
    return RefView(
        number=number,
        head=words["cite_check.reference"][lang].format(n=number),
        text=ref.text[lang],
        details=_details(ref, lang),
        status=status,
        sign=sign,
        said=said,
        rows=_rows(given, gold, lang),
        path=given.path,
        why=gold.why[lang] if gold is not None else "",
        check=gold.check[lang] if gold is not None else "",
    )


def _details(ref: PublicRef, lang: Lang) -> tuple[tuple[str, str], ...]:
    """The printed reference as names and values, empty ones left out."""
    names = strings("cite_check")
    order: tuple[Detail, ...] = ("title", *(name for name in DETAILS if name != "title"))
    pairs = ((name, show_date(ref.citation.detail(name, lang), lang)) for name in order)
    return tuple((names[f"entry.{name}"][lang], value) for name, value in pairs if value)


def _rows(given: RefAnswer, gold: KeyRef | None, lang: Lang) -> tuple[Row, ...]:
    names = strings("cite_check")
    verdict = _verdict(given.verdict, lang)
    proof = _proof(given, lang)
    head = strings("views")["verdict"][lang]
    if gold is None:
        return (Row(head, verdict), Row(names["proof"][lang], proof))
    return (
        Row(
            head,
            verdict,
            _verdict(gold.verdict, lang),
            _result(float(given.verdict == gold.verdict), lang),
        ),
        Row(names["proof"][lang], proof, gold.proof[lang], _on_proof(given, gold, lang)),
    )


def _verdict(verdict: Verdict | None, lang: Lang) -> str:
    return strings("cite_check")[f"verdict.{verdict}"][lang] if verdict else "–"


def _proof(given: RefAnswer, lang: Lang) -> str:
    """The chosen proof by its code; the registry itself is not at hand where feedback is made."""
    if given.verdict == "not_found":
        return strings("views")["no_value_needed"][lang]
    if given.proof is None:
        return "–"
    ref, _, point = given.proof.partition(".")
    if not point:
        return ref
    names = strings("cite_check")
    if point == NO_POINT:
        return f"{ref}: {names['entry.none'][lang]}"
    return f"{ref}, {names['entry.point.n'][lang].format(n=point[1:])}"


def _on_proof(given: RefAnswer, gold: KeyRef, lang: Lang) -> str:
    """What is said of the proof; nothing where none was needed."""
    if gold.verdict == "not_found":
        return ""
    credit = proof_credit(gold, given)
    return _result(credit, lang)


def _result(credit: float, lang: Lang) -> str:
    words = strings("views")
    if 0 < credit < 1:
        return f"≈ {words['cite_check.near'][lang]}"
    return f"✓ {words['right'][lang]}" if credit >= 1 else f"✗ {words['wrong'][lang]}"
