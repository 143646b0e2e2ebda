"""How far a learner has come in a lesson, read from the files in their folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hoichan.schema.answers import (
    AnswerSheet,
    ClaimAnswer,
    SpanCritiquePayload,
    VerifyDataPayload,
)
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicAnswer, PublicVariant


@dataclass(frozen=True)
class TaskProgress:
    """One task: how many of its items (AI answers or claims) have been dealt with."""

    task: str
    title: Bilingual
    done: int
    total: int


def lesson_progress(folder: Path) -> tuple[TaskProgress, ...]:
    """Progress of every task whose variant lies in ``folder``, in the order of the notebook.

    Damaged files count as untouched.
    """
    read = (_read_variant(path) for path in sorted((folder / "variants").glob("*.json")))
    variants = [variant for variant in read if variant is not None]
    notebook = _read_text(folder / f"{folder.name}.ipynb")
    # The cells say `task("x1")`; inside the notebook's JSON the quotes are escaped.
    variants.sort(key=lambda variant: notebook.find(f'task(\\"{variant.task}\\")'))
    return tuple(_task(folder, variant) for variant in variants)


def _task(folder: Path, variant: PublicVariant) -> TaskProgress:
    sheet = _read_sheet(folder / "answers" / f"{variant.task}.json")
    total = len(variant.answers) or len(variant.claims)
    fits = sheet is not None and sheet.variant == variant.variant
    done = _done(variant, sheet) if sheet is not None and fits else 0
    return TaskProgress(variant.task, variant.title, done, total)


def _done(variant: PublicVariant, sheet: AnswerSheet) -> int:
    payload = sheet.payload
    if isinstance(payload, VerifyDataPayload):
        known = {claim.uid for claim in variant.claims}
        return sum(_settled(claim) and claim.uid in known for claim in payload.claims)
    return sum(_touched(payload, answer) for answer in variant.answers)


def _settled(claim: ClaimAnswer) -> bool:
    """Whether a claim is done as the widget counts: a verdict, and value and unit where one exists."""
    if claim.verdict is None or claim.verdict == "unverifiable":
        return claim.verdict is not None
    return claim.value is not None and claim.unit is not None


def _touched(payload: SpanCritiquePayload, answer: PublicAnswer) -> bool:
    """Whether something was marked in an answer, or it was said to be free of error."""
    uids = {unit.uid for unit in answer.units}
    mids = {option.mid for option in answer.missing}
    marked = any(flag.uid in uids for flag in payload.flags)
    return marked or answer.aid in payload.no_error or not mids.isdisjoint(payload.missing)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _read_variant(path: Path) -> PublicVariant | None:
    try:
        return PublicVariant.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _read_sheet(path: Path) -> AnswerSheet | None:
    try:
        return AnswerSheet.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
