"""X4: blocks make a poor prompt better; asking again shows what the simulated answer becomes.

The browser gets the answer to the last run only; the kernel works out the next.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from hoichan.answers import AnswerStore
from hoichan.i18n import strings
from hoichan.privacy.identifiers import identifiers
from hoichan.schema.exercises.prompt_repair import (
    PromptRepairPayload,
    PromptRepairVariant,
    PublicRepair,
    RepairAnswer,
)
from hoichan.schema.payload import Id
from hoichan.schema.text import LANGS, Lang, NfcStr, Strict
from hoichan.views.cells import show_date
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.operations import Operations, refused
from hoichan.widgets.presenting import evidence_view


class BlockOp(Strict):
    """Switch a block on or off; the answer changes only when one asks again."""

    do: Literal["block"]
    uid: Id
    block: Id
    on: bool


class FreeOp(Strict):
    """Words of one's own in the prompt."""

    do: Literal["free"]
    uid: Id
    text: Annotated[NfcStr, Field(max_length=2_000)] = ""


class RunOp(Strict):
    """Ask the simulated AI again with the blocks that are on."""

    do: Literal["run"]
    uid: Id


class MarkOp(Strict):
    """Hold a sentence of the present answer to be wrong still, or take that back."""

    do: Literal["mark"]
    uid: Id
    unit: Id
    on: bool


class DoneOp(Strict):
    """Say that the prompt is done, or take that back."""

    do: Literal["done"]
    uid: Id
    on: bool


Own = BlockOp | FreeOp | RunOp | MarkOp | DoneOp


class Widget(CritiqueWidget[PromptRepairVariant, PromptRepairPayload]):
    """Widget of a ``prompt_repair`` task."""

    _script = ("prompt_repair.js",)
    _areas: ClassVar[tuple[str, ...]] = ("widgets", "prompt_repair")
    _operations = Operations[Any](Own)

    def _applied(
        self,
        payload: PromptRepairPayload,
        operation: Any,
        lang: Lang,
    ) -> PromptRepairPayload:
        return apply(payload, operation, self.public)

    def _shown(self) -> dict[str, Any]:
        plain = self.public.model_dump(
            mode="json", exclude={"prompts": {"__all__": {"evidence", "units"}}}
        )
        as_of = strings("views")["as_of"]
        for shown, prompt in zip(plain["prompts"], self.public.prompts, strict=True):
            shown["evidence"] = [evidence_view(table) for table in prompt.evidence]
            shown["as_of"] = {
                lang: as_of[lang].format(date=show_date(prompt.as_of, lang)) for lang in LANGS
            }
        return plain

    def _state_of(self, store: AnswerStore) -> dict[str, Any]:
        payload = store.sheet.payload
        given = payload.prompts if isinstance(payload, PromptRepairPayload) else ()
        asked = {answer.uid: answer.asked for answer in given}
        texts = {
            prompt.uid: [
                {"uid": unit.uid, "text": unit.reads(asked.get(prompt.uid, ())).model_dump()}
                for unit in prompt.units
            ]
            for prompt in self.public.prompts
        }
        leaks = [answer.uid for answer in given if identifiers(answer.free)]
        return super()._state_of(store) | {"answers": texts, "leaks": leaks}


def apply(
    payload: PromptRepairPayload, operation: Own, variant: PromptRepairVariant
) -> PromptRepairPayload:
    """The answers after ``operation``; ``OperationRefused`` when it does not fit them."""
    public = next((one for one in variant.prompts if one.uid == operation.uid), None)
    if public is None:
        raise refused("unknown_item")
    answers = {answer.uid: answer for answer in payload.prompts}
    old = answers.get(public.uid, RepairAnswer(uid=public.uid))
    answers[public.uid] = _changed(old, operation, public)
    order = [uid for uid in variant.items() if uid in answers]
    return payload.model_copy(update={"prompts": tuple(answers[uid] for uid in order)})


def _changed(old: RepairAnswer, operation: Own, public: PublicRepair) -> RepairAnswer:
    match operation:
        case BlockOp():
            known = [block.id for block in public.blocks]
            if operation.block not in known:
                raise refused("unknown_choice")
            on = (
                {*old.blocks, operation.block}
                if operation.on
                else {*old.blocks} - {operation.block}
            )
            return old.model_copy(update={"blocks": tuple(one for one in known if one in on)})
        case FreeOp():
            return old.model_copy(update={"free": operation.text})
        case RunOp():
            # A mark on a sentence that now reads otherwise would speak of words that are gone.
            changed = {
                unit.uid for unit in public.units if unit.reads(old.asked) != unit.reads(old.blocks)
            }
            marks = tuple(uid for uid in old.marks if uid not in changed)
            update = {"asked": old.blocks, "runs": old.runs + 1, "marks": marks, "done": False}
            return old.model_copy(update=update)
        case MarkOp():
            units = [unit.uid for unit in public.units]
            if operation.unit not in units:
                raise refused("unknown_unit")
            on = {*old.marks, operation.unit} if operation.on else {*old.marks} - {operation.unit}
            return old.model_copy(update={"marks": tuple(uid for uid in units if uid in on)})
        case DoneOp():
            return old.model_copy(update={"done": operation.on})
