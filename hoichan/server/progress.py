"""How far a learner has come in a lesson, read from the files in their folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hoichan.schema.documents import AnswerSheet, read_variant
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicVariant


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
    items = variant.items()
    fits = sheet is not None and sheet.variant == variant.variant
    done = sheet.payload.settled().intersection(items) if sheet is not None and fits else ()
    return TaskProgress(variant.task, variant.title, len(done), len(items))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _read_variant(path: Path) -> PublicVariant | None:
    try:
        return read_variant(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _read_sheet(path: Path) -> AnswerSheet | None:
    try:
        return AnswerSheet.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
