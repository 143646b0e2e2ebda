"""X10: accuracy, safety and the decisive units of pairs of answers."""

from __future__ import annotations

from hoichan.schema.exercises.compare_two import (
    CompareTwoKey,
    CompareTwoPayload,
    CompareTwoVariant,
    KeyPair,
    PairAnswer,
    PublicPair,
)
from hoichan.schema.report import ScoreReport
from hoichan.scoring.comparing import Compared, GoldPair, compare_score
from hoichan.scoring.judgement import Judgement


def gold_pairs(key: CompareTwoKey, variant: CompareTwoVariant) -> dict[str, GoldPair]:
    """What is right of every pair, by uid."""
    pairs = {pair.uid: pair for pair in variant.pairs}
    return {
        gold.uid: GoldPair(
            accurate=gold.accurate,
            safer=gold.safer,
            units=_units(pairs[gold.uid]),
            planted=frozenset(one.uid for one in gold.planted),
        )
        for gold in key.pairs
    }


def _units(pair: PublicPair) -> tuple[frozenset[str], frozenset[str]]:
    a, b = (frozenset(unit.uid for unit in answer.units) for answer in (pair.a, pair.b))
    return a, b


def score(
    key: CompareTwoKey, payload: CompareTwoPayload, variant: CompareTwoVariant
) -> ScoreReport:
    """Score of the set; ``hits`` are wrong units that were tapped, ``false_alarms`` true ones."""
    golds = gold_pairs(key, variant)
    said = {
        answer.uid: Compared(answer.accurate, answer.safer, frozenset(answer.decisive))
        for answer in payload.pairs
    }
    parts = compare_score(golds, said)
    planted = [one.uid for gold in key.pairs for one in gold.planted]
    tapped = {uid for answer in payload.pairs for uid in answer.decisive}
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=parts["S"],
        points=key.points * parts["S"],
        max_points=key.points,
        parts={**parts, "fluency_bias": _fluency_bias(key, payload)},
        hits=tuple(uid for uid in planted if uid in tapped),
        misses=tuple(uid for uid in planted if uid not in tapped),
        false_alarms=tuple(sorted(tapped - set(planted))),
        scorer="comparing/1",
    )


def _fluency_bias(key: CompareTwoKey, payload: CompareTwoPayload) -> float | None:
    """P(the polite answer is called the accurate one | it is the worse); None where never so."""
    answers = {answer.uid: answer for answer in payload.pairs}
    worse = [
        (gold, answers[gold.uid])
        for gold in key.pairs
        if gold.accurate in ("A", "B")
        and gold.accurate != gold.polite
        and gold.uid in answers
        and answers[gold.uid].accurate is not None
    ]
    if not worse:
        return None
    return sum(answer.accurate == gold.polite for gold, answer in worse) / len(worse)


def judgements(
    key: CompareTwoKey,
    payload: CompareTwoPayload,
    variant: CompareTwoVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Every unit of the pairs that were compared."""
    answers = {answer.uid: answer for answer in payload.pairs}
    golds = {gold.uid: gold for gold in key.pairs}
    return tuple(
        row
        for pair in variant.pairs
        if pair.uid in answers and answers[pair.uid].accurate is not None
        for row in _rows(pair, golds[pair.uid], answers[pair.uid])
    )


def _rows(pair: PublicPair, gold: KeyPair, answer: PairAnswer) -> list[Judgement]:
    planted = {one.uid: one for one in gold.planted}
    rows = []
    for side in (pair.a, pair.b):
        for unit in side.units:
            wrong = planted.get(unit.uid)
            rows.append(
                Judgement(
                    kind="unit",
                    uid=unit.uid,
                    source=f"{wrong.case}/{wrong.unit}/{wrong.wording}" if wrong else unit.text.vi,
                    text=unit.text,
                    is_error=wrong is not None,
                    flagged=unit.uid in answer.decisive,
                    category=wrong.category if wrong else None,
                )
            )
    return rows
