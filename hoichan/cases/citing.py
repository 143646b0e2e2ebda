"""From an author's item and the registry to every way in which the reference may stand in an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hoichan.cases.cite_mutations import Registry, as_printed, fabricated, perturbed
from hoichan.cases.cite_spec import CiteItemSpec, CiteSource
from hoichan.cases.dice import Dice
from hoichan.data.registry import Document, successor
from hoichan.i18n import fill, strings
from hoichan.schema.exercises.cite_check import NO_POINT, Citation, CiteItem, Detail, Planting
from hoichan.schema.text import LANGS, Bilingual
from hoichan.views.cells import show_date


@dataclass(frozen=True)
class Citing:
    """Makes the plantings of one case's items; the items were checked before."""

    source: CiteSource
    registry: Registry
    as_of: date

    def item(self, spec: CiteItemSpec) -> CiteItem:
        """Every planting of one item, right and wrong."""
        plantings = (
            *self._supports(spec),
            *self._unsupported(spec),
            *self._wrong_details(spec),
            *self._not_found(spec),
            *self._superseded(spec),
        )
        return CiteItem(id=spec.id, ref=spec.ref, plantings=plantings)

    def _dice(self, *names: str) -> Dice:
        """Chance that hangs on names alone, so that a new item changes no other."""
        seed = "|".join((self.source.spec.id, *names)).encode()
        return Dice(int.from_bytes(hashlib.sha256(seed).digest()[:8], "big"))

    def _supports(self, spec: CiteItemSpec) -> Iterator[Planting]:
        document = self.registry[spec.ref]
        proof = point_proof(document, spec.supported)
        valid = _say("why.valid", day=day_text(self.as_of)) if document.begins else NOTHING
        why = _say(
            "why.supports",
            ref=document.ref_id,
            valid=valid,
            n=spec.supported[1:],
            point=document.point(spec.supported),
        )
        yield Planting(
            id="supports",
            verdict="supports",
            text=self.source.text(spec.id),
            citation=as_printed(document),
            cited=document.ref_id,
            points=len(document.points),
            evidence=f"{document.ref_id}.{spec.supported}",
            proof=proof,
            why=_with_status(why, document),
            check=_say("check.points", ref=document.ref_id),
        )

    def _unsupported(self, spec: CiteItemSpec) -> Iterator[Planting]:
        document = self.registry[spec.ref]
        for claim in spec.unsupported:
            label = f"{spec.id}.{claim.id}"
            point = claim.against or NO_POINT
            yield Planting(
                id=f"unsupported.{claim.id}",
                verdict="unsupported",
                text=self.source.text(label),
                citation=as_printed(document),
                cited=document.ref_id,
                points=len(document.points),
                evidence=f"{document.ref_id}.{point}",
                proof=point_proof(document, point),
                why=_with_status(self.source.text(f"{label}.why"), document),
                check=_say("check.points", ref=document.ref_id),
            )

    def _wrong_details(self, spec: CiteItemSpec) -> Iterator[Planting]:
        document = self.registry[spec.ref]
        for change in spec.perturb:
            dice = self._dice(spec.id, change)
            ways = perturbed(document, change, self.registry, self.as_of, dice)
            for number, (citation, detail) in enumerate(ways, start=1):
                why = _say(
                    "why.wrong_details",
                    ref=document.ref_id,
                    name=strings("citations")[f"detail.{detail}"],
                    printed=_detail(citation, detail),
                    true=_detail(as_printed(document), detail),
                )
                yield Planting(
                    id=f"wrong_details.{change}{number}",
                    verdict="wrong_details",
                    text=self.source.text(spec.id),
                    citation=citation,
                    cited=document.ref_id,
                    points=len(document.points),
                    correct=document.ref_id,
                    detail=detail,
                    proof=document_proof(document),
                    why=_with_status(why, document),
                    check=_say("check.wrong_details", ref=document.ref_id),
                )

    def _not_found(self, spec: CiteItemSpec) -> Iterator[Planting]:
        if not spec.fabricate:
            return
        title = self.source.text(f"{spec.id}.fabricated")
        like = self.registry[spec.ref]
        made = fabricated(like, title, self.registry, self.as_of, self._dice(spec.id, "fabricate"))
        for number, citation in enumerate(made, start=1):
            name = strings("citations")["detail.number" if citation.number else "detail.doi"]
            value = citation.number or citation.doi
            yield Planting(
                id=f"not_found.{number}",
                verdict="not_found",
                text=self.source.text(spec.id),
                citation=citation,
                proof=strings("citations")["proof.not_found"],
                why=_say("why.not_found", name=name, value=value, title=title),
                check=_say("check.not_found", name=name),
            )

    def _superseded(self, spec: CiteItemSpec) -> Iterator[Planting]:
        if spec.stale is None:
            return
        document = self.registry[spec.stale.ref]
        now = successor(document.ref_id, self.registry, self.as_of)
        correct = document if now is None else self.registry[now]
        why = _say(
            "why.ended" if now is None else "why.replaced",
            ref=document.ref_id,
            end=day_text(document.ends or self.as_of),
            day=day_text(self.as_of),
            correct=correct.ref_id,
            number=correct.number or "–",
        )
        yield Planting(
            id="superseded",
            verdict="superseded",
            text=self.source.text(f"{spec.id}.stale"),
            citation=as_printed(document),
            cited=document.ref_id,
            points=len(document.points),
            correct=correct.ref_id,
            proof=document_proof(correct),
            why=_with_status(why, document),
            check=_say("check.superseded", ref=document.ref_id),
        )


NOTHING = Bilingual(vi="", en="")


def document_proof(document: Document) -> Bilingual:
    """A document as proof: its code and title."""
    return _say("proof.document", ref=document.ref_id, title=document.title)


def point_proof(document: Document, name: str) -> Bilingual:
    """A key point as proof, or that none says so."""
    point = document.point(name)
    if point is None:
        return _say("proof.no_point", ref=document.ref_id)
    return _say("proof.point", ref=document.ref_id, n=name[1:], point=point)


def day_text(day: date) -> Bilingual:
    """A day as each language writes it."""
    vi, en = (show_date(day.isoformat(), lang) for lang in LANGS)
    return Bilingual(vi=vi, en=en)


def _say(key: str, **values: object) -> Bilingual:
    return fill(strings("citations")[key], **values)


def _detail(citation: Citation, name: Detail) -> Bilingual:
    """A detail in both languages, days written out."""
    vi, en = (show_date(citation.detail(name, lang), lang) for lang in LANGS)
    return Bilingual(vi=vi, en=en)


def _with_status(why: Bilingual, document: Document) -> Bilingual:
    """Of a real document no more is said than that the registry has it so."""
    if not document.real:
        return why
    added = strings("citations")["needs_review"]
    return Bilingual(vi=f"{why.vi} {added.vi}", en=f"{why.en} {added.en}")
