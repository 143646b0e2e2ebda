"""``notes_phi``: gold spans to the letter, hard cases in exact numbers, ordinary words beside names."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.authored import read_yaml
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import notes_phi
from hoichan.synthesis.generators.notes_phi_text import (
    Piece,
    joined,
    marked,
    pieces_of,
    without_accents,
)
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

TYPES = {"NAME", "RELATIVE", "DOB", "ADDRESS", "PHONE", "CCCD", "BHYT", "MRN", "DATE", "EMAIL",
         "STAFF", "QUASI"}  # fmt: skip
SHAPES = {
    "DOB": r"\d\d/\d\d/(19|20)\d\d",
    "DATE": r"\d\d/\d\d/20\d\d",
    "PHONE": r"03[01]\d{7}",
    "CCCD": r"099\d{9}",
    "BHYT": r"(GD|HT|DN|TE)[1-5]00\d{10}",
    "MRN": r"BA\d{7}",
    "EMAIL": r"[a-z]+\d{3}@vidu\.example",
}
EXACT = {"nfd": 20, "no_diacritics": 30, "word_name": 40, "all_caps": 30, "child": 20, "lot": 25,
         "lab": 25, "split_digits": 40, "quasi_only": 12}  # fmt: skip


@pytest.fixture(scope="module", params=[None, 6, 71, 9_002_637], ids=lambda seed: f"seed {seed}")
def rows(request):
    if request.param is None:
        return data.load("notes_phi")
    made = notes_phi.generate(request.param)
    return as_loaded(read_columns("notes_phi"), made)["notes_phi"]


def spans(rows):
    """Every span: its note's row, type and covered text."""
    lines = [
        (row.Index, span["type"], row.text[span["start"] : span["end"]], span)
        for row in rows.itertuples()
        for span in row.phi_spans
    ]
    return pd.DataFrame(lines, columns=["note", "type", "text", "span"])


def having(rows, case):
    return rows[rows["facts"].map(lambda facts: case in facts["kho"])]


def test_four_hundred_notes_and_sixty_controls(rows):
    assert rows["doi_chung"].value_counts().to_dict() == {False: 400, True: 60}
    assert rows[~rows["doi_chung"]]["loai"].value_counts().to_dict() == dict.fromkeys(
        notes_phi.KINDS, 100
    )
    assert (rows["phi_spans"].map(len) == 0).equals(rows["doi_chung"])
    assert set(spans(rows)["type"]) == TYPES


def test_spans_are_in_order_apart_and_begin_and_end_at_letters(rows):
    for row in rows.itertuples():
        at = 0
        for span in row.phi_spans:
            assert at <= span["start"] < span["end"] <= len(row.text)
            covered = row.text[span["start"] : span["end"]]
            assert covered == covered.strip()
            after = row.text[span["end"] : span["end"] + 1]
            assert not unicodedata.combining(after or " ")
            assert not (after.isalnum() and covered[-1].isalnum()), covered
            at = span["end"]


@pytest.mark.parametrize(("kind", "shape"), SHAPES.items())
def test_numbers_have_the_shape_of_their_type_wherever_they_are_split(rows, kind, shape):
    found = spans(rows)
    texts = found.loc[found["type"] == kind, "text"]
    assert len(texts) >= 15
    if kind in ("PHONE", "CCCD", "BHYT"):
        split = having(rows, "split_digits").index
        for note, text in zip(found.loc[texts.index, "note"], texts, strict=True):
            assert bool(re.search(r"[ .\-]", text)) == (note in split)
        texts = texts.str.replace(r"[ .\-]", "", regex=True)
    assert texts.str.fullmatch(shape).all()


def test_nothing_of_such_a_shape_lies_outside_a_span(rows):
    """Every number that looks like an identifier is marked, or is a lot or laboratory number."""
    for row in rows.itertuples():
        text = list(row.text)
        for span in row.phi_spans:
            text[span["start"] : span["end"]] = " " * (span["end"] - span["start"])
        left = "".join(text)
        numbers = re.findall(r"\d{8,}", left)
        known = [row.facts[key] for key in ("lot", "lab") if key in row.facts]
        assert sorted(numbers) == sorted(known), row.note_id
        assert "@" not in left
        assert not re.search(r"\d\d/\d\d/\d{4}", left)


@pytest.mark.parametrize(("case", "number"), EXACT.items())
def test_hard_cases_come_in_exact_numbers(rows, case, number):
    assert len(having(rows, case)) == number


def test_every_hard_case_is_what_it_says(rows):
    for row in having(rows, "nfd").itertuples():
        assert row.text == unicodedata.normalize("NFD", row.text)
        assert row.text != unicodedata.normalize("NFC", row.text)
    assert having(rows, "no_diacritics")["text"].map(str.isascii).all()
    rest = rows[~rows.index.isin(having(rows, "nfd").index)]
    assert (rest["text"].map(lambda text: unicodedata.normalize("NFC", text)) == rest["text"]).all()
    found = spans(rows)
    names = found[found["type"] == "NAME"].groupby("note")["text"].agg(list)
    assert all(any(n.isupper() for n in names[i]) for i in having(rows, "all_caps").index)
    words = {"an", "binh", "ha", "hong", "mai", "thu"}
    for index in having(rows, "word_name").index:
        assert any(
            without_accents(unicodedata.normalize("NFC", n)).casefold().split()[-1] in words
            for n in names[index]
        )
    plain = rows["text"].map(lambda text: without_accents(unicodedata.normalize("NFC", text)))
    assert plain[having(rows, "child").index].str.contains(r"cháu|chau", case=False).all()
    assert (
        having(rows, "lot")["facts"]
        .map(lambda f: bool(re.fullmatch(r"[5-8]\d{11}", f["lot"])))
        .all()
    )
    assert (
        having(rows, "lab")["facts"].map(lambda f: bool(re.fullmatch(r"25\d{8}", f["lab"]))).all()
    )


def test_names_that_are_words_also_stand_as_words(rows):
    """A list of words cannot tell them apart: each is a name in some notes and a word in others."""
    outside = []
    for row in rows.itertuples():
        text = row.text
        for span in reversed(row.phi_spans):
            text = text[: span["start"]] + " " + text[span["end"] :]
        outside.append(without_accents(unicodedata.normalize("NFC", text)).casefold())
    controls = [text for text, control in zip(outside, rows["doi_chung"], strict=True) if control]
    for word in ("an", "binh", "ha", "hong", "mai", "thu"):
        assert sum(bool(re.search(rf"\b{word}\b", text)) for text in controls) >= 3, word


def test_indirect_notes_hold_nothing_else(rows):
    alone = having(rows, "quasi_only")
    assert "GC001" in set(alone["note_id"])
    for row in alone.itertuples():
        assert [span["type"] for span in row.phi_spans] == ["QUASI"]


def test_mothers_are_women_of_that_age_and_children_are_children(rows):
    for row in rows.itertuples():
        text = unicodedata.normalize("NFC", row.text)
        if "thai 38" in text:
            assert 15 <= int(row.facts["age"]) <= 45
    found = spans(rows)
    cards = found[found["type"] == "BHYT"]
    children = cards["text"].str.startswith("TE")
    assert not children.all()


def test_templates_are_many_and_use_known_slots():
    templates = read_yaml(data.folder("notes_phi") / "templates.yaml")
    for kind in notes_phi.KINDS:
        assert len(templates[kind]) >= 12
        assert len(set(templates[kind])) == len(templates[kind])
    capitals = {
        slot
        for kind in templates
        if kind != "extra"
        for each in templates[kind]
        for slot in re.findall(r"<([A-Z]+)>", each)
    }
    assert capitals == TYPES | {"GIVEN", "PET"}
    assert not any(re.search("<[A-Z]", each) for each in templates["doi_chung"])


class Fixed:
    def fill(self, slot):
        return {"NAME": "Đặng Hồng", "age": "40", "PET": "Tí"}[slot]


def test_pieces_and_offsets_of_composed_decomposed_and_plain_text():
    pieces = pieces_of("BN <NAME>, <age> tuổi, cháu <PET>.", Fixed())
    assert [piece.type for piece in pieces] == [None, "NAME", None, None, None, "NAME", None]
    for hard, name in (
        (frozenset(), "Đặng Hồng"),
        (frozenset({"nfd"}), unicodedata.normalize("NFD", "Đặng Hồng")),
        (frozenset({"no_diacritics"}), "Dang Hong"),
    ):
        text, found = joined(pieces, hard)
        assert text[found[0]["start"] : found[0]["end"]] == name
        assert found[0]["start"] == 3
    assert joined([Piece("a"), Piece("", "NAME")], frozenset())[0] == "a"
    assert marked("@me BN <NAME>") == ("BN <NAME>", "me")
    assert marked("BN <NAME>") == ("BN <NAME>", "adult")


def mini():
    return pd.DataFrame(
        {
            "note_id": ["GC001", "GC002", "GC003"],
            "phi_spans": [
                [{"start": 0, "end": 2, "type": "QUASI"}],
                [],
                [{"start": 0, "end": 2, "type": "NAME"}, {"start": 3, "end": 5, "type": "NAME"}],
            ],
            "facts": [{"kho": ["quasi_only"]}, {"kho": []}, {"kho": ["nfd"]}],
        }
    )


def value(name, **args):
    return evaluate({"notes_phi": mini()}, f"notes_phi.{name}", args).value


def test_measures_and_question_on_three_notes():
    assert value("clean") == 1
    assert value("notes_with", type="NAME") == 1
    assert value("only", type="QUASI") == 1
    assert value("spans") == 3
    assert value("spans", type="NAME") == 2
    assert value("hard", case="nfd") == 1
    with pytest.raises(MeasureError, match="type"):
        value("only", type="TEN")
    (found,) = asked("notes_phi")
    assert found.right({"notes_phi": mini()}) is False
    assert found.wrong({"notes_phi": mini()}) is True
    cleaned = mini()
    cleaned["phi_spans"] = [[], [], []]
    assert found.right({"notes_phi": cleaned}) is True
