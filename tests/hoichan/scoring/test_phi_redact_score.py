"""X5: what hiding earns. The note of these tests is made up; its offsets are counted by hand."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_samples import pool_of
from hoichan.cases.exercises.phi_redact import tokens
from hoichan.cases.variant import make_variant
from hoichan.personas import answers, tricks
from hoichan.schema.exercises.phi_redact import (
    Identifier,
    KeyNote,
    NoteAnswer,
    PhiRedactPayload,
    PublicNote,
    Redaction,
)
from hoichan.schema.text import Bilingual
from hoichan.scoring.exercises.phi_redact import judgements, score
from hoichan.scoring.hiding import clinical, covered, leaks, lost, note_score, thoughtless

TEXT = "Chị Lê Thị Nụ, 0305 123 456, ở xã Đồng Vọng, sốt 39,1 độ từ 02/03."
NAME = Identifier(start=4, end=13, kind="NAME")
PHONE = Identifier(start=15, end=27, kind="PHONE")
ADDRESS = Identifier(start=31, end=43, kind="ADDRESS")
DATE = Identifier(start=60, end=65, kind="DATE")
NOTE = PublicNote(uid="n1", sort=Bilingual(vi="v", en="e"), text=TEXT, tokens=tokens(TEXT))
GOLD = KeyNote(uid="n1", case="c", note="N1", identifiers=(NAME, PHONE, ADDRESS, DATE))
ALL = tuple(Redaction(start=one.start, end=one.end) for one in GOLD.identifiers)


def of(*identifiers):
    return tuple(Redaction(start=one.start, end=one.end) for one in identifiers)


def words(spans):
    return [TEXT[span.start : span.end] for span in spans]


def test_the_made_up_note_is_as_it_is_meant():
    assert words(GOLD.identifiers) == ["Lê Thị Nụ", "0305 123 456", "xã Đồng Vọng", "02/03"]
    assert words(clinical(NOTE, GOLD)) == ["Chị", "ở", "sốt", "39,1", "độ", "từ"]


# --- one note


@pytest.mark.parametrize(
    ("hidden", "earned"),
    [
        (ALL, 1.0),
        (of(NAME, PHONE, ADDRESS), 10 / 11),  # a date weighs 1 of 4 + 4 + 2 + 1
        (of(NAME, PHONE, DATE), 9 / 11),
        (of(NAME, ADDRESS, DATE), 0.4),  # 7/11 of the weight, but a phone number can be read
        ((), 0.0),
        ((Redaction(start=0, end=len(TEXT)),), 0.0),  # nothing of use is left
    ],
)
def test_one_note(hidden, earned):
    assert note_score(NOTE, GOLD, hidden) == pytest.approx(earned)


def test_a_name_without_its_last_syllable_can_still_be_read():
    cut = Redaction(start=4, end=11)
    assert covered(NAME, [cut]) == pytest.approx(7 / 9)
    assert leaks(GOLD, [cut, *of(PHONE, ADDRESS, DATE)]) == (NAME,)
    pieces = [Redaction(start=4, end=6), Redaction(start=7, end=10), Redaction(start=11, end=13)]
    assert covered(NAME, pieces) == pytest.approx(7 / 9)  # the spaces between still stand


def test_a_number_in_groups_has_to_be_hidden_whole():
    assert leaks(GOLD, (*of(NAME, ADDRESS, DATE), Redaction(start=15, end=23))) == (PHONE,)


def test_making_vaguer_hides_an_address_and_no_name():
    vaguer = [one.model_copy(update={"action": "generalise"}) for one in ALL]
    assert leaks(GOLD, vaguer) == (NAME, PHONE)
    deleted = [one.model_copy(update={"action": "delete"}) for one in ALL]
    assert leaks(GOLD, deleted) == ()


def test_clinical_words_that_were_hidden_cost_beyond_the_tenth_that_is_free():
    extra = (*ALL, Redaction(start=45, end=48))
    assert words(lost(clinical(NOTE, GOLD), extra)) == ["sốt"]
    assert note_score(NOTE, GOLD, extra) == pytest.approx(5 / 6 / 0.9)


def test_a_note_without_identifiers_is_best_left_alone():
    empty = GOLD.model_copy(update={"identifiers": ()})
    assert note_score(NOTE, empty, ()) == 1
    assert note_score(NOTE, empty, (Redaction(start=0, end=len(TEXT)),)) == 0


@given(st.sets(st.sampled_from(NOTE.tokens)), st.sampled_from(GOLD.identifiers))
def test_hiding_one_more_identifier_never_costs(chosen, one):
    spans = tuple(Redaction(start=token.start, end=token.end) for token in chosen)
    before = note_score(NOTE, GOLD, spans)
    apart = tuple(s for s in spans if s.end <= one.start or one.end <= s.start)
    assert 0 <= before <= 1
    assert note_score(NOTE, GOLD, apart + of(one)) >= before


def test_policies_that_do_not_read():
    nothing, everything, digits, capitals, both = (words(p) for p in thoughtless(NOTE))
    assert nothing == []
    assert everything == words(NOTE.tokens)
    assert digits == ["0305", "123", "456", "39,1", "02/03"]
    assert capitals == ["Chị", "Lê", "Thị", "Nụ", "Đồng", "Vọng"]
    assert sorted(both) == sorted(digits + capitals)


# --- the set

LEARNERS = [make_variant(pool_of("x5"), b"notes", f"n{number}") for number in range(12)]


@pytest.mark.parametrize(("variant", "key"), LEARNERS)
def test_only_reading_earns(variant, key):
    for strategy in ("blank", "accept_all", "reject_all", *tricks("phi_redact")):
        payload = answers(strategy, variant, key, Random(1))
        assert score(key, payload, variant).score == 0, strategy
    assert score(key, answers("reference", variant, key, Random(1)), variant).score == 1


def test_the_clinician_who_sees_names_and_numbers_only_leaks_and_earns_part():
    reports = [score(k, answers("typical", v, k, Random(1)), v) for v, k in LEARNERS]
    assert 0.2 < sum(report.score for report in reports) / len(reports) < 0.9
    for report, (_, key) in zip(reports, LEARNERS, strict=True):
        unseen = ("ADDRESS", "DOB", "DATE", "STAFF", "QUASI", "EMAIL")
        left = [one for gold in key.notes for one in gold.identifiers if one.kind in unseen]
        assert len(report.misses) == len(left)
        assert report.parts["direct_leaks"] == sum(one.kind == "EMAIL" for one in left)
        assert report.false_alarms == ()


def test_a_note_that_was_not_sent_earns_nothing_and_its_details_count_as_read():
    variant, key = LEARNERS[0]
    full = answers("reference", variant, key, Random(1))
    first = full.notes[0].model_copy(update={"sent": False})
    report = score(key, PhiRedactPayload(notes=(first, *full.notes[1:])), variant)
    assert report.score < 1
    assert report.parts["sent"] == len(full.notes) - 1
    assert {name.partition("@")[0] for name in report.misses} <= {first.uid}
    assert len(report.misses) == len(key.notes[0].identifiers)


def test_judgements_name_every_detail_and_every_clinical_word_of_sent_notes():
    variant, key = LEARNERS[0]
    note, gold = variant.notes[0], key.notes[0]
    one = next(one for one in gold.identifiers)
    payload = PhiRedactPayload(notes=(NoteAnswer(uid=note.uid, spans=of(one), sent=True),))
    made = judgements(key, payload, variant, score(key, payload, variant))
    assert len(made) == len(gold.identifiers) + len(clinical(note, gold))
    assert [row.uid for row in made if row.flagged] == [f"{note.uid}@{one.start}"]
    assert judgements(key, PhiRedactPayload(), variant, score(key, payload, variant)) == ()
