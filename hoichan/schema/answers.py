"""The answers file: what a widget writes and the grader reads. Data only, bound to its learner."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hoichan.schema.case import UnitOfMeasure
from hoichan.schema.key import Verdict
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.text import Lang, NfcStr, Strict

MAX_ANSWERS_BYTES = 256_000
Note = Annotated[NfcStr, Field(max_length=2_000)]
Id = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_.\-]+$")]


class DragSpan(Strict):
    """A free selection in an answer's text, in NFC code points of ``PublicAnswer.text(lang)``."""

    lang: Lang
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: Annotated[NfcStr, Field(max_length=4_000)]


class Flag(Strict):
    """One mark: a unit the learner holds to be wrong, with category and severity when chosen."""

    uid: Id
    category: Category | None = None
    severity: Severity | None = None
    span: DragSpan | None = Field(default=None, description="Set when made by dragging")
    note: Note = ""


class SpanCritiquePayload(Strict):
    """Answers of an X1 task."""

    type: Literal["span_critique"] = "span_critique"
    flags: Annotated[tuple[Flag, ...], Field(max_length=400)] = ()
    missing: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    no_error: Annotated[tuple[Id, ...], Field(max_length=50)] = Field(
        default=(), description="Answers (aid) declared free of error"
    )


class ClaimAnswer(Strict):
    """One checked claim of an X2 task. ``value`` is the number as displayed (115 for 115 %)."""

    uid: Id
    verdict: Verdict | None = None
    value: float | None = Field(default=None, allow_inf_nan=False)
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    unit: UnitOfMeasure | None = None
    path: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=60)] = ()


class VerifyDataPayload(Strict):
    """Answers of an X2 task."""

    type: Literal["verify_data"] = "verify_data"
    claims: Annotated[tuple[ClaimAnswer, ...], Field(max_length=100)] = ()


Payload = Annotated[SpanCritiquePayload | VerifyDataPayload, Field(discriminator="type")]


class AnswerSheet(Strict):
    """One task's answers file, ``answers/<task>.json``."""

    schema_id: Literal["hoichan.answers/1"] = "hoichan.answers/1"
    lesson: Id
    task: Id
    variant: Id
    learner: Annotated[str, Field(max_length=120)]
    attempt: int = Field(default=1, ge=1, le=9)
    lang: Lang = "vi"
    rev: int = Field(default=0, ge=0, description="Counts the changes ever saved")
    opened: str = Field(description="ISO 8601 UTC, first opened")
    saved: str = Field(description="ISO 8601 UTC, last saved")
    active_ms: int = Field(default=0, ge=0)
    applied: Annotated[tuple[Id, ...], Field(max_length=200)] = Field(
        default=(), description="Last op ids, so that a replayed op is not applied twice"
    )
    ui: Annotated[str, Field(max_length=40)]
    payload: Payload
