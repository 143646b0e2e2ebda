"""The core of an error: the smallest run of words in which a wrong wording differs."""

from __future__ import annotations

import re

from hoichan.schema.case import Span

_WORD = re.compile(r"\S+")
_EDGE = " .,;:!?()[]“”\"'…"


def core_span(true: str, wrong: str) -> Span:
    """Where ``wrong`` differs from ``true``, in code points of ``wrong``, aligned to words.

    Words that both texts share at their start and end are cut off; so is the punctuation around
    what remains. A wrong wording that only leaves words out has its core on the words next to the
    gap. Raises ``ValueError`` when the texts are the same.
    """
    if true == wrong:
        msg = "the wrong wording says the same as the true one"
        raise ValueError(msg)
    ours = list(_WORD.finditer(wrong))
    theirs = [match.group() for match in _WORD.finditer(true)]
    words = [match.group() for match in ours]
    first = _shared(words, theirs)
    last = len(words) - _shared(words[first:][::-1], theirs[first:][::-1])
    if first == last:  # only words were left out
        first, last = max(0, first - 1), min(len(words), last + 1)
    start, end = ours[first].start(), ours[last - 1].end()
    return _without_edges(wrong, start, end)


def _shared(words: list[str], others: list[str]) -> int:
    """How many words both lists share from the start."""
    count = 0
    for word, other in zip(words, others, strict=False):
        if word != other:
            break
        count += 1
    return count


def _without_edges(text: str, start: int, end: int) -> Span:
    """Cut punctuation and spaces off both ends, unless nothing would be left."""
    inner = text[start:end]
    stripped = inner.strip(_EDGE)
    if not stripped:
        return Span(start=start, end=end)
    left = start + inner.index(stripped)
    return Span(start=left, end=left + len(stripped))
