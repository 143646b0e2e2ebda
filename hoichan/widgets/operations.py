"""The operations a browser (or a Python driver) may ask for, as they come over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from hoichan.answers import OperationRefused
from hoichan.i18n import fill, strings
from hoichan.schema.answers import DragSpan, Id, Note
from hoichan.schema.case import UnitOfMeasure
from hoichan.schema.key import Verdict
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.text import Lang, NfcStr, Strict

_HOUR_MS = 3_600_000


class FlagOp(Strict):
    """Hold a unit to be wrong, or replace what was said about it."""

    do: Literal["flag"]
    uid: Id
    category: Category | None = None
    severity: Severity | None = None
    span: DragSpan | None = None
    note: Note = ""


class UnflagOp(Strict):
    """Take the mark of a unit away."""

    do: Literal["unflag"]
    uid: Id


class MissingOp(Strict):
    """Tick or untick a line of the "what is missing?" list."""

    do: Literal["missing"]
    mid: Id
    on: bool


class NoErrorOp(Strict):
    """Declare an answer free of error, or take that back."""

    do: Literal["no_error"]
    aid: Id
    on: bool


class ClaimOp(Strict):
    """Answer a claim. ``typed`` is read as a number in ``lang`` (default: the sheet's language)."""

    do: Literal["claim"]
    uid: Id
    verdict: Verdict | None = None
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    unit: UnitOfMeasure | None = None
    lang: Lang | None = None


class PathOp(Strict):
    """Record one step of how the learner looked a claim up."""

    do: Literal["path"]
    uid: Id
    step: Annotated[NfcStr, Field(min_length=1, max_length=200)]


class LangOp(Strict):
    """Remember the language the learner works in."""

    do: Literal["lang"]
    lang: Lang


class ActiveOp(Strict):
    """Add time in which the learner was at work, in milliseconds."""

    do: Literal["active"]
    ms: int = Field(ge=0, le=_HOUR_MS)


class UndoOp(Strict):
    """Take back the last change to the answers."""

    do: Literal["undo"]


Single = FlagOp | UnflagOp | MissingOp | NoErrorOp | ClaimOp | PathOp | LangOp | ActiveOp


class ManyOp(Strict):
    """Several operations as one change: a drag over three sentences is undone in one go."""

    do: Literal["many"]
    ops: Annotated[
        tuple[Annotated[Single, Field(discriminator="do")], ...],
        Field(min_length=1, max_length=100),
    ]


Operation = Single | ManyOp | UndoOp
_OPERATION: TypeAdapter[Operation] = TypeAdapter(
    Annotated[Operation, Field(discriminator="do")],
)


def read_operation(raw: object) -> Operation:
    """Check an operation as it came over the wire.

    Raises:
        OperationRefused: it is none we know, or a field is wrong.
    """
    try:
        return _OPERATION.validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if not str(part).endswith("Op"))
        raise OperationRefused(fill(strings("operations")["invalid"], place=place)) from error
