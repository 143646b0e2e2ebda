import unicodedata

import pytest
from pydantic import ValidationError

from hoichan.schema.case import Span
from hoichan.schema.text import LANGS, Bilingual, nfc

SENTENCE = "Công suất sử dụng giường bệnh của khoa Nội tháng Hai là 115,0%."


def test_decomposed_vietnamese_becomes_composed():
    decomposed = unicodedata.normalize("NFD", SENTENCE)
    assert len(decomposed) > len(SENTENCE)
    assert nfc(decomposed) == SENTENCE
    assert Bilingual(vi=decomposed, en="x").vi == SENTENCE


def test_line_ends_become_line_feeds():
    assert nfc("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_text_is_taken_by_language():
    text = Bilingual(vi="một", en="one")
    assert [text[lang] for lang in LANGS] == ["một", "one"]


def test_unknown_fields_and_changes_are_refused():
    with pytest.raises(ValidationError):
        Bilingual.model_validate({"vi": "a", "en": "b", "fr": "c"})
    span = Span(start=1, end=2)
    with pytest.raises(ValidationError):
        span.start = 0


def test_one_language_is_not_enough():
    with pytest.raises(ValidationError):
        Bilingual.model_validate({"vi": "một"})
