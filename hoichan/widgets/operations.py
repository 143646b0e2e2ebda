"""The operations a browser (or a Python driver) may ask for, as they come over the wire.

Those every task knows are here; each exercise type has its own beside its widget.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from hoichan.answers import OperationRefused
from hoichan.i18n import fill, strings
from hoichan.schema.text import Lang, Strict

_HOUR_MS = 3_600_000
_MOST_AT_ONCE = 100


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


_Common = Annotated[LangOp | ActiveOp | UndoOp, Field(discriminator="do")]
_COMMON: TypeAdapter[LangOp | ActiveOp | UndoOp] = TypeAdapter(_Common)
_COMMON_NAMES = ("lang", "active", "undo")

O_co = TypeVar("O_co", covariant=True)


class Operations(Generic[O_co]):
    """Reads the operations of one exercise type: ``Operations(FlagOp | UnflagOp)``."""

    def __init__(self, union: Any) -> None:
        several = hasattr(union, "__args__")
        kinds: Any = Annotated[union, Field(discriminator="do")] if several else union
        self._own: TypeAdapter[Any] = TypeAdapter(kinds)

    def read(self, raw: object) -> LangOp | ActiveOp | UndoOp | tuple[O_co, ...]:
        """Check an operation as it came over the wire; own ones as a tuple, applied as one change.

        Raises:
            OperationRefused: it is none we know, or a field is wrong.
        """
        try:
            name = raw.get("do") if isinstance(raw, dict) else None
            if name in _COMMON_NAMES:
                return _COMMON.validate_python(raw)
            if isinstance(raw, dict) and name == "many":
                return self._many(raw)
            return (self._own.validate_python(raw),)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"] if not str(part).endswith("Op"))
            raise _invalid(place) from error

    def _many(self, raw: dict[str, Any]) -> tuple[O_co, ...]:
        """Several operations as one change: a drag over three sentences is undone in one go."""
        ops = raw.get("ops")
        if set(raw) != {"do", "ops"} or not isinstance(ops, list | tuple):
            raise _invalid("ops")
        if not 1 <= len(ops) <= _MOST_AT_ONCE:
            raise _invalid("ops")
        return tuple(self._own.validate_python(each) for each in ops)


def _invalid(place: str) -> OperationRefused:
    return OperationRefused(fill(strings("operations")["invalid"], place=place))


def refused(key: str, **values: object) -> OperationRefused:
    """A refusal with one of the texts of ``i18n/operations.yaml``."""
    return OperationRefused(fill(strings("operations")[key], **values))
