"""Identifiers as they are given out in Vietnam, to prove that none of a real range is in the datasets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Digits may be split by one space, dot or hyphen, as people write them.
_S = r"[ .\-]?"


def _digits(number: int) -> str:
    return rf"\d(?:{_S}\d){{{number - 1}}}"


@dataclass(frozen=True)
class Found:
    """An identifier in a text: its kind and its digits without separators."""

    kind: str
    text: str


_EDGE = r"(?<![\w])"
_CARD = re.compile(rf"{_EDGE}[A-Z]{{2}}{_S}\d{_S}(\d{_S}\d){_S}{_digits(10)}(?!\w)")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_DOI = re.compile(r"\b10\.(\d{4,9})/\S+")
_TWELVE = re.compile(rf"{_EDGE}{_digits(12)}(?![\w])")
_PHONE = re.compile(rf"(?<![\w])(?:\+84{_S}|0084{_S}|0)[2-9](?:{_S}\d){{8,9}}(?!\w)")
_NINE = re.compile(rf"{_EDGE}{_digits(9)}(?![\w])")
_TEN = re.compile(rf"{_EDGE}{_digits(10)}(?![\w])")


def plain(text: str) -> str:
    """Digits without the separators people put between them."""
    return re.sub(r"[ .\-]", "", text)


def real(text: str) -> list[Found]:
    """Identifiers of ``text`` that lie in a range given to real people, cards or publishers."""
    found = [Found("BHYT", plain(m[0])) for m in _CARD.finditer(text) if plain(m[1]) != "00"]
    text = _CARD.sub("#", text)  # the digits of a card are no other number
    found += [Found("EMAIL", m[0]) for m in _MAIL.finditer(text) if not m[1].endswith(".example")]
    found += [Found("DOI", m[0]) for m in _DOI.finditer(text) if m[1] != "5555"]
    # Identity cards and personal numbers begin with a province, 001 to 096.
    twelve = [plain(m[0]) for m in _TWELVE.finditer(text)]
    found += [Found("CCCD", number) for number in twelve if 1 <= int(number[:3]) <= 96]
    text = _TWELVE.sub("#", text)
    found += [Found("PHONE", number) for number in _phones(text)]
    # Old cards and insurance codes are nine or ten digits: only the words before them tell.
    found += [Found("CMND", plain(m[0])) for m in _NINE.finditer(text)
              if _said_before(text, m, "cmnd|cmt|chứng minh")]  # fmt: skip
    found += [Found("BHXH", plain(m[0])) for m in _TEN.finditer(text)
              if _said_before(text, m, "bhyt|bhxh|thẻ") and not plain(m[0]).startswith("00")]  # fmt: skip
    return found


def _phones(text: str) -> Iterator[str]:
    """Numbers in use: mobile prefixes from 032 on, and landlines with an area code."""
    for match in _PHONE.finditer(text):
        number = re.sub(r"^(\+84|0084)", "0", plain(match[0]))
        mobile = len(number) == 10 and re.match(r"0(3[2-9]|5[2689]|7[06-9]|8\d|9\d)", number)
        if mobile or (len(number) == 11 and number.startswith("02")):
            yield number


def _said_before(text: str, match: re.Match[str], words: str) -> bool:
    return bool(re.search(words, text[max(0, match.start() - 14) : match.start()].casefold()))


# The 63 provinces and cities up to 30 June 2025; the 34 of today bear names out of this list.
PROVINCES = [
    "Hà Nội",
    "Hà Giang",
    "Cao Bằng",
    "Bắc Kạn",
    "Tuyên Quang",
    "Lào Cai",
    "Điện Biên",
    "Lai Châu",
    "Sơn La",
    "Yên Bái",
    "Hoà Bình",
    "Hòa Bình",
    "Thái Nguyên",
    "Lạng Sơn",
    "Quảng Ninh",
    "Bắc Giang",
    "Phú Thọ",
    "Vĩnh Phúc",
    "Bắc Ninh",
    "Hải Dương",
    "Hải Phòng",
    "Hưng Yên",
    "Thái Bình",
    "Hà Nam",
    "Nam Định",
    "Ninh Bình",
    "Thanh Hoá",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
    "Quảng Bình",
    "Quảng Trị",
    "Thừa Thiên Huế",
    "Đà Nẵng",
    "Quảng Nam",
    "Quảng Ngãi",
    "Bình Định",
    "Phú Yên",
    "Khánh Hoà",
    "Khánh Hòa",
    "Ninh Thuận",
    "Bình Thuận",
    "Kon Tum",
    "Gia Lai",
    "Đắk Lắk",
    "Đắk Nông",
    "Lâm Đồng",
    "Bình Phước",
    "Tây Ninh",
    "Bình Dương",
    "Đồng Nai",
    "Bà Rịa",
    "Vũng Tàu",
    "Hồ Chí Minh",
    "Long An",
    "Tiền Giang",
    "Bến Tre",
    "Trà Vinh",
    "Vĩnh Long",
    "Đồng Tháp",
    "An Giang",
    "Kiên Giang",
    "Cần Thơ",
    "Hậu Giang",
    "Sóc Trăng",
    "Bạc Liêu",
    "Cà Mau",
]
