"""A variant: the same for the same learner, different for others, and silent about its key."""

import hashlib
import json
from collections import Counter

import pytest

from hoichan.cases import variant as module
from hoichan.cases.dice import Dice
from hoichan.cases.errors import PoolError
from hoichan.cases.variant import make_variant, pool_sha256, variant_bytes
from hoichan.cases.variant_check import check_variant
from hoichan.schema.documents import read_pool, read_variant
from hoichan.schema.exercises.verify_data import KeyClaim
from hoichan.schema.taxonomy import Category

SECRET = bytes(range(32))
PINNED = [
    "47d791da5be21eca8e5ce0ccfe88a9848fca55cd1a223aa27a72b2eeba005f6c",
    "5bbf05a550f39e0b5184a79e8454f6f893e47e4442d85ccc42584fed67777482",
]
DICE = [50, 95, 26, 29, 93, 72, 53, 99]
SHUFFLED = list("cafebdgh")
LEARNERS = [f"nv{number:03d}" for number in range(300)]


@pytest.fixture(scope="module")
def critiques(critique_pool):
    return [make_variant(critique_pool, SECRET, learner) for learner in LEARNERS]


@pytest.fixture(scope="module")
def checks(verify_pool):
    return [make_variant(verify_pool, SECRET, learner) for learner in LEARNERS]


def sha(data):
    return hashlib.sha256(data).hexdigest()


def test_the_same_inputs_give_the_same_bytes(critique_pool, verify_pool):
    """Pinned: a change here gives every learner another variant than the one they answered."""
    digests = []
    for pool in (critique_pool, verify_pool):
        public, key = make_variant(pool, SECRET, "an")
        digests.append(sha(variant_bytes(public) + key.model_dump_json().encode()))
    assert digests == PINNED


def test_everything_that_names_a_variant_changes_it(critique_pool):
    first, _ = make_variant(critique_pool, SECRET, "an")
    others = [
        make_variant(critique_pool, SECRET, "binh")[0],
        make_variant(critique_pool, SECRET, "an", attempt=2)[0],
        make_variant(critique_pool, SECRET[::-1], "an")[0],
        make_variant(critique_pool.model_copy(update={"task": "x9"}), SECRET, "an")[0],
        make_variant(critique_pool.model_copy(update={"lesson": "s9"}), SECRET, "an")[0],
        make_variant(critique_pool.model_copy(update={"points": 27}), SECRET, "an")[0],
    ]
    assert len({first.variant, *(other.variant for other in others)}) == len(others) + 1


def test_learners_get_different_texts(critiques):
    nameless = {"variant": "", "learner": ""}
    texts = {variant_bytes(public.model_copy(update=nameless)) for public, _ in critiques}
    assert len(texts) > len(LEARNERS) / 2


def test_an_empty_secret_is_refused(critique_pool):
    with pytest.raises(ValueError, match="secret"):
        make_variant(critique_pool, b"", "an")


def test_rules_hold_for_everyone(critique_pool, critiques):
    low, high = critique_pool.rules.planted
    for public, key in critiques:
        wrong = [entry.category for entry in key.planted]
        wrong += [entry.category for entry in key.omissions]
        assert low <= len(wrong) <= high
        assert len(set(wrong)) >= critique_pool.rules.categories
        assert len(key.clean_answers) >= critique_pool.rules.clean_answers * len(public.answers)
        for answer in public.answers:
            assert sum(entry.aid == answer.aid for entry in key.omissions) <= 1
        for aid in key.clean_answers:
            assert not any(entry.aid == aid for entry in (*key.planted, *key.omissions))


def test_every_wording_and_omission_is_used(critique_pool, critiques):
    offered = {
        (case.id, unit.id, wrong.id)
        for case in critique_pool.cases
        for unit in case.units
        for wrong in unit.wrong
    }
    used = {(e.case, e.unit, e.wording) for _, key in critiques for e in key.planted}
    assert used == offered
    left_out = {(entry.case, entry.unit) for _, key in critiques for entry in key.omissions}
    assert left_out == {(case.id, "u6") for case in critique_pool.cases}
    share = sum(bool(key.omissions) for _, key in critiques) / len(critiques)
    assert 0.15 < share < 0.6


def test_the_place_of_an_error_tells_nothing(critiques):
    """Each third of the text holds about a third of the errors; neither answer is favoured."""
    thirds: Counter[int] = Counter()
    answers: Counter[str] = Counter()
    for public, key in critiques:
        lengths = {answer.aid: len(answer.units) for answer in public.answers}
        for entry in key.planted:
            place = int(entry.uid.partition(".u")[2]) - 1
            thirds[place * 3 // lengths[entry.aid]] += 1
            answers[entry.aid] += 1
    total = thirds.total()
    assert all(0.26 < thirds[third] / total < 0.41 for third in range(3)), thirds
    assert 0.42 < answers["a1"] / total < 0.58, answers


def test_missing_lines_stand_in_any_order(critiques):
    places = Counter(
        entry.mid.partition(".m")[2] for _, key in critiques for entry in key.omissions
    )
    assert set(places) == {"1", "2", "3"}
    assert max(places.values()) < 0.5 * places.total()


def shape(value):
    """The keys and types of a JSON value, whatever its texts say."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(shape(item)) for item in value})
    return type(value).__name__


def test_the_public_text_does_not_give_the_key_away(critiques, critique_pool):
    secrets = {wrong.id for c in critique_pool.cases for u in c.units for wrong in u.wrong}
    shapes = set()
    for public, key in critiques:
        content = json.loads(variant_bytes(public))
        shapes.add(json.dumps([shape(answer) for answer in content["answers"]]))
        for answer in content["answers"]:
            numbers = [unit["uid"] for unit in answer["units"]]
            assert numbers == [f"{answer['aid']}.u{i + 1}" for i in range(len(numbers))]
            assert set(answer["units"][0]) == {"uid", "text"}
        strings = set(_strings(content))
        assert not strings & (secrets | {case.id for case in critique_pool.cases})
        assert not strings & set(Category)
        assert all(entry.why.vi not in strings for entry in key.planted)
    assert len(shapes) == 1


def _strings(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


def test_the_public_text_reads_back(critiques):
    for public, _ in critiques[:5]:
        assert read_variant(variant_bytes(public)) == public


def test_claims_are_balanced(checks, verify_pool):
    for public, key in checks:
        verdicts = Counter(claim.verdict for claim in key.claims)
        assert len(public.claims) == verify_pool.rules.units
        assert max(verdicts.values()) <= len(key.claims) / 2
        assert verdicts["unverifiable"] >= 1
        assert [claim.uid for claim in public.claims] == ["c1", "c2", "c3", "c4", "c5"]
        assert len({claim.units_offered for claim in public.claims}) == 1
    used = {(c.unit_id, c.verdict) for _, key in checks for c in key.claims}
    assert {("u2", "true"), ("u2", "false"), ("u3", "true"), ("u4", "false")} <= used
    first = Counter(key.claims[0].unit_id for _, key in checks)
    assert min(first.values()) > 30
    assert len(first) == 5


def test_the_key_of_a_claim_is_in_displayed_units(checks):
    found = {(c.unit_id, c.verdict): c for _, key in checks for c in key.claims}
    beds = found["u2", "false"]
    assert (beds.value, beds.shown, beds.unit, beds.tolerance) == (115.0, 98.6, "percent", 0.1)
    assert beds.category is Category.NUM_DENOMINATOR
    alos = found["u3", "true"]
    assert (alos.value, alos.shown, alos.tolerance) == (6.0, 6.0, 0.1)
    assert alos.why.vi == "Đúng: tính lại từ bảng được 6,0."
    count = found["u1", "true"]
    assert (count.value, count.tolerance) == (161.0, 0.5)
    open_claim = found["u5", "unverifiable"]
    assert (open_claim.value, open_claim.shown, open_claim.unit) == (None, None, None)
    assert isinstance(open_claim, KeyClaim)


def test_a_variant_carries_its_story_and_tables(checks, verify_pool):
    public, key = checks[0]
    assert public.tables == ("monthly_activity",)
    assert public.context == verify_pool.cases[0].prompt
    assert key.pool_sha256 == pool_sha256(verify_pool)


def test_what_was_drawn_passes_the_independent_check(
    critiques, checks, critique_pool, verify_pool, tables
):
    for pool, drawn in ((critique_pool, critiques[:40]), (verify_pool, checks[:40])):
        for public, key in drawn:
            assert check_variant(pool, public, key, tables) == []


def test_too_large_a_variant_is_refused(critique_pool, monkeypatch):
    monkeypatch.setattr(module, "MAX_VARIANT_BYTES", 2000)
    with pytest.raises(PoolError, match="at most 2000"):
        make_variant(critique_pool, SECRET, "an")


def test_dice_are_pinned():
    """The sequence may never change: it decides which variant a learner has."""
    dice = Dice(20250331)
    assert [dice.below(100) for _ in range(8)] == DICE
    assert dice.shuffled("abcdefgh") == SHUFFLED


def test_the_layout_of_the_pool_file_does_not_matter(critique_pool, verify_pool):
    """The grader writes pools with sorted keys; the variant must come out the same."""
    for pool in (critique_pool, verify_pool):
        text = json.dumps(pool.model_dump(mode="json"), sort_keys=True)
        again = read_pool(text)
        assert make_variant(again, SECRET, "an") == make_variant(pool, SECRET, "an")
