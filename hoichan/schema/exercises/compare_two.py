"""X10: two blind answers to one question: which is safer, more accurate, clearer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hoichan.schema.case import CompiledCase, EvidenceTable
from hoichan.schema.confidence import Stop
from hoichan.schema.exercises.span_critique import PublicUnit
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.text import Bilingual, Strict
from hoichan.schema.variant import PublicVariant

Side = Literal["A", "B"]
Choice = Literal["A", "B", "both", "neither"]
Clearer = Literal["A", "B", "same"]


class BlindAnswer(Strict):
    """One of the two answers: its units, and the phrases around them, which claim nothing."""

    side: Side
    opening: Bilingual | None = None
    units: tuple[PublicUnit, ...]
    closing: Bilingual | None = None


class PublicPair(Strict):
    """One question with two answers and the data they speak of."""

    uid: str
    title: Bilingual
    prompt: Bilingual
    as_of: str
    evidence: tuple[EvidenceTable, ...] = ()
    a: BlindAnswer
    b: BlindAnswer


class CompareTwoVariant(PublicVariant):
    """Pairs of answers."""

    type: Literal["compare_two"] = "compare_two"
    pairs: tuple[PublicPair, ...]

    def items(self) -> tuple[str, ...]:
        """The pairs."""
        return tuple(pair.uid for pair in self.pairs)

    def names(self) -> frozenset[str]:
        """Pairs and units."""
        units = {
            unit.uid for pair in self.pairs for side in (pair.a, pair.b) for unit in side.units
        }
        return frozenset({*self.items(), *units})


class PlantedInPair(Strict):
    """A unit that is false."""

    uid: str
    case: str
    unit: str
    wording: str
    category: Category
    severity: Severity
    true_text: Bilingual
    why: Bilingual
    check: Bilingual


class KeyPair(Strict):
    """The key of one pair."""

    uid: str
    accurate: Choice
    safer: Choice
    polite: Side = Field(description="The longer answer with the polite phrases")
    planted: tuple[PlantedInPair, ...]


class CompareTwoKey(Key):
    """The key of every pair, in the order of the variant."""

    type: Literal["compare_two"] = "compare_two"
    pairs: tuple[KeyPair, ...]


class PairAnswer(Strict):
    """One pair compared. ``decisive`` are units held to be wrong."""

    uid: Id
    accurate: Choice | None = None
    safer: Choice | None = None
    clearer: Clearer | None = None
    decisive: Annotated[tuple[Id, ...], Field(max_length=80)] = ()
    p: Stop | None = Field(default=None, description="How sure, in percent")

    @property
    def settled(self) -> bool:
        """Whether all that is asked was answered."""
        return None not in (self.accurate, self.safer, self.clearer, self.p)


class CompareTwoPayload(Payload):
    """Pairs compared so far."""

    type: Literal["compare_two"] = "compare_two"
    pairs: Annotated[tuple[PairAnswer, ...], Field(max_length=40)] = ()

    def names(self) -> tuple[str, ...]:
        """Pairs and decisive units."""
        units = [uid for pair in self.pairs for uid in pair.decisive]
        return (*(pair.uid for pair in self.pairs), *units)

    def settled(self) -> frozenset[str]:
        """Pairs that are done."""
        return frozenset(pair.uid for pair in self.pairs if pair.settled)


class CompareTwoPool(TaskPool):
    """Cases of claims of which each gives a pair."""

    type: Literal["compare_two"] = "compare_two"
    cases: tuple[CompiledCase, ...]
