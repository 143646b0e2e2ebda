"""What ``case.yaml`` of a ``cite_check`` case may say, and the headings it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, field_validator

from hoichan.cases.labels import Label
from hoichan.cases.source import Source
from hoichan.cases.spec import Name, SpecHead, wrong_value
from hoichan.schema.text import Strict

Change = Literal["number", "title", "year", "issuer"]
Point = Annotated[str, Field(pattern=r"^k[1-9][0-9]?$")]


class UnsupportedSpec(Strict):
    """A sentence that the document does not say; ``against`` is the key point that says otherwise."""

    id: Name
    against: Point | None = None


class StaleSpec(Strict):
    """A document out of force that is cited instead, and its key point that the sentence repeats."""

    ref: str
    point: Point | None = None


class CiteItemSpec(Strict):
    """One reference: its document, the key point its true sentence rests on, and allowed faults."""

    id: Name
    ref: str
    supported: Point
    unsupported: tuple[UnsupportedSpec, ...] = ()
    stale: StaleSpec | None = None
    perturb: tuple[Change, ...] = ()
    fabricate: bool = False


class CiteSpec(SpecHead):
    """``case.yaml`` of a case of cited references."""

    as_of: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    items: tuple[CiteItemSpec, ...] = Field(min_length=1)

    @field_validator("items")
    @classmethod
    def _once(cls, items: tuple[CiteItemSpec, ...]) -> tuple[CiteItemSpec, ...]:
        ids = [item.id for item in items]
        for name in (name for number, name in enumerate(ids) if name in ids[:number]):
            raise wrong_value(f"id “{name}” bị dùng hai lần.", f'id "{name}" is used twice.')
        return items


CiteSource = Source[CiteSpec]


def cite_labels(source: CiteSource) -> Iterator[Label]:
    """The headings: a sentence for each claim, a title for each made-up document."""
    yield Label("prompt", ())
    for number, item in enumerate(source.spec.items):
        place = ("items", number)
        yield Label(item.id, place)
        if item.fabricate:
            yield Label(f"{item.id}.fabricated", (*place, "fabricate"))
        if item.stale is not None:
            yield Label(f"{item.id}.stale", (*place, "stale"))
        for index, claim in enumerate(item.unsupported):
            own = (*place, "unsupported", index)
            yield Label(f"{item.id}.{claim.id}", own)
            yield Label(f"{item.id}.{claim.id}.why", own)
