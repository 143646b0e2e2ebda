"""X5: words of a note are tapped to hide them; beside it stands the note as it would be sent."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from hoichan.schema.exercises.phi_redact import (
    Action,
    Kind,
    NoteAnswer,
    PhiRedactPayload,
    PhiRedactVariant,
    PublicNote,
    Redaction,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import Lang, Strict
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused


class HideOp(Strict):
    """Hide a stretch from the start of one word to the end of another; overlapped ones go."""

    do: Literal["hide"]
    uid: Id
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    kind: Kind | None = None
    action: Action = "mask"


class ShowOp(Strict):
    """Show again what begins at ``start``."""

    do: Literal["show"]
    uid: Id
    start: int = Field(ge=0)


class SendOp(Strict):
    """Send a note, or take it back."""

    do: Literal["send"]
    uid: Id
    on: bool


class Widget(CritiqueWidget[PhiRedactVariant, PhiRedactPayload]):
    """Widget of a ``phi_redact`` task."""

    _script = ("phi_redact.js",)
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "phi_redact")
    _operations = Operations[Any](HideOp | ShowOp | SendOp)

    def _applied(
        self,
        payload: PhiRedactPayload,
        operation: Any,
        lang: Lang,
    ) -> PhiRedactPayload:
        return apply(payload, operation, self.public)


def apply(
    payload: PhiRedactPayload, operation: HideOp | ShowOp | SendOp, variant: PhiRedactVariant
) -> PhiRedactPayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    note = next((one for one in variant.notes if one.uid == operation.uid), None)
    if note is None:
        raise refused("unknown_item")
    answers = {answer.uid: answer for answer in payload.notes}
    old = answers.get(note.uid, NoteAnswer(uid=note.uid))
    match operation:
        case HideOp():
            new = old.model_copy(update={"spans": _hidden(old, operation, note), "sent": False})
        case ShowOp():
            kept = tuple(one for one in old.spans if one.start != operation.start)
            new = old.model_copy(update={"spans": kept, "sent": False})
        case SendOp():
            new = old.model_copy(update={"sent": operation.on})
    answers[note.uid] = new
    order = [uid for uid in variant.items() if uid in answers]
    return payload.model_copy(update={"notes": tuple(answers[uid] for uid in order)})


def _hidden(old: NoteAnswer, operation: HideOp, note: PublicNote) -> tuple[Redaction, ...]:
    starts = {token.start for token in note.tokens}
    ends = {token.end for token in note.tokens}
    if operation.start not in starts or operation.end not in ends:
        raise refused("not_a_word")
    if operation.start >= operation.end:
        raise refused("not_a_word")
    new = Redaction(**operation.model_dump(exclude={"do", "uid"}))
    apart = [one for one in old.spans if one.end <= new.start or new.end <= one.start]
    return tuple(sorted([*apart, new], key=lambda one: one.start))
