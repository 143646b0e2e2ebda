"""X2. Accepting all: "true" with the stated number copied. Rejecting all: "false", copied likewise.

The typical clinician checks what is asked in the words of the table, and takes a claim that no table
settles for true.
"""

from __future__ import annotations

from random import Random

from hoichan.schema.exercises.verify_data import (
    ClaimAnswer,
    KeyClaim,
    Verdict,
    VerifyDataKey,
    VerifyDataPayload,
    VerifyDataVariant,
)
from hoichan.scoring.verify import constant_answer

TRICKS = ("never_verifiable", "accept_without_values")
_VERDICTS: tuple[Verdict, ...] = ("true", "false", "unverifiable")
_CONSTANT: dict[str, tuple[Verdict, bool]] = {
    "accept_all": ("true", True),
    "reject_all": ("false", True),
    "never_verifiable": ("unverifiable", False),
    "accept_without_values": ("true", False),
}


def answers(
    strategy: str,
    variant: VerifyDataVariant,  # noqa: ARG001 - every type's persons are called alike
    key: VerifyDataKey,
    rng: Random,
) -> VerifyDataPayload:
    """The answers of one person."""
    if strategy == "blank":
        return VerifyDataPayload()
    return VerifyDataPayload(claims=tuple(_claim(strategy, claim, rng) for claim in key.claims))


def _claim(strategy: str, claim: KeyClaim, rng: Random) -> ClaimAnswer:
    if strategy in _CONSTANT:
        verdict, copy = _CONSTANT[strategy]
        return constant_answer(claim, verdict, copy=copy)
    if strategy == "random":
        return constant_answer(claim, rng.choice(_VERDICTS), copy=rng.random() < 0.5)
    right = ClaimAnswer(uid=claim.uid, verdict=claim.verdict, value=claim.value, unit=claim.unit)
    if strategy == "reference":
        return right
    if strategy == "typical":
        if claim.verdict == "unverifiable":
            return ClaimAnswer(uid=claim.uid, verdict="true")
        return right if rng.random() < 0.6 else constant_answer(claim, "true", copy=True)
    msg = f"no strategy {strategy}"
    raise ValueError(msg)
