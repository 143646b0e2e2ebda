"""A compiled case as plain text for its author: all it holds, with the key."""

from __future__ import annotations

from collections.abc import Iterator

from hoichan.authoring.case_outline import outline, table_lines
from hoichan.i18n import fill, strings
from hoichan.schema.case import CaseHead, CompiledCase, Truth, Unit, WrongWording
from hoichan.schema.exercises.timed_report import TimedReportCase
from hoichan.schema.numbers import format_number
from hoichan.schema.taxonomy import CATEGORY_LABELS, SEVERITY_LABELS
from hoichan.schema.text import Bilingual, Lang


def case_page(case: CaseHead, lang: Lang) -> str:
    """``case`` in one language; the core of each error stands in [[double brackets]]."""
    status = strings("cases")[case.review.status][lang]
    head = f"{case.title[lang]}  ({case.id}, v{case.version}, {case.type}, {status})"
    return "\n".join([head, "", *_body(case, lang)])


def _body(case: CaseHead, lang: Lang) -> Iterator[str]:
    """Claims first, then what is the exercise type's own."""
    common: type[CaseHead] = CaseHead
    if isinstance(case, CompiledCase):
        common = CompiledCase
        yield from _claims(case, lang)
    own = [name for name in type(case).model_fields if name not in common.model_fields]
    if isinstance(case, CompiledCase) and own:
        yield ""
    if isinstance(case, TimedReportCase):
        for arm in case.arms:
            yield f"{arm.claims.title[lang]}  ({arm.id})"
            yield from (f"  {line}".rstrip() for line in _claims(arm.claims, lang))
            yield ""
    yield from outline(case, iter(own), lang)


def _claims(case: CompiledCase, lang: Lang) -> Iterator[str]:
    """Prompt, truths, tables, claims and what may be missing."""
    words = {key: text[lang] for key, text in strings("cases").items()}
    yield f"{words['prompt']}: {case.prompt[lang]}"
    yield from ("", words["truths"])
    yield from (f"  {_truth(truth, lang)}" for truth in case.truths)
    for table in case.evidence:
        yield from ("", f"{words['evidence']}: {table.title[lang]}", *table_lines(table, lang))
    yield from ("", words["claims"])
    for unit in case.units:
        yield from _unit(unit, lang, words)
    if case.must_have:
        yield from ("", words["missing"])
        for must in case.must_have:
            when = words["may_be_left_out" if must.severity else "never_left_out"]
            yield f"  {must.id} ({must.unit}, {when}): {must.label[lang]}"
            yield from _asides(must.why, must.check, lang, words)


def _truth(truth: Truth, lang: Lang) -> str:
    value = str(truth.value)
    if truth.show is not None and isinstance(truth.value, float):
        value = format_number(truth.value, truth.show, lang)
    origin = truth.measure or "="
    args = ", ".join(f"{name}={value}" for name, value in truth.args.items())
    return f"{truth.name} = {value}  [{truth.unit or '-'}]  {origin}({args})"


def _unit(unit: Unit, lang: Lang, words: dict[str, str]) -> Iterator[str]:
    marks = [words[name] for name in ("foil", "unverifiable") if getattr(unit, name)]
    tail = f"  ({', '.join(marks)})" if marks else ""
    yield f"  {unit.id}: {unit.true.text[lang]}{tail}"
    yield from _asides(unit.why, None, lang, words)
    for wrong in unit.wrong:
        level = fill(strings("cases")["level"], level=wrong.level.value)[lang]
        yield f"    {words['wrong']} {wrong.id}: {_with_core(wrong, lang)}"
        yield (
            f"      {CATEGORY_LABELS[wrong.category][lang]}; "
            f"{SEVERITY_LABELS[wrong.severity][lang]}; {level}"
        )
        yield from _asides(wrong.why, wrong.check, lang, words)


def _with_core(wrong: WrongWording, lang: Lang) -> str:
    text = wrong.text[lang]
    core = wrong.core_vi if lang == "vi" else wrong.core_en
    return f"{text[: core.start]}[[{text[core.start : core.end]}]]{text[core.end :]}"


def _asides(
    why: Bilingual | None, check: Bilingual | None, lang: Lang, words: dict[str, str]
) -> Iterator[str]:
    for name, text in (("why", why), ("check", check)):
        if text is not None:
            yield f"      {words[name]}: {text[lang]}"
