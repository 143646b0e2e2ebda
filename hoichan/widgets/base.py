"""What all critique widgets share: operations in, answers saved, state out to every live view.

The browser is never the keeper of an answer: it sends an operation, waits for the ``ack`` and keeps
the operation in its own queue until then. Python drives a widget in the same way through
``CritiqueWidget.receive``.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from importlib import resources
from typing import Any, ClassVar, Generic, TypeVar, cast

import anywidget
import traitlets

from hoichan.answers import AnswerError, AnswerStore, StorageError
from hoichan.i18n import strings
from hoichan.schema.documents import AnswerSheet
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.text import LANGS, Lang
from hoichan.schema.variant import PublicVariant
from hoichan.scoring import score
from hoichan.views.task import STYLE as VIEW_STYLE
from hoichan.views.task import render_static, render_task
from hoichan.widgets.operations import ActiveOp, LangOp, Operations, UndoOp

STATIC_VARIABLES = ("NBGRADER_EXECUTION", "HOICHAN_STATIC")
V = TypeVar("V", bound=PublicVariant)
P = TypeVar("P", bound=Payload)


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


class CritiqueWidget(anywidget.AnyWidget, Generic[V, P]):
    """Base of the task widgets. Give it a learner's variant and the store of its answers.

    A subclass names its files in ``_script`` (``exercises/*.js``; the last ends with
    ``export default``), has ``exercises/<type>.css``, texts in ``_areas`` and reads its operations
    with ``_operations``. With a ``key`` (practice only) it shows feedback when asked.
    """

    # A widget that only lives as long as its cell's output; see `_broadcast`.
    _live: ClassVar[weakref.WeakSet[CritiqueWidget[Any, Any]]] = weakref.WeakSet()
    _areas: ClassVar[tuple[str, ...]] = ("widgets",)
    _script: ClassVar[tuple[str, ...]] = ()
    _operations: ClassVar[Operations[Any]]

    variant = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    lang = traitlets.Enum(LANGS, "vi").tag(sync=True)
    strings = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "_script" in cls.__dict__:  # anywidget makes a further class for each widget's traits
            own = [f"exercises/{name}" for name in cls._script]
            cls._esm = source("dom.js", "queue.js", "base.js", "paging.js", "parts.js", *own)
            kind = cls.__module__.rpartition(".")[2]
            # Own rules name the type, so they win whatever order the pages' style sheets come in.
            cls._css = "\n".join((source("base.css", f"exercises/{kind}.css"), VIEW_STYLE))
        super().__init_subclass__(**kwargs)

    def __init__(self, variant: V, store: AnswerStore, key: Key | None = None) -> None:
        self.store = store
        self.public = variant
        self.key = key
        super().__init__(
            variant=self._shown(),
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
        elif known.get("kind") == "feedback" and self.key is not None:
            reply = self._feedback(self.key, known)
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

    # --- what an exercise type says for itself

    def _applied(self, payload: P, operation: Any, lang: Lang) -> P:
        """The answers after one own operation; ``OperationRefused`` when it does not fit."""
        raise NotImplementedError

    def _shown(self) -> dict[str, Any]:
        """The variant as the browser gets it. A type may hold back what is not to be seen yet."""
        return self.public.model_dump(mode="json")

    @classmethod
    def _texts(cls) -> dict[str, dict[str, str]]:
        """All texts the browser needs."""
        return texts(*cls._areas)

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Reply to a message that is no operation; task types with questions override this."""
        error = strings("operations")["invalid"].model_dump()
        return {"kind": "error", "id": str(message.get("id", "")), "error": error}

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        """What every view of the answers shows; types add what follows from the answers."""
        sheet = store.sheet
        return {
            "payload": sheet.payload.model_dump(mode="json"),
            "rev": sheet.rev,
            "saved": sheet.saved if sheet.rev else None,
            "undo": store.undo_steps,
            "notices": [notice.model_dump() for notice in store.notices],
        }

    # --- operations

    def _on_message(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        self.receive(content)

    def _operate(self, op_id: str, raw: object) -> dict[str, Any]:
        try:
            operation = self._operations.read(raw)
            if isinstance(operation, UndoOp):
                sheet = self.store.undo(op_id)
            else:
                sheet = self.store.change(op_id, self._change(operation))
        except AnswerError as error:
            self._broadcast()
            retry = isinstance(error, StorageError)
            return {"kind": "nack", "id": op_id, "error": error.text.model_dump(), "retry": retry}
        if isinstance(operation, LangOp):
            self.lang = operation.lang
        self._broadcast()
        return {"kind": "ack", "id": op_id, "rev": sheet.rev, "saved": sheet.saved}

    def _change(
        self, operation: LangOp | ActiveOp | tuple[Any, ...]
    ) -> Callable[[AnswerSheet], AnswerSheet]:
        def change(sheet: AnswerSheet) -> AnswerSheet:
            if isinstance(operation, LangOp):
                return sheet.model_copy(update={"lang": operation.lang})
            if isinstance(operation, ActiveOp):
                return sheet.model_copy(update={"active_ms": sheet.active_ms + operation.ms})
            payload = cast("P", sheet.payload)
            for single in operation:
                payload = self._applied(payload, single, sheet.lang)
            return sheet.model_copy(update={"payload": payload})

        return change

    def _feedback(self, key: Key, message: dict[str, Any]) -> dict[str, Any]:
        """Practice: the answers so far beside the key, of one item or of the whole task."""
        item = message.get("item")
        only = item if item in self.public.items() else None
        sheet = self.store.sheet
        report = score(key, sheet, self.public)
        html = {
            lang: render_task(self.public, lang, sheet, key, report, only=only) for lang in LANGS
        }
        return {"kind": "feedback", "id": str(message.get("id", "")), "item": only, "html": html}

    def _broadcast(self) -> None:
        """Show the saved answers in every live view of the same file, in whatever cell it stands."""
        for widget in list(self._live):
            if widget.store.path == self.store.path:
                widget.store.take_over(self.store)
                widget.state = widget._state_of(widget.store)  # noqa: SLF001 - same class
