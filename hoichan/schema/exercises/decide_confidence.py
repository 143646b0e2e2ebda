"""X3: decide first, see the AI's advice, decide again and say how likely the AI is right."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hoichan.schema.case import CompiledCase, EvidenceTable
from hoichan.schema.confidence import Stop
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual, Strict
from hoichan.schema.variant import PublicVariant

Final = Literal["accept", "edit", "reject"]


RIGHT = "true"  # the option of the true wording


class Ask(Strict):
    """What is asked about one unit: the question and the short answers, by wording (or ``true``)."""

    unit: str
    vignette: Bilingual | None = Field(default=None, description="None: the case's prompt")
    question: Bilingual
    options: dict[str, Bilingual] = Field(description="``true`` and the id of each wrong wording")
    check: Bilingual = Field(description="How to check, where the AI is right")


class DecideConfidenceCase(CompiledCase):
    """A case of claims with a question for each unit that has a wrong wording."""

    type: Literal["decide_confidence"] = "decide_confidence"
    asks: tuple[Ask, ...]


class PublicChoice(Strict):
    """One answer to choose from."""

    oid: str
    label: Bilingual


class Advice(Strict):
    """What the AI says: the choice it takes, and its words. Shown only after an own decision."""

    oid: str
    text: Bilingual


class PublicDecision(Strict):
    """One item. ``evidence`` is the source that a check opens."""

    uid: str
    title: Bilingual
    vignette: Bilingual
    question: Bilingual
    options: tuple[PublicChoice, ...]
    advice: Advice
    evidence: tuple[EvidenceTable, ...] = ()


class DecideConfidenceVariant(PublicVariant):
    """Decisions, and how many sources may be opened."""

    type: Literal["decide_confidence"] = "decide_confidence"
    decisions: tuple[PublicDecision, ...]
    checks: int = Field(ge=0, description="Sources that may be opened in this task")

    def items(self) -> tuple[str, ...]:
        """The decisions."""
        return tuple(decision.uid for decision in self.decisions)


class KeyDecision(Strict):
    """The key of one decision."""

    uid: str
    case: str
    unit: str
    wording: str | None = Field(
        description="The wrong wording that the AI takes; None: it is right"
    )
    right: str = Field(description="The right choice")
    category: Category | None = None
    why: Bilingual
    check: Bilingual

    @property
    def ai_right(self) -> bool:
        """Whether the AI's advice is right."""
        return self.wording is None


class DecideConfidenceKey(Key):
    """The key of every decision, in the order of the variant."""

    type: Literal["decide_confidence"] = "decide_confidence"
    decisions: tuple[KeyDecision, ...]


class DecisionAnswer(Strict):
    """One decision. What was said before the AI spoke stands once ``shown`` is set."""

    uid: Id
    init: Id | None = Field(default=None, description="Own choice, before the AI's advice")
    init_p: Stop | None = Field(default=None, description="How sure of it, in percent")
    shown: bool = Field(default=False, description="The AI's advice was opened")
    checked: bool = Field(default=False, description="The source was opened")
    final: Final | None = None
    chosen: Id | None = Field(default=None, description="The choice taken instead (edit)")
    p_ai: Stop | None = Field(default=None, description="How likely the AI is right, in percent")

    @property
    def settled(self) -> bool:
        """Whether a final decision was made and the AI's chances were judged."""
        decided = self.final is not None and (self.final != "edit" or self.chosen is not None)
        return self.shown and decided and self.p_ai is not None


class DecideConfidencePayload(Payload):
    """Decisions made so far.

    Undo takes back the final part only: an own choice made before the AI spoke must not be made
    anew after it, and a source that was opened has been seen.
    """

    QUIET: ClassVar[frozenset[str]] = frozenset({"init", "init_p", "shown", "checked"})

    type: Literal["decide_confidence"] = "decide_confidence"
    decisions: Annotated[tuple[DecisionAnswer, ...], Field(max_length=60)] = ()

    def names(self) -> tuple[str, ...]:
        """The decisions that were begun."""
        return tuple(decision.uid for decision in self.decisions)

    def settled(self) -> frozenset[str]:
        """Decisions that are done."""
        return frozenset(decision.uid for decision in self.decisions if decision.settled)


class DecideConfidencePool(TaskPool):
    """Cases whose questions are drawn from."""

    type: Literal["decide_confidence"] = "decide_confidence"
    cases: tuple[DecideConfidenceCase, ...]
