"""X8: an own level first, then the AI's, then the final level and what to do.

The browser gets the AI's level and reason only after the own level was given, as in X3.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from hoichan.answers import AnswerStore
from hoichan.schema.confidence import Stop
from hoichan.schema.exercises.triage_role import (
    Level,
    TriageAnswer,
    TriageRolePayload,
    TriageRoleVariant,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import Lang, Strict
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.presenting import evidence_view


class LevelOp(Strict):
    """The own level; to be changed until the advice is opened."""

    do: Literal["level"]
    uid: Id
    init: Level | None = None


class RevealOp(Strict):
    """Open the AI's level: the own one stands from now on."""

    do: Literal["reveal"]
    uid: Id


class FinalOp(Strict):
    """The final level, the AI's chances, and what one does."""

    do: Literal["final"]
    uid: Id
    final: Level | None = None
    p_ai: Stop | None = None
    acts: Annotated[tuple[Id, ...], Field(max_length=20)] = ()


class Widget(CritiqueWidget[TriageRoleVariant, TriageRolePayload]):
    """Widget of a ``triage_role`` task."""

    _script = ("triage_role.js",)
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "triage_role")
    _operations = Operations[Any](LevelOp | RevealOp | FinalOp)

    def _applied(
        self,
        payload: TriageRolePayload,
        operation: Any,
        lang: Lang,
    ) -> TriageRolePayload:
        return apply(payload, operation, self.public)

    def _shown(self) -> dict[str, Any]:
        plain = self.public.model_dump(
            mode="json", exclude={"patients": {"__all__": {"advice", "table"}}}
        )
        for shown, patient in zip(plain["patients"], self.public.patients, strict=True):
            shown["table"] = evidence_view(patient.table) if patient.table is not None else None
        return plain

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        payload = store.sheet.payload
        answers = payload.patients if isinstance(payload, TriageRolePayload) else ()
        advice = {patient.uid: patient.advice for patient in self.public.patients}
        opened = {a.uid: advice[a.uid].model_dump() for a in answers if a.shown and a.uid in advice}
        return super()._state_of(store) | {"advice": opened}


def apply(
    payload: TriageRolePayload,
    operation: LevelOp | RevealOp | FinalOp,
    variant: TriageRoleVariant,
) -> TriageRolePayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    public = next((one for one in variant.patients if one.uid == operation.uid), None)
    if public is None:
        raise refused("unknown_item")
    answers = {answer.uid: answer for answer in payload.patients}
    old = answers.get(public.uid, TriageAnswer(uid=public.uid))
    match operation:
        case LevelOp():
            if old.shown:
                raise refused("level_seen")
            new = old.model_copy(update={"init": operation.init})
        case RevealOp():
            if old.init is None:
                raise refused("level_first")
            new = old.model_copy(update={"shown": True})
        case FinalOp():
            if not old.shown:
                raise refused("level_first")
            known = [act.id for act in public.acts]
            if set(operation.acts) - set(known):
                raise refused("unknown_choice")
            acts = tuple(name for name in known if name in operation.acts)
            update = {"final": operation.final, "p_ai": operation.p_ai, "acts": acts}
            new = old.model_copy(update=update)
    answers[public.uid] = new
    order = [uid for uid in variant.items() if uid in answers]
    return payload.model_copy(update={"patients": tuple(answers[uid] for uid in order)})
