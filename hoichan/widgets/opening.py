"""From a learner's lesson folder to the widget of one of its tasks."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import ValidationError

from hoichan.answers import AnswerStore
from hoichan.i18n import fill, strings
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import MAX_VARIANT_BYTES, PublicVariant
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.span_critique import SpanCritique
from hoichan.widgets.verify_data import VerifyData

_TASK = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KINDS: dict[str, type[CritiqueWidget]] = {
    "span_critique": SpanCritique,
    "verify_data": VerifyData,
}


class TaskNotReadyError(Exception):
    """The task cannot be opened; ``text`` tells the learner what to do."""

    def __init__(self, text: Bilingual) -> None:
        super().__init__(text.en)
        self.text = text


def open_task(folder: Path, task: str) -> CritiqueWidget:
    """The widget of ``variants/<task>.json`` with the answers of ``answers/<task>.json``.

    Raises:
        TaskNotReadyError: the variant is not there or is damaged.
    """
    words = strings("lesson")
    if not _TASK.fullmatch(task):
        raise TaskNotReadyError(fill(words["no_such_task"], task=task[:40]))
    path = folder / "variants" / f"{task}.json"
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_VARIANT_BYTES + 1)
    except FileNotFoundError:
        raise TaskNotReadyError(words["not_fetched"]) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TaskNotReadyError(fill(words["unreadable"], reason=reason)) from error
    try:
        variant = PublicVariant.model_validate_json(raw)
    except ValidationError as error:
        raise TaskNotReadyError(words["damaged"]) from error
    if variant.task != task or len(raw) > MAX_VARIANT_BYTES:
        raise TaskNotReadyError(words["damaged"])
    store = AnswerStore(folder / "answers" / f"{task}.json", variant)
    return _KINDS[variant.type](variant, store)
