"""What persons who follow a rule earn on every exercise type: the proof that no trick pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import fmean

from hoichan import personas
from hoichan.cases.variant import make_variant
from hoichan.schema.documents import AnswerSheet, AnyPayload
from hoichan.schema.payload import Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import PublicVariant
from hoichan.scoring import score

SECRET = b"persons who follow a rule"
VARIANTS = 40
REPEATS_OF_CHANCE = 5  # a person who throws dice answers each variant so many times
_SURE = ("blank", "reference", "accept_all", "reject_all")
_NEVER = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Earned:
    """What one strategy earned on one exercise type: mean and best score over the variants."""

    type: str
    strategy: str
    mean: float
    best: float


def earned(pools: Iterable[TaskPool], variants: int = VARIANTS) -> Iterator[Earned]:
    """Every strategy and every trick on ``variants`` variants of each pool. Deterministic."""
    for pool in pools:
        drawn = [make_variant(pool, SECRET, f"p{number}") for number in range(variants)]
        for strategy in (*personas.STRATEGIES, *personas.tricks(pool.type)):
            repeats = 1 if strategy in _SURE else REPEATS_OF_CHANCE
            scores = []
            for number, (variant, key) in enumerate(drawn):
                for again in range(repeats):
                    rng = Random(f"{pool.type}|{strategy}|{number}|{again}")
                    payload = personas.answers(strategy, variant, key, rng)
                    scores.append(score(key, sheet_of(variant, payload), variant).score)
            yield Earned(pool.type, strategy, fmean(scores), max(scores))


def sheet_of(variant: PublicVariant, payload: Payload) -> AnswerSheet:
    """What a person hands in as the answers file holds it."""
    answers: AnyPayload = payload  # type: ignore[assignment]  # a person answers with its own type
    return AnswerSheet(
        lesson=variant.lesson,
        task=variant.task,
        variant=variant.variant,
        learner=variant.learner,
        attempt=variant.attempt,
        opened=_NEVER,
        saved=_NEVER,
        ui="persona",
        payload=answers,
    )
