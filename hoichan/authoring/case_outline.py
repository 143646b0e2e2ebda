"""What a compiled case holds beside claims, field by field, whatever its exercise type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from pydantic import BaseModel

from hoichan.i18n import strings
from hoichan.schema.case import CompiledCase, EvidenceTable
from hoichan.schema.exercises.chart_critique import Query
from hoichan.schema.exercises.phi_redact import GoldNote
from hoichan.schema.taxonomy import CATEGORY_LABELS, SEVERITY_LABELS, Category, Severity
from hoichan.schema.text import Bilingual, Lang
from hoichan.views.cells import plain_number
from hoichan.views.tables import table_view

STEP = "  "
_HEADS = ("id", "uid", "name", "key", "unit")  # the first there is heads its entry of a list
_HIDDEN = ("order", "mark", "style", "open_label", "seed")  # drawing needs them, no reader
# What a code is called in the widgets: area and key.
_CODES = {
    "flaw": ("chart_flaws", "{}.label"),
    "options": ("chart_flaws", "{}.label"),
    "verdict": ("cite_check", "verdict.{}"),
    "kind": ("code_critique", "kind.{}"),
}


def outline(model: BaseModel, names: Iterator[str], lang: Lang) -> Iterator[str]:
    """Lines for the fields ``names`` of ``model``; none for what is empty or as usual."""
    fields = type(model).model_fields
    for name in names:
        value = getattr(model, name)
        if name in _HIDDEN or _nothing(value) or value == fields[name].default:
            continue
        yield from _titled(field_title(name, lang), name, value, lang)


def table_lines(table: EvidenceTable, lang: Lang) -> Iterator[str]:
    """A table's heads and rows."""
    view = table_view(table, lang)
    for row in (view.heads, *view.rows):
        yield STEP + " | ".join(cell.text for cell in row)


def field_title(name: str, lang: Lang) -> str:
    """What a field is called; its own name where nobody has named it."""
    title = strings("case_fields").get(name)
    return title[lang] if title is not None else name


def _nothing(value: object) -> bool:
    if isinstance(value, Query | CompiledCase):  # claims are shown by case_page
        return True
    return value is None or value is False or value in ("", (), {})


def _titled(title: str, name: str, value: object, lang: Lang) -> Iterator[str]:
    """``title: value`` on one line where it fits, else the value's lines below the title."""
    lines = list(_lines(name, value, lang))
    if len(lines) == 1 and not lines[0].startswith(STEP):
        yield f"{title}: {lines[0]}"
    else:
        yield f"{title}:"
        yield from (STEP + line for line in lines)


def _lines(name: str, value: object, lang: Lang) -> Iterator[str]:
    """The lines of one value, not indented."""
    match value:
        case EvidenceTable():
            yield value.title[lang]
            yield from table_lines(value, lang)
        case GoldNote():
            yield value.id
            yield from (STEP + line for line in outline(value, iter(("sort", "hard")), lang))
            yield from (STEP + line for line in _marked(value).split("\n"))
        case BaseModel() if not isinstance(value, Bilingual):
            yield from _model(value, lang)
        case Mapping() if not any(isinstance(part, BaseModel) for part in value.values()):
            yield "; ".join(f"{key} = {_word(name, part, lang)}" for key, part in value.items())
        case Mapping():
            for key, part in value.items():
                yield from _titled(str(key), name, part, lang)
        case tuple() if any(isinstance(part, Bilingual) for part in value):
            yield from (f"- {_word(name, part, lang)}" for part in value)
        case tuple() if any(isinstance(part, BaseModel) for part in value):
            for part in value:
                yield from _entry(name, part, lang)
        case tuple():
            yield "; ".join(_word(name, part, lang) for part in value)
        case _:
            yield from _word(name, value, lang).rstrip().split("\n")


def _entry(name: str, part: object, lang: Lang) -> Iterator[str]:
    """An entry of a list; a dash tells those without a name from each other."""
    lines = list(_lines(name, part, lang))
    if isinstance(part, BaseModel) and _head(part) is None:
        lines = [f"- {lines[0]}", *(STEP + line for line in lines[1:])]
    yield from lines


def _head(model: BaseModel) -> str | None:
    """The field that names a part of a case, None when nothing does."""
    fields = type(model).model_fields
    named = (field for field in _HEADS if field in fields)
    return next((field for field in named if isinstance(getattr(model, field), str)), None)


def _model(model: BaseModel, lang: Lang) -> Iterator[str]:
    """A part of a case below its own name; on one line when it holds but one text."""
    head = _head(model)
    lines = list(outline(model, (name for name in type(model).model_fields if name != head), lang))
    if head is None:
        yield from lines
    elif len(lines) == 1:
        yield f"{getattr(model, head)}: {lines[0].partition(': ')[2]}"
    else:
        yield str(getattr(model, head))
        yield from (STEP + line for line in lines)


def _word(name: str, value: object, lang: Lang) -> str:
    """One text, number or code."""
    said: str | None = None
    match value:
        case Bilingual():
            said = value[lang]
        case tuple():
            said = ", ".join(_word(name, part, lang) for part in value) or "–"
        case bool():
            said = strings("cells")["yes" if value else "no"][lang]
        case Category():
            said = CATEGORY_LABELS[value][lang]
        case Severity():
            said = SEVERITY_LABELS[value][lang]
        case float():
            said = plain_number(value, lang)
        case _ if name in _CODES:
            area, key = _CODES[name]
            code = value.value if isinstance(value, Enum) else value
            known = strings(area).get(key.format(code))
            said = known[lang] if known is not None else None
    return str(value) if said is None else said


def _marked(note: GoldNote) -> str:
    """A note with every identifier in [[brackets]] behind its kind."""
    text, end = "", 0
    for each in sorted(note.identifiers, key=lambda one: one.start):
        text += f"{note.text[end : each.start]}[[{each.kind}: {note.text[each.start : each.end]}]]"
        end = each.end
    return text + note.text[end:]
