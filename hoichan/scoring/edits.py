"""What became of a sentence that a learner kept, edited or struck out: judged by its words alone.

A wrong sentence counts as mended when its wrong number has gone and either the right one or nothing
unknown stands there; one that is wrong in words, when the words that make it wrong have gone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from hoichan.schema.exercises.timed_report import KeySentence, SentenceAnswer
from hoichan.schema.numerals import numerals
from hoichan.schema.text import LANGS, Bilingual, Lang

Fate = Literal["kept", "lost", "mended", "left"]  # a true sentence; a wrong one
SURVIVING_WORDS = 0.5  # of a true sentence, so that an edit still says it
_SLACK = 1e-9
_WORD = re.compile(r"\w+")


def fate(
    sentence: KeySentence, answer: SentenceAnswer | None, shown: Bilingual, known: Iterable[float]
) -> Fate:
    """What ``answer`` (None: kept as it was) made of a sentence that read ``shown``.

    ``known`` are the true numbers of the whole report. A struck-out sentence is lost when it was
    true and mended when it was wrong: a report without it misleads nobody.
    """
    planted = sentence.wording is not None
    if answer is None or _same(answer, shown):
        return "left" if planted else "kept"
    if answer.handling == "strike" or not _words(answer.text):
        return "mended" if planted else "lost"
    if planted:
        return "left" if _still_wrong(sentence, answer, known) else "mended"
    return "kept" if _still_says(sentence, answer, shown) else "lost"


def _same(answer: SentenceAnswer, shown: Bilingual) -> bool:
    """Whether an edit changed nothing but spaces, or typed in the other language's words."""
    if answer.handling == "strike":
        return False
    text = " ".join(answer.text.split())
    return text in (" ".join(shown.vi.split()), " ".join(shown.en.split()))


def _still_wrong(sentence: KeySentence, answer: SentenceAnswer, known: Iterable[float]) -> bool:
    text = answer.text.lower()
    left = (*sentence.left_vi, *sentence.left_en)
    if any(words.lower() in text for words in left):
        return True
    if not sentence.wrong:
        return False
    numbers, either = _numbers(answer.text, answer.lang), _either(answer.text)
    if any(_holds(either, wrong) for wrong in sentence.wrong):
        return True
    if all(_holds(either, right) for right in sentence.mended):
        return False
    familiar = [*known, *sentence.right, *_numbers(sentence.true_text[answer.lang], answer.lang)]
    return not all(_holds(familiar, number) for number in numbers)


def _still_says(sentence: KeySentence, answer: SentenceAnswer, shown: Bilingual) -> bool:
    """All its numbers and at least half of its words are there, in the language edited."""
    numbers = _either(answer.text)
    if not all(_holds(numbers, right) for right in sentence.right):
        return False
    original = Counter(_words(shown[answer.lang]))
    surviving = (original & Counter(_words(answer.text))).total()
    return surviving >= SURVIVING_WORDS * original.total()


def _numbers(text: str, lang: Lang) -> list[float]:
    return [numeral.value for numeral in numerals(text, lang)]


def _either(text: str) -> list[float]:
    """Numbers by the habits of both languages: people write 1.009 on an English page too."""
    return [number for lang in LANGS for number in _numbers(text, lang)]


def _holds(numbers: Iterable[float], wanted: float) -> bool:
    return any(abs(number - wanted) <= _SLACK for number in numbers)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
