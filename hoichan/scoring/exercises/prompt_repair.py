"""X4: errors removed by the prompt, and errors found that stayed."""

from __future__ import annotations

from hoichan.privacy.identifiers import identifiers
from hoichan.schema.exercises.prompt_repair import (
    PromptRepairKey,
    PromptRepairPayload,
    PromptRepairVariant,
)
from hoichan.schema.report import ScoreReport
from hoichan.scoring.judgement import Judgement
from hoichan.scoring.repairing import irrelevant, repair_score, standing


def score(
    key: PromptRepairKey, payload: PromptRepairPayload, variant: PromptRepairVariant
) -> ScoreReport:
    """Score of the set; ``hits`` are errors removed or marked, ``misses`` those left unmarked."""
    answers = {answer.uid: answer for answer in payload.prompts}
    units = {prompt.uid: [unit.uid for unit in prompt.units] for prompt in variant.prompts}
    leaks = frozenset(answer.uid for answer in payload.prompts if identifiers(answer.free))
    parts = repair_score(key.prompts, units, answers, leaks)
    hits: list[str] = []
    misses: list[str] = []
    alarms: list[str] = []
    wasted = 0
    for gold in key.prompts:
        answer = answers.get(gold.uid)
        asked = answer.asked if answer is not None else ()
        marks = set(answer.marks) if answer is not None else set()
        wrong = set(standing(gold, asked))
        planted = [one.uid for one in gold.planted]
        hits += [uid for uid in planted if uid not in wrong or uid in marks]
        misses += [uid for uid in planted if uid in wrong and uid not in marks]
        alarms += sorted(marks - wrong)
        wasted += len(irrelevant(gold) & set(asked))
    return ScoreReport(
        task=key.task,
        type=key.type,
        score=parts["S"],
        points=key.points * parts["S"],
        max_points=key.points,
        parts={
            **parts,
            "runs": sum(answer.runs for answer in payload.prompts),
            "irrelevant_blocks": wasted,
            "identifiers": len(leaks)
            + sum(
                bool(set(answers[gold.uid].asked) & set(gold.phi))
                for gold in key.prompts
                if gold.uid in answers
            ),
        },
        hits=tuple(hits),
        misses=tuple(misses),
        false_alarms=tuple(alarms),
        scorer="repairing/2",
    )


def judgements(
    key: PromptRepairKey,
    payload: PromptRepairPayload,
    variant: PromptRepairVariant,
    report: ScoreReport,  # noqa: ARG001 - every type's function is called alike
) -> tuple[Judgement, ...]:
    """Every unit of the last answer of prompts that were asked again."""
    answers = {answer.uid: answer for answer in payload.prompts if answer.runs}
    golds = {gold.uid: gold for gold in key.prompts}
    rows: list[Judgement] = []
    for prompt in variant.prompts:
        answer = answers.get(prompt.uid)
        if answer is None:
            continue
        wrong = set(standing(golds[prompt.uid], answer.asked))
        planted = {one.uid: one for one in golds[prompt.uid].planted}
        for unit in prompt.units:
            text = unit.reads(answer.asked)
            bug = planted.get(unit.uid) if unit.uid in wrong else None
            rows.append(
                Judgement(
                    kind="unit",
                    uid=unit.uid,
                    source=f"{bug.case}/{bug.unit}/{bug.wording}" if bug else text.vi,
                    text=text,
                    is_error=bug is not None,
                    flagged=unit.uid in answer.marks,
                    category=bug.category if bug else None,
                )
            )
    return tuple(rows)
