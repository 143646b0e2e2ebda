"""X8: the cost of final levels against the best thoughtless policy."""

from __future__ import annotations

from hoichan.schema.exercises.triage_role import (
    KeyTriage,
    TriageAnswer,
    TriageRoleKey,
    TriageRolePayload,
    TriageRoleVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.scoring.judgement import Judgement
from hoichan.scoring.reliance import appropriate_reliance
from hoichan.scoring.triage import triage_cost, triage_score, worst_level


def final_level(answer: TriageAnswer | None, gold: KeyTriage) -> int:
    """The level that counts: the final one, or the costliest where none was given."""
    if answer is None or not answer.shown or answer.final is None:
        return worst_level(gold.level)
    return answer.final


def score(
    key: TriageRoleKey, payload: TriageRolePayload, variant: TriageRoleVariant
) -> ScoreReport:
    """Score of the set; ``misses`` are under-triaged, ``false_alarms`` over-triaged patients."""
    answers = {answer.uid: answer for answer in payload.patients}
    advised = {patient.uid: patient.advice.level for patient in variant.patients}
    final = {gold.uid: final_level(answers.get(gold.uid), gold) for gold in key.patients}
    truth = [gold.level for gold in key.patients]
    earned = triage_score(truth, list(final.values()), [advised[gold.uid] for gold in key.patients])
    wrong = [gold for gold in key.patients if not gold.ai_right]
    right = [gold for gold in key.patients if gold.ai_right]
    reliance = appropriate_reliance(
        sum(final[gold.uid] == advised[gold.uid] for gold in wrong),
        len(wrong),
        sum(final[gold.uid] != advised[gold.uid] for gold in right),
        len(right),
    )
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=earned,
        points=key.points * earned,
        max_points=key.points,
        parts={
            "cost": float(sum(triage_cost(gold.level, final[gold.uid]) for gold in key.patients)),
            "OR": reliance.over,
            "UR": reliance.under,
            "ARI": reliance.ari,
            "RAIR": _kept(right, answers, init_right=False),
            "RSR": _kept(wrong, answers, init_right=True),
            "acts": _acts(key, answers),
        },
        hits=tuple(gold.uid for gold in key.patients if final[gold.uid] == gold.level),
        misses=tuple(gold.uid for gold in key.patients if final[gold.uid] < gold.level),
        false_alarms=tuple(gold.uid for gold in key.patients if final[gold.uid] > gold.level),
        scorer="triage/1",
    )


def _kept(
    golds: list[KeyTriage], answers: dict[str, TriageAnswer], *, init_right: bool
) -> float | None:
    """Share of patients with a right end among those begun right (or wrong); None: none was."""
    begun = [
        (gold, answer)
        for gold in golds
        if (answer := answers.get(gold.uid)) is not None
        and answer.settled
        and (answer.init == gold.level) is init_right
    ]
    if not begun:
        return None
    return sum(answer.final == gold.level for gold, answer in begun) / len(begun)


def _acts(key: TriageRoleKey, answers: dict[str, TriageAnswer]) -> float | None:
    """Share of patients for whom just the right acts were chosen; None where none were chosen."""
    chosen = [
        set(answers[gold.uid].acts) == set(gold.acts)
        for gold in key.patients
        if gold.uid in answers and answers[gold.uid].acts
    ]
    return sum(chosen) / len(chosen) if chosen else None


def judgements(
    key: TriageRoleKey,
    payload: TriageRolePayload,
    variant: TriageRoleVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Every advice on which a final level was given."""
    answers = {answer.uid: answer for answer in payload.patients}
    shown = {patient.uid: patient for patient in variant.patients}
    return tuple(
        Judgement(
            kind="advice",
            uid=gold.uid,
            source=f"{gold.case}/{gold.item}/{'=' if gold.ai_right else 'x'}",
            text=shown[gold.uid].advice.reason,
            is_error=not gold.ai_right,
            flagged=answer.final != shown[gold.uid].advice.level,
        )
        for gold in key.patients
        if (answer := answers.get(gold.uid)) is not None
        and answer.shown
        and answer.final is not None
    )
