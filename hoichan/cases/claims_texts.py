"""Which texts of a case of claims are for the grader only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hoichan.schema.case import CompiledCase
from hoichan.schema.text import Bilingual


def claims_private_texts(cases: Iterable[CompiledCase]) -> Iterator[Bilingual]:
    """Every wording, true or wrong, and every reason, also of what may be left out."""
    for case in cases:
        for unit in case.units:
            yield unit.true.text
            if unit.why is not None:
                yield unit.why
            for wrong in unit.wrong:
                yield from (wrong.text, wrong.why, wrong.check)
        for must in case.must_have:
            yield from (text for text in (must.why, must.check) if text is not None)
