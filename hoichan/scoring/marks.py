"""From a learner's marks to hits and false alarms (the input of rule C1).

A tapped unit is one mark. A dragged selection is judged by what it covers: half of an error's core
is enough for full credit (C1), and a unit that a drag merely grazes is no false alarm. The
blueprint would also forgive whole extra units up to three times the error's length; that is not
done here, because sweeping an answer in blocks of three would then earn about 0.08 for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hoichan.schema.exercises.span_critique import (
    DragSpan,
    Flag,
    PlantedUnit,
    SpanCritiqueKey,
    SpanCritiquePayload,
    SpanCritiqueVariant,
)
from hoichan.schema.taxonomy import Category
from hoichan.schema.text import Lang
from hoichan.scoring.detection import FOIL_WEIGHT, GoldError, Hit

CORE_SHARE_FOR_FULL_CREDIT = 0.5
GRAZE = 0.5


@dataclass
class Marks:
    """Sorted marks of one set: ``hits`` by gold id, ids of false alarms, their weighted number."""

    hits: dict[str, Hit] = field(default_factory=dict)
    false_alarms: dict[str, float] = field(default_factory=dict)

    @property
    def false_alarm_weight(self) -> float:
        """Weighted number of false alarms."""
        return sum(self.false_alarms.values())


def gold_errors(key: SpanCritiqueKey) -> tuple[GoldError, ...]:
    """Every planted unit and omission of ``key``."""
    units = tuple(GoldError(p.uid, p.category, p.severity) for p in key.planted)
    return units + tuple(GoldError(o.mid, o.category, o.severity) for o in key.omissions)


def negatives(key: SpanCritiqueKey) -> int:
    """Number of true units and missing-list decoys."""
    return len(key.unit_uids) + len(key.option_mids) - len(key.planted) - len(key.omissions)


def sort_marks(
    key: SpanCritiqueKey, payload: SpanCritiquePayload, variant: SpanCritiqueVariant
) -> Marks:
    """Compare marks with the key; every mark is on something that the variant has."""
    planted = {unit.uid: unit for unit in key.planted}
    foils = {foil.uid for foil in key.foils}
    extents = _extents(variant)
    marks = Marks()
    for flag in payload.flags:
        unit = planted.get(flag.uid)
        if unit is not None:
            _add_hit(marks, flag, unit, extents)
        elif not _grazes(flag, extents):
            marks.false_alarms[flag.uid] = FOIL_WEIGHT if flag.uid in foils else 1.0
    omitted = {omission.mid for omission in key.omissions}
    for mid in payload.missing:
        if mid in omitted:
            marks.hits[mid] = Hit(1.0, Category.CLIN_OMISSION)
        else:
            marks.false_alarms[mid] = 1.0
    return marks


Extents = dict[tuple[str, Lang], tuple[int, int]]


def _extents(variant: SpanCritiqueVariant) -> Extents:
    """Where each unit stands in ``PublicAnswer.text(lang)``, in code points."""
    extents: Extents = {}
    langs: tuple[Lang, ...] = ("vi", "en")
    for answer in variant.answers:
        for lang in langs:
            start = 0
            for unit in answer.units:
                end = start + len(unit.text[lang])
                extents[unit.uid, lang] = (start, end)
                start = end + 1
    return extents


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> int:
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))


def _grazes(flag: Flag, extents: Extents) -> bool:
    """Whether a drag only brushed this unit: less than half of it and of the drag lies here."""
    if flag.span is None:
        return False
    unit = extents[flag.uid, flag.span.lang]
    drag = (flag.span.start, flag.span.end)
    shared = _overlap(unit, drag)
    return shared < GRAZE * (unit[1] - unit[0]) and shared < GRAZE * (drag[1] - drag[0])


def _add_hit(marks: Marks, flag: Flag, unit: PlantedUnit, extents: Extents) -> None:
    """Keep the best of several flags on one error; a drag beside the core is neither."""
    credit = 1.0 if flag.span is None else core_credit(flag.span, unit, extents)
    if credit <= 0:
        return
    best = marks.hits.get(flag.uid)
    if best is None or credit > best.credit:
        marks.hits[flag.uid] = Hit(credit, flag.category)


def core_credit(span: DragSpan, unit: PlantedUnit, extents: Extents) -> float:
    """d_e of C1: covered code points of the core over half its length, at most 1."""
    core = unit.core_vi if span.lang == "vi" else unit.core_en
    offset = extents[unit.uid, span.lang][0]
    covered = _overlap((offset + core.start, offset + core.end), (span.start, span.end))
    return min(1.0, covered / (CORE_SHARE_FOR_FULL_CREDIT * (core.end - core.start)))
