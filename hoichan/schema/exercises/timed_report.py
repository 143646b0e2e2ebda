"""X7: two equivalent reports, one by hand, one with an AI draft, against the clock."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hoichan.schema.case import CaseHead, CompiledCase, EvidenceTable, Truth, UnitOfMeasure
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Bilingual, Lang, NfcStr, Strict
from hoichan.schema.variant import PublicVariant

Phase = Literal["read", "verify", "edit"]
Handling = Literal["edit", "strike"]
MAX_PHASE_MS = 14_400_000  # four hours: nobody writes one of these reports for longer
MAX_SPANS = 60
Span = tuple[int, int]  # begin and end in milliseconds since 1970


# --- the case: one form for two departments or months


class FigureWrong(Strict):
    """A wrong figure that the draft may hold though no sentence of it states that figure."""

    id: str
    truth: str = Field(
        description="The case's truth whose value is shown in place of the right one"
    )
    category: Category
    severity: Severity
    level: Difficulty
    why: Bilingual
    check: Bilingual


class FormFigure(Strict):
    """A key figure of the form. ``tolerance`` is in displayed units (0.05 for 98.6 %)."""

    id: str
    label: Bilingual
    truth: str
    tolerance: float = Field(ge=0)
    wrong: tuple[FigureWrong, ...] = ()


class FormPart(Strict):
    """A heading of the report, and the sentences of the draft that stand below it."""

    id: str
    title: Bilingual
    units: tuple[str, ...]


class ReportArm(Strict):
    """The form for one department and month: its data, its figures, the draft's sentences."""

    id: str
    claims: CompiledCase
    task: Bilingual
    figures: tuple[FormFigure, ...]
    parts: tuple[FormPart, ...]
    left: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = Field(
        default_factory=dict,
        description="By unit.wording: words (vi, en) that show the error is still there",
    )

    def truth(self, name: str) -> Truth:
        """A truth of the arm's data by name."""
        return next(truth for truth in self.claims.truths if truth.name == name)


class TimedReportCase(CaseHead):
    """A form with two equivalent arms."""

    type: Literal["timed_report"] = "timed_report"
    minutes: float = Field(gt=0, description="T_ref: pilot median for this form, in minutes")
    arms: tuple[ReportArm, ...]


class TimedReportPool(TaskPool):
    """Forms of which a learner gets one, with both its arms."""

    type: Literal["timed_report"] = "timed_report"
    cases: tuple[TimedReportCase, ...]


# --- what is shown


class PublicFigure(Strict):
    """A key figure to fill in; ``draft`` is what the AI filled in, in the report that has a draft."""

    uid: str
    label: Bilingual
    unit: UnitOfMeasure | None = None
    draft: Bilingual | None = None
    draft_value: float | None = None


class PublicSentence(Strict):
    """One sentence of the draft."""

    uid: str
    text: Bilingual


class PublicPart(Strict):
    """A heading; without a draft the learner writes below it."""

    uid: str
    title: Bilingual
    sentences: tuple[PublicSentence, ...] = ()


class PublicReport(Strict):
    """One of the two reports."""

    uid: str
    draft: bool = Field(description="Whether an AI has drafted it")
    title: Bilingual
    task: Bilingual
    prompt: Bilingual | None = Field(default=None, description="What the AI was asked")
    as_of: str
    evidence: tuple[EvidenceTable, ...]
    figures: tuple[PublicFigure, ...]
    parts: tuple[PublicPart, ...]

    def names(self) -> frozenset[str]:
        """The report, its clock, figures, headings and sentences."""
        figures = {figure.uid for figure in self.figures}
        parts = {part.uid for part in self.parts}
        sentences = {one.uid for part in self.parts for one in part.sentences}
        return frozenset({self.uid, clock_of(self.uid), *figures, *parts, *sentences})


def clock_of(uid: str) -> str:
    """The name of a report's clock."""
    return f"{uid}.clock"


class TimedReportVariant(PublicVariant):
    """Two reports in the order in which they are to be written."""

    type: Literal["timed_report"] = "timed_report"
    reports: tuple[PublicReport, ...]

    def items(self) -> tuple[str, ...]:
        """The reports."""
        return tuple(report.uid for report in self.reports)

    def names(self) -> frozenset[str]:
        """Reports with all that they hold."""
        return frozenset().union(*(report.names() for report in self.reports))


# --- what is right


class KeyFigure(Strict):
    """The right figure, as displayed, and what the draft says where it is wrong."""

    uid: str
    truth: str
    value: float
    tolerance: float = Field(ge=0)
    unit: UnitOfMeasure | None = None
    draft: float | None = None
    planted: str | None = Field(default=None, description="unit.wording or figure.wrong")
    category: Category | None = None
    severity: Severity | None = None
    why: Bilingual | None = None
    check: Bilingual | None = None


class KeySentence(Strict):
    """A sentence of the draft. Numbers are as displayed."""

    uid: str
    unit: str
    wording: str | None = None
    category: Category | None = None
    severity: Severity | None = None
    right: tuple[float, ...] = Field(default=(), description="Numbers of the true wording")
    wrong: tuple[float, ...] = Field(default=(), description="Numbers that are wrong")
    mended: tuple[float, ...] = Field(default=(), description="What stands in their place if right")
    left_vi: tuple[str, ...] = ()
    left_en: tuple[str, ...] = ()
    true_text: Bilingual
    why: Bilingual | None = None
    check: Bilingual | None = None


class KeyReport(Strict):
    """The key of one report; ``model`` are true sentences to compare a text of one's own with."""

    uid: str
    case: str
    arm: str
    draft: bool
    minutes: float = Field(gt=0, description="T_ref in minutes")
    figures: tuple[KeyFigure, ...]
    sentences: tuple[KeySentence, ...] = ()
    known: tuple[float, ...] = Field(default=(), description="Every true number of the arm")
    model: tuple[Bilingual, ...] = ()


class TimedReportKey(Key):
    """The keys of both reports."""

    type: Literal["timed_report"] = "timed_report"
    reports: tuple[KeyReport, ...] = ()


# --- what is answered


class FigureAnswer(Strict):
    """A figure as typed. No entry: left as it was (empty, or what the draft says)."""

    uid: Id
    typed: Annotated[NfcStr, Field(max_length=60)] = ""
    value: float | None = Field(default=None, allow_inf_nan=False)


class SentenceAnswer(Strict):
    """A sentence that was edited or struck out. No entry: kept as the AI wrote it."""

    uid: Id
    handling: Handling
    text: Annotated[NfcStr, Field(max_length=1_000)] = ""
    lang: Lang = "vi"


class PartAnswer(Strict):
    """What was written below a heading."""

    uid: Id
    text: Annotated[NfcStr, Field(max_length=2_000)] = ""


class SignOff(Strict):
    """Whether the learner stands by a report, and how long it felt (asked before time is shown)."""

    uid: Id
    signed: bool = False
    felt_minutes: float | None = Field(default=None, gt=0, le=600)


class Clock(Strict):
    """Time at work on one report. ``spans`` are the stretches counted last, so that none is twice."""

    uid: Id
    read_ms: int = Field(default=0, ge=0, le=MAX_PHASE_MS)
    verify_ms: int = Field(default=0, ge=0, le=MAX_PHASE_MS)
    edit_ms: int = Field(default=0, ge=0, le=MAX_PHASE_MS)
    peeked: bool = Field(default=False, description="The learner had the running time shown")
    spans: Annotated[tuple[Span, ...], Field(max_length=MAX_SPANS)] = ()

    @property
    def total_ms(self) -> int:
        """All phases together."""
        return self.read_ms + self.verify_ms + self.edit_ms


class TimedReportPayload(Payload):
    """Figures, sentences, texts, signatures, and the clocks, which no undo turns back."""

    QUIET: ClassVar[frozenset[str]] = frozenset(
        {"felt_minutes", "read_ms", "verify_ms", "edit_ms", "peeked", "spans"}
    )

    type: Literal["timed_report"] = "timed_report"
    figures: Annotated[tuple[FigureAnswer, ...], Field(max_length=100)] = ()
    sentences: Annotated[tuple[SentenceAnswer, ...], Field(max_length=100)] = ()
    parts: Annotated[tuple[PartAnswer, ...], Field(max_length=40)] = ()
    reports: Annotated[tuple[SignOff, ...], Field(max_length=10)] = ()
    clocks: Annotated[tuple[Clock, ...], Field(max_length=10)] = ()

    def names(self) -> tuple[str, ...]:
        """Everything that was touched."""
        lists = (self.figures, self.sentences, self.parts, self.reports, self.clocks)
        return tuple(entry.uid for entries in lists for entry in entries)

    def settled(self) -> frozenset[str]:
        """Reports that are signed."""
        return frozenset(report.uid for report in self.reports if report.signed)

    def clock(self, report: str) -> Clock:
        """The clock of a report; one that never ran when there is none."""
        name = clock_of(report)
        return next((clock for clock in self.clocks if clock.uid == name), Clock(uid=name))

    def sign_off(self, report: str) -> SignOff:
        """The signature of a report."""
        return next((one for one in self.reports if one.uid == report), SignOff(uid=report))
