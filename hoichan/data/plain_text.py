"""A dataset's description for a terminal: columns under each other, meanings wrapped."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping

from hoichan.data.dictionary import Dictionary, Entry, Facts

_WIDEST = 110
_LEAST_FOR_MEANING = 28


def as_text(about: Facts, words: Mapping[str, str], width: int | None = None) -> str:
    """The description as lines of at most ``width`` characters (the terminal's, up to 110)."""
    width = width or min(_WIDEST, shutil.get_terminal_size((96, 24)).columns)
    lines = [f"{about.title} ({about.name})", *_wrapped(about.text, width)]
    lines += ["", *_wrapped(f"{words['no_person']} {words['plausible']}", width)]
    lines.append(f"{words['version']} {about.version} · {about.licence}")
    for table in about.tables:
        lines += ["", *_table(table, words, width, alone=len(about.tables) == 1)]
    lines += ["", *_review(about, words, width)]
    lines += _wrapped(words["picture_hint"].format(name=about.dataset), width)
    return "\n".join(lines)


def _table(
    table: Dictionary, words: Mapping[str, str], width: int, *, alone: bool
) -> Iterator[str]:
    if not alone:
        yield f"{words['table'].format(name=table.name)} – {table.title}"
        yield from _wrapped(table.description, width)
    yield table.shape
    if table.primary_key:
        yield from _wrapped(f"{words['primary_key']}: {table.primary_key}", width)
    for join in table.joins:
        yield from _wrapped(f"{words['foreign_key']}: {join}", width)
    yield ""
    yield from _grid(table.entries, words, width)


def _grid(entries: tuple[Entry, ...], words: Mapping[str, str], width: int) -> Iterator[str]:
    """Narrow columns first, the meaning last and wrapped; codes stand below it."""
    heads = tuple(words[key] for key in ("column", "type", "unit", "may_be_empty"))
    cells = [
        (entry.name, entry.type, entry.unit, words["empty_yes"] if entry.may_be_empty else "")
        for entry in entries
    ]
    widths = [max(len(row[place]) for row in (heads, *cells)) for place in range(len(heads))]
    left = sum(widths) + 2 * len(widths)
    below = width - left < _LEAST_FOR_MEANING  # a narrow terminal: meanings on lines of their own
    indent = 4 if below else left

    def row(texts: tuple[str, ...]) -> str:
        return "  ".join(text.ljust(size) for text, size in zip(texts, widths, strict=True)) + "  "

    yield (row(heads).rstrip() if below else row(heads) + words["meaning"])
    yield "─" * min(width, indent + 40)
    for entry, texts in zip(entries, cells, strict=True):
        meaning = [
            line for said in _meanings(entry, words) for line in _wrapped(said, width - indent)
        ]
        if below:
            yield row(texts).rstrip()
            yield from (" " * indent + line for line in meaning)
        else:
            yield row(texts) + meaning[0]
            yield from (" " * indent + line for line in meaning[1:])


def _meanings(entry: Entry, words: Mapping[str, str]) -> Iterator[str]:
    yield f"{entry.title}. {entry.description}"
    if entry.derived:
        yield f"({words['derived']})"
    if entry.code_system:
        unsure = (
            entry.code_system_review and f" ({words['review.waiting']}: {entry.code_system_review})"
        )
        yield words["code_system"].format(name=entry.code_system) + unsure
    if entry.codes:
        # The gap beside "=" does not break: code and label stay on one line.
        yield "; ".join(f"{code}\u00a0=\u00a0{label}" for code, label in entry.codes)


def _review(about: Facts, words: Mapping[str, str], width: int) -> Iterator[str]:
    if not about.review:
        yield words["review.none"]
        return
    yield from _wrapped(f"{words['review.waiting']}. {words['review.explained']}", width)
    for item in about.review:
        yield from _wrapped(f"- {item.who}: {item.what} [{item.id}]", width, hang=2)


def _wrapped(text: str, width: int, hang: int = 0) -> list[str]:
    return textwrap.wrap(
        text, max(width, 20), subsequent_indent=" " * hang, break_on_hyphens=False
    ) or [""]
