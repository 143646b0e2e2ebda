"""What the cells of a lesson notebook call. A learner never sees a traceback from here."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from hoichan.schema.text import Bilingual
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.opening import TaskNotReadyError, open_task

_BOX = (
    "font:400 17px/1.55 system-ui,'Noto Sans',sans-serif;color:#17272f;background:#fff0cf;"
    "border-left:5px solid #8a4b00;border-radius:8px;padding:12px 16px;max-width:46rem"
)


class Message:
    """A sentence in both languages, shown in the place of a widget."""

    def __init__(self, text: Bilingual) -> None:
        self.text = text

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        html = (
            f'<div class="hoichan-message" role="note" style="{_BOX}">'
            f'<p lang="vi" style="margin:0 0 4px"><strong>{escape(self.text.vi)}</strong></p>'
            f'<p lang="en" style="margin:0">{escape(self.text.en)}</p></div>'
        )
        return {"text/html": html, "text/plain": f"{self.text.vi}\n{self.text.en}"}


def task(task_id: str) -> CritiqueWidget[Any, Any] | Message:
    """Open a task of the lesson whose folder is the current one."""
    try:
        return open_task(Path.cwd(), task_id)
    except TaskNotReadyError as error:
        return Message(error.text)
