"""A compiled case as plain text for its author: every wording, with the key."""

from __future__ import annotations

from collections.abc import Iterator

from hoichan.i18n import fill, strings
from hoichan.schema.case import CompiledCase, EvidenceTable, Truth, Unit, WrongWording
from hoichan.schema.numbers import format_number
from hoichan.schema.taxonomy import CATEGORY_LABELS, SEVERITY_LABELS
from hoichan.schema.text import Bilingual, Lang


def case_page(case: CompiledCase, lang: Lang) -> str:
    """``case`` in one language; the core of each error stands in [[double brackets]]."""
    words = {key: text[lang] for key, text in strings("cases").items()}
    status = words[case.review.status]
    lines = [
        f"{case.title[lang]}  ({case.id}, v{case.version}, {case.type}, {status})",
        "",
        f"{words['prompt']}: {case.prompt[lang]}",
        "",
        words["truths"],
        *(f"  {_truth(truth, lang)}" for truth in case.truths),
    ]
    for table in case.evidence:
        lines += ["", f"{words['evidence']}: {table.title[lang]}", *_table(table, lang)]
    lines += ["", words["claims"]]
    for unit in case.units:
        lines += _unit(unit, lang, words)
    if case.must_have:
        lines += ["", words["missing"]]
        for must in case.must_have:
            when = words["may_be_left_out" if must.severity else "never_left_out"]
            lines.append(f"  {must.id} ({must.unit}, {when}): {must.label[lang]}")
            lines += _asides(must.why, must.check, lang, words)
    return "\n".join(lines)


def _truth(truth: Truth, lang: Lang) -> str:
    value = str(truth.value)
    if truth.show is not None and isinstance(truth.value, float):
        value = format_number(truth.value, truth.show, lang)
    origin = truth.measure or "="
    args = ", ".join(f"{name}={value}" for name, value in truth.args.items())
    return f"{truth.name} = {value}  [{truth.unit or '-'}]  {origin}({args})"


def _table(table: EvidenceTable, lang: Lang) -> Iterator[str]:
    yield "  " + " | ".join(column.label[lang] for column in table.columns)
    for row in table.rows:
        cells: list[str] = []
        for cell, column in zip(row, table.columns, strict=True):
            if isinstance(cell, float) and not isinstance(cell, bool):
                shown = format_number(cell, column.show, lang) if column.show else f"{cell:g}"
            elif cell is None:
                shown = "-"
            else:
                label = column.labels.get(str(cell))
                shown = label[lang] if label else str(cell)
            cells.append(shown)
        yield "  " + " | ".join(cells)


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
