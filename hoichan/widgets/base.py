"""What all critique widgets share: operations in, answers saved, state out to every live view.

The browser is never the keeper of an answer: it sends an operation, waits for the ``ack`` and keeps
the operation in its own queue until then. Python drives a widget in the same way through
``CritiqueWidget.receive``.
"""

from __future__ import annotations

import os
import weakref
from importlib import resources
from typing import Any, ClassVar

import anywidget
import traitlets

from hoichan.answers import AnswerError, AnswerStore, StorageError
from hoichan.i18n import strings
from hoichan.schema.text import LANGS
from hoichan.schema.variant import PublicVariant
from hoichan.views.task import render_static
from hoichan.widgets.applying import apply_operation
from hoichan.widgets.operations import LangOp, UndoOp, read_operation
from hoichan.widgets.presenting import public_view

STATIC_VARIABLES = ("NBGRADER_EXECUTION", "HOICHAN_STATIC")


def source(*names: str) -> str:
    """Files of this package joined into one text: an ES module cannot import its siblings offline."""
    folder = resources.files(__package__ or __name__)
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def texts(*areas: str) -> dict[str, dict[str, str]]:
    """Interface texts for the browser, ``{key: {vi, en}}``; later areas win."""
    merged: dict[str, dict[str, str]] = {}
    for area in areas:
        merged |= {key: text.model_dump() for key, text in strings(area).items()}
    return merged


# Every widget brings all style sheets in the same order: on a page with two kinds of them, the
# shared rules would else come once more after the first kind's own, and win.
STYLE = source("base.css", "span_critique.css", "verify_data.css")


class CritiqueWidget(anywidget.AnyWidget):
    """Base of the task widgets. Give it a learner's variant and the store of its answers."""

    # A widget that only lives as long as its cell's output; see `_broadcast`.
    _live: ClassVar[weakref.WeakSet[CritiqueWidget]] = weakref.WeakSet()
    _areas: ClassVar[tuple[str, ...]] = ("widgets",)

    _css = STYLE
    variant = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    lang = traitlets.Enum(LANGS, "vi").tag(sync=True)
    strings = traitlets.Dict().tag(sync=True)

    def __init__(self, variant: PublicVariant, store: AnswerStore) -> None:
        self.store = store
        self.public = variant
        super().__init__(
            variant=public_view(variant),
            lang=store.sheet.lang,
            strings=self._texts(),
            state=self._state_of(store),
        )
        self.on_msg(self._on_message)
        self._live.add(self)

    def receive(self, message: object) -> dict[str, Any]:
        """Take one message from the browser or from a Python driver and return the reply sent."""
        known = message if isinstance(message, dict) else {}
        if known.get("kind") == "op":
            reply = self._operate(str(known.get("id", "")), known.get("op"))
        else:
            reply = self._answer(known)
        self.send(reply)
        return reply

    def static_html(self) -> str:
        """The task with the learner's answers so far as plain HTML in the learner's language."""
        sheet = self.store.sheet
        return render_static(self.public, sheet.lang, sheet)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Only HTML where no browser runs the widget: nbconvert would show an empty output."""
        if any(os.environ.get(name) for name in STATIC_VARIABLES):
            return {"text/html": self.static_html(), "text/plain": self.public.title.vi}
        return super()._repr_mimebundle_(**kwargs)

    @classmethod
    def _texts(cls) -> dict[str, dict[str, str]]:
        """All texts the browser needs."""
        return texts(*cls._areas)

    def _on_message(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        self.receive(content)

    def _operate(self, op_id: str, raw: object) -> dict[str, Any]:
        try:
            operation = read_operation(raw)
            if isinstance(operation, UndoOp):
                sheet = self.store.undo(op_id)
            else:
                sheet = self.store.change(
                    op_id, lambda sheet: apply_operation(sheet, operation, self.public)
                )
        except AnswerError as error:
            self._broadcast()
            retry = isinstance(error, StorageError)
            return {"kind": "nack", "id": op_id, "error": error.text.model_dump(), "retry": retry}
        if isinstance(operation, LangOp):
            self.lang = operation.lang
        self._broadcast()
        return {"kind": "ack", "id": op_id, "rev": sheet.rev, "saved": sheet.saved}

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Reply to a message that is no operation; task types with questions override this."""
        error = strings("operations")["invalid"].model_dump()
        return {"kind": "error", "id": str(message.get("id", "")), "error": error}

    def _broadcast(self) -> None:
        """Show the saved answers in every live view of the same file, in whatever cell it stands."""
        for widget in list(self._live):
            if widget.store.path == self.store.path:
                widget.store.take_over(self.store)
                widget.state = widget._state_of(widget.store)  # noqa: SLF001 - same class

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        sheet = store.sheet
        return {
            "payload": sheet.payload.model_dump(mode="json"),
            "rev": sheet.rev,
            "saved": sheet.saved if sheet.rev else None,
            "undo": store.undo_steps,
            "notices": [notice.model_dump() for notice in store.notices],
        }
