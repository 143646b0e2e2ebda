"""A compiled case: every wording a claim can have, with what it asserts. Never leaves the grader.

Authors write ``datasets/cases/<case>/{case.yaml,vi.md,en.md}``; compiling computes the truths from
the datasets and gives the models below. A *variant* (``hoichan.schema.variant``) is drawn from them.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from hoichan.schema.numbers import NumberStyle
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Bilingual, NfcStr, Strict

Value = float | bool | str
TaskType = Literal[
    "span_critique", "verify_data", "decide_confidence", "prompt_repair", "phi_redact", "cite_check",
    "timed_report", "triage_role", "chart_critique", "compare_two", "code_critique",
]  # fmt: skip
TASK_TYPES: tuple[TaskType, ...] = get_args(TaskType)  # X1 to X11, in this order
UnitOfMeasure = Literal[
    "count", "visits", "persons", "patients", "days", "minutes", "beds", "percent", "permille",
    "ratio", "vnd", "cases",
]  # fmt: skip


class Truth(Strict):
    """A named number (or fact) computed from a dataset, as this case shows it."""

    name: str
    value: Value
    unit: UnitOfMeasure | None = None
    show: NumberStyle | None = Field(default=None, description="How text shows it; None: not shown")
    tolerance: float = Field(default=0.0, ge=0, description="In the unit of ``value``")
    measure: str | None = Field(default=None, description="Registered measure, None when derived")
    args: dict[str, str | float | int | bool] = Field(default_factory=dict)
    also: tuple[str, ...] = Field(
        default=(), description="Other truths of this case that are acceptable definitions of it"
    )


class Span(Strict):
    """Half-open range of NFC code points inside one unit's text."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)


class Wording(Strict):
    """One way to say a unit. ``asserts`` maps a truth's name to the value this wording claims."""

    text: Bilingual
    asserts: dict[str, Value]


class WrongWording(Wording):
    """A wording that is false by construction, with what a learner is told about it."""

    id: str
    category: Category
    severity: Severity
    level: Difficulty
    core_vi: Span
    core_en: Span
    why: Bilingual
    check: Bilingual


class Unit(Strict):
    """One claim of an AI answer: its true wording and, for some, wrong ones."""

    id: str
    true: Wording
    wrong: tuple[WrongWording, ...] = ()
    foil: bool = Field(default=False, description="True but surprising: tempts the suspicious")
    unverifiable: bool = Field(default=False, description="verify_data: no table settles it")
    why: Bilingual | None = Field(default=None, description="Why a foil or unverifiable unit is so")


class MustHave(Strict):
    """A line of the "what is missing?" list. Planted by leaving ``unit`` out of the answer."""

    id: str
    label: Bilingual
    unit: str
    severity: Severity | None = Field(default=None, description="None: never left out, a decoy")
    why: Bilingual | None = None
    check: Bilingual | None = None


class Column(Strict):
    """A column of an evidence table."""

    name: str
    label: Bilingual
    show: NumberStyle | None = None
    labels: dict[str, Bilingual] = Field(
        default_factory=dict, description="What a cell's code means: NOI is Khoa Nội"
    )


class EvidenceTable(Strict):
    """The small table that stands beside an answer (the data the AI was given)."""

    title: Bilingual
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | None, ...], ...]


class Provenance(Strict):
    """Where an AI answer comes from; the badge on the card says it."""

    kind: Literal["generated", "authored", "recorded", "live"] = "generated"
    engine: str = "hoichan-cases/1"


class Review(Strict):
    """Who vouches for a case's content."""

    status: Literal["draft", "reviewed"]
    reviewers: tuple[str, ...] = ()
    review_by: str | None = None
    sources: tuple[NfcStr, ...] = ()


class CaseHead(Strict):
    """What every compiled case has, whatever its exercise type."""

    id: str
    version: int = Field(ge=1)
    type: TaskType
    role: str
    datasets: tuple[str, ...]
    title: Bilingual
    provenance: Provenance = Provenance()
    review: Review
    sha256: str = Field(description="Of the source files and what was computed from the datasets")


class CompiledCase(CaseHead):
    """A case of claims with its truths computed and its texts rendered in both languages."""

    as_of: str
    prompt: Bilingual
    truths: tuple[Truth, ...]
    units: tuple[Unit, ...]
    must_have: tuple[MustHave, ...] = ()
    evidence: tuple[EvidenceTable, ...] = ()


class PlantRules(Strict):
    """How much a variant of a task holds, and how much of it is wrong."""

    planted: tuple[int, int] = Field(
        default=(0, 0), description="Smallest and largest number of planted errors"
    )
    categories: int = Field(default=1, description="At least so many different categories")
    clean_answers: float = Field(default=0.0, ge=0, lt=1, description="Least share left clean")
    units: int | None = Field(
        default=None, ge=1, description="Items drawn from the pool (claims, decisions, notes, ...)"
    )
    balanced: bool = Field(
        default=False,
        description="decide_confidence: as many items of each case, the AI right in half of them",
    )
