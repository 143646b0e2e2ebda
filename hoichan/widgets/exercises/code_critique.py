"""X11: lines of an AI-written snippet are marked as faulty, each with the kind of bug."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from hoichan.schema.exercises.code_critique import (
    BugKind,
    CodeCritiquePayload,
    CodeCritiqueVariant,
    LineFlag,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import Lang, Strict
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused


class FlagOp(Strict):
    """Hold a line to be faulty, or say another kind of it."""

    do: Literal["flag"]
    uid: Id
    kind: BugKind | None = None


class UnflagOp(Strict):
    """Take a line's mark away."""

    do: Literal["unflag"]
    uid: Id


class NoErrorOp(Strict):
    """Declare a snippet free of error, or take that back."""

    do: Literal["no_error"]
    uid: Id
    on: bool


class Widget(CritiqueWidget[CodeCritiqueVariant, CodeCritiquePayload]):
    """Widget of a ``code_critique`` task."""

    _script = ("code_critique.js",)
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "code_critique")
    _operations = Operations[Any](FlagOp | UnflagOp | NoErrorOp)

    def _applied(
        self,
        payload: CodeCritiquePayload,
        operation: Any,
        lang: Lang,
    ) -> CodeCritiquePayload:
        return apply(payload, operation, self.public)


def apply(
    payload: CodeCritiquePayload,
    operation: FlagOp | UnflagOp | NoErrorOp,
    variant: CodeCritiqueVariant,
) -> CodeCritiquePayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    order = [line.uid for snippet in variant.snippets for line in snippet.lines]
    if operation.uid not in (variant.items() if isinstance(operation, NoErrorOp) else order):
        raise refused("unknown_item")
    snippet = operation.uid.partition(".")[0]
    flags = {flag.uid: flag for flag in payload.flags}
    declared = [uid for uid in payload.no_error if uid != snippet]
    match operation:
        case FlagOp():
            flags[operation.uid] = LineFlag(uid=operation.uid, kind=operation.kind)
        case UnflagOp():
            flags.pop(operation.uid, None)
            declared = list(payload.no_error)
        case NoErrorOp():
            marks = sum(uid.startswith(f"{snippet}.") for uid in flags)
            if operation.on and marks:
                raise refused("marks_stand", n=marks)
            declared += [snippet] if operation.on else []
    update = {
        "flags": tuple(flags[uid] for uid in order if uid in flags),
        "no_error": tuple(uid for uid in variant.items() if uid in declared),
    }
    return payload.model_copy(update=update)
