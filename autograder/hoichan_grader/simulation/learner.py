"""Simulated learners of known ability: who they are and how they come to a judgement.

An honest learner follows signal detection theory: everything looks wrong to some degree, on average
d' more where it is wrong, and is rejected above the learner's criterion. Cheaters follow a fixed
trick. Whoever practises gets better: ``after`` gives the same person later in the course.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp
from random import Random
from statistics import NormalDist
from typing import Literal, TypeVar

from hoichan.schema.confidence import STOPS, Stop, probability
from hoichan.schema.course import ROLES, Role
from hoichan.schema.taxonomy import Difficulty
from hoichan.schema.text import Lang

Strategy = Literal["honest", "flags_all", "flags_none", "random"]
CHEATS: tuple[Strategy, ...] = ("flags_all", "flags_none", "random")
T = TypeVar("T")

_PHI = NormalDist().cdf
_LEVEL_SHIFT = {Difficulty.GROSS: 0.3, Difficulty.PLAUSIBLE: 0.0, Difficulty.NEAR_TRUTH: -0.3}
_RANDOM_SHARE = 0.25
_HARD = 1.2  # the d' at which half of what has to be worked out comes out right
_SPREAD = 0.8
_TOO_SURE = 0.8  # logits by which a novice believes the AI more than the evidence says
_BEST = 3.5  # nobody's d' grows beyond it


@dataclass(frozen=True)
class SimulatedLearner:
    """Who answers. ``d_prime`` is ability at the start, ``gain`` what a whole course adds to it,
    ``bias`` > 0 means trusting (rejects less).
    """

    name: str
    strategy: Strategy
    d_prime: float = 0.0
    bias: float = 0.0
    lang: Lang = "vi"
    role: Role = "doctor"
    gain: float = 0.0

    @property
    def criterion(self) -> float:
        """Degree of "looks wrong" from which this learner rejects something."""
        return max(0.8, self.d_prime / 2 + 0.3) + self.bias

    def after(self, share: float) -> SimulatedLearner:
        """The same person when ``share`` (0 to 1) of the course is behind them."""
        grown = min(_BEST, self.d_prime + share * self.gain)
        return replace(self, d_prime=max(self.d_prime, grown))

    def evidence(self, level: Difficulty | None = None) -> float:
        """How wrong an error looks to this learner on average; less, the nearer it is to the truth."""
        return max(0.0, self.d_prime + (0.0 if level is None else _LEVEL_SHIFT[level]))

    def rejects(self, rng: Random, evidence: float) -> bool:
        """Whether the learner rejects something that looks wrong by ``evidence`` on average."""
        match self.strategy:
            case "flags_all":
                return True
            case "flags_none":
                return False
            case "random":
                return rng.random() < _RANDOM_SHARE
            case "honest":
                return rng.gauss(evidence, 1) > self.criterion

    def weighs(self, rng: Random, *, wrong: bool) -> tuple[bool, Stop]:
        """Whether an advice is rejected, and the AI's chances as the learner puts them.

        The chances follow from the same impression by Bayes' rule with even odds, so an able
        learner is calibrated; a weak one believes the AI too much.
        """
        match self.strategy:
            case "flags_all":
                return True, 10
            case "flags_none":
                return False, 90
            case "random":
                return rng.random() < 0.5, rng.choice(STOPS)
            case "honest":
                seen = rng.gauss(self.d_prime if wrong else 0.0, 1)
                for_wrong = self.d_prime * seen - self.d_prime**2 / 2
                trusting = _TOO_SURE * max(0.0, 1 - self.d_prime / 3)
                chance = 1 / (1 + exp(for_wrong - trusting))
                stop = min(STOPS, key=lambda stop: abs(probability(stop) - chance))
                return seen > self.criterion, stop

    def knows(self, rng: Random, ease: float = 0.0) -> bool:
        """Whether the learner works something out rightly; ``ease`` in units of d'."""
        chance = _PHI((self.d_prime + ease - _HARD) / _SPREAD)
        return self.strategy == "honest" and rng.random() < chance

    def names(self, rng: Random, gold: T | None, among: Sequence[T]) -> T:
        """The kind given to what was marked: right more often with ability, else any."""
        right = rng.random() < min(0.95, 0.45 + 0.16 * self.d_prime)
        if gold is not None and self.strategy == "honest" and right:
            return gold
        return rng.choice(among)


def cohort(size: int, seed: int) -> list[SimulatedLearner]:
    """Learners ``hv01``... with abilities spread evenly from 0 to 3, and one of each cheat.

    The four roles take turns from the weakest to the ablest, so that each has the same spread.

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
            role=ROLES[i % len(ROLES)],
            gain=max(0.0, rng.gauss(0.9, 0.3)),
        )
        for i in range(honest)
    ]
    people += [
        SimulatedLearner(name="", strategy=cheat, role=ROLES[(honest + i) % len(ROLES)])
        for i, cheat in enumerate(CHEATS)
    ]
    rng.shuffle(people)
    return [replace(person, name=f"hv{i + 1:02d}") for i, person in enumerate(people)]
