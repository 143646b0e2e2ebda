import pytest

from hoichan.schema.numerals import numerals


def values(text, lang):
    return [(found.value, found.sign) for found in numerals(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Công suất là 115,0%, cao.", "vi", [(115, "%")]),
        ("Occupancy was 115.0%, high.", "en", [(115, "%")]),
        ("có 1.250 lượt", "vi", [(1250, "")]),
        ("1,250 visits", "en", [(1250, "")]),
        ("1.250 ‰", "vi", [(1250, "‰")]),
        ("giảm -3,2%", "vi", [(-3.2, "%")]),
        ("từ 2024-2025", "vi", [(2024, ""), (2025, "")]),
        ("tháng 2/2025", "vi", [(2, ""), (2025, "")]),
        ("February 2025", "en", [(2, ""), (2025, "")]),
        ("ngày 31/5/2025", "vi", [(31, ""), (5, ""), (2025, "")]),
        ("31 May 2025", "en", [(31, ""), (5, ""), (2025, "")]),
        ("It may be 7. In May", "en", [(7, ""), (5, "")]),
        ("Tháng hai có 28 ngày", "vi", [(2, ""), (28, "")]),
        ("tháng mười hai", "vi", [(12, "")]),
        ("Thứ 2 đông nhất", "vi", []),
        ("quý I", "vi", []),
        ("Q1 2025", "en", [(1, ""), (2025, "")]),
        ("mã J18.9 và NEWS2", "vi", []),
        ("966 ÷ (30 × 28) = 115,0%", "vi", [(966, ""), (30, ""), (28, ""), (115, "%")]),
        ("28.2.2025", "vi", [(28, ""), (2, ""), (2025, "")]),
        ("không có số", "vi", []),
    ],
)
def test_numbers_of_a_sentence(text, lang, found):
    assert values(text, lang) == found
