import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoichan.cases.cores import core_span


@pytest.mark.parametrize(
    ("true", "wrong", "core"),
    [
        ("Công suất là 115,0%.", "Công suất là 98,6%.", "98,6%"),
        ("Có 3 ca, tháng trước 1.", "Có 3 ca, chắc chắn tăng.", "chắc chắn tăng"),
        ("a b c d", "a x c d", "x"),
        ("a b c d", "x b c y", "x b c y"),
        ("tăng 5 điểm phần trăm.", "tăng 5 phần trăm.", "5 phần"),
        ("không tăng", "tăng", "tăng"),
        ("một hai", "một hai ba", "ba"),
        ("là “đúng”.", "là “sai”.", "sai"),
    ],
)
def test_the_core_is_the_smallest_run_of_words(true, wrong, core):
    span = core_span(true, wrong)
    assert wrong[span.start : span.end] == core


def test_two_equal_texts_have_no_core():
    with pytest.raises(ValueError, match="same"):
        core_span("như nhau", "như nhau")


WORDS = st.lists(st.sampled_from(["tỷ", "lệ", "là", "5,0%", "“ba”", "."]), min_size=1, max_size=8)


@given(true=WORDS.map(" ".join), wrong=WORDS.map(" ".join))
def test_every_core_lies_in_its_text(true, wrong):
    if true == wrong:
        return
    span = core_span(true, wrong)
    assert 0 <= span.start < span.end <= len(wrong)
    assert wrong[span.start : span.end].strip() == wrong[span.start : span.end]
