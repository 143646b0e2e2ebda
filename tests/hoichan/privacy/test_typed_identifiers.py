"""Numbers that identify a person are found in the ways people type them."""

from __future__ import annotations

import itertools
import unicodedata

import pytest

from hoichan.privacy.identifiers import identifiers


def kinds(text):
    return [found.kind for found in identifiers(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CCCD 099123456789", "citizen"),
        ("căn cước 099 123 456 789 cấp tại Hà Nội", "citizen"),
        ("0.9.9.1.2.3.4.5.6.7.8.9", "citizen"),
        ("gọi 0305123456 nhé", "phone"),
        ("ĐT: 0305.123.456", "phone"),
        ("+84 305 123 456", "phone"),
        ("84-905-123-456", "phone"),
        ("máy bàn 02438251234", "phone"),
        ("máy bàn 024 3825 1234", "phone"),
        ("+84 24 3825 1234", "phone"),
        ("0305\u00a0123\u00a0456", "phone"),
        ("0305\u2013123\u2013456", "phone"),
        ("thẻ GD4001234567890", "insurance"),
        ("thẻ gd4001234567890", "insurance"),
        ("thẻ GD 4 00 12345 67890", "insurance"),
        ("sinh ngày 01/02/1970", "birth"),
        ("NS: 1-2-1970", "birth"),
        ("thư chi.lan+kham@benhvien.example.vn", "email"),
        ("mã bệnh án 2025001234", "record"),
        ("mã BN 25.00.1234", "record"),
        ("CMND 012 345 678", "record"),
        ("MRN 0012345", "record"),
    ],
)
def test_found(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "huyết áp 120/80, mạch 88, SpO2 97%",
        "ngày 02/03/2025 khám lại",  # a date alone identifies nobody
        "tổng 160.094 ca mắc, 64 ca tử vong",
        "QĐ 4750/QĐ-BYT",
        "mã ICD J18.9, thuốc N02BE01",
        "1234567890123456",  # too long for any of them
        "bệnh án rất dài",
    ],
)
def test_not_found(text):
    assert kinds(text) == []


def test_places_are_those_of_the_composed_text():
    typed = unicodedata.normalize("NFD", "Chị Nụ, số 0305 123 456.")
    (found,) = identifiers(typed)
    composed = unicodedata.normalize("NFC", typed)
    assert composed[found.start : found.end] == "0305 123 456"


def test_several_stand_in_the_order_of_the_text_and_do_not_overlap():
    text = "a@b.vn gọi 0305123456, thẻ GD4001234567890, sinh 01/02/1970, 099123456789"
    found = identifiers(text)
    assert [one.kind for one in found] == ["email", "phone", "insurance", "birth", "citizen"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_digits_of_an_insurance_card_are_no_citizen_number_as_well():
    (found,) = identifiers("GD4001234567890")
    assert (found.kind, found.start, found.end) == ("insurance", 0, 15)
