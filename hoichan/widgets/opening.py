"""From a learner's lesson folder to the widget of one of its tasks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hoichan.answers import AnswerStore
from hoichan.i18n import fill, strings
from hoichan.schema.documents import MAX_PRACTICE_BYTES, Practice, read_variant
from hoichan.schema.exercises import module_of
from hoichan.schema.key import Key
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicVariant
from hoichan.widgets.base import CritiqueWidget

_TASK = re.compile(r"[a-z][a-z0-9_]{0,39}")


class TaskNotReadyError(Exception):
    """The task cannot be opened; ``text`` tells the learner what to do."""

    def __init__(self, text: Bilingual) -> None:
        super().__init__(text.en)
        self.text = text


def open_task(folder: Path, task: str) -> CritiqueWidget[Any, Any]:
    """The widget of ``variants/<task>.json`` with the answers of ``answers/<task>.json``.

    Practice lies whole in ``practice/<task>.json``, with its key; its answers beside it.

    Raises:
        TaskNotReadyError: the variant is not there or is damaged.
    """
    words = strings("lesson")
    if not _TASK.fullmatch(task):
        raise TaskNotReadyError(fill(words["no_such_task"], task=task[:40]))
    practice = folder / "practice" / f"{task}.json"
    path = practice if practice.is_file() else folder / "variants" / f"{task}.json"
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_PRACTICE_BYTES + 1)
    except FileNotFoundError:
        raise TaskNotReadyError(words["not_fetched"]) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TaskNotReadyError(fill(words["unreadable"], reason=reason)) from error
    try:
        variant, key = _read(raw, practice=path == practice)
    except ValidationError as error:
        raise TaskNotReadyError(words["damaged"]) from error
    if variant.task != task or len(raw) > MAX_PRACTICE_BYTES:
        raise TaskNotReadyError(words["damaged"])
    answers = folder / "practice" / "answers" if key is not None else folder / "answers"
    store = AnswerStore(answers / f"{task}.json", variant)
    widget: CritiqueWidget[Any, Any] = module_of("widgets", variant.type).Widget(
        variant, store, key
    )
    return widget


def _read(raw: bytes, *, practice: bool) -> tuple[PublicVariant, Key | None]:
    if not practice:
        return read_variant(raw), None
    exercise = Practice.model_validate_json(raw)
    return exercise.variant, exercise.key
