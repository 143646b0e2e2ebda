"""X6: references an AI gives are looked up in the offline registry and judged."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from hoichan.schema.case import CaseHead, Provenance
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Bilingual, Lang, NfcStr, Strict
from hoichan.schema.variant import PublicVariant

Verdict = Literal["not_found", "wrong_details", "unsupported", "supports", "superseded"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Detail = Literal["number", "doi", "title", "issuer", "issued"]
DETAILS: tuple[Detail, ...] = get_args(Detail)

# What proves a verdict: a document of the registry ("HD003"), one of its key points ("HD003.k1"), or
# that none of its key points says so ("HD003.none").
DocumentId = Annotated[str, Field(max_length=10, pattern=r"^[A-Z]{2}[0-9]{3}$")]
PointId = Annotated[str, Field(max_length=16, pattern=r"^[A-Z]{2}[0-9]{3}\.(k[0-9]{1,2}|none)$")]
NO_POINT = "none"


class Citation(Strict):
    """A reference as the AI prints it. ``issued`` is a day (ISO 8601), a year, or empty."""

    title: Bilingual
    issuer: str
    number: str = Field(default="", description="Official number; empty when there is none")
    doi: str = ""
    issued: str = ""

    def detail(self, name: Detail, lang: Lang) -> str:
        """One detail as text; the title in ``lang``."""
        return self.title[lang] if name == "title" else str(getattr(self, name))


class PublicRef(Strict):
    """A sentence of an AI answer and the reference it gives for it."""

    uid: str
    aid: str
    text: Bilingual
    citation: Citation


class CitingAnswer(Strict):
    """An AI answer: what was asked, on which day; its sentences are those of ``refs``."""

    aid: str
    title: Bilingual
    prompt: Bilingual
    as_of: str
    provenance: Provenance = Provenance()


class CiteCheckVariant(PublicVariant):
    """AI answers with their references."""

    type: Literal["cite_check"] = "cite_check"
    answers: tuple[CitingAnswer, ...]
    refs: tuple[PublicRef, ...]

    def items(self) -> tuple[str, ...]:
        """The references."""
        return tuple(ref.uid for ref in self.refs)


class KeyRef(Strict):
    """The key of one reference.

    ``cited`` is the document whose details are printed (or all but one of them), None for a made-up
    reference. ``correct`` is the document to name for wrong details and for a superseded one;
    ``evidence`` the key point to show where a document supports or does not support the sentence.
    """

    uid: str
    case: str
    item: str
    planting: str = Field(description="Name of the planting in its case")
    verdict: Verdict
    cited: str | None = None
    points: int = Field(default=0, ge=0, description="How many key points ``cited`` has")
    correct: str | None = None
    evidence: str | None = None
    detail: Detail | None = Field(default=None, description="Which detail was changed")
    proof: Bilingual = Field(description="The proof in words")
    category: Category | None = None
    why: Bilingual
    check: Bilingual


class CiteCheckKey(Key):
    """The key of every reference, in the order of the variant."""

    type: Literal["cite_check"] = "cite_check"
    refs: tuple[KeyRef, ...] = ()


class RefAnswer(Strict):
    """One judged reference; ``path`` is what was searched and opened for it."""

    uid: Id
    verdict: Verdict | None = None
    evidence: PointId | None = None
    correct: DocumentId | None = None
    path: Annotated[tuple[Annotated[NfcStr, Field(max_length=200)], ...], Field(max_length=60)] = ()

    @property
    def proof(self) -> str | None:
        """What was shown as proof for the verdict given; the other kind of proof does not count."""
        if self.verdict in ("wrong_details", "superseded"):
            return self.correct
        return self.evidence if self.verdict in ("supports", "unsupported") else None

    @property
    def settled(self) -> bool:
        """Whether it is done: a verdict and, except for what does not exist, its proof."""
        return self.verdict == "not_found" or self.proof is not None


class CiteCheckPayload(Payload):
    """Judged references."""

    QUIET: ClassVar[frozenset[str]] = frozenset({"path"})  # looking up is free and no answer

    type: Literal["cite_check"] = "cite_check"
    refs: Annotated[tuple[RefAnswer, ...], Field(max_length=40)] = ()

    def names(self) -> tuple[str, ...]:
        """The references that were judged."""
        return tuple(ref.uid for ref in self.refs)

    def settled(self) -> frozenset[str]:
        """References that are done."""
        return frozenset(ref.uid for ref in self.refs if ref.settled)


class Planting(Strict):
    """One way in which an item may stand in an AI answer, with all that its key says."""

    id: str
    verdict: Verdict
    text: Bilingual
    citation: Citation
    cited: str | None = None
    points: int = Field(default=0, ge=0)
    correct: str | None = None
    evidence: str | None = None
    detail: Detail | None = None
    proof: Bilingual
    why: Bilingual
    check: Bilingual


class CiteItem(Strict):
    """One reference of an AI answer: every way in which it may be right or wrong."""

    id: str
    ref: str
    plantings: tuple[Planting, ...]

    def verdicts(self) -> frozenset[Verdict]:
        """Verdicts that this item can be given."""
        return frozenset(planting.verdict for planting in self.plantings)


class CiteCheckCase(CaseHead):
    """An AI answer whose references were worked out from the registry."""

    type: Literal["cite_check"] = "cite_check"
    as_of: str
    prompt: Bilingual
    items: tuple[CiteItem, ...]


class CiteCheckPool(TaskPool):
    """Cases of which each gives one AI answer with some of its references."""

    type: Literal["cite_check"] = "cite_check"
    cases: tuple[CiteCheckCase, ...]
