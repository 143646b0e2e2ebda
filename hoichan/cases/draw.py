"""Which claims one learner checks in a verify_data task, and which of them are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoichan.cases.dice import Dice
from hoichan.cases.errors import PoolError
from hoichan.schema.case import CompiledCase, Unit, WrongWording
from hoichan.schema.exercises.verify_data import Verdict, VerifyDataPool

MAX_VERDICT_SHARE = 0.5
MAX_UNVERIFIABLE_SHARE = 0.25
TRIES = 400


@dataclass(frozen=True)
class ClaimPlan:
    """One claim of a variant; ``wrong`` is None where its true wording is shown."""

    case: CompiledCase
    unit: Unit
    wrong: WrongWording | None = None

    @property
    def verdict(self) -> Verdict:
        """The right verdict."""
        if self.unit.unverifiable:
            return "unverifiable"
        return "true" if self.wrong is None else "false"


def draw_claims(pool: VerifyDataPool, dice: Dice) -> tuple[ClaimPlan, ...]:
    """Draw ``rules.units`` claims (all of them when the rules give no number), shuffled.

    No verdict takes more than half. ``rules.planted`` bounds the number of false claims.

    Raises:
        PoolError: the cases do not offer enough claims of each kind.
    """
    claims = [ClaimPlan(case, unit) for case in pool.cases for unit in case.units]
    number = pool.rules.units or len(claims)
    for _ in range(TRIES):
        drawn = _draw(pool, claims, number, dice)
        kinds = {claim.wrong.category for claim in drawn if claim.wrong is not None}
        if len(drawn) == number and len(kinds) >= pool.rules.categories:
            return tuple(dice.shuffled(drawn))
    raise PoolError(
        f"Nhiệm vụ “{pool.task}”: các tình huống không đủ để lấy {number} nhận định mà không kết "
        "luận nào (đúng, sai, không kiểm được) chiếm quá một nửa. Hãy thêm nhận định.",
        f'Task "{pool.task}": the cases do not offer {number} claims of which no verdict (true, '
        "false, unverifiable) takes more than half. Add claims.",
    )


def _draw(
    pool: VerifyDataPool, claims: Sequence[ClaimPlan], number: int, dice: Dice
) -> list[ClaimPlan]:
    """One attempt; shorter than ``number`` when it did not come out even."""
    most = int(number * MAX_VERDICT_SHARE)
    unverifiable = [claim for claim in claims if claim.unit.unverifiable]
    plantable = [claim for claim in claims if claim.unit.wrong]
    n_open = min(len(unverifiable), max(1, int(number * MAX_UNVERIFIABLE_SHARE)))
    n_open = dice.between(min(1, n_open), n_open)
    low, high = pool.rules.planted
    low = max(low, number - n_open - most)
    high = min(high, most, len(plantable))
    if low > high:
        return []
    false = dice.shuffled(plantable)[: dice.between(low, high)]
    taken = {(claim.case.id, claim.unit.id) for claim in false}
    settled = [
        claim
        for claim in claims
        if not claim.unit.unverifiable and (claim.case.id, claim.unit.id) not in taken
    ]
    n_true = number - n_open - len(false)
    if n_true > most:
        return []
    return [
        *(ClaimPlan(claim.case, claim.unit, dice.pick(claim.unit.wrong)) for claim in false),
        *dice.shuffled(settled)[:n_true],
        *dice.shuffled(unverifiable)[:n_open],
    ]
