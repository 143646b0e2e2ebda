"""A key that was tampered with is found out."""

import pytest

from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import check_variant
from hoichan.schema.case import Span
from hoichan.schema.taxonomy import Category, Severity
from hoichan.schema.text import Bilingual

SECRET = b"a secret of thirty-two bytes....."
OTHER = Bilingual(vi="khác", en="other")


@pytest.fixture(scope="module")
def critique(critique_pool):
    """A variant with an omission, a planted unit and a foil left standing."""
    for number in range(200):
        public, key = make_variant(critique_pool, SECRET, f"nv{number}")
        if key.omissions and key.planted and key.foils:
            return public, key
    raise AssertionError


@pytest.fixture(scope="module")
def verify(verify_pool):
    return make_variant(verify_pool, SECRET, "nv1")


def changed(entries, **fields):
    """The first entry with other fields."""
    return (entries[0].model_copy(update=fields), *entries[1:])


CRITIQUE_TAMPERINGS = {
    "an error is hidden": lambda key: {"planted": key.planted[1:]},
    "an error is counted twice": lambda key: {"planted": (*key.planted, key.planted[0])},
    "a true unit is called wrong": lambda key: {
        "planted": (
            *key.planted,
            key.planted[0].model_copy(update={"uid": f"{key.clean_answers[0]}.u1"}),
        )
    },
    "another category": lambda key: {"planted": changed(key.planted, category=Category.PRIV_LEAK)},
    "another severity": lambda key: {"planted": changed(key.planted, severity=Severity.TRIVIAL)},
    "another core": lambda key: {"planted": changed(key.planted, core_vi=Span(start=0, end=1))},
    "another wording": lambda key: {"planted": changed(key.planted, wording="zzz")},
    "another true text": lambda key: {"planted": changed(key.planted, true_text=OTHER)},
    "another reason": lambda key: {"planted": changed(key.planted, why=OTHER)},
    "an omission is hidden": lambda key: {"omissions": ()},
    "another missing line": lambda key: {
        "omissions": changed(
            key.omissions,
            mid=next(
                mid
                for mid in key.option_mids
                if mid.startswith(key.omissions[0].aid) and mid != key.omissions[0].mid
            ),
        )
    },
    "another omission's severity": lambda key: {
        "omissions": changed(key.omissions, severity=Severity.CRITICAL)
    },
    "a foil is forgotten": lambda key: {"foils": key.foils[1:]},
    "a foil has another reason": lambda key: {"foils": changed(key.foils, why=OTHER)},
    "an answer is called clean": lambda key: {"clean_answers": ("a1", "a2")},
    "no answer is called clean": lambda key: {"clean_answers": ()},
    "a unit is not counted": lambda key: {"unit_uids": key.unit_uids[1:]},
    "a line is not counted": lambda key: {"option_mids": key.option_mids[1:]},
    "of another variant": lambda key: {"variant": "0" * 20},
    "other points": lambda key: {"points": 99.0},
}


def test_an_honest_key_passes(critique, critique_pool, verify, verify_pool, tables):
    assert check_variant(critique_pool, *critique, tables) == []
    assert check_variant(verify_pool, *verify, tables) == []


@pytest.mark.parametrize("name", CRITIQUE_TAMPERINGS)
def test_a_tampered_key_is_found(critique, critique_pool, tables, name):
    public, key = critique
    tampered = key.model_copy(update=CRITIQUE_TAMPERINGS[name](key))
    assert tampered != key
    assert check_variant(critique_pool, public, tampered, tables)


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "true"},
        {"value": 1.0},
        {"shown": 1.0},
        {"unit": "vnd"},
        {"tolerance": 50.0},
        {"category": Category.PRIV_LEAK},
        {"unit_id": "u1"},
        {"case": "other"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_tampered_claim_is_found(verify, verify_pool, tables, fields):
    public, key = verify
    place = next(i for i, claim in enumerate(key.claims) if claim.verdict == "false")
    claims = list(key.claims)
    claims[place] = claims[place].model_copy(update=fields)
    tampered = key.model_copy(update={"claims": tuple(claims)})
    assert check_variant(verify_pool, public, tampered, tables)


def test_a_claim_left_out_of_the_key_is_found(verify, verify_pool, tables):
    public, key = verify
    assert check_variant(
        verify_pool, public, key.model_copy(update={"claims": key.claims[1:]}), tables
    )


def test_a_changed_sentence_is_found(critique, critique_pool, tables):
    public, key = critique
    answer = public.answers[0]
    units = (answer.units[0].model_copy(update={"text": OTHER}), *answer.units[1:])
    answers = (answer.model_copy(update={"units": units}), *public.answers[1:])
    spoiled = public.model_copy(update={"answers": answers})
    assert check_variant(critique_pool, spoiled, key, tables)


def test_other_data_are_found(critique, critique_pool, verify, verify_pool, tables):
    """The key is only right for the data it was made from."""
    other = {"monthly_activity": tables["monthly_activity"].assign(ra_vien=[170, 162, 149, 141])}
    assert check_variant(critique_pool, *critique, other)
    assert check_variant(verify_pool, *verify, other)


def test_a_wrong_wording_that_is_not_false_is_found(critique, critique_pool, tables):
    """Even where pool, variant and key agree with each other, the data decide."""
    public, key = critique
    entry = key.planted[0]

    def spoiled(unit):
        if unit.id != entry.unit:
            return unit
        asserts = {"asserts": unit.true.asserts, "category": Category.NUM_ARITH}
        return unit.model_copy(
            update={"wrong": tuple(wrong.model_copy(update=asserts) for wrong in unit.wrong)}
        )

    cases = tuple(
        case.model_copy(update={"units": tuple(spoiled(unit) for unit in case.units)})
        for case in critique_pool.cases
    )
    pool = critique_pool.model_copy(update={"cases": cases})
    planted = changed(key.planted, category=Category.NUM_ARITH)
    found = check_variant(pool, public, key.model_copy(update={"planted": planted}), tables)
    assert any("must misstate a number" in problem.text.en for problem in found)
