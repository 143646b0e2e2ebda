"""X5: notes from a seed of the case's own, drawn so that they have to be read; and the checker."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter

import pytest

from exercise_samples import ROOT, pool_of
from hoichan import data
from hoichan.cases.errors import CaseError, PoolError
from hoichan.cases.exercises.phi_redact import load, mistakes, private_texts, tokens
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.schema.case import PlantRules
from hoichan.scoring.hiding import note_score, thoughtless
from hoichan.synthesis.generators import notes_phi

SECRET = b"notes"
PRACTICE = ROOT / "datasets" / "cases" / "x5-ward-notes-practice"


@pytest.fixture(scope="module", params=["x5", "p5"])
def pool(request):
    return pool_of(request.param)


@pytest.fixture(scope="module")
def made(pool):
    return [make_variant(pool, SECRET, f"n{number}") for number in range(40)]


@pytest.fixture(scope="module")
def check(pool):
    return VariantCheck(pool, {})


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(PRACTICE, tmp_path / PRACTICE.name)


# --- what is drawn


def test_notes_are_in_nfc_and_spans_name_what_they_say(pool):
    for case in pool.cases:
        for note in case.notes:
            assert note.text == unicodedata.normalize("NFC", note.text)
            for one in note.identifiers:
                said = note.text[one.start : one.end]
                assert said == said.strip() != ""
                if one.kind in ("PHONE", "CCCD"):
                    assert sum(letter.isdigit() for letter in said) >= 9
                if one.kind == "EMAIL":
                    assert "@" in said
                if one.kind in ("NAME", "RELATIVE"):
                    assert not any(letter.isdigit() for letter in said)


def test_no_note_with_identifiers_is_one_of_the_published(pool):
    published = {unicodedata.normalize("NFC", text) for text in data.load("notes_phi")["text"]}
    for case in pool.cases:
        assert not [n.id for n in case.notes if n.identifiers and n.text in published]


def test_sets_have_to_be_read(made):
    """No policy that looks at digits or capitals earns more than 0.6 before rescaling."""
    for variant, key in made:
        pairs = list(zip(variant.notes, key.notes, strict=True))
        assert sum(not gold.identifiers for _, gold in pairs) <= 1
        for policy in range(5):
            scores = [note_score(n, g, thoughtless(n)[policy]) for n, g in pairs]
            assert sum(scores) / len(scores) <= 0.6
        kinds = {one.kind for _, gold in pairs for one in gold.identifiers}
        assert len(kinds) >= len(pairs)


def test_graded_sets_cover_the_kinds_and_the_hard_names():
    kinds, hard = Counter(), Counter()
    for number in range(40):
        _, key = make_variant(pool_of("x5"), SECRET, f"n{number}")
        for gold in key.notes:
            kinds.update({one.kind for one in gold.identifiers})
            hard.update(gold.hard)
    assert {"NAME", "RELATIVE", "PHONE", "ADDRESS", "STAFF", "MRN", "DATE", "QUASI"} <= set(kinds)
    assert len(hard) >= 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bà Nụ, 45t.", ["Bà", "Nụ", "45t"]),
        ("SpO2 97% (12/03/2025)", ["SpO2", "97", "12/03/2025"]),
        ("a.b@c.vn; 0305-775-525", ["a.b@c.vn", "0305-775-525"]),
        ("0305 775 525", ["0305", "775", "525"]),
        ("...", []),
    ],
)
def test_words_to_tap(text, words):
    assert [text[token.start : token.end] for token in tokens(text)] == words


# --- the checker


def test_checker_finds_nothing_in_what_was_drawn(check, made):
    assert [p.show("en") for v, k in made for p in check.problems(v, k)] == []


def with_note(key, **update):
    place = next(n for n, gold in enumerate(key.notes) if gold.identifiers)
    changed = key.notes[place].model_copy(update=update)
    return key.model_copy(update={"notes": (*key.notes[:place], changed, *key.notes[place + 1 :])})


def fewer(key):
    gold = next(gold for gold in key.notes if gold.identifiers)
    return with_note(key, identifiers=gold.identifiers[1:])


def moved(key):
    gold = next(gold for gold in key.notes if gold.identifiers)
    first, *rest = gold.identifiers
    return with_note(key, identifiers=(first.model_copy(update={"end": first.end + 1}), *rest))


@pytest.mark.parametrize(
    "spoil",
    [
        fewer,
        moved,
        lambda key: with_note(key, hard=("made_up",)),
        lambda key: with_note(key, note="other"),
        lambda key: with_note(key, case="other"),
        lambda key: key.model_copy(update={"notes": key.notes[1:]}),
        lambda key: key.model_copy(update={"notes": key.notes[::-1]}),
    ],
)
def test_checker_finds_a_tampered_key(check, made, spoil):
    variant, key = made[0]
    assert check.problems(variant, spoil(key))


def test_checker_finds_a_changed_note_or_word(check, made):
    variant, key = made[0]
    note, *rest = variant.notes

    def spoiled(**update):
        return variant.model_copy(update={"notes": (note.model_copy(update=update), *rest)})

    assert check.problems(spoiled(text=note.text + "."), key)
    assert check.problems(spoiled(tokens=note.tokens[1:]), key)


# --- an author's mistakes


def told(folder):
    try:
        return list(load(folder)[1])
    except CaseError as error:
        return list(error.problems)


def replace(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_published_seed_is_refused(folder):
    assert told(folder) == []
    replace(folder, "case.yaml", "seed: 550817", f"seed: {notes_phi.params().seed}")
    (problem,) = told(folder)
    assert "case.yaml:6:" in problem.show("en")
    assert "spans are public" in problem.show("en")
    assert "đáp án ai cũng xem được" in problem.show("vi")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("case.yaml", "notes: 6", "notes: 1", "case.yaml:6:"),
        ("case.yaml", "controls: 1", "controls: 99", "case.yaml:6:"),
        ("case.yaml", "controls: 1", "notch: 1", "case.yaml:6:"),
        ("vi.md", "## prompt", "## promt", "vi.md:"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder, name, old, new, words):
    replace(folder, name, old, new)
    problems = told(folder)
    assert any(words in problem.show("en") for problem in problems)
    assert all(problem.show("vi") != problem.show("en") for problem in problems)


def test_a_task_has_as_many_notes_as_there_are(pool):
    rules = [PlantRules(units=units) for units in (1, 2, 10**3)]
    found = [list(mistakes(pool.model_copy(update={"rules": rule}))) for rule in rules]
    assert [bool(each) for each in found] == [True, False, True]


def test_notes_that_give_themselves_away_make_no_set(pool):
    controls = [note for case in pool.cases for note in case.notes if not note.identifiers]
    case = pool.cases[0].model_copy(update={"notes": tuple(controls[:1] * 4)})
    with pytest.raises(PoolError, match="too easy"):
        make_variant(pool.model_copy(update={"cases": (case,)}), SECRET, "an")


def test_notes_are_private_until_they_are_handed_out(pool):
    texts = {text.vi for text in private_texts(pool)}
    assert texts == {note.text for case in pool.cases for note in case.notes}
