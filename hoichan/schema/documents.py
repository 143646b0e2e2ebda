"""Files of all exercise types: the answers file, and reading variants, keys and pools as their own class.

The answers file is what a widget writes and the grader reads: data only, bound to its learner.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from hoichan.schema.case import TaskType
from hoichan.schema.exercises.chart_critique import (
    ChartCritiqueKey,
    ChartCritiquePayload,
    ChartCritiquePool,
    ChartCritiqueVariant,
)
from hoichan.schema.exercises.cite_check import (
    CiteCheckKey,
    CiteCheckPayload,
    CiteCheckPool,
    CiteCheckVariant,
)
from hoichan.schema.exercises.code_critique import (
    CodeCritiqueKey,
    CodeCritiquePayload,
    CodeCritiquePool,
    CodeCritiqueVariant,
)
from hoichan.schema.exercises.compare_two import (
    CompareTwoKey,
    CompareTwoPayload,
    CompareTwoPool,
    CompareTwoVariant,
)
from hoichan.schema.exercises.decide_confidence import (
    DecideConfidenceKey,
    DecideConfidencePayload,
    DecideConfidencePool,
    DecideConfidenceVariant,
)
from hoichan.schema.exercises.phi_redact import (
    PhiRedactKey,
    PhiRedactPayload,
    PhiRedactPool,
    PhiRedactVariant,
)
from hoichan.schema.exercises.prompt_repair import (
    PromptRepairKey,
    PromptRepairPayload,
    PromptRepairPool,
    PromptRepairVariant,
)
from hoichan.schema.exercises.span_critique import (
    SpanCritiqueKey,
    SpanCritiquePayload,
    SpanCritiquePool,
    SpanCritiqueVariant,
)
from hoichan.schema.exercises.timed_report import (
    TimedReportKey,
    TimedReportPayload,
    TimedReportPool,
    TimedReportVariant,
)
from hoichan.schema.exercises.triage_role import (
    TriageRoleKey,
    TriageRolePayload,
    TriageRolePool,
    TriageRoleVariant,
)
from hoichan.schema.exercises.verify_data import (
    VerifyDataKey,
    VerifyDataPayload,
    VerifyDataPool,
    VerifyDataVariant,
)
from hoichan.schema.key import Key
from hoichan.schema.payload import Id
from hoichan.schema.pool import TaskPool
from hoichan.schema.text import Lang, Strict
from hoichan.schema.variant import MAX_VARIANT_BYTES, PublicVariant

MAX_ANSWERS_BYTES = 256_000
MAX_PRACTICE_BYTES = 2 * MAX_VARIANT_BYTES  # variant and key in one file

AnyVariant = Annotated[
    SpanCritiqueVariant
    | VerifyDataVariant
    | DecideConfidenceVariant
    | PromptRepairVariant
    | PhiRedactVariant
    | CiteCheckVariant
    | TimedReportVariant
    | TriageRoleVariant
    | ChartCritiqueVariant
    | CompareTwoVariant
    | CodeCritiqueVariant,
    Field(discriminator="type"),
]
AnyKey = Annotated[
    SpanCritiqueKey
    | VerifyDataKey
    | DecideConfidenceKey
    | PromptRepairKey
    | PhiRedactKey
    | CiteCheckKey
    | TimedReportKey
    | TriageRoleKey
    | ChartCritiqueKey
    | CompareTwoKey
    | CodeCritiqueKey,
    Field(discriminator="type"),
]
AnyPool = Annotated[
    SpanCritiquePool
    | VerifyDataPool
    | DecideConfidencePool
    | PromptRepairPool
    | PhiRedactPool
    | CiteCheckPool
    | TimedReportPool
    | TriageRolePool
    | ChartCritiquePool
    | CompareTwoPool
    | CodeCritiquePool,
    Field(discriminator="type"),
]
AnyPayload = Annotated[
    SpanCritiquePayload
    | VerifyDataPayload
    | DecideConfidencePayload
    | PromptRepairPayload
    | PhiRedactPayload
    | CiteCheckPayload
    | TimedReportPayload
    | TriageRolePayload
    | ChartCritiquePayload
    | CompareTwoPayload
    | CodeCritiquePayload,
    Field(discriminator="type"),
]

VARIANT: TypeAdapter[AnyVariant] = TypeAdapter(AnyVariant)
KEY: TypeAdapter[AnyKey] = TypeAdapter(AnyKey)
POOL: TypeAdapter[AnyPool] = TypeAdapter(AnyPool)
_PAYLOAD: TypeAdapter[AnyPayload] = TypeAdapter(AnyPayload)


def read_variant(raw: bytes | str) -> PublicVariant:
    """A variant from JSON, as the class of its exercise type.

    Raises:
        pydantic.ValidationError: it is damaged or of no known type.
    """
    return VARIANT.validate_json(raw)


def read_key(raw: bytes | str) -> Key:
    """A key from JSON; errors as in :func:`read_variant`."""
    return KEY.validate_json(raw)


def read_pool(raw: bytes | str) -> TaskPool:
    """A pool from JSON; errors as in :func:`read_variant`."""
    return POOL.validate_json(raw)


def blank_payload(task_type: TaskType) -> AnyPayload:
    """The answers of somebody who has not answered anything yet."""
    return _PAYLOAD.validate_python({"type": task_type})


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
    payload: AnyPayload


class Practice(Strict):
    """A practice task as learners get it, ``practice/<task>.json``: its key is no secret."""

    schema_id: Literal["hoichan.practice/1"] = "hoichan.practice/1"
    variant: AnyVariant
    key: AnyKey
