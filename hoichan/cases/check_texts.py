"""Whether a case's texts can be shown as they are, and say the same in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hoichan.cases.errors import Problem
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase
from hoichan.schema.numbers import format_number
from hoichan.schema.numerals import Numeral, numerals
from hoichan.schema.text import LANGS, Bilingual, Lang

LENGTH_SHARE = 0.25
_BRACES = re.compile(r"[{}]")
_MARKUP = re.compile(r"\*\*|__|`|\]\(|^\s*[-*+>#|]\s", re.MULTILINE)
LAST_BMP = 0xFFFF


def text_problems(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """Everything that is wrong with the texts of ``case``."""
    for label, text in _texts(case):
        for lang in LANGS:
            yield from _form(label, text[lang], lang, at)
        yield from same_numbers(label, text, at)
    for table in case.evidence:
        for column in table.columns:
            for lang in LANGS:
                yield from _form("evidence", column.label[lang], lang, at)
    yield from _wordings(case, at)
    yield from _lengths(case, at)


def _texts(case: CompiledCase) -> Iterator[tuple[str, Bilingual]]:
    """Every text of a case with the label it stands under."""
    yield "title", case.title
    yield "prompt", case.prompt
    for table in case.evidence:
        yield "evidence", table.title
    for unit in case.units:
        yield unit.id, unit.true.text
        if unit.why:
            yield f"{unit.id}.why", unit.why
        for wrong in unit.wrong:
            label = f"{unit.id}.{wrong.id}"
            yield label, wrong.text
            yield f"{label}.why", wrong.why
            yield f"{label}.check", wrong.check
    for must in case.must_have:
        yield must.id, must.label
        for name, aside in (("why", must.why), ("check", must.check)):
            if aside:
                yield f"{must.id}.{name}", aside


def _form(label: str, text: str, lang: Lang, at: Whereabouts) -> Iterator[Problem]:
    if not text.strip():
        yield at.in_text(label, lang, "không có chữ nào.", "there is no text.")
    if _BRACES.search(text):
        yield at.in_text(
            label,
            lang,
            f"còn dấu ngoặc nhọn trong câu đã dựng: {text}",
            f"braces are left in the rendered text: {text}",
        )
    if any(ord(letter) > LAST_BMP for letter in text):
        yield at.in_text(
            label,
            lang,
            "có ký tự đặc biệt (biểu tượng cảm xúc?); trình duyệt sẽ đếm vị trí sai.",
            "there is a character outside the basic plane (an emoji?); browsers would miscount.",
        )
    a_sentence = label != "prompt" and not label.endswith((".why", ".check"))
    if a_sentence and ("\n" in text or _MARKUP.search(text)):
        yield at.in_text(
            label,
            lang,
            "phải là một đoạn chữ thường, không in đậm, không gạch đầu dòng, không xuống đoạn.",
            "must be one plain paragraph without bold type, bullets or breaks.",
        )


def same_numbers(label: str, text: Bilingual, at: Whereabouts) -> Iterator[Problem]:
    """Both languages must hold the same numbers equally often, months by name included."""
    vi, en = (Counter(numerals(text[lang], lang)) for lang in LANGS)
    if vi == en:
        return
    only_vi, only_en = _listed(vi - en, "vi"), _listed(en - vi, "en")
    yield at.in_text(
        label,
        "en",
        f"các con số không giống nhau: chỉ có trong vi: {only_vi or 'không'}; "
        f"chỉ có trong en: {only_en or 'không'}.",
        f"the numbers differ: only in vi: {only_vi or 'none'}; only in en: {only_en or 'none'}.",
    )


def _listed(numbers: Counter[Numeral], lang: Lang) -> str:
    """The numbers as a reader of ``lang`` writes them, with commas between."""
    return ", ".join(
        format_number(number.value, "int" if number.value == int(number.value) else "dec2", lang)
        + number.sign
        for number in sorted(numbers.elements())
    )


def _wordings(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """No two wordings of a case may read the same: the key is found again by the text."""
    for lang in LANGS:
        seen: dict[str, str] = {}
        for unit in case.units:
            wordings = [(unit.id, unit.true), *((f"{unit.id}.{w.id}", w) for w in unit.wrong)]
            for label, wording in wordings:
                other = seen.setdefault(wording.text[lang], label)
                if other != label:
                    yield at.in_text(
                        label,
                        lang,
                        f"câu giống hệt “{other}”.",
                        f'the sentence is the same as "{other}".',
                    )


def _lengths(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """A wrong sentence must not give itself away by its length."""
    for unit in case.units:
        for wrong in unit.wrong:
            for lang in LANGS:
                true, said = len(unit.true.text[lang]), len(wrong.text[lang])
                if abs(said - true) > LENGTH_SHARE * true:
                    yield at.in_text(
                        f"{unit.id}.{wrong.id}",
                        lang,
                        f"câu sai dài {said} ký tự, câu đúng {true}: chỉ được lệch "
                        f"{LENGTH_SHARE:.0%}.",
                        f"the wrong sentence has {said} characters, the true one {true}: at most "
                        f"{LENGTH_SHARE:.0%} apart.",
                    )
