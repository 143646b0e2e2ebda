"""X6: the learner looks an AI's references up in the registry and judges each of them."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from hoichan.answers import AnswerStore, OperationRefused
from hoichan.data import DataError
from hoichan.schema.exercises.cite_check import (
    NO_POINT,
    CiteCheckPayload,
    CiteCheckVariant,
    DocumentId,
    PointId,
    RefAnswer,
    Verdict,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import LANGS, Lang, NfcStr, Strict
from hoichan.views.cells import show_date
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.registry import cited, open_entry, proof_text, registry, search

MAX_PATH_STEPS = 60


class VerdictOp(Strict):
    """Judge a reference. The proof stays as it is: it counts again when the verdict comes back."""

    do: Literal["verdict"]
    uid: Id
    verdict: Verdict | None


class EvidenceOp(Strict):
    """Show the key point that proves the verdict, or take it back."""

    do: Literal["evidence"]
    uid: Id
    evidence: PointId | None


class CorrectOp(Strict):
    """Name the document that should have been cited, or take it back."""

    do: Literal["correct"]
    uid: Id
    correct: DocumentId | None


class PathOp(Strict):
    """Record what was searched for or opened."""

    do: Literal["path"]
    uid: Id
    step: Annotated[NfcStr, Field(min_length=1, max_length=200)]


Operation = VerdictOp | EvidenceOp | CorrectOp | PathOp


class Widget(CritiqueWidget[CiteCheckVariant, CiteCheckPayload]):
    """Widget of a ``cite_check`` task; it also looks documents up in the registry.

    Questions are ``{"kind": "search" | "open", "id": ...}``; the replies have the kinds ``found``,
    ``entry`` or ``error``, and never change an answer.
    """

    _script = ("cite_check.js", "cite_check_page.js", "cite_check_registry.js")
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "cite_check")
    _operations = Operations[Any](Operation)

    def _applied(self, payload: CiteCheckPayload, operation: Any, lang: Lang) -> CiteCheckPayload:
        return apply(payload, operation, self.public)

    def _shown(self) -> dict[str, Any]:
        shown = super()._shown()
        for answer in shown["answers"]:
            answer["as_of"] = {lang: show_date(answer["as_of"], lang) for lang in LANGS}
        for plain, ref in zip(shown["refs"], self.public.refs, strict=True):
            plain["citation"] = cited(ref.citation)
        return shown

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            match message.get("kind"):
                case "search":
                    return search(message)
                case "open":
                    return open_entry(message)
                case _:
                    return super()._answer(message)
        except (OperationRefused, DataError) as error:
            refusal = {"kind": "error", "id": str(message.get("id", ""))}
            return refusal | {"error": error.text.model_dump()}

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        """Also what the chosen proofs say, so that the page need not open the entries again."""
        payload = store.sheet.payload
        refs = payload.refs if isinstance(payload, CiteCheckPayload) else ()
        chosen = {proof for ref in refs for proof in (ref.evidence, ref.correct) if proof}
        try:
            found = {proof: proof_text(proof) for proof in chosen}
        except DataError:
            found = {}  # the codes alone are shown; a search tells what is wrong
        return super()._state_of(store) | {
            "proofs": {proof: text.model_dump() for proof, text in found.items() if text}
        }


def apply(
    payload: CiteCheckPayload, operation: Operation, variant: CiteCheckVariant
) -> CiteCheckPayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    order = variant.items()
    if operation.uid not in order:
        raise refused("unknown_reference")
    refs = {ref.uid: ref for ref in payload.refs}
    old = refs.get(operation.uid, RefAnswer(uid=operation.uid))
    match operation:
        case PathOp(step=step):
            update: dict[str, Any] = {"path": (*old.path, step)[-MAX_PATH_STEPS:]}
        case VerdictOp(verdict=verdict):
            update = {"verdict": verdict}
        case EvidenceOp(evidence=evidence):
            _known(evidence)
            update = {"evidence": evidence}
        case CorrectOp(correct=correct):
            _known(correct)
            update = {"correct": correct}
    refs[old.uid] = old.model_copy(update=update)
    known = tuple(refs[uid] for uid in order if uid in refs)
    strange = tuple(ref for uid, ref in refs.items() if uid not in order)
    return payload.model_copy(update={"refs": known + strange})


def _known(proof: str | None) -> None:
    """Refuse a document or key point that the registry does not have."""
    if proof is None:
        return
    ref, _, name = proof.partition(".")
    try:
        document = registry().get(ref)
    except DataError as error:
        raise OperationRefused(error.text) from error
    if document is None or (name not in ("", NO_POINT) and document.point(name) is None):
        raise refused("registry.unknown_document")
