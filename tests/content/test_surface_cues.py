"""Errors cannot be told by their looks: length, place, digits, hedges, denials (blueprint A.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from course_lessons import GRADED, pool
from hoichan.schema.case import CompiledCase
from hoichan.schema.text import LANGS, Lang
from surface_cues import Seen, auc

pytestmark = pytest.mark.xdist_group("lessons")  # cases are compiled once
AIM = 0.55
# Where the aim is not reached yet, what was; a change may only lower it.
REACHED = {"span_critique": 0.61, "verify_data": 0.585}
FORM = re.compile(r"-[abc]$")


def units(kind: str, lang: Lang) -> Iterator[Seen]:
    """Every true wording and every wrong one of the course's cases of one type, once each."""
    cases = {
        case.id: case
        for lesson, task in GRADED
        for case in pool(lesson, task).cases
        if pool(lesson, task).type == kind and isinstance(case, CompiledCase)
    }
    for case in cases.values():
        group = FORM.sub("", case.id)  # the forms of one template are alike
        last = max(1, len(case.units) - 1)
        for number, unit in enumerate(case.units):
            # Answers keep their order; claims and decisions are shuffled for each learner.
            place = number / last if kind == "span_critique" else 0.5
            yield Seen(group, unit.true.text[lang], place, wrong=False)
            for wrong in unit.wrong:
                yield Seen(group, wrong.text[lang], place, wrong=True)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["span_critique", "verify_data", "decide_confidence"])
def test_the_surface_alone_does_not_tell_errors_from_truth(kind: str, lang: Lang) -> None:
    assert auc(units(kind, lang), lang) <= REACHED.get(kind, AIM)


@pytest.mark.parametrize("lang", LANGS)
def test_a_cue_would_be_noticed(lang: Lang) -> None:
    """The same pool with a word of agreement before every wrong wording."""
    word = {"vi": "Đúng vậy, ", "en": "As you say, "}[lang]
    spoiled = [
        Seen(one.group, word + one.text if one.wrong else one.text, one.place, one.wrong)
        for one in units("span_critique", lang)
    ]
    assert auc(spoiled, lang) > 0.9
