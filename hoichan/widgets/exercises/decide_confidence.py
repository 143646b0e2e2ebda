"""X3: an own decision first, then the AI's advice, then the final decision.

The browser gets neither advice nor source before the learner has asked for it: the ``variant`` trait
is sent without them, and ``state`` brings those that were opened.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from hoichan.answers import AnswerStore
from hoichan.schema.confidence import Stop
from hoichan.schema.exercises.decide_confidence import (
    DecideConfidencePayload,
    DecideConfidenceVariant,
    DecisionAnswer,
    Final,
    PublicDecision,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import Lang, Strict
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.presenting import evidence_view


class InitOp(Strict):
    """The own choice and how sure one is; to be changed until the advice is opened."""

    do: Literal["init"]
    uid: Id
    init: Id | None = None
    init_p: Stop | None = None


class RevealOp(Strict):
    """Open the AI's advice: the own choice stands from now on."""

    do: Literal["reveal"]
    uid: Id


class CheckOp(Strict):
    """Open the source; only so many may be opened in a task."""

    do: Literal["check"]
    uid: Id


class FinalOp(Strict):
    """The final decision and the AI's chances."""

    do: Literal["final"]
    uid: Id
    final: Final | None = None
    chosen: Id | None = None
    p_ai: Stop | None = None


class Widget(CritiqueWidget[DecideConfidenceVariant, DecideConfidencePayload]):
    """Widget of a ``decide_confidence`` task."""

    _script = ("decide_confidence.js",)
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "decide_confidence")
    _operations = Operations[Any](InitOp | RevealOp | CheckOp | FinalOp)

    def _applied(
        self,
        payload: DecideConfidencePayload,
        operation: Any,
        lang: Lang,
    ) -> DecideConfidencePayload:
        return apply(payload, operation, self.public)

    def _shown(self) -> dict[str, Any]:
        hidden = {"decisions": {"__all__": {"advice", "evidence"}}}
        return self.public.model_dump(mode="json", exclude=hidden)

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        payload = store.sheet.payload
        answers = payload.decisions if isinstance(payload, DecideConfidencePayload) else ()
        decisions = {decision.uid: decision for decision in self.public.decisions}
        known = [(answer, decisions[answer.uid]) for answer in answers if answer.uid in decisions]
        return super()._state_of(store) | {
            "advice": {a.uid: d.advice.model_dump(mode="json") for a, d in known if a.shown},
            "sources": {
                a.uid: [evidence_view(table) for table in d.evidence] for a, d in known if a.checked
            },
            "checks_left": self.public.checks - sum(answer.checked for answer in answers),
        }


def apply(
    payload: DecideConfidencePayload,
    operation: InitOp | RevealOp | CheckOp | FinalOp,
    variant: DecideConfidenceVariant,
) -> DecideConfidencePayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    public = next((one for one in variant.decisions if one.uid == operation.uid), None)
    if public is None:
        raise refused("unknown_item")
    answers = {answer.uid: answer for answer in payload.decisions}
    old = answers.get(public.uid, DecisionAnswer(uid=public.uid))
    match operation:
        case InitOp():
            new = _init(old, operation, public)
        case RevealOp():
            if old.init is None or old.init_p is None:
                raise refused("decide_first")
            new = old.model_copy(update={"shown": True})
        case CheckOp():
            new = _check(old, payload, variant)
        case FinalOp():
            new = _final(old, operation, public)
    answers[public.uid] = new
    order = [uid for uid in variant.items() if uid in answers]
    return payload.model_copy(update={"decisions": tuple(answers[uid] for uid in order)})


def _init(old: DecisionAnswer, operation: InitOp, public: PublicDecision) -> DecisionAnswer:
    if old.shown:
        raise refused("advice_seen")
    if operation.init is not None and operation.init not in _choices(public):
        raise refused("unknown_choice")
    return old.model_copy(update={"init": operation.init, "init_p": operation.init_p})


def _check(
    old: DecisionAnswer, payload: DecideConfidencePayload, variant: DecideConfidenceVariant
) -> DecisionAnswer:
    if not old.shown:
        raise refused("decide_first")
    if not old.checked and sum(one.checked for one in payload.decisions) >= variant.checks:
        raise refused("no_checks_left", n=variant.checks)
    return old.model_copy(update={"checked": True})


def _final(old: DecisionAnswer, operation: FinalOp, public: PublicDecision) -> DecisionAnswer:
    if not old.shown:
        raise refused("decide_first")
    if operation.chosen is not None and operation.chosen not in _choices(public):
        raise refused("unknown_choice")
    chosen = operation.chosen if operation.final == "edit" else None
    update = {"final": operation.final, "chosen": chosen, "p_ai": operation.p_ai}
    return old.model_copy(update=update)


def _choices(public: PublicDecision) -> set[str]:
    return {choice.oid for choice in public.options}
