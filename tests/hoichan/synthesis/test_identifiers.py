"""No identifier in any dataset lies in a range that is given to real people, and no place is real."""

from __future__ import annotations

import re
import unicodedata

import pytest

from hoichan import data
from hoichan.synthesis.generators.notes_phi_text import without_accents
from identifier_ranges import PROVINCES, plain, real

TABLES = [table for its in data.TABLES.values() for table in its]
FICTIONAL = ["Sông Ngân", "Bình Sa", "Đông Lĩnh", "Hoà Trì", "Cao Mộc", "Vĩnh Khê", "Lam Giang",
             "Phú Trạch", "An Hải", "Kim Đồi", "Tân Phù", "Mỹ Lãnh"]  # fmt: skip


def columns(name):
    """Different texts of every column, one a line; numbers cannot hide a name."""
    rows = data.load(name)
    for field in data.fields(name):
        if field.derived or field.type not in ("string", "array", "object"):
            continue
        cells = rows[field.name]
        if name == "refs" and field.name == "doi":
            cells = cells[~rows["that"]]  # a real document may have its real DOI
        lines = [unicodedata.normalize("NFC", str(cell)) for cell in cells]
        yield field.name, "\n".join(dict.fromkeys(lines))


@pytest.mark.parametrize("name", TABLES)
def test_no_identifier_is_in_a_real_range(name):
    assert [(column, each) for column, text in columns(name) for each in real(text)] == []


def phone(prefix):
    return prefix + "1234567"


PLANTED = {
    "CCCD": ["0" + "01" + "099123456", "0" + "79.185.001.234", "CCCD 0" + "96 300 001 234"],
    "PHONE": [phone("09" + "1"), phone("03" + "2"), "+84" + " 91 234 5678", "09" + "1.234.5678", "02" + "4 3825 1234"],
    "BHYT": ["GD" + "4" + "01" + "1234567890", "TE" + "1-79-" + "0123456789"],
    "EMAIL": ["benhnhan" + "@" + "gmail.com"],
    "DOI": ["10." + "1056/NEJMoa123"],
    "CMND": ["CMND " + "012345678"],
    "BHXH": ["thẻ BHYT " + "7912345678"],
}  # fmt: skip


@pytest.mark.parametrize("kind", PLANTED)
def test_the_scan_finds_what_is_real(kind):
    for text in PLANTED[kind]:
        assert kind in {each.kind for each in real(f"Người bệnh, {text}, vào viện.")}, text


@pytest.mark.parametrize(
    "text",
    [
        "099195932363", "099 052 819 494", "0307895624", "0312.605.784", "GD4006970958053",
        "TE2-00-7025840174", "a@vidu.example", "10.5555/hoichan.2024.001", "lô 512345678901",
        "mã 2512345678", "BA7539549", "HA 120/80", "KQ000001", "2025-01-31T06:00:00",
    ],
)  # fmt: skip
def test_the_scan_lets_the_impossible_pass(text):
    assert real(f"Người bệnh, {text}, vào viện.") == []


def test_every_marked_number_of_the_notes_is_impossible_by_its_prefix():
    """The notes say themselves what each number is; so this does not depend on the scan."""
    seen = set()
    for row in data.load("notes_phi").itertuples():
        for span in row.phi_spans:
            text = plain(row.text[span["start"] : span["end"]])
            seen.add(span["type"])
            if span["type"] == "CCCD":
                assert text.startswith("099")
            elif span["type"] == "PHONE":
                assert text[:3] in ("030", "031")
            elif span["type"] == "BHYT":
                assert text[3:5] == "00"
            elif span["type"] == "EMAIL":
                assert row.text[span["start"] : span["end"]].endswith("@vidu.example")
        for key in ("lot", "lab"):
            number = row.facts.get(key)
            if number is not None:
                assert number in row.text
                assert int(number[:3]) > 96
                assert not number.startswith("0")
    assert {"CCCD", "PHONE", "BHYT", "EMAIL"} <= seen


def test_facility_codes_are_fictional():
    codes = set(data.load("bhyt_claims")["MA_CSKCB"].astype("str"))
    assert codes
    assert all(re.fullmatch(r"00\d{3}", code) for code in codes)


def test_no_fictional_province_bears_a_real_name():
    real_names = {without_accents(name).casefold() for name in PROVINCES}
    assert len(real_names) >= 63
    assert not real_names & {without_accents(name).casefold() for name in FICTIONAL}


@pytest.mark.parametrize("name", [table for table in TABLES if table != "refs"])
def test_no_real_province_is_named(name):
    words = re.compile(r"(?<!\w)(?:" + "|".join(PROVINCES) + r")(?!\w)")
    assert [
        (column, words.findall(text)) for column, text in columns(name) if words.search(text)
    ] == []
