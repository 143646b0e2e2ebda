"""X11: rule C1 with lines as units, its reference vectors, and that suspicion earns nothing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering import sheet_of
from exercise_samples import pool_of, sample
from hoichan import personas
from hoichan.cases.variant import make_variant
from hoichan.personas.code_critique import TRICKS
from hoichan.schema.exercises.code_critique import BugKind, CodeCritiquePayload, LineFlag
from hoichan.schema.taxonomy import Difficulty, Severity
from hoichan.scoring import score
from hoichan.scoring.exercises.code_critique import score as score_of_key
from hoichan.scoring.score import judgements

VARIANT, KEY = sample("x11")
LINES = KEY.line_uids
PLANTED = {bug.uid: bug for bug in KEY.planted}
KINDS = (*BugKind, None)


def report(payload, *, key=KEY, variant=VARIANT):
    return score(key, sheet_of(variant, payload), variant)


def flags(*pairs):
    return CodeCritiquePayload(flags=tuple(LineFlag(uid=uid, kind=kind) for uid, kind in pairs))


def every_line(key, kind):
    return flags(*((uid, kind) for uid in key.line_uids))


# --- the set of the blueprint's C8: weights 1,1,2,2,2,4,4,4,8 and 51 lines without a bug

SEVERITIES = (1, 1, 2, 2, 2, 3, 3, 3, 4)
RIGHT, OTHER = BugKind.WRONG_DENOMINATOR, BugKind.WRONG_JOIN
C8 = KEY.model_copy(
    update={
        "planted": tuple(
            KEY.planted[0].model_copy(
                update={"uid": f"s1.l{n}", "kind": RIGHT, "severity": Severity(severity)}
            )
            for n, severity in enumerate(SEVERITIES)
        ),
        "line_uids": tuple(f"s1.l{n}" for n in range(60)),
        "clean": (),
    }
)
ALL = [(f"s1.l{n}", RIGHT) for n in range(9)]
TYPICAL = [  # misses one w1, one w2, one w4; two kinds wrong; four false alarms
    ("s1.l0", RIGHT),
    ("s1.l2", OTHER),
    ("s1.l3", RIGHT),
    ("s1.l5", RIGHT),
    ("s1.l6", OTHER),
    ("s1.l8", RIGHT),
    *((f"s1.l{n}", RIGHT) for n in range(20, 24)),
]


@pytest.mark.parametrize(
    ("said", "precision", "recall", "f", "share"),
    [
        pytest.param(ALL, 1.0, 1.0, 1.0, 1.0, id="all found"),
        pytest.param(ALL[:8], 1.0, 0.714, 0.833, 0.6, id="only sev4 missed: cap"),
        pytest.param([], 0.0, 0.0, 0.0, 0.0, id="flag nothing"),
        # C8's typical set has half a label (0.696); kinds of bugs are right or not: 19.2 / 28
        pytest.param(TYPICAL, 0.6, 0.686, 0.640, None, id="typical"),
    ],
)
def test_c8_vectors(said, precision, recall, f, share):
    found = score_of_key(C8, flags(*said), VARIANT)
    got = tuple(round(found.parts[name], 3) for name in ("P", "R", "F"))
    assert got == (precision, recall, f)
    if share is not None:
        assert found.score == pytest.approx(share)


def test_c8_typical_after_correction_for_chance():
    """F_all of the best single kind is 2 * 0.15 / 1.15; S is paid in full from 0.75."""
    found = score_of_key(C8, flags(*TYPICAL), VARIANT)
    f, chance = 2 * 0.6 * (19.2 / 28) / (0.6 + 19.2 / 28), 0.3 / 1.15
    assert found.parts["F_all"] == pytest.approx(chance)
    assert found.score == pytest.approx((f - chance) / (1 - chance) / 0.75)


@pytest.mark.parametrize("kind", KINDS)
def test_c8_flag_all_earns_exactly_nothing_whatever_the_kind(kind):
    found = score_of_key(C8, every_line(C8, kind), VARIANT)
    assert round(found.parts["P"], 3) == 0.15
    assert found.score == 0.0


def test_a_missed_serious_bug_caps_the_points():
    found = score_of_key(C8, flags(*(pair for pair in ALL if pair[0] != "s1.l7")), VARIANT)
    assert found.parts["S"] > 0.75
    assert found.score == 0.85


# --- a learner's set


def test_the_reference_earns_all_of_the_points():
    payload = CodeCritiquePayload(
        flags=tuple(LineFlag(uid=bug.uid, kind=bug.kind) for bug in KEY.planted), no_error=KEY.clean
    )
    full = report(payload)
    assert full.score == pytest.approx(1.0)
    assert full.points == pytest.approx(KEY.points)
    assert full.parts["clean_declared_right"] == len(KEY.clean)
    assert full.parts["clean_declared_wrong"] == 0


def test_a_typical_reader_suspects_the_long_line_and_misses_what_looks_harmless():
    """The near-truth bugs are passed over, the longest line of every snippet is marked."""
    for number in range(40):
        variant, key = make_variant(pool_of("x11"), b"typical", f"n{number}")
        near = [b for b in key.planted if b.level is Difficulty.NEAR_TRUTH]
        grave = any(b.severity >= Severity.SERIOUS for b in near)
        if grave and len(near) < len(key.planted):
            break
    seen = [(b.uid, b.kind) for b in key.planted if b not in near]
    longest = [max(s.lines, key=lambda line: len(line.code)).uid for s in variant.snippets]
    planted = {b.uid for b in key.planted}
    suspected = [(uid, None) for uid in longest if uid not in planted]
    assert suspected
    one = report(flags(*seen, *suspected), key=key, variant=variant)
    careful = report(flags(*seen), key=key, variant=variant)
    assert one.score < careful.score <= 0.85
    assert set(one.misses) == {b.uid for b in near}
    assert set(one.false_alarms) == {uid for uid, _ in suspected}


def test_a_bug_called_by_another_kind_is_worth_less_than_one_called_right():
    uids = list(PLANTED)
    right = [(uid, PLANTED[uid].kind) for uid in uids]
    other = [(uid, next(k for k in BugKind if k is not PLANTED[uid].kind)) for uid in uids]
    none = [(uid, None) for uid in uids]
    recalls = [report(flags(*said)).parts["R"] for said in (right, other, none)]
    assert recalls == pytest.approx([1.0, 0.7, 0.7])


def test_declaring_snippets_sound_is_counted_and_not_paid():
    declared = report(CodeCritiquePayload(no_error=VARIANT.items()))
    assert declared.score == 0.0
    assert declared.parts["clean_declared_right"] == len(KEY.clean)
    assert declared.parts["clean_declared_wrong"] == len(VARIANT.snippets) - len(KEY.clean)


def test_every_line_is_judged_and_names_its_bug_across_learners():
    bug = KEY.planted[0]
    alarm = next(uid for uid in LINES if uid not in PLANTED)
    sheet = sheet_of(VARIANT, flags((bug.uid, bug.kind), (alarm, None)))
    rows = {row.uid: row for row in judgements(KEY, sheet, VARIANT, score(KEY, sheet, VARIANT))}
    assert tuple(rows) == LINES
    assert {uid for uid, row in rows.items() if row.is_error} == set(PLANTED)
    assert {uid for uid, row in rows.items() if row.flagged} == {bug.uid, alarm}
    assert rows[bug.uid].source == f"{bug.case}/{bug.line}/{bug.wrong}"


def test_marking_every_line_or_none_earns_exactly_nothing_for_forty_learners():
    for number in range(40):
        variant, key = make_variant(pool_of("x11"), b"constant", f"n{number}")
        blank = CodeCritiquePayload()
        trusting = CodeCritiquePayload(no_error=variant.items())
        for payload in (blank, trusting, *(every_line(key, kind) for kind in KINDS)):
            assert report(payload, key=key, variant=variant).score == 0.0


@pytest.mark.parametrize("strategy", ["random", *TRICKS])
def test_luck_and_tricks_earn_next_to_nothing(strategy):
    rng, earned = Random(5), []
    for number in range(60):
        variant, key = make_variant(pool_of("x11"), b"luck", f"n{number}")
        payload = personas.answers(strategy, variant, key, rng)
        earned.append(report(payload, key=key, variant=variant).score)
    assert sum(earned) / len(earned) <= 0.05


marked = st.dictionaries(st.sampled_from(LINES), st.sampled_from(KINDS))


@given(marked, st.lists(st.sampled_from(VARIANT.items()), unique=True))
def test_the_score_is_a_share_and_the_counts_add_up(said, declared):
    payload = flags(*said.items()).model_copy(update={"no_error": tuple(declared)})
    one = report(payload)
    assert 0.0 <= one.score <= 1.0
    assert one.points == pytest.approx(KEY.points * one.score)
    assert {*one.hits, *one.misses} == set(PLANTED)
    assert {*one.hits, *one.false_alarms} == set(said)


@given(marked, st.sampled_from(sorted(PLANTED)), st.sampled_from(LINES))
def test_a_better_mark_never_costs(said, bug, line):
    before = report(flags(*said.items())).score
    found = said | {bug: PLANTED[bug].kind}
    assert report(flags(*found.items())).score >= before - 1e-12
    if line not in PLANTED:
        fewer = {uid: kind for uid, kind in said.items() if uid != line}
        assert report(flags(*fewer.items())).score >= before - 1e-12
