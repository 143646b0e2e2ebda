"""X10: pairs drawn from one case, verdicts that follow from their errors, and the checker."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from exercise_samples import ROOT, pool_of
from hoichan import data
from hoichan.cases.errors import CaseError
from hoichan.cases.exercises.compare_two import load, mistakes, private_texts, verdicts
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.schema.case import PlantRules
from hoichan.schema.taxonomy import Severity
from hoichan.schema.text import LANGS

SECRET = b"pairs"
LEARNERS = 40


@pytest.fixture(scope="module", params=["x10", "p10"])
def pool(request):
    return pool_of(request.param)


@pytest.fixture(scope="module")
def made(pool):
    return [make_variant(pool, SECRET, f"n{number}") for number in range(LEARNERS)]


@pytest.fixture(scope="module")
def check(pool):
    return VariantCheck(pool, data.tables(sorted({n for c in pool.cases for n in c.datasets})))


def pairs(made):
    for variant, key in made:
        yield from zip(variant.pairs, key.pairs, strict=True)


def severities_read(pool, public):
    """Severities of the wrong sentences on either side, read back among the case's wordings."""
    (case,) = [case for case in pool.cases if case.title == public.title]
    wrong = {w.text: int(w.severity) for unit in case.units for w in unit.wrong}
    right = {unit.true.text for unit in case.units}
    for side in (public.a, public.b):
        assert all(unit.text in wrong or unit.text in right for unit in side.units)
        yield [wrong[unit.text] for unit in side.units if unit.text in wrong]


def choice(a, b):
    return {(True, True): "both", (True, False): "A", (False, True): "B"}.get((a, b), "neither")


# --- what the key says


def test_accurate_is_without_any_error_and_safe_without_a_severity_of_two(pool, made):
    for public, gold in pairs(made):
        a, b = severities_read(pool, public)
        assert gold.accurate == choice(not a, not b)
        assert gold.safer == choice(max(a, default=0) < 2, max(b, default=0) < 2)


@pytest.mark.parametrize(
    ("a", "b", "accurate", "safer"),
    [
        ((), (), "both", "both"),
        ((1,), (), "B", "both"),
        ((), (2,), "A", "A"),
        ((1,), (3,), "neither", "A"),
        ((1, 1), (1,), "neither", "both"),
        ((1, 4), (2,), "neither", "neither"),
    ],
)
def test_verdicts_by_hand(a, b, accurate, safer):
    faults = {"A": [Severity(s) for s in a], "B": [Severity(s) for s in b]}
    assert verdicts(faults) == (accurate, safer)


def test_planted_errors_are_the_sentences_that_differ_from_the_truth(made):
    for public, gold in pairs(made):
        texts = {u.uid: u.text for side in (public.a, public.b) for u in side.units}
        planted = {one.uid: one for one in gold.planted}
        differ = {
            uid
            for a, b in zip(public.a.units, public.b.units, strict=True)
            if a.text != b.text
            for uid in (a.uid, b.uid)
        }
        assert set(planted) <= differ  # never the same error on both sides
        for a, b in zip(public.a.units, public.b.units, strict=True):
            assert len({a.uid, b.uid} & set(planted)) == (a.text != b.text)
        assert all(texts[uid] != one.true_text for uid, one in planted.items())


# --- what is drawn


def test_at_least_a_quarter_is_wrong_on_both_sides_and_some_on_none(made):
    for variant, key in made:
        both = sum(
            {one.uid.split(".")[1][0] for one in gold.planted} == {"A", "B"} for gold in key.pairs
        )
        assert both == max(1, round(len(variant.pairs) / 4))
        assert sum(gold.accurate == "neither" for gold in key.pairs) == both
        assert sum(gold.accurate == "both" for gold in key.pairs) == 1


def test_side_and_manners_tell_nothing_of_what_is_right(pool):
    """Over 250 learners the accurate answer is A as often as B, polite as often as plain."""
    many = [make_variant(pool, b"manners", f"n{number}") for number in range(250)]
    one_right = [gold for _, gold in pairs(many) if gold.accurate in ("A", "B")]
    share_a = sum(gold.accurate == "A" for gold in one_right) / len(one_right)
    polite = sum(gold.accurate == gold.polite for gold in one_right) / len(one_right)
    assert 0.4 < share_a < 0.6
    assert 0.4 < polite < 0.6


def test_just_one_of_the_two_answers_is_polite_and_says_as_much(made):
    for public, gold in pairs(made):
        sides = {"A": public.a, "B": public.b}
        polite = sides.pop(gold.polite)
        (plain,) = sides.values()
        assert polite.opening
        assert polite.closing
        assert plain.opening is None
        assert plain.closing is None
        assert len(polite.units) == len(plain.units)


def test_manners_are_spread_evenly_in_every_set(made):
    for _, key in made:
        counts = Counter(gold.polite for gold in key.pairs)
        assert abs(counts["A"] - counts["B"]) <= 1


def test_every_pair_is_of_another_case(made):
    for variant, _ in made:
        assert len({public.title for public in variant.pairs}) == len(variant.pairs)


# --- the checker


def test_checker_finds_nothing_in_what_was_drawn(check, made):
    assert [p.show("en") for v, k in made for p in check.problems(v, k)] == []


def first_faulty(key):
    return next(n for n, gold in enumerate(key.pairs) if gold.planted)


def with_pair(key, **update):
    place = first_faulty(key)
    changed = key.pairs[place].model_copy(update=update)
    return key.model_copy(update={"pairs": (*key.pairs[:place], changed, *key.pairs[place + 1 :])})


def with_error(key, **update):
    first, *rest = key.pairs[first_faulty(key)].planted
    return with_pair(key, planted=(first.model_copy(update=update), *rest))


def other(verdict):
    return "both" if verdict != "both" else "neither"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: with_pair(key, accurate=other(key.pairs[first_faulty(key)].accurate)),
        lambda key: with_pair(key, safer=other(key.pairs[first_faulty(key)].safer)),
        lambda key: with_pair(
            key, polite={"A": "B", "B": "A"}[key.pairs[first_faulty(key)].polite]
        ),
        lambda key: with_pair(key, planted=()),
        lambda key: with_error(key, severity=1),
        lambda key: with_error(key, category="priv_leak"),
        lambda key: with_error(key, wording="other"),
        lambda key: with_error(key, why=key.pairs[first_faulty(key)].planted[0].check),
        lambda key: with_error(key, true_text=key.pairs[first_faulty(key)].planted[0].why),
        lambda key: key.model_copy(update={"pairs": key.pairs[1:]}),
        lambda key: key.model_copy(update={"pairs": key.pairs[::-1]}),
    ],
)
def test_checker_finds_a_tampered_key(check, made, spoil):
    variant, key = made[0]
    assert check.problems(variant, spoil(key))


def test_checker_finds_answers_that_changed_sides_or_texts(check, made):
    variant, key = made[0]
    place = first_faulty(key)
    public = variant.pairs[place]

    def with_public(**update):
        changed = public.model_copy(update=update)
        rest = variant.pairs
        return variant.model_copy(update={"pairs": (*rest[:place], changed, *rest[place + 1 :])})

    uids = {one.uid for one in key.pairs[place].planted}
    mended = {
        side: getattr(public, side).model_copy(
            update={
                "units": tuple(
                    unit.model_copy(update={"text": other_side.text}) if unit.uid in uids else unit
                    for unit, other_side in zip(
                        getattr(public, side).units,
                        getattr(public, "b" if side == "a" else "a").units,
                        strict=True,
                    )
                )
            }
        )
        for side in ("a", "b")
    }
    assert check.problems(with_public(**mended), key)
    both_plain = (
        public.a.model_copy(update={"opening": None}),
        public.b.model_copy(update={"opening": None}),
    )
    assert check.problems(with_public(a=both_plain[0], b=both_plain[1]), key)
    unknown = public.a.units[0].model_copy(update={"text": public.prompt})
    strange = public.a.model_copy(update={"units": (unknown, *public.a.units[1:])})
    assert check.problems(with_public(a=strange), key)


def test_reasons_and_wordings_are_private(pool, made):
    private = {text.vi for text in private_texts(pool)}
    for _, gold in pairs(made):
        for one in gold.planted:
            assert {one.why.vi, one.check.vi} <= private


# --- what authors get wrong


@pytest.fixture
def folder(tmp_path):
    source = ROOT / "datasets" / "cases" / "x10-practice-dengue"
    return Path(shutil.copytree(source, tmp_path / "x10-practice-dengue"))


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder):
    try:
        return load(folder)[1]
    except CaseError as error:
        return list(error.problems)


def line_of(folder, file, text):
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_published_case_has_no_problem(folder):
    assert found(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("about: [chet]", "about: [chtt]", "id: u2", ("chtt", "chtt")),
        ("shows: {chet: chet_x10}", "shows: {chet: chet_x9}", "id: slip", ("chet_x9", "chet_x9")),
        ("severity: 3", "severity: 5", "id: slip", ("severity", "severity")),
        ("category: num_unit", "category: unit", "id: slip", ("category", "category")),
        ("times: 10}", "times: 1.01}", "id: slip", ("giống", "is the same as")),
    ],
)
def test_mistakes_in_the_case_name_their_line(folder, old, new, at, says):
    change(folder, "case.yaml", old, new)
    vi, en = says
    problems = [p for p in found(folder) if en in p.text.en]
    assert problems, [p.show("en") for p in found(folder)]
    assert all(vi in p.text.vi for p in problems), [p.show("vi") for p in problems]
    line = line_of(folder, "case.yaml", at)
    assert all(p.file.endswith("case.yaml") and abs(p.line - line) <= 1 for p in problems)


@pytest.mark.parametrize("lang", LANGS)
def test_a_reason_that_is_missing_is_said_where_it_should_stand(folder, lang):
    change(folder, f"{lang}.md", "#### why", "#### whi")
    problems = found(folder)
    assert problems
    line = line_of(folder, f"{lang}.md", "#### whi")
    assert any(p.file.endswith(f"{lang}.md") and p.line == line for p in problems)
    assert all(p.text.vi and p.text.vi != p.text.en for p in problems)


def test_a_number_that_differs_between_the_languages_is_noticed(folder):
    change(folder, "en.md", "there were {chet} deaths", "there were {chet} deaths in 34 provinces")
    assert any("34" in p.text.en for p in found(folder))


def test_rules_and_cases_that_cannot_make_pairs_are_refused(pool):
    for wanted in (1, len(pool.cases) + 1):
        ((vi, en),) = mistakes(pool.model_copy(update={"rules": PlantRules(units=wanted)}))
        assert f"là {wanted}" in vi
        assert f"is {wanted}" in en
    first, *rest = pool.cases
    kept = next(unit for unit in first.units if unit.wrong)
    thin = first.model_copy(
        update={
            "units": tuple(
                u if u is kept else u.model_copy(update={"wrong": ()}) for u in first.units
            )
        }
    )
    ((vi, en),) = mistakes(pool.model_copy(update={"cases": (thin, *rest)}))
    assert first.id in vi
    assert f"case {first.id} needs at least 2 units" in en
