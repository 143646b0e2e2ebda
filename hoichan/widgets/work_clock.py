"""Time at work on a report, counted once however often and from however many tabs it is told.

A browser tells stretches of active time. What is already covered by stretches of any report is not
counted again, so a stretch may be sent twice, late, or by two tabs at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from hoichan.schema.exercises.timed_report import MAX_PHASE_MS, MAX_SPANS, Clock, Phase, Span

JOIN_MS = 2_000  # stretches so near to each other are kept as one


def uncovered_ms(span: Span, covered: Iterable[Span]) -> int:
    """Milliseconds of ``span`` that lie in none of ``covered``."""
    begin, end = span
    left = 0
    for start, stop in merged(covered):
        if stop <= begin:
            continue
        if start >= end:
            break
        left += max(0, start - begin)
        begin = max(begin, stop)
    return left + max(0, end - begin)


def merged(spans: Iterable[Span], gap: int = 0) -> list[Span]:
    """``spans`` in order, those that touch (or lie within ``gap`` ms) made one."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def counted(clock: Clock, span: Span, phase: Phase, others: Iterable[Span]) -> Clock:
    """``clock`` with the new part of ``span`` added to ``phase``; ``others``: spans of other clocks.

    Only the latest stretches are remembered; what lies before them counts as covered, which may
    lose a little time and never counts any twice.
    """
    new = uncovered_ms(span, (*clock.spans, *others))
    field = f"{phase}_ms"
    kept = merged((*clock.spans, span), JOIN_MS)
    while len(kept) > MAX_SPANS:
        kept[:2] = [(kept[0][0], kept[1][1])]
    total = min(MAX_PHASE_MS, getattr(clock, field) + new)
    return clock.model_copy(update={field: total, "spans": tuple(kept)})
