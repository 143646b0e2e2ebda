"""X5: identifiers hidden, clinical content kept."""

from __future__ import annotations

from hoichan.schema.exercises.phi_redact import (
    Identifier,
    PhiRedactKey,
    PhiRedactPayload,
    PhiRedactVariant,
    Redaction,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Bilingual
from hoichan.scoring.hiding import clinical, leaks, lost, set_score, weight
from hoichan.scoring.judgement import Judgement
from hoichan.scoring.redaction import IdentifierWeight


def score(key: PhiRedactKey, payload: PhiRedactPayload, variant: PhiRedactVariant) -> ScoreReport:
    """Score of the set. ``misses`` are leaks, ``false_alarms`` hidden clinical words (``n1@12``)."""
    notes = {note.uid: note for note in variant.notes}
    answers = {answer.uid: answer for answer in payload.notes}
    parts = set_score(notes, key.notes, answers)
    hits: list[str] = []
    misses: list[str] = []
    alarms: list[str] = []
    direct = 0
    for gold in key.notes:
        answer = answers.get(gold.uid)
        spans: tuple[Redaction, ...] = answer.spans if answer is not None and answer.sent else ()
        leaked = leaks(gold, spans)
        misses += [f"{gold.uid}@{one.start}" for one in leaked]
        hits += [f"{gold.uid}@{one.start}" for one in gold.identifiers if one not in leaked]
        tokens = clinical(notes[gold.uid], gold)
        alarms += [f"{gold.uid}@{token.start}" for token in lost(tokens, spans)]
        direct += sum(weight(one.kind) is IdentifierWeight.DIRECT for one in leaked)
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=parts["S"],
        points=key.points * parts["S"],
        max_points=key.points,
        parts={**parts, "direct_leaks": direct, "sent": len(payload.settled())},
        hits=tuple(hits),
        misses=tuple(misses),
        false_alarms=tuple(alarms),
        scorer="hiding/1",
    )


def judgements(
    key: PhiRedactKey,
    payload: PhiRedactPayload,
    variant: PhiRedactVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Every identifier of the notes that were sent, and every clinical word that was hidden."""
    answers = {answer.uid: answer for answer in payload.notes if answer.sent}
    notes = {note.uid: note for note in variant.notes}
    rows: list[Judgement] = []
    for gold in key.notes:
        if gold.uid not in answers:
            continue
        note, spans = notes[gold.uid], answers[gold.uid].spans
        leaked = leaks(gold, spans)
        rows += [
            _row(gold.uid, note.text, one, is_error=True, flagged=one not in leaked)
            for one in gold.identifiers
        ]
        hidden = lost(clinical(note, gold), spans)
        rows += [
            Judgement(
                kind="identifier",
                uid=f"{gold.uid}@{token.start}",
                source=f"{gold.case}/{gold.note}/{token.start}",
                text=_same(note.text[token.start : token.end]),
                is_error=False,
                flagged=token in hidden,
            )
            for token in clinical(note, gold)
        ]
    return tuple(rows)


def _row(uid: str, text: str, one: Identifier, *, is_error: bool, flagged: bool) -> Judgement:
    return Judgement(
        kind="identifier",
        uid=f"{uid}@{one.start}",
        source=f"{one.kind}",
        text=_same(text[one.start : one.end]),
        is_error=is_error,
        flagged=flagged,
    )


def _same(text: str) -> Bilingual:
    return Bilingual(vi=text, en=text)
