"""X6: credit table, proof, and that nothing is earned without judgement."""

from __future__ import annotations

from random import Random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercise_samples import pool_of
from hoichan.cases.variant import make_variant
from hoichan.personas import STRATEGIES, answers, tricks
from hoichan.schema.exercises.cite_check import (
    VERDICTS,
    CiteCheckPayload,
    KeyRef,
    RefAnswer,
    Verdict,
)
from hoichan.schema.text import Bilingual
from hoichan.scoring.citations import (
    CREDIT,
    citation_score,
    constant_policy_score,
    proof_credit,
    ref_score,
    thoughtless,
)
from hoichan.scoring.exercises.cite_check import judgements, score

WORDS = Bilingual(vi="chữ", en="words")


def ref(number: int, verdict: Verdict) -> KeyRef:
    """A reference to HD00<number> with two key points; a superseded one was replaced by HD90<n>."""
    cited = None if verdict == "not_found" else f"HD00{number}"
    correct = {"wrong_details": cited, "superseded": f"HD90{number}"}.get(verdict)
    evidence = {"supports": f"{cited}.k1", "unsupported": f"{cited}.none"}.get(verdict)
    return KeyRef(
        uid=f"r{number}",
        case="c",
        item=f"i{number}",
        planting=verdict,
        verdict=verdict,
        cited=cited,
        points=0 if cited is None else 2,
        correct=correct,
        evidence=evidence,
        proof=WORDS,
        why=WORDS,
        check=WORDS,
    )


SIX = [ref(n, v) for n, v in enumerate((*VERDICTS, "supports"), start=1)]


def right(one: KeyRef) -> RefAnswer:
    return RefAnswer(uid=one.uid, verdict=one.verdict, correct=one.correct, evidence=one.evidence)


def worth(gold: Verdict, **answer: object) -> float:
    return ref_score(ref(1, gold), RefAnswer(uid="r1", **answer))


def test_every_pair_of_verdicts_has_the_documented_credit():
    table = {gold: {given: CREDIT[gold].get(given, 0.0) for given in VERDICTS} for gold in VERDICTS}
    assert table == {
        "not_found": {
            "not_found": 1.0, "wrong_details": 0.3, "unsupported": 0.0, "supports": -0.5,
            "superseded": 0.0,
        },
        "wrong_details": {
            "not_found": 0.3, "wrong_details": 1.0, "unsupported": 0.0, "supports": 0.0,
            "superseded": 0.0,
        },
        "unsupported": {
            "not_found": 0.0, "wrong_details": 0.0, "unsupported": 1.0, "supports": -0.25,
            "superseded": 0.0,
        },
        "supports": {
            "not_found": -0.25, "wrong_details": 0.0, "unsupported": 0.0, "supports": 1.0,
            "superseded": 0.0,
        },
        "superseded": {
            "not_found": 0.0, "wrong_details": 0.3, "unsupported": 0.0, "supports": -0.25,
            "superseded": 1.0,
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        ("not_found", {"verdict": "not_found"}, 1.0),
        ("not_found", {"verdict": "supports", "evidence": "HD001.k1"}, -0.35),
        ("not_found", {"verdict": "wrong_details", "correct": "HD001"}, 0.21),
        ("supports", {"verdict": "supports"}, 0.7),
        ("supports", {"verdict": "supports", "evidence": "HD001.k1"}, 1.0),
        ("supports", {"verdict": "supports", "evidence": "HD001.k2"}, 0.85),
        ("supports", {"verdict": "supports", "evidence": "HD002.k1"}, 0.7),
        ("supports", {"verdict": "superseded", "evidence": "HD001.k1"}, 0.0),
        ("unsupported", {"verdict": "unsupported", "evidence": "HD001.none"}, 1.0),
        ("unsupported", {"verdict": "supports", "evidence": "HD001.none"}, -0.175),
        ("wrong_details", {"verdict": "wrong_details", "correct": "HD001"}, 1.0),
        ("wrong_details", {"verdict": "wrong_details", "correct": "HD002"}, 0.7),
        ("wrong_details", {"verdict": "not_found", "correct": "HD001"}, 0.21),
        ("wrong_details", {"verdict": "not_found", "evidence": "HD001.k1"}, 0.21),
        ("superseded", {"verdict": "superseded", "correct": "HD901"}, 1.0),
        ("superseded", {"verdict": "superseded", "correct": "HD001"}, 0.85),
        ("superseded", {"verdict": "wrong_details", "correct": "HD901"}, 0.51),
        ("superseded", {"verdict": None, "correct": "HD901"}, 0.0),
    ],
)
def test_one_reference(gold, answer, expected):
    assert worth(gold, **answer) == pytest.approx(expected)


def test_a_proof_of_the_other_kind_does_not_count():
    """A key point chosen before the mind was changed is no proof that a document is superseded."""
    gold = ref(1, "superseded")
    answer = RefAnswer(uid="r1", verdict="superseded", evidence="HD001.k1")
    assert answer.proof is None
    assert not answer.settled
    assert proof_credit(gold, answer) == 0


def test_reference_vector():
    """Worked by hand: six references, best constant policy "supports" with the first key point."""
    # 0.7*(1 + 1 - 0.5 - 0.25 - 0.25) + 0.3*2 = 1.3; "details wrong" with what is cited:
    # 0.7*(1 + 0.3 + 0.3) + 0.3*(1 + 0.5) = 1.57, the best
    assert constant_policy_score(SIX) == pytest.approx(1.57 / 6)
    answers_ = {one.uid: right(one) for one in SIX}
    answers_["r1"] = RefAnswer(uid="r1", verdict="supports", evidence="HD001.k1")  # a fake believed
    result = citation_score(SIX, answers_)
    assert result["s"] == pytest.approx(4.65 / 6)
    assert result["S"] == pytest.approx((4.65 - 1.57) / (6 - 1.57))


def test_one_fixed_proof_everywhere_is_a_policy_without_judgement_too():
    """Always "superseded", always HD901: right once, and worth nothing."""
    two = [ref(1, "superseded"), ref(2, "supports")]
    assert constant_policy_score(two) == pytest.approx(0.5)
    same = {uid: RefAnswer(uid=uid, verdict="superseded", correct="HD901") for uid in ("r1", "r2")}
    assert citation_score(two, same)["S"] == 0.0


def test_a_proof_without_a_verdict_settles_nothing():
    assert not RefAnswer(uid="r1", evidence="HD001.k1", correct="HD001").settled
    assert RefAnswer(uid="r1", verdict="not_found").settled


def test_all_right_is_full_and_blank_is_nothing():
    assert citation_score(SIX, {one.uid: right(one) for one in SIX})["S"] == 1.0
    assert citation_score(SIX, {})["S"] == 0.0


def test_worse_than_nothing_is_clipped():
    believed = {one.uid: RefAnswer(uid=one.uid, verdict="supports") for one in SIX[:1]}
    assert citation_score(SIX, believed)["s"] == 0.0


@pytest.mark.parametrize("refs", [[], [ref(1, "not_found"), ref(2, "not_found")]])
def test_a_set_that_cannot_be_scored_is_refused(refs):
    with pytest.raises(ValueError, match=r"reference|constant"):
        citation_score(refs, {})


sets = st.lists(st.sampled_from(VERDICTS), min_size=2, max_size=8).filter(lambda v: len(set(v)) > 1)
given_answers = st.builds(
    RefAnswer,
    uid=st.just("r"),
    verdict=st.sampled_from((None, *VERDICTS)),
    evidence=st.sampled_from((None, "HD001.k1", "HD002.none", "HD003.k2")),
    correct=st.sampled_from((None, "HD001", "HD902", "VB001")),
)


@settings(max_examples=60, deadline=None)
@given(sets, st.data())
def test_scores_lie_in_range_and_no_policy_without_judgement_earns(verdicts, data):
    refs = [ref(n, v) for n, v in enumerate(verdicts, start=1)]
    drawn = {one.uid: data.draw(given_answers).model_copy(update={"uid": one.uid}) for one in refs}
    result = citation_score(refs, drawn)
    assert 0 <= result["S"] <= 1
    assert 0 <= result["g"] < 1
    for policy in thoughtless(refs):
        assert citation_score(refs, {answer.uid: answer for answer in policy})["S"] == 0.0
    full = citation_score(refs, {one.uid: right(one) for one in refs})
    assert full["S"] == 1.0


@settings(max_examples=60, deadline=None)
@given(sets, st.data())
def test_mending_one_answer_never_lowers_the_score(verdicts, data):
    refs = [ref(n, v) for n, v in enumerate(verdicts, start=1)]
    drawn = {one.uid: data.draw(given_answers).model_copy(update={"uid": one.uid}) for one in refs}
    one = data.draw(st.sampled_from(refs))
    assert (
        citation_score(refs, drawn | {one.uid: right(one)})["S"] >= citation_score(refs, drawn)["S"]
    )


# --- on the gallery's own task ----------------------------------------------------------------------


@pytest.fixture(scope="module", params=["x6", "p6"])
def drawn(request):
    return [make_variant(pool_of(request.param), b"cite", f"p{n}") for n in range(25)]


def earned(drawn, strategy: str, times: int = 1) -> list[float]:
    rng = Random(3)
    return [
        score(key, answers(strategy, variant, key, rng), variant).score
        for variant, key in drawn
        for _ in range(times)
    ]


def test_reference_earns_everything(drawn):
    assert set(earned(drawn, "reference")) == {1.0}


@pytest.mark.parametrize("strategy", ["blank", "accept_all", "reject_all", *tricks("cite_check")])
def test_no_trick_earns_anything(drawn, strategy):
    assert set(earned(drawn, strategy)) == {0.0}


def test_answering_at_random_earns_next_to_nothing(drawn):
    assert fmean(earned(drawn, "random", 30)) <= 0.05


def test_the_typical_clinician_stands_between(drawn):
    assert 0.4 < fmean(earned(drawn, "typical", 10)) < 0.85


def test_every_strategy_is_known(drawn):
    variant, key = drawn[0]
    for strategy in (*STRATEGIES, *tricks("cite_check")):
        assert answers(strategy, variant, key, Random(1)).type == "cite_check"
    with pytest.raises(ValueError, match="no strategy"):
        answers("hope", variant, key, Random(1))


def test_report_and_judgements_name_believed_fakes_and_doubted_sources(drawn):
    variant, key = drawn[0]
    payload = answers("accept_all", variant, key, Random(1))
    report = score(key, payload, variant)
    fakes = [one for one in key.refs if one.verdict == "not_found"]
    assert report.parts["fakes_believed"] == len(fakes)
    assert report.false_alarms == ()
    rows = judgements(key, payload, variant, report)
    assert [row.is_error for row in rows] == [one.verdict != "supports" for one in key.refs]
    assert not any(row.flagged for row in rows)
    doubting = answers("reject_all", variant, key, Random(1))
    doubted = score(key, doubting, variant)
    sound = tuple(one.uid for one in key.refs if one.verdict == "supports")
    assert doubted.false_alarms == sound
    assert set(doubted.hits) == {one.uid for one in fakes}
    assert all(row.flagged for row in judgements(key, doubting, variant, doubted))
    assert judgements(key, CiteCheckPayload(), variant, report) == ()
