"""What an author of cited references got wrong, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from hoichan.cases.cite_mutations import Registry, perturbed
from hoichan.cases.cite_spec import CiteItemSpec, CiteSource
from hoichan.cases.dice import Dice
from hoichan.cases.errors import Problem
from hoichan.cases.yaml_source import Place, nearest
from hoichan.data.registry import Document
from hoichan.schema.text import LANGS, Bilingual, Lang

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers(text: str) -> set[str]:
    """Numbers of a sentence, with a point as decimal mark."""
    return {found.replace(",", ".") for found in _NUMBER.findall(text)}


def reference_problems(source: CiteSource, registry: Registry) -> list[Problem]:
    """Documents and key points that are not there; without these nothing else can be looked at."""
    return list(_references(source, registry))


def _references(source: CiteSource, registry: Registry) -> Iterator[Problem]:
    if "refs" not in source.spec.datasets:
        yield source.lines.problem(
            ("datasets",),
            "loại bài này cần datasets: [refs].",
            "this type needs datasets: [refs].",
        )
    try:
        date.fromisoformat(source.spec.as_of)
    except ValueError:
        yield source.lines.problem(
            ("as_of",), f"không có ngày {source.spec.as_of}.", f"no such day: {source.spec.as_of}."
        )
    for number, item in enumerate(source.spec.items):
        place: Place = ("items", number)
        asked: list[tuple[Place, str, str | None]] = [(place, item.ref, item.supported)]
        asked += [
            ((*place, "unsupported", n), item.ref, c.against)
            for n, c in enumerate(item.unsupported)
        ]
        if item.stale is not None:
            asked.append(((*place, "stale"), item.stale.ref, item.stale.point))
        for where, ref, point in asked:
            yield from _known(source, registry, where, ref, point)


def _known(
    source: CiteSource, registry: Registry, where: Place, ref: str, point: str | None
) -> Iterator[Problem]:
    document = registry.get(ref)
    if document is None:
        hint = nearest(ref, list(registry))
        yield source.lines.problem(
            where,
            f"danh mục không có tài liệu “{ref}”" + (f"; có phải là “{hint}”?" if hint else "."),
            f'the registry has no document "{ref}"'
            + (f'; did you mean "{hint}"?' if hint else "."),
        )
    elif point is not None and document.point(point) is None:
        yield source.lines.problem(
            where,
            f"{ref} có {len(document.points)} điểm chính, không có “{point}”.",
            f'{ref} has {len(document.points)} key points, there is no "{point}".',
        )


def item_problems(source: CiteSource, registry: Registry) -> list[Problem]:
    """Items whose verdicts the registry would not prove."""
    as_of = date.fromisoformat(source.spec.as_of)
    problems: list[Problem] = []
    for number, item in enumerate(source.spec.items):
        place: Place = ("items", number)
        problems += _validity(source, registry, item, place, as_of)
        problems += _faults(source, registry, item, place, as_of)
        problems += _sentences(source, registry, item)
    return problems


def _validity(
    source: CiteSource, registry: Registry, item: CiteItemSpec, place: Place, as_of: date
) -> Iterator[Problem]:
    if not registry[item.ref].usable(as_of):
        yield source.lines.problem(
            place,
            f"theo danh mục, không rõ {item.ref} có hiệu lực ngày {as_of:%d/%m/%Y}; hãy chọn tài liệu khác.",
            f"the registry does not show {item.ref} to be in force on {as_of}; choose another document.",
        )
    if item.stale is not None and not registry[item.stale.ref].expired(as_of):
        yield source.lines.problem(
            (*place, "stale"),
            f"{item.stale.ref} chưa hết hiệu lực vào ngày {as_of:%d/%m/%Y}.",
            f"{item.stale.ref} has not ended by {as_of}.",
        )


def _faults(
    source: CiteSource, registry: Registry, item: CiteItemSpec, place: Place, as_of: date
) -> Iterator[Problem]:
    document = registry[item.ref]
    for change in item.perturb:
        if not perturbed(document, change, registry, as_of, Dice(1)):
            yield source.lines.problem(
                (*place, "perturb"),
                f"quy tắc “{change}” không áp dụng được cho {item.ref}.",
                f'the rule "{change}" does not fit {item.ref}.',
            )
    if item.fabricate and (document.real or not (document.number or document.doi)):
        yield source.lines.problem(
            (*place, "fabricate"),
            f"{item.ref} là tài liệu có thật: không bịa số hiệu của cơ quan có thật, số đó có thể tồn tại.",
            f"{item.ref} is a real document: no number of a real office is made up, it may exist.",
        )
    for index, claim in enumerate(item.unsupported):
        if document.real and claim.against is None:
            yield source.lines.problem(
                (*place, "unsupported", index),
                f"{item.ref} là tài liệu có thật, danh mục chỉ ghi vài điểm chính: cần “against”, điểm chính nói ngược lại.",
                f'{item.ref} is a real document of which the registry has few points: "against" must name the one that says otherwise.',
            )


def _sentences(source: CiteSource, registry: Registry, item: CiteItemSpec) -> Iterator[Problem]:
    """A supported sentence may hold no number that its key point does not have."""
    yield from _covered(source, item.id, registry[item.ref], item.supported)
    if item.stale is not None and item.stale.point is not None:
        stale = registry[item.stale.ref]
        yield from _covered(source, f"{item.id}.stale", stale, item.stale.point)
    for claim in item.unsupported:
        label = f"{item.id}.{claim.id}"
        for lang in LANGS:
            if source.texts[lang].text(label) == source.texts[lang].text(item.id):
                yield source.texts[lang].problem(
                    label, "giống hệt câu đúng.", "is the same as the true sentence."
                )
    if item.fabricate:
        yield from _new_title(source, item.id, registry)


def _covered(source: CiteSource, label: str, document: Document, point: str) -> Iterator[Problem]:
    known = document.point(point) or Bilingual(vi="", en="")
    for lang in LANGS:
        extra = numbers(source.texts[lang].text(label)) - numbers(known[lang])
        if extra:
            shown = ", ".join(sorted(extra))
            yield source.texts[lang].problem(
                label,
                f"con số {shown} không có trong điểm chính {point} của {document.ref_id}: “{known.vi}”",
                f'{shown} is not in key point {point} of {document.ref_id}: "{known.en}"',
            )


def _new_title(source: CiteSource, item: str, registry: Registry) -> Iterator[Problem]:
    label = f"{item}.fabricated"
    langs: tuple[Lang, ...] = LANGS
    for lang in langs:
        if source.texts[lang].text(label) in {each.title[lang] for each in registry.values()}:
            yield source.texts[lang].problem(
                label,
                "tên này có thật trong danh mục, hãy đặt tên khác.",
                "the registry has a document of this title, choose another.",
            )
