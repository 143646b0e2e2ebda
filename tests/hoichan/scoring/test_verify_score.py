"""The X2 rule: verdict, value, unit, and nothing for a constant policy."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoichan.schema.exercises.verify_data import ClaimAnswer, VerifyDataPayload
from hoichan.scoring import SheetMismatchError, score
from hoichan.scoring.verify import claim_score, constant_answer, constant_policy_score, verify_score

VERDICTS = ("true", "false", "unverifiable")


def right(claim):
    return ClaimAnswer(uid=claim.uid, verdict=claim.verdict, value=claim.value, unit=claim.unit)


def graded(small, answers):
    return score(small.key, small.sheet(VerifyDataPayload(claims=tuple(answers))), small.variant)


def test_reference_answers_earn_everything(claim_set):
    report = graded(claim_set, map(right, claim_set.key.claims))
    assert report.points == 42
    assert report.misses == ()


@pytest.mark.parametrize("change", list(itertools.product(VERDICTS, (True, False))))
def test_constant_policies_earn_exactly_nothing(claim_set, change):
    verdict, copy = change
    answers = [constant_answer(c, verdict, copy=copy) for c in claim_set.key.claims]
    assert graded(claim_set, answers).points == 0


def test_blank_earns_nothing(claim_set):
    assert score(claim_set.key, None, claim_set.variant).points == 0
    assert graded(claim_set, [ClaimAnswer(uid="c1", value=115.0, unit="percent")]).points == 0


@pytest.mark.parametrize(
    ("index", "update", "expected"),
    [
        pytest.param(0, {}, 1.0, id="all-right"),
        pytest.param(0, {"value": None, "unit": None}, 0.5, id="verdict-only"),
        pytest.param(0, {"value": 115.05}, 1.0, id="at-the-tolerance"),
        pytest.param(0, {"value": 115.06}, 0.8, id="just-beyond"),
        pytest.param(0, {"value": 115.25}, 0.8, id="five-tolerances"),
        pytest.param(0, {"value": 115.26}, 0.6, id="too-far"),
        pytest.param(0, {"unit": "days"}, 0.9, id="wrong-unit"),
        pytest.param(0, {"verdict": "false"}, 0.5, id="wrong-verdict-right-value"),
        pytest.param(0, {"verdict": None}, 0.0, id="no-verdict"),
        pytest.param(11, {}, 1.0, id="unverifiable-left-empty"),
        pytest.param(11, {"value": 3.0}, 0.5, id="unverifiable-with-a-number"),
        pytest.param(11, {"verdict": "false"}, 0.0, id="unverifiable-called-false"),
    ],
)
def test_parts_of_one_claim(claim_set, index, update, expected):
    claim = claim_set.key.claims[index]
    answer = right(claim).model_copy(update=update)
    assert claim_score(claim, answer) == pytest.approx(expected)


def test_rescaling_uses_the_best_constant_policy(claim_set):
    claims = claim_set.key.claims
    # always "true", number copied: 5 true claims in full, 5 false ones earn the unit's 0.1
    assert constant_policy_score(claims) == pytest.approx((5 * 1.0 + 5 * 0.1) / 12)
    half = {claim.uid: right(claim) for claim in claims[:9]}
    parts = verify_score(claims, half)
    assert parts["S"] == pytest.approx((9 / 12 - parts["g"]) / (1 - parts["g"]))


def test_sets_that_a_constant_answer_solves_are_refused(claim_set):
    only_true = [c for c in claim_set.key.claims if c.verdict == "true"]
    with pytest.raises(ValueError, match="same verdict"):
        verify_score(only_true, {})
    with pytest.raises(ValueError, match="at least one claim"):
        verify_score([], {})


def test_unknown_or_doubled_claims_are_refused(claim_set):
    for answers in (
        [ClaimAnswer(uid="c99", verdict="true")],
        [ClaimAnswer(uid="c1", verdict="true"), ClaimAnswer(uid="c1", verdict="false")],
    ):
        with pytest.raises(SheetMismatchError):
            graded(claim_set, answers)


ANSWER = st.builds(
    lambda verdict, value, unit: {"verdict": verdict, "value": value, "unit": unit},
    st.sampled_from([None, *VERDICTS]),
    st.one_of(st.none(), st.floats(0, 200), st.integers(90, 130).map(float)),
    st.sampled_from([None, "percent", "days"]),
)


@given(answers=st.lists(ANSWER, min_size=12, max_size=12))
@settings(max_examples=200, deadline=None)
def test_score_stays_in_range_and_one_more_right_claim_never_lowers_it(claim_set, answers):
    given_ = [ClaimAnswer(uid=f"c{i + 1}", **a) for i, a in enumerate(answers)]
    base = graded(claim_set, given_)
    assert 0 <= base.score <= 1
    for i, claim in enumerate(claim_set.key.claims):
        better = [*given_[:i], right(claim), *given_[i + 1 :]]
        assert graded(claim_set, better).score >= base.score - 1e-12
