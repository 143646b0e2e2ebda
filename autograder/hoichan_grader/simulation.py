"""Simulated learners with a known ability, who answer a variant as people do: by marking it.

An honest learner follows signal detection theory: every unit looks wrong to some degree, on
average d' more where it is wrong, and is flagged above the learner's criterion. Cheaters follow a
fixed trick. The output is the list of operations that a browser would send to the widget, so a
simulated cohort exercises the same code as a class does.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from statistics import NormalDist
from typing import Literal

from hoichan.schema.exercises.span_critique import SpanCritiqueKey, SpanCritiqueVariant
from hoichan.schema.exercises.verify_data import KeyClaim, VerifyDataKey
from hoichan.schema.key import Key
from hoichan.schema.numbers import format_number
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Lang
from hoichan.schema.variant import PublicVariant

Op = dict[str, object]
Strategy = Literal["honest", "flags_all", "flags_none", "random"]
CHEATS: tuple[Strategy, ...] = ("flags_all", "flags_none", "random")

_PHI = NormalDist().cdf
_LEVEL_SHIFT = {Difficulty.GROSS: 0.3, Difficulty.PLAUSIBLE: 0.0, Difficulty.NEAR_TRUTH: -0.3}
_FOIL_PULL = 0.3  # a true but surprising unit looks wrong to this degree, in standard deviations
_RANDOM_SHARE = 0.25


@dataclass(frozen=True)
class SimulatedLearner:
    """Who answers: ``d_prime`` is ability, ``bias`` > 0 means trusting (flags less)."""

    name: str
    strategy: Strategy
    d_prime: float = 0.0
    bias: float = 0.0
    lang: Lang = "vi"

    @property
    def criterion(self) -> float:
        """Degree of "looks wrong" from which this learner flags a unit."""
        return max(0.8, self.d_prime / 2 + 0.3) + self.bias


def cohort(size: int, seed: int) -> list[SimulatedLearner]:
    """Learners ``hv01``... with abilities spread evenly from 0 to 3, and one of each cheat.

    Raises:
        ValueError: fewer than five learners leave no spread of abilities to show.
    """
    honest = size - len(CHEATS)
    if honest < 2:
        msg = f"a cohort needs at least {len(CHEATS) + 2} learners, not {size}"
        raise ValueError(msg)
    rng = Random(seed)
    people = [
        SimulatedLearner(
            name="",
            strategy="honest",
            d_prime=3.0 * i / (honest - 1),
            bias=rng.gauss(0, 0.2),
            lang="en" if rng.random() < 0.2 else "vi",
        )
        for i in range(honest)
    ]
    people += [SimulatedLearner(name="", strategy=cheat) for cheat in CHEATS]
    rng.shuffle(people)
    return [
        SimulatedLearner(f"hv{i + 1:02d}", p.strategy, p.d_prime, p.bias, p.lang)
        for i, p in enumerate(people)
    ]


def answer_ops(learner: SimulatedLearner, variant: PublicVariant, key: Key, seed: int) -> list[Op]:
    """What ``learner`` does on one task, as widget operations in order."""
    rng = Random(f"{seed}|{learner.name}|{variant.task}")
    start: list[Op] = [{"do": "lang", "lang": learner.lang}]
    if isinstance(variant, SpanCritiqueVariant) and isinstance(key, SpanCritiqueKey):
        return start + _critique_ops(learner, variant, key, rng)
    if isinstance(key, VerifyDataKey):
        return start + [op for claim in key.claims for op in _claim_ops(learner, claim, rng)]
    msg = f"no simulated learner answers {variant.type} yet"
    raise ValueError(msg)


def _flags(learner: SimulatedLearner, rng: Random, evidence: float) -> bool:
    """Whether the learner flags something that looks wrong by ``evidence`` on average."""
    match learner.strategy:
        case "flags_all":
            return True
        case "flags_none":
            return False
        case "random":
            return rng.random() < _RANDOM_SHARE
        case "honest":
            return rng.gauss(evidence, 1) > learner.criterion


def _critique_ops(
    learner: SimulatedLearner, variant: SpanCritiqueVariant, key: SpanCritiqueKey, rng: Random
) -> list[Op]:
    planted = {unit.uid: unit for unit in key.planted}
    omitted = {omission.mid: omission for omission in key.omissions}
    foils = {foil.uid for foil in key.foils}
    ops: list[Op] = []
    for answer in variant.answers:
        flagged = False
        for unit in answer.units:
            gold = planted.get(unit.uid)
            evidence = _FOIL_PULL if unit.uid in foils else 0.0
            if gold is not None:
                evidence = max(0.0, learner.d_prime + _LEVEL_SHIFT[gold.level])
            if _flags(learner, rng, evidence):
                flagged = True
                ops.append(
                    {
                        "do": "flag",
                        "uid": unit.uid,
                        "category": _label(learner, rng, gold.category if gold else None),
                        "severity": _severity(rng, gold.severity if gold else None),
                        "span": None,
                        "note": "",
                    }
                )
        for option in answer.missing:
            if _flags(learner, rng, learner.d_prime if option.mid in omitted else 0.0):
                flagged = True
                ops.append({"do": "missing", "mid": option.mid, "on": True})
        if not flagged:
            ops.append({"do": "no_error", "aid": answer.aid, "on": True})
    return ops


def _label(learner: SimulatedLearner, rng: Random, gold: Category | None) -> str:
    """Category given: right more often with ability, else any of the fourteen."""
    knows = rng.random() < min(0.95, 0.45 + 0.16 * learner.d_prime)
    if gold is not None and learner.strategy == "honest" and knows:
        return gold.value
    return rng.choice(list(Category)).value


def _severity(rng: Random, gold: Severity | None) -> int:
    if gold is None:
        return rng.choice([1, 2, 3])
    return min(4, max(1, gold.value + rng.choice([-1, 0, 0, 1])))


def _claim_ops(learner: SimulatedLearner, claim: KeyClaim, rng: Random) -> list[Op]:
    """One checked claim: the verdict, and the value where one is given."""
    verdict, value = _claim_answer(learner, claim, rng)
    typed = "" if value is None else format_number(value, "dec2", learner.lang)
    return [
        {
            "do": "claim",
            "uid": claim.uid,
            "verdict": verdict,
            "typed": typed,
            "unit": None if value is None else claim.unit,
        }
    ]


def _claim_answer(
    learner: SimulatedLearner, claim: KeyClaim, rng: Random
) -> tuple[str, float | None]:
    match learner.strategy:
        case "flags_all":
            return "false", claim.shown
        case "flags_none":
            return "true", claim.shown
        case "random":
            verdict = rng.choice(["true", "false", "unverifiable"])
            return verdict, None if verdict == "unverifiable" else rng.uniform(0, 200)
        case "honest":
            if rng.random() < _PHI((learner.d_prime - 1.2) / 0.8):
                return claim.verdict, claim.value
            return rng.choice(["true", "true", "false"]), claim.shown
