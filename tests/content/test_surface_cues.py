"""Errors cannot be told by their looks: length, place, digits, hedges, denials (blueprint A.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import cast

import pytest

from course_lessons import GRADED, pool
from hoichan.cases.variant import make_variant
from hoichan.schema.case import CompiledCase
from hoichan.schema.exercises.span_critique import (
    SpanCritiqueKey,
    SpanCritiquePool,
    SpanCritiqueVariant,
)
from hoichan.schema.exercises.verify_data import VerifyDataKey, VerifyDataVariant
from hoichan.schema.pool import TaskPool
from hoichan.schema.text import LANGS, Bilingual, Lang
from surface_cues import LOOKS, NAMED, Seen, auc, averages

pytestmark = pytest.mark.xdist_group("lessons")  # cases are compiled once
AIM = 0.55
VARIANTS = 40
SECRET = b"a secret of this test"
FORM = re.compile(r"-[abc]$")
Found = tuple[str, Bilingual, float, bool]  # group, wording, place, whether it is wrong


def group_of(case: str) -> str:
    """The template of a case: the forms of one are alike."""
    return FORM.sub("", case)


@cache
def written(kind: str) -> tuple[Found, ...]:
    """Every true wording and every wrong one of the course's cases of one type, once each."""
    cases = {
        case.id: case
        for lesson, task in GRADED
        for case in pool(lesson, task).cases
        if pool(lesson, task).type == kind and isinstance(case, CompiledCase)
    }
    found: list[Found] = []
    for case in cases.values():
        last = max(1, len(case.units) - 1)
        for number, unit in enumerate(case.units):
            # Answers keep their order; claims and decisions are shuffled for each learner.
            place = number / last if kind == "span_critique" else 0.5
            found.append((group_of(case.id), unit.true.text, place, False))
            found += [(group_of(case.id), wrong.text, place, True) for wrong in unit.wrong]
    return tuple(found)


@cache
def drawn(kind: str) -> tuple[Found, ...]:
    """What learners meet: the units of many variants of every graded task of one type."""
    met = {"span_critique": answers_met, "verify_data": claims_met}[kind]
    pools = [pool(lesson, task) for lesson, task in GRADED if pool(lesson, task).type == kind]
    return tuple(
        unit for one in pools for number in range(VARIANTS) for unit in met(one, f"hv{number}")
    )


def answers_met(task: TaskPool, learner: str) -> Iterator[Found]:
    """The sentences of one learner's answers; a place is that among the sentences shown."""
    made, made_key = make_variant(task, SECRET, learner)
    variant, key = cast(SpanCritiqueVariant, made), cast(SpanCritiqueKey, made_key)
    names = {case.title.vi: case.id for case in cast(SpanCritiquePool, task).cases}
    planted = {entry.uid for entry in key.planted}
    for answer in variant.answers:
        last = max(1, len(answer.units) - 1)
        group = group_of(names[answer.title.vi])
        for number, unit in enumerate(answer.units):
            yield group, unit.text, number / last, unit.uid in planted


def claims_met(task: TaskPool, learner: str) -> Iterator[Found]:
    """The claims of one learner."""
    made, made_key = make_variant(task, SECRET, learner)
    variant, key = cast(VerifyDataVariant, made), cast(VerifyDataKey, made_key)
    for claim, entry in zip(variant.claims, key.claims, strict=True):
        assert claim.uid == entry.uid
        yield group_of(entry.case), claim.text, 0.5, entry.verdict == "false"


def seen(found: Sequence[Found], lang: Lang) -> list[Seen]:
    """The units as one reads them in ``lang``."""
    return [Seen(group, text[lang], place, wrong) for group, text, place, wrong in found]


@pytest.mark.parametrize("looks", [LOOKS, NAMED], ids=["all", "named"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["span_critique", "verify_data", "decide_confidence"])
def test_the_surface_alone_does_not_tell_errors_from_truth(
    kind: str, lang: Lang, looks: Sequence[str]
) -> None:
    units = seen(written(kind), lang)
    assert auc(units, lang, looks) <= AIM, averages(units, lang)


@pytest.mark.parametrize("looks", [LOOKS, NAMED], ids=["all", "named"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["span_critique", "verify_data"])
def test_nor_does_it_in_what_learners_meet(kind: str, lang: Lang, looks: Sequence[str]) -> None:
    units = seen(drawn(kind), lang)
    assert auc(units, lang, looks) <= AIM, averages(units, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("collect", [written, drawn], ids=["written", "drawn"])
def test_a_cue_would_be_noticed(collect: Callable[[str], tuple[Found, ...]], lang: Lang) -> None:
    """The same pool with a word of agreement before every wrong wording."""
    word = {"vi": "Đúng vậy, ", "en": "As you say, "}[lang]
    spoiled = [
        Seen(one.group, word + one.text if one.wrong else one.text, one.place, one.wrong)
        for one in seen(collect("span_critique"), lang)
    ]
    assert auc(spoiled, lang) > 0.9


@pytest.mark.parametrize("lang", LANGS)
def test_a_cue_of_place_would_be_noticed_among_the_named_looks(lang: Lang) -> None:
    """The same pool with every error in the second half of its answer."""
    spoiled = [
        Seen(one.group, one.text, 0.5 + one.place / 2 if one.wrong else one.place, one.wrong)
        for one in seen(written("span_critique"), lang)
    ]
    assert auc(spoiled, lang, NAMED) > 0.65
