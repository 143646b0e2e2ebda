"""X3: reliance on the AI's advice, and how well its chances were judged."""

from __future__ import annotations

from collections.abc import Iterable

from hoichan.schema.confidence import probability
from hoichan.schema.exercises.decide_confidence import (
    DecideConfidenceKey,
    DecideConfidencePayload,
    DecideConfidenceVariant,
    DecisionAnswer,
    KeyDecision,
)
from hoichan.schema.report import ScoreReport
from hoichan.scoring.calibration import calibration
from hoichan.scoring.decisions import decision_score
from hoichan.scoring.judgement import Judgement
from hoichan.scoring.reliance import appropriate_reliance

UNSAID = 0.5  # who says nothing about the AI's chances


def adopts(answer: DecisionAnswer | None, advised: str) -> bool | None:
    """Whether the final decision takes the AI's choice; None while there is no final decision.

    An edit that keeps the AI's choice has adopted it.
    """
    if answer is None or not answer.shown:
        return None
    if answer.final == "edit":
        return None if answer.chosen is None else answer.chosen == advised
    return None if answer.final is None else answer.final == "accept"


def final_choice(answer: DecisionAnswer, advised: str) -> str | None:
    """The choice that stands in the end; None where the advice was dropped without another one."""
    if answer.final == "accept":
        return advised
    if answer.final == "edit":
        return answer.chosen
    return answer.init if answer.init != advised else None


def score(
    key: DecideConfidenceKey,
    payload: DecideConfidencePayload,
    variant: DecideConfidenceVariant,
) -> ScoreReport:
    """Score of the set. An item without a final decision counts as the worse of the two."""
    answers = {answer.uid: answer for answer in payload.decisions}
    advised = {decision.uid: decision.advice.oid for decision in variant.decisions}
    taken = {gold.uid: adopts(answers.get(gold.uid), advised[gold.uid]) for gold in key.decisions}
    wrong = [gold for gold in key.decisions if not gold.ai_right]
    right = [gold for gold in key.decisions if gold.ai_right]
    followed = [gold.uid for gold in wrong if taken[gold.uid] is not False]
    dropped = [gold.uid for gold in right if taken[gold.uid] is not True]
    reliance = appropriate_reliance(len(followed), len(wrong), len(dropped), len(right))
    said = [_chance(answers.get(gold.uid)) for gold in key.decisions]
    judged = calibration(said, [gold.ai_right for gold in key.decisions])
    ari = reliance.ari if reliance.ari is not None else -1.0
    earned = decision_score(ari, judged.score, len(wrong), len(right))
    bad = {*followed, *dropped}
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=earned,
        points=key.points * earned,
        max_points=key.points,
        parts={
            "OR": reliance.over,
            "UR": reliance.under,
            "ARI": reliance.ari,
            "RAIR": _switched(right, answers, advised, init_right=False),
            "RSR": _switched(wrong, answers, advised, init_right=True),
            "brier": judged.brier,
            "skill": judged.skill,
            "bias": judged.bias,
            "checks": sum(answer.checked for answer in payload.decisions),
        },
        hits=tuple(gold.uid for gold in key.decisions if gold.uid not in bad),
        misses=tuple(followed),
        false_alarms=tuple(dropped),
        scorer="decisions/1",
    )


def _chance(answer: DecisionAnswer | None) -> float:
    if answer is None or answer.p_ai is None or not answer.shown:
        return UNSAID
    return probability(answer.p_ai)


def _switched(
    golds: Iterable[KeyDecision],
    answers: dict[str, DecisionAnswer],
    advised: dict[str, str],
    *,
    init_right: bool,
) -> float | None:
    """Share of items with a right end among those begun right (or wrong); None where none was."""
    begun = [
        (gold, answer)
        for gold in golds
        if (answer := answers.get(gold.uid)) is not None
        and answer.settled
        and (answer.init == gold.right) is init_right
    ]
    if not begun:
        return None
    ended = sum(final_choice(answer, advised[gold.uid]) == gold.right for gold, answer in begun)
    return ended / len(begun)


def judgements(
    key: DecideConfidenceKey,
    payload: DecideConfidencePayload,
    variant: DecideConfidenceVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Every advice on which a final decision was made."""
    answers = {answer.uid: answer for answer in payload.decisions}
    shown = {decision.uid: decision for decision in variant.decisions}
    rows: list[Judgement] = []
    for gold in key.decisions:
        decision = shown[gold.uid]
        taken = adopts(answers.get(gold.uid), decision.advice.oid)
        if taken is None:
            continue
        rows.append(
            Judgement(
                kind="advice",
                uid=gold.uid,
                source=f"{gold.case}/{gold.unit}/{gold.wording or '='}",
                text=decision.advice.text,
                is_error=not gold.ai_right,
                flagged=not taken,
                category=gold.category,
            )
        )
    return tuple(rows)
