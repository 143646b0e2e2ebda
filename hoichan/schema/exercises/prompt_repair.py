"""X4: a poor prompt is improved with blocks; a simulated answer changes with it.

The answer is worked out in the learner's kernel, so the variant holds what each unit reads under which
blocks: whoever opens the file sees no more than asking again with every block would show. It does not
say which units are wrong: some true units change their words too, one error never changes, and no
severity or category is there.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hoichan.schema.case import CompiledCase, EvidenceTable
from hoichan.schema.key import Key
from hoichan.schema.payload import Id, Note, Payload
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.text import Bilingual, Strict
from hoichan.schema.variant import PublicVariant


class CaseBlock(Strict):
    """A block as the author made it; ``repairs`` names wrong wordings (``u2.beds``)."""

    id: str
    label: Bilingual
    text: Bilingual
    repairs: tuple[str, ...] = ()
    phi: bool = False


class Rephrasing(Strict):
    """A true unit in other words, under one block."""

    unit: str
    block: str
    text: Bilingual


class PromptRepairCase(CompiledCase):
    """A case of claims with blocks; its prompt is the poor one."""

    type: Literal["prompt_repair"] = "prompt_repair"
    blocks: tuple[CaseBlock, ...]
    again: tuple[Rephrasing, ...] = ()


class PublicBlock(Strict):
    """A block to switch on."""

    id: str
    label: Bilingual
    text: Bilingual


class Under(Strict):
    """What a unit reads when one of these blocks is on."""

    blocks: tuple[str, ...]
    text: Bilingual


class RepairUnit(Strict):
    """One unit of the answer: its words at first, and under blocks."""

    uid: str
    text: Bilingual
    under: tuple[Under, ...] = ()

    def reads(self, blocks: tuple[str, ...]) -> Bilingual:
        """The words under these blocks."""
        for one in self.under:
            if set(one.blocks) & set(blocks):
                return one.text
        return self.text


class PublicRepair(Strict):
    """One prompt to improve."""

    uid: str
    title: Bilingual
    prompt: Bilingual
    as_of: str
    evidence: tuple[EvidenceTable, ...] = ()
    blocks: tuple[PublicBlock, ...]
    units: tuple[RepairUnit, ...]


class PromptRepairVariant(PublicVariant):
    """Prompts to improve."""

    type: Literal["prompt_repair"] = "prompt_repair"
    prompts: tuple[PublicRepair, ...]

    def items(self) -> tuple[str, ...]:
        """The prompts."""
        return tuple(prompt.uid for prompt in self.prompts)

    def names(self) -> frozenset[str]:
        """Prompts and units."""
        units = {unit.uid for prompt in self.prompts for unit in prompt.units}
        return frozenset({*self.items(), *units})


class PlantedRepair(Strict):
    """A wrong unit, and the blocks that remove it (none: it always stays)."""

    uid: str
    case: str
    unit: str
    wording: str
    category: Category
    severity: Severity
    removed_by: tuple[str, ...]
    true_text: Bilingual
    why: Bilingual
    check: Bilingual


class KeyRepair(Strict):
    """The key of one prompt."""

    uid: str
    case: str
    planted: tuple[PlantedRepair, ...]
    phi: tuple[str, ...] = Field(description="Blocks that hold an identifier")
    blocks: tuple[str, ...]


class PromptRepairKey(Key):
    """The key of every prompt, in the order of the variant."""

    type: Literal["prompt_repair"] = "prompt_repair"
    prompts: tuple[KeyRepair, ...]


class RepairAnswer(Strict):
    """One prompt improved. ``asked`` are the blocks of the last run: that answer is judged."""

    uid: Id
    blocks: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    free: Note = ""
    asked: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    runs: int = Field(default=0, ge=0, le=10_000)
    marks: Annotated[tuple[Id, ...], Field(max_length=60)] = ()
    done: bool = False


class PromptRepairPayload(Payload):
    """Prompts improved so far."""

    QUIET: ClassVar[frozenset[str]] = frozenset({"runs"})

    type: Literal["prompt_repair"] = "prompt_repair"
    prompts: Annotated[tuple[RepairAnswer, ...], Field(max_length=20)] = ()

    def names(self) -> tuple[str, ...]:
        """Prompts and marked units."""
        marks = [uid for prompt in self.prompts for uid in prompt.marks]
        return (*(prompt.uid for prompt in self.prompts), *marks)

    def settled(self) -> frozenset[str]:
        """Prompts that are done."""
        return frozenset(prompt.uid for prompt in self.prompts if prompt.done)


class PromptRepairPool(TaskPool):
    """Cases of which each gives one prompt."""

    type: Literal["prompt_repair"] = "prompt_repair"
    cases: tuple[PromptRepairCase, ...]
