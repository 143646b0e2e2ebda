"""Nobody earns without reading: trivial strategies on the lesson's real tasks, variant by variant."""

from random import Random
from statistics import fmean

import pytest

from answering import all_flagged, constant_claims, random_answers, reference, sheet_of
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.schema.exercises.span_critique import SpanCritiquePayload
from hoichan.schema.exercises.verify_data import VerifyDataPayload
from hoichan.schema.taxonomy import Category
from hoichan.scoring import score
from hoichan_grader.sources import Sources

SECRET = b"personas"
VARIANTS = 40


@pytest.fixture(scope="module", params=["x1", "x2"])
def drawn(request):
    """Forty variants of one task of S1 with their keys."""
    sources = Sources.of_repository()
    spec = sources.spec("s1_numbers")
    task = next(task for task in spec.tasks if task.id == request.param)
    pool = build_pool(task, spec.id, [ready_case(sources.cases / case) for case in task.cases])
    return [make_variant(pool, SECRET, f"p{i}") for i in range(VARIANTS)]


def scores(drawn, answer):
    return [
        score(key, sheet_of(variant, answer(variant, key)), variant).score for variant, key in drawn
    ]


def test_reference_answers_earn_everything(drawn):
    assert scores(drawn, lambda _, key: reference(key)) == [1.0] * VARIANTS


def test_blank_earns_nothing(drawn):
    assert [score(key, None, variant).score for variant, key in drawn] == [0.0] * VARIANTS


def test_accepting_or_rejecting_everything_earns_nothing(drawn):
    def accept(variant, key):
        if variant.type == "verify_data":
            return constant_claims(key, "true", copy=True)
        return SpanCritiquePayload(no_error=tuple(answer.aid for answer in variant.answers))

    def reject(variant, key):
        if variant.type == "verify_data":
            return constant_claims(key, "false", copy=True)
        return all_flagged(key, None)

    assert scores(drawn, accept) == [0.0] * VARIANTS
    assert scores(drawn, reject) == [0.0] * VARIANTS


def test_one_label_for_every_unit_or_one_verdict_for_every_claim_earns_nothing(drawn):
    if drawn[0][0].type == "verify_data":
        answers = [
            lambda _, key, v=verdict, c=copy: constant_claims(key, v, copy=c)
            for verdict in ("true", "false", "unverifiable")
            for copy in (True, False)
        ]
    else:
        answers = [lambda _, key, c=category: all_flagged(key, c) for category in Category]
    assert max(max(scores(drawn, answer)) for answer in answers) == 0.0


def test_answering_at_random_earns_next_to_nothing(drawn):
    rng = Random(5)
    earned = [
        score(key, sheet_of(variant, random_answers(variant, key, rng)), variant).score
        for variant, key in drawn
        for _ in range(10)
    ]
    assert fmean(earned) <= 0.03


def test_answering_nothing_in_the_right_form_earns_nothing(drawn):
    empty = {"span_critique": SpanCritiquePayload(), "verify_data": VerifyDataPayload()}
    assert scores(drawn, lambda variant, _: empty[variant.type]) == [0.0] * VARIANTS
