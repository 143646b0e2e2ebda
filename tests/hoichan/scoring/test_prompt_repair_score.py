"""X4: what a prompt removed and what was found, by hand-worked vectors; no habit earns anything."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering import sheet_of
from exercise_samples import pool_of, sample
from hoichan import personas
from hoichan.cases.variant import make_variant
from hoichan.personas.prompt_repair import TRICKS
from hoichan.schema.exercises.prompt_repair import (
    KeyRepair,
    PlantedRepair,
    PromptRepairPayload,
    RepairAnswer,
)
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.text import Bilingual
from hoichan.scoring import score
from hoichan.scoring.repairing import (
    best_thoughtless,
    irrelevant,
    prompt_score,
    repair_score,
    standing,
)
from hoichan.scoring.score import judgements

VARIANT, KEY = sample("x4")
UNITS = {prompt.uid: [unit.uid for unit in prompt.units] for prompt in VARIANT.prompts}
BLOCKS = sorted({block for gold in KEY.prompts for block in gold.blocks})
WORDS = Bilingual(vi="Câu.", en="Sentence.")


def planted(uid, severity, *removed_by):
    return PlantedRepair(
        uid=uid,
        case="c",
        unit=uid,
        wording="w",
        category=Category.NUM_ARITH,
        severity=Severity(severity),
        removed_by=removed_by,
        true_text=WORDS,
        why=WORDS,
        check=WORDS,
    )


def prompt(uid, *errors):
    return KeyRepair(
        uid=uid, case="c", planted=errors, phi=("trap",), blocks=("a", "b", "i1", "i2", "trap")
    )


# weights: removable 1 (block a) and 4 (block b); u3 stays
GOLD = prompt("q1", planted("u1", 1, "a"), planted("u2", 3, "b"), planted("u3", 2))


def report(*answers, key=KEY, variant=VARIANT):
    return score(key, sheet_of(variant, PromptRepairPayload(prompts=answers)), variant)


def asked(uid, *blocks, marks=(), free=""):
    return RepairAnswer(uid=uid, blocks=blocks, asked=blocks, runs=1, marks=marks, free=free)


def useful(gold):
    return tuple(dict.fromkeys(b for one in gold.planted for b in one.removed_by[:1]))


def stays(gold):
    return tuple(one.uid for one in gold.planted if not one.removed_by)


def best(gold, **fields):
    return asked(gold.uid, *useful(gold), **{"marks": stays(gold), **fields})


@pytest.mark.parametrize(
    ("blocks", "marks", "expected"),
    [
        pytest.param(("a", "b"), ("u3",), 1.0, id="all removed, the rest found"),
        pytest.param(("a", "b"), (), 0.7, id="all removed, the rest believed"),
        pytest.param(("a",), (), 0.7 * 1 / 5, id="the light error removed"),
        pytest.param(("b",), (), 0.7 * 4 / 5, id="the grave error removed"),
        pytest.param(("b",), ("u1", "u3"), 0.7 * 4 / 5 + 0.3, id="one removed, two found"),
        pytest.param(("b",), ("u3",), 0.7 * 4 / 5 + 0.3 / 2, id="one of two found"),
        pytest.param((), ("u1", "u2", "u3"), 0.3, id="nothing removed, everything found"),
        pytest.param(("a", "b"), ("u3", "u4"), 0.7, id="one found, one true sentence marked"),
        pytest.param(("a", "b"), ("u2",), 0.7, id="a removed error marked is a false alarm"),
        pytest.param(("a", "b", "i1"), ("u3",), 0.65, id="half of the idle blocks"),
        pytest.param(("a", "b", "i1", "i2"), ("u3",), 0.3, id="all of the idle blocks"),
        pytest.param(("a", "b", "trap"), ("u3",), 0.0, id="an identifier in the prompt"),
        pytest.param((), (), 0.0, id="nothing"),
    ],
)
def test_one_prompt_by_hand(blocks, marks, expected):
    assert prompt_score(GOLD, blocks, marks) == pytest.approx(expected)


def test_the_set_is_rescaled_by_the_best_habit():
    """Blocks b and c everywhere: 0.7 * 4/5 from the first prompt, 0.7 from the second."""
    other = prompt("q2", planted("v1", 2, "b"), planted("v2", 2, "c"), planted("v3", 2))
    golds = (GOLD, other.model_copy(update={"blocks": ("a", "b", "c", "i1", "i2", "trap")}))
    units = {"q1": ["u1", "u2", "u3", "u4"], "q2": ["v1", "v2", "v3", "v4"]}
    assert irrelevant(golds[1]) == {"a", "i1", "i2"}
    g = (0.7 * 4 / 5 + 0.7) / 2
    assert g > (0.7 + 0.7 * (1 - 1 / 3)) / 2  # with a as well, which is idle in the second
    assert best_thoughtless(golds, units) == pytest.approx(g)
    answers = {"q1": asked("q1", "a", "b", marks=("u3",)), "q2": asked("q2", "b", "c")}
    parts = repair_score(golds, units, answers, frozenset())
    assert parts["s"] == pytest.approx((1 + 0.7) / 2)
    assert parts["S"] == pytest.approx((0.85 - g) / (1 - g))
    leaked = repair_score(golds, units, answers, frozenset({"q1"}))
    assert leaked["s"] == pytest.approx(0.35)
    assert leaked["S"] == 0.0


def test_what_stands_is_what_no_block_of_the_last_run_removes():
    assert standing(GOLD, ()) == ("u1", "u2", "u3")
    assert standing(GOLD, ("a", "trap", "i1")) == ("u2", "u3")
    assert standing(GOLD, GOLD.blocks) == ("u3",)


def test_blocks_that_were_not_asked_with_count_for_nothing():
    gold = KEY.prompts[0]
    switched = RepairAnswer(uid=gold.uid, blocks=useful(gold))
    assert report(switched).parts["s"] == 0.0
    assert report(asked(gold.uid, *useful(gold))).parts["s"] == pytest.approx(0.7 / 3)


def test_the_reference_earns_all_of_the_points():
    full = report(*(best(gold) for gold in KEY.prompts))
    assert full.score == pytest.approx(1.0)
    assert full.points == pytest.approx(KEY.points)
    assert not full.misses
    assert not full.false_alarms


def test_a_typical_clinician_asks_well_and_believes_the_new_answer():
    """Everything removable is gone; what stayed is missed, and earns a good deal less than all."""
    believing = report(*(best(gold, marks=()) for gold in KEY.prompts))
    assert believing.parts["s"] == pytest.approx(0.7)
    assert 0 < believing.score < 0.5
    assert set(believing.misses) == {uid for gold in KEY.prompts for uid in stays(gold)}
    told = {
        row.uid: row for row in judgements(KEY, sheet_of(VARIANT, _believed()), VARIANT, believing)
    }
    assert {uid for uid, row in told.items() if row.is_error} == set(believing.misses)
    assert not any(row.flagged for row in told.values())
    assert len(told) == sum(map(len, UNITS.values()))


def _believed():
    return PromptRepairPayload(prompts=tuple(best(gold, marks=()) for gold in KEY.prompts))


def test_prompts_that_were_not_asked_again_are_not_judged():
    payload = PromptRepairPayload(prompts=(RepairAnswer(uid="q1", blocks=("ky",)),))
    sheet = sheet_of(VARIANT, payload)
    assert judgements(KEY, sheet, VARIANT, score(KEY, sheet, VARIANT)) == ()


def test_identifiers_in_own_words_or_in_the_trap_cost_the_prompt():
    first, *rest = KEY.prompts
    others = [best(gold) for gold in rest]
    full = report(best(first), *others)
    typed = report(best(first, free="Gọi người bệnh số 0312 605 784 nhé"), *others)
    trap = report(asked(first.uid, *useful(first), *first.phi, marks=stays(first)), *others)
    for one in (typed, trap):
        assert one.parts["identifiers"] == 1
        assert one.parts["s"] == pytest.approx(2 / 3)
        assert one.score < full.score
    harmless = report(best(first, free="Xin ghi rõ nguồn số liệu."), *others)
    assert (harmless.score, harmless.parts["identifiers"]) == (full.score, 0)


def test_every_set_of_blocks_used_everywhere_earns_exactly_nothing():
    """Whatever blocks somebody has got into the habit of, without reading what the answer says."""
    for number in range(6):
        variant, key = make_variant(pool_of("x4"), b"habits", f"n{number}")
        units = {p.uid: tuple(u.uid for u in p.units) for p in variant.prompts}
        for size in range(len(BLOCKS) + 1):
            for habit in combinations(BLOCKS, size):
                for everything in (False, True):
                    answers = [
                        asked(gold.uid, *habit, marks=units[gold.uid] if everything else ())
                        for gold in key.prompts
                    ]
                    earned = report(*answers, key=key, variant=variant).score
                    assert earned == 0.0, (number, habit, everything)


@pytest.mark.parametrize("strategy", ["blank", "accept_all", "reject_all", *TRICKS])
def test_no_trick_earns_anything(strategy):
    payload = personas.answers(strategy, VARIANT, KEY, Random(1))
    assert score(KEY, sheet_of(VARIANT, payload), VARIANT).score == 0.0


def test_chance_earns_next_to_nothing():
    rng = Random(11)
    sheets = [sheet_of(VARIANT, personas.answers("random", VARIANT, KEY, rng)) for _ in range(200)]
    assert sum(score(KEY, sheet, VARIANT).score for sheet in sheets) / 200 <= 0.05


@st.composite
def repairs(draw):
    """Anything a learner could have done with every prompt."""
    return tuple(
        asked(
            gold.uid,
            *draw(st.lists(st.sampled_from(gold.blocks), unique=True)),
            marks=tuple(draw(st.lists(st.sampled_from(UNITS[gold.uid]), unique=True))),
        )
        for gold in KEY.prompts
    )


@given(repairs())
def test_the_score_is_a_share_and_the_counts_add_up(answers):
    one = report(*answers)
    assert 0.0 <= one.score <= 1.0
    assert one.points == pytest.approx(KEY.points * one.score)
    wrong = {error.uid for gold in KEY.prompts for error in gold.planted}
    assert set(one.hits) | set(one.misses) == wrong
    assert not set(one.hits) & set(one.misses)


@given(repairs(), st.data())
def test_reading_better_never_costs(answers, data):
    """Taking out an idle block, finding what stands, leaving what is true: each is worth having."""
    place = data.draw(st.integers(0, len(answers) - 1))
    old, gold = answers[place], KEY.prompts[place]
    wrong = set(standing(gold, old.asked))
    changes = {
        "fewer idle": {"asked": tuple(b for b in old.asked if b not in irrelevant(gold))},
        "one more found": {"marks": (*old.marks, *sorted(wrong - set(old.marks))[:1])},
        "no false alarm": {"marks": tuple(uid for uid in old.marks if uid in wrong)},
        "no identifier": {"asked": tuple(b for b in old.asked if b not in gold.phi)},
    }
    better = old.model_copy(update=changes[data.draw(st.sampled_from(sorted(changes)))])
    improved = (*answers[:place], better, *answers[place + 1 :])
    assert report(*improved).score >= report(*answers).score - 1e-12


@given(repairs(), st.data())
def test_a_useful_block_never_costs_who_marks_what_stands(answers, data):
    place = data.draw(st.integers(0, len(answers) - 1))
    gold = KEY.prompts[place]
    blocks = tuple(b for b in answers[place].asked if b not in gold.phi)
    more = data.draw(st.sampled_from(useful(gold)))

    def earned(*on):
        own = asked(gold.uid, *dict.fromkeys(on), marks=standing(gold, on))
        return report(*answers[:place], own, *answers[place + 1 :]).score

    assert earned(*blocks, more) >= earned(*blocks) - 1e-12
