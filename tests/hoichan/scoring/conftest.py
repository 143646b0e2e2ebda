"""A made-up set of answers with a known key, of any size, for the scoring tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from hoichan.schema.case import Provenance, Span
from hoichan.schema.documents import AnswerSheet
from hoichan.schema.exercises.span_critique import (
    Foil,
    MissingOption,
    PlantedOmission,
    PlantedUnit,
    PublicAnswer,
    PublicUnit,
    SpanCritiqueKey,
    SpanCritiqueVariant,
)
from hoichan.schema.exercises.verify_data import (
    KeyClaim,
    PublicClaim,
    VerifyDataKey,
    VerifyDataVariant,
)
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicVariant

SOME = Bilingual(vi="một câu", en="a sentence")
VI = "Công suất sử dụng giường là 98,6% trong tháng."
EN = "Bed occupancy was 98.6% in the month."


@dataclass(frozen=True)
class SmallSet:
    """A key, its public variant and a way to make an answer sheet for them."""

    key: Key
    variant: PublicVariant

    def sheet(self, payload: Payload) -> AnswerSheet:
        return AnswerSheet(
            lesson="l", task="t", variant="v", learner="an", ui="0",
            opened="2026-01-01T00:00:00Z", saved="2026-01-01T00:00:00Z", payload=payload,
        )  # fmt: skip


def _planted(uid: str, severity: int) -> PlantedUnit:
    return PlantedUnit(
        aid=uid.partition(".")[0], uid=uid, case="c", unit="u", wording="w",
        category=Category.NUM_DENOMINATOR, severity=Severity(severity),
        level=Difficulty.PLAUSIBLE, core_vi=Span(start=28, end=33), core_en=Span(start=18, end=23),
        true_text=SOME, why=SOME, check=SOME,
    )  # fmt: skip


@pytest.fixture(scope="session")
def critique_set() -> Callable[..., SmallSet]:
    """Make a set: ``answers`` x ``units``, planted units by uid, one omission, two foils."""

    def make(
        planted: dict[str, int], answers: int = 3, units: int = 10, foils: Sequence[str] = ()
    ) -> SmallSet:
        aids = [f"a{i + 1}" for i in range(answers)]
        uids = [f"{aid}.u{j + 1}" for aid in aids for j in range(units)]
        key = SpanCritiqueKey(
            lesson="l", task="t", type="span_critique", variant="v", points=28, pool_sha256="0",
            planted=tuple(_planted(uid, sev) for uid, sev in planted.items()),
            omissions=(
                PlantedOmission(
                    aid="a1", mid="a1.m1", case="c", unit="u", severity=Severity.SERIOUS,
                    left_out=SOME, why=SOME, check=SOME,
                ),
            ),
            foils=tuple(Foil(uid=uid, why=SOME) for uid in foils),
            clean_answers=("a3",), unit_uids=tuple(uids),
            option_mids=tuple(f"{aid}.m{k}" for aid in aids for k in (1, 2)),
        )  # fmt: skip
        variant = SpanCritiqueVariant(
            lesson="l", task="t", type="span_critique", variant="v", learner="an", points=28,
            title=SOME,
            answers=tuple(
                PublicAnswer(
                    aid=aid, title=SOME, prompt=SOME, as_of="2025-03-31",
                    provenance=Provenance(),
                    units=tuple(
                        PublicUnit(uid=uid, text=Bilingual(vi=VI, en=EN))
                        for uid in uids
                        if uid.startswith(f"{aid}.")
                    ),
                    missing=tuple(
                        MissingOption(mid=f"{aid}.m{k}", label=SOME) for k in (1, 2)
                    ),
                )
                for aid in aids
            ),
        )  # fmt: skip
        return SmallSet(key, variant)

    return make


@pytest.fixture(scope="session")
def claim_set() -> SmallSet:
    """Twelve claims: five true, five false, two that no table settles."""
    verdicts = ("true",) * 5 + ("false",) * 5 + ("unverifiable",) * 2
    claims = tuple(
        KeyClaim(
            uid=f"c{i + 1}",
            case="c",
            unit_id=f"u{i}",
            verdict=verdict,
            why=SOME,
            value=None if verdict == "unverifiable" else 115.0 + i,
            shown=None if verdict == "unverifiable" else 115.0 + i - 20 * (verdict == "false"),
            unit=None if verdict == "unverifiable" else "percent",
            tolerance=0.05,
        )
        for i, verdict in enumerate(verdicts)
    )
    key = VerifyDataKey(
        lesson="l", task="t", type="verify_data", variant="v", points=42, pool_sha256="0",
        claims=claims,
    )  # fmt: skip
    variant = VerifyDataVariant(
        lesson="l", task="t", type="verify_data", variant="v", learner="an", points=42, title=SOME,
        claims=tuple(
            PublicClaim(uid=claim.uid, text=SOME, units_offered=("percent", "days"))
            for claim in claims
        ),
    )  # fmt: skip
    return SmallSet(key, variant)
