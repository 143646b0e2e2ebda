"""X11: an AI-written analysis snippet; the learner marks the faulty lines."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from hoichan.schema.case import CaseHead
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Difficulty, Severity
from hoichan.schema.text import Bilingual, Strict
from hoichan.schema.variant import PublicVariant


class BugKind(StrEnum):
    """What is wrong with a line."""

    WRONG_DENOMINATOR = "wrong_denominator"
    WRONG_JOIN = "wrong_join"
    DROPPED_NAN = "dropped_nan"
    WRONG_AXIS = "wrong_axis"
    LEAKED_IDENTIFIER = "leaked_identifier"

    @property
    def group(self) -> str:
        """Every kind is a group of its own: no kind is half right for another."""
        return self.value


class WrongLine(Strict):
    """A line with a bug. ``result`` is what the snippet gives with it."""

    id: str
    code: str
    kind: BugKind
    severity: Severity
    level: Difficulty
    result: str
    why: Bilingual
    check: Bilingual


class CodeLine(Strict):
    """One line of a snippet and the bugs it may have."""

    id: str
    code: str
    wrong: tuple[WrongLine, ...] = ()


class CodeCritiqueCase(CaseHead):
    """One snippet. ``result`` is what it gives when every line is right."""

    type: Literal["code_critique"] = "code_critique"
    prompt: Bilingual
    tables: tuple[str, ...]
    output: str = Field(description="The variable that holds the result")
    lines: tuple[CodeLine, ...]
    result: str


class PublicLine(Strict):
    """One line as the learner reads it."""

    uid: str
    code: str


class PublicSnippet(Strict):
    """One snippet: what the AI was asked, and what it wrote."""

    uid: str
    title: Bilingual
    prompt: Bilingual
    lines: tuple[PublicLine, ...]


class CodeCritiqueVariant(PublicVariant):
    """Snippets."""

    type: Literal["code_critique"] = "code_critique"
    snippets: tuple[PublicSnippet, ...]

    def items(self) -> tuple[str, ...]:
        """The snippets."""
        return tuple(snippet.uid for snippet in self.snippets)

    def names(self) -> frozenset[str]:
        """Snippets and lines."""
        lines = {line.uid for snippet in self.snippets for line in snippet.lines}
        return frozenset({*self.items(), *lines})


class PlantedBug(Strict):
    """A faulty line."""

    uid: str
    case: str
    line: str
    wrong: str
    kind: BugKind
    severity: Severity
    level: Difficulty
    true_code: str
    result: str
    true_result: str
    why: Bilingual
    check: Bilingual


class CodeCritiqueKey(Key):
    """Planted bugs, and which snippets have none."""

    type: Literal["code_critique"] = "code_critique"
    planted: tuple[PlantedBug, ...]
    clean: tuple[str, ...]
    line_uids: tuple[str, ...]


class LineFlag(Strict):
    """A line held to be faulty."""

    uid: Id
    kind: BugKind | None = None


class CodeCritiquePayload(Payload):
    """Marked lines, and snippets declared free of error."""

    type: Literal["code_critique"] = "code_critique"
    flags: Annotated[tuple[LineFlag, ...], Field(max_length=200)] = ()
    no_error: Annotated[tuple[Id, ...], Field(max_length=40)] = ()

    def names(self) -> tuple[str, ...]:
        """Marked lines and declared snippets."""
        return (*(flag.uid for flag in self.flags), *self.no_error)

    def settled(self) -> frozenset[str]:
        """Snippets with a mark or a declaration: ``s2.l3`` is of ``s2``."""
        return frozenset(name.partition(".")[0] for name in self.names())


class CodeCritiquePool(TaskPool):
    """Cases of which each gives one snippet."""

    type: Literal["code_critique"] = "code_critique"
    cases: tuple[CodeCritiqueCase, ...]
